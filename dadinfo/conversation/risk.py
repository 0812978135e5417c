"""How serious an inbound text is: the plainest words of danger, most serious first, never silenced by doubt."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Risk:
    """`group` and `detail` carry the names of the contract; group "none" has no detail."""

    group: str
    detail: frozenset[str] = frozenset()


_Table = list[tuple[re.Pattern[str], frozenset[str]]]
NONE = Risk("none")
ORDER = ("baby_in_danger", "suicide", "baby_unwell", "loss", "abuse", "overwhelmed", "low_mood", "none")


def read(text: str) -> Risk:
    """The most serious group that `text` may belong to."""
    return min((_assess(words) for words in spellings(text)), key=lambda risk: ORDER.index(risk.group))


def speaks_of_loss(text: str) -> bool:
    """Whether `text` tells of a loss, even where another danger leads (no heartbeat and bleeding)."""
    return any(_find(_LOSS, _scrub(words)) is not None for words in spellings(text))


def plain(text: str) -> str:
    """`text` in small letters, without punctuation, in the short forms that the patterns know; emoji stay."""
    words = text.casefold()
    for pattern, instead in _PLAIN:
        words = pattern.sub(instead, words)
    return words.strip()


def spellings(text: str) -> list[str]:
    """`plain` with letters drawn out ("shoook", "stoppp") cut to two and to one."""
    words = plain(text)
    return list(dict.fromkeys(_DRAWN_OUT.sub(short, words) for short in (r"\1\1", r"\1")))


_DRAWN_OUT = re.compile(r"([^\W\d])\1{2,}")
_PLAIN = [
    (re.compile(r"['’‘`´]|\ufe0f"), ""),
    (re.compile(r"(?<=\w)\*+(?=\w)"), ""),
    (re.compile(r"[\s\x00-\x1f,;:!?\"“”()*_/\\-]+|(?<!\d)\.|\.(?!\d)"), " "),
    (re.compile(r" {2,}"), " "),
    (re.compile(r"\bcan ?not\b"), "cant"),
    (re.compile(r"\bwill not\b"), "wont"),
    (re.compile(r"\b(do|did|does|would|is|has|have|had|was|could|should) (?:not|nt)\b"), r"\1nt"),
    (re.compile(r"\bi am\b"), "im"),
    (re.compile(r"\b(?:i have|iv|i ve)\b"), "ive"),
    (re.compile(r"\b(he|she|baby) (?:is|has)\b"), r"\1s"),
    (re.compile(r"\b(?:going to|goin to|gona|gunna|gonna to)\b"), "gonna"),
    (re.compile(r"\b(?:want to|wana|wanna to)\b"), "wanna"),
    (re.compile(r"\b(?:i will)\b"), "ill"),
    (re.compile(r"\b(?:da|tha|teh|th)\b"), "the"),
]

# Words that stand in capitals in the patterns below.

_BABY = (
    "((the|my|our|a|this|that|own) ){0,2}((fucking?|bloody|poor|little|lil|wee|newborn|crying|screaming|"
    "first|second|other|unborn|beautiful) ){0,2}"
    "(baby|babies|bubba|bubs?|bby|babby|bairn|newborn|little (one|man)|lo|son|daughter|boy|girl|lad|kids?|"
    "child|children|twins?|toddler)"
)
# Fear of a loss, a guide's words on it, or its denial; and a loss of long ago.
_FEAR = (
    r"\b(scared|worr(y|ied|ying)|afraid|terrified|fear(ful)?|frightened|anxious|what if|risk|chances? of|signs? of|"
    r"could (we|she|it|this)|will (we|she)|might|in case|threatened|prevent|causes?|"
    r"havent|hasnt|didnt|not a|isnt a)\b"
)
_PAST = (
    r"^(?!.*\b(today|yesterday|this morning|last night|last week|just|tonight)\b).*"
    r"(\byears? ago\b|\blast year\b|\bin 20\d\d\b|\bprevious\w*\b|"
    r"\b(our|my|her|the|a) (last|previous|earlier) (loss|one|baby|pregnancy|miscarriage)\b|"
    r"\bafter (our|her|my|the|an?|two|three|\d) (miscarriage|stillbirth|loss)|\blast time\b)"
)
_WORDS = {
    "THEM": rf"(him|her|it|them|{_BABY})",
    "BABY": _BABY,
    "SOMEONE": "(he|hes|she|shes|baby|babys|bubs?|son|daughter|lo|little one|twins?|it|its|theyre)",
    "PARTNER": (
        "((my|his|her|the|our|babys|kids) ){0,2}(wife|wifey|partner|girlfriend|gf|missus|mrs|misses|fiancee?|ex|mum|"
        "mother|mam|bird|other half|baby mama|husband)"
    ),
    "FOOD": (
        "(kebab|pint|beer|brew|tea|cuppa|coffee|curry|pizza|burger|game|quiz|exam|sofa|gym|pub|milestone|"
        "snooze|sack|hay|road|shops?|dog|neighbou?rs?)"
    ),
    "PAST": _PAST,
    "TOLD": rf"^(?!.*{_FEAR}( \w+){{0,3}} (mis|stil|no |ectop|term|abort|sids|cot))(?!{_PAST}).*",
}


def _compile(pattern: str) -> re.Pattern[str]:
    """`pattern` with the words in capitals put in and every plain bracket made one that only groups."""
    full = re.sub(r"[A-Z]{4,}", lambda word: _WORDS[word[0]], pattern)
    return re.compile(re.sub(r"\((?!\?)", "(?:", full))


def _patterns(block: str) -> list[re.Pattern[str]]:
    """The patterns of a table, each bound to whole words."""
    lines = re.sub(r"\|\n +", "|", block).split("\n")
    return [_compile(_bounded(line.strip())) for line in lines if line.strip()]


def _bounded(line: str) -> str:
    return ("" if line.startswith(("^", "(?", "TOLD")) else r"\b") + line + ("" if line.endswith("$") else r"\b")


# Harmless sayings, taken out before anything else is looked for; each is narrow, so that what stands around it counts.
_HARMLESS = _patterns(r"""
    (murder|kill|smash|crush|demolish|hit|beat|strangle)(ed|ing|s)? (for )?(an?|the|my|this|that|some)? ?(\w+ )?FOOD
    sh(ake|aking|ook|akes|aken) (up )?(THEM up |THEM an? |his |her |the |babys |their |my |an? ){0,2}(\w+ )?(bottles?|
        milk|formula|feed|rattle|head|hands?|toys?|maraca|protein)
    (bottle|formula|milk)\b.{0,40}?\bshak(e|ing|en) it
    shak(e|ing) it\b(?=.{0,40}?\b(bottle|formula|milk))
    shaken baby( syndrome| page| link| info| leaflet| video)
    drop(ped|ping|s)? (THEM )(off|at|round|home|to (nursery|school|nan|his|her|my))
    drop(ped|ping|s)? (an? |the |his |her |night |day )*(feeds?|bottles?|dummy|phone)
    thr[eo]wn?(ing)? up
    hit it off
    (hit|kill|killed|killing|smash\w*) it\b(?! (if|when|wont))
    smother\w* THEM (in|with) (kisses|love|cuddles)
    (beat|beating) THEM (at|to)
    cut myself shaving
    (hurt|burnt|cut) myself (at|on|lifting|playing|cooking|with)
    died? laughing
    choking (hazards?|class|course|page|link|guide|advice|video|info)
    nappy rash
    (in|at|after|before) labour
    (cot death|sids|stillbirth|miscarriage)s? (page|link|info|risk|advice|stats|rates?|guidelines|leaflet|awareness)
    during the night
    vaccines? hurt
    blue eyes
    lost the baby (weight|monitor|bag|book|grow|wipes)
""")

# Harm to a baby: what was done, what reads the same before and after, and what might be done.
_DONE = (
    "sho+o?k(ed)?|shu+c?k|shaked|shaken|shakes|smothere?d|threw|throwed|thrown|throws|drop+ed|smacke?d|"
    "smacks|slap+ed|slaps|"
    "punche?d|punches|kicked|suffocated|strangled|throttled|choked|squeezed|killed|battered|harmed|"
    "pushed|shoved|bit|burnt|"
    "burned|scalded|drowned|stabbed|murdered|chucked|launched|slammed|yanked|pinched|flung|whacked|hits|bashed"
)
_SAME = "hit+|hurt+|beat"
_MAY = (
    "shak(e|in|ing)|smoth(e?r)(in|ing)?|throw(in|ing)?|drop+(in|ing)?|smack(in|ing)?|slap+(in|ing)?|punch(in|ing)?|"
    "suffocat(e|ing)|strangl(e|ing)|throttl(e|ing)|chok(e|ing)|kill(in|ing)?|batter(ing)?|harm(ing)?|"
    "hit+in?g?|hurtin?g?|"
    "beating|burn|drown(ing)?|stab(bing)?|murder(ing)?|chuck|launch|bash|whack|slam"
)
_HARM = _compile(
    rf"\b((?P<done>{_DONE})|(?P<same>{_SAME})|(?P<may>{_MAY}))"
    r"( (the|living|shit|fuck|hell|crap|life|out|of|fucking|bloody|actually|really|both)){0,6} (?P<whom>THEM)\b"
    r"(?! (mum|mother|mam|mama|nan|sister|brother|dad|out|head|hand|leg|arm|foot|teeth|nappy|dummy|nap)\b)"
    r"(?! in (his|her|the) (pram|buggy|swing))"
)
_NEVER = _compile(r"\b(never|not|dont|didnt|wouldnt|wont|havent|hasnt|couldnt)( (ever|even|actually|gonna))* $")
_MEANT = _compile(
    r"\b(mean|meant|sorry|was|were|been|keep|kept|cant stop|couldnt stop|started|caught \w+|saw \w+|im|i|after)"
    r"( to| for)? $"
)
_WILL = _compile(
    r"\b(gonna|wanna|wants?|might|may|could|would|will|ill|id|feel like|about|scared|worried|afraid|"
    r"frightened|terrified|"
    r"tempted|urge|close to|need to|should|can|nearly|almost|thoughts?|thinking|if)"
    r"( (?!(i|ive|and|then|but)\b)\w+){0,3} $"
)
_IF_I = _compile(r"\b(if|nearly|almost|might|could|can|should|do)( have)? i? ?$")
_STRUCK = frozenset(
    ("hit", "slapped", "punched", "pushed", "shoved", "kicked", "beat", "smacked", "choked", "strangled", "battered")
)
_OTHERS = _compile(r"\b(she|minder|wife|partner|gf|missus|mum|nan|sister|nanny|nursery|they|someone) $")
_CRADLE = re.compile(r"\b(?:baby|cot|nappy|cry\w*|cries|cried|scream\w*|newborn|feed\w*|bottle|moses|wont s\w+)\b")
_PRESENT = re.compile(r"\b(?:holding|in front of|carrying|in her arms)\b")


def _assess(words: str) -> Risk:
    words = _scrub(words)
    harm, denied = _harm(words)
    if harm and harm.group == "baby_in_danger":
        return harm
    for group, table in _TABLES:
        if group == "abuse" and harm:
            return harm
        detail = _find(table, words)
        if detail is not None:
            return Risk(group, detail)
    return Risk("overwhelmed") if denied else NONE


def _scrub(words: str) -> str:
    for pattern in _HARMLESS:
        words = pattern.sub(" ", words)
    return words


def _harm(words: str) -> tuple[Risk | None, bool]:
    """Harm to the baby or, when only "her" was struck, to his partner; and whether harm was named but denied."""
    found, denied = [], False
    for match in _HARM.finditer(words):
        before = words[max(0, match.start() - 60) : match.start()]
        if _NEVER.search(before):
            denied = True
        else:
            found.append(_judge(match, before, words))
    return min(found, key=lambda risk: (ORDER.index(risk.group), "happened" not in risk.detail), default=None), denied


def _judge(match: re.Match[str], before: str, words: str) -> Risk:
    if _IF_I.search(before) or _WILL.search(before):
        return Risk("baby_in_danger", frozenset({"may_happen"}))
    struck = (match["done"] or match["same"] or "") in _STRUCK and match["whom"] == "her"
    if struck and not _OTHERS.search(before) and (_PRESENT.search(words) or not _CRADLE.search(words)):
        return Risk("abuse", frozenset({"by_him"}))
    happened = match["done"] or match["same"] or _MEANT.search(before)
    return Risk("baby_in_danger", frozenset({"happened" if happened else "may_happen"}))


def _find(table: _Table, words: str) -> frozenset[str] | None:
    """The details of the first pattern of `table` that `words` holds."""
    return next((detail for pattern, detail in table if pattern.search(words)), None)


def _table(*rows: tuple[str, str]) -> _Table:
    return [(pattern, frozenset(detail.split())) for detail, block in rows for pattern in _patterns(block)]


# The tables: one pattern a line (one that ends in | goes on below), under the details that it brings.
# Every pattern stands for whole words, and its brackets only group.

_DANGER = _table(
    ("happened", r"""
        (he|she|hes|shes|baby|babys|it)( \w+)? (been |got |was |is )?(shaken|shook)
        (was|been|too) rough with THEM
        hurt my own
    """),
    ("may_happen", r"""
        (gonna|about to|ill) ((fucking|just|really|actually) )?(lose it|lose my (temper|rag|shit)|snap|flip|explode)
        wring (his|her|its|their) neck
        pillow over (his|her|its|the|BABY)
        shut THEM up for good
        (put|throw|chuck) THEM (through|out|against|at)
        THEM (isnt|is not|arent) safe
        not safe (with|around|near) THEM
        lost it with (the )?BABY
    """),
)  # fmt: skip
_SUICIDE = _table(
    ("mother", r"""
        (she|shes|PARTNER|PARTNERs)\b.{0,30}?\b(die|dead|suicid\w*|kill(ing)? herself|end it|overdosed?|(taken|
            took) (\w+ ){0,3}?pills|harm(ing)? herself|hurt(ing)? herself|cut(ting)? herself|better off without her|
            wanna be here|not be here)\b(?! (cute|proud|tired|laughing|good))(?<!my mum died)
        (she|shes|PARTNER|PARTNERs) (\w+ ){0,3}?(hear(s|ing)? (things|voices)|see(s|ing)? things|hallucinat\w*|
            psychosis|psychotic|not making sense)
    """),
    ("", r"""
        (?<!never )(?<!not )(?<!wont )(?<!not gonna )(?<!wouldnt )\b(kill(ing|ed)?|hang(ing)?|drown(ing)?|shoot(ing)?|
            top(ping)?|harm(ing)?|hurt(ing)?|cut(ting)?|throw(ing)?) (my ?self|me self|meself)
        kms
        feel like dying
        ktm?s myself
        (?<!not )(?<!isnt )(?<!not feeling )\bsu[ia]+cid(e|al)
        (?<!never )\bself ?harm\w*
        end(ing)? (it all|my life|things for good)
        tak(e|ing) my (own )?life
        (wanna|gonna|want(ed)? to|ready to|rather) (just )?die\b(?<!dont wanna die)
        wish (i|id) (was|were|wasnt|werent|never been|never|could just die)\b.{0,12}?\b(dead|here|alive|born|wake|
            waken?|die)
        better off (if i |with ?out me|with me (dead|gone)|dead|me gone)
        dont (even )?wanna (be (here|alive|around)|live|exist|wake up|go on|carry on)
        (not|never) (be|wanna be) (here|alive) any ?more
        cant (go on|carry on|keep living|live like this|live any ?more)
        (no (reason|point)|nothing|dont see the point|whats the point) (to|in|of|left to)? ?(liv(e|ing)|being (here|
            alive)|going on|carrying on|me)
        nothing (left )?to live for
        (took|taken|take|taking|swallowed|had) ((a|all|the|my|some|too|many|loads?|bunch|lot|whole|of|her|
            too many) ){0,5}(pills|tablets|paracetamols?|meds|
            painkillers)\b(?<!ke my meds)(?<!ook my meds)(?<!ken my meds)(?<!had paracetamol)(?<!ke paracetamol)
        overdosed?
        odd? on
        (driv(e|ing)|crash(ing)?) (\w+ ){0,4}?(into|off) (an? |the )?(wall|tree|bridge|cliff|lorry|river)
        jump(ing)? (off|in front of|from)
        slit my
        good ?bye\b.{0,20}?\b(look after|take care of|tell) (them|him|her|BABY|PARTNER)
        look after (them|him|her) (for me|when im gone)
    """),
)  # fmt: skip
_UNWELL = _table(
    ("", r"""
        (cord|belly button|gums?|nose|nappy|bum|mouth|he|hes|baby|babys) (\w+ )?bleeding
    """),
    ("mother", r"""
        (bleeding|blood|haemorrhag\w+|clots?|soaking pads?)\b.{0,60}?\b(since|after) (the )?(birth|c ?section|labour)
        (gave birth|had the baby|after birth|postpartum)\b.{0,60}?\b(bleeding|clots?)
        soaking (\w+ )?pads?
    """),
    ("pregnancy", r"""
        (?<!stopped )(?<!not )\b(shes|she|PARTNER|is|was|started|been|heavy|heavily|there was|and|has|with|
            lots? of) bleeding
        ^bleeding
        bleeding (heavily|loads|a lot|bad\w*|in pregnancy|from)
        spotting (blood)?
        los(ing|t) (\w+ ){0,2}blood
        blood (in her|down her|on the)
        (her |the )?waters? ((have|has|just|might|may) ){0,3}(gone|broke|broken|breaking|leaking|went)
        leaking (fluid|waters?)
        (reduced|less|fewer|no|stopped|slowed|not much|hardly any|decreased|change in) (\w+ )?(movements?|kicks?|
            kicking|moving)\b(?<!bowel movement)
        (cant|hasnt|havent|hasn|not|stopped|couldnt|didnt|isnt) (really |been )?(feel|felt|feeling)\b.{0,20}?\b(move|
            moving|movements?|kick|kicks|kicking)
        baby(s| is| hasnt| isnt| has| aint)* ?(not|stopped|isnt|hasnt|hardly|barely|wont)? ?(been )?(mov(ing|ed)|
            kick(ing|ed)) (less|as much|today|all day|since|for hours)
        babys? (not|isnt|hasnt|wont|stopped|hardly|barely|aint|not been) (been )?(mov(e|ing|ed)|kick(ing|ed)?)
        bump\b.{0,15}?\b(quiet|still|not mov\w+)
        has(nt| not) moved
        not mov(ed|ing) (as much|today|all day|since|much)
        cant find (the |a |his |her )?heart ?beat
        doppler\b.{0,20}?\bheart
        (?<!of )(?<!about )(?<!fear )\blosing the baby
    """),
    ("pregnancy mother", r"""
        (pre ?eclampsia|blurr?e?d? vision|flashing lights|seeing spots)
    """),
    ("mother", r"""
        PARTNERs? (\w+ ){0,3}?(collapsed|fainted|passed out|unconscious|fitting|a fit|seizure|cant breathe|
            not breathing|chest pains?|very ill|fell (down|off|over|on))
        she (just )?fell (down|over|on her|off|from)
        shes? (\w+ )?(collapsed|fainted|passed out)
    """),
    ("", r"""
        (not|isnt|stopped|cant|barely|hardly|struggling to|trouble|difficulty|hard to|hes|shes|wont|aint) breath(e|ing)
        breathing (\w+ )?(right|funny|fast|weird\w*|properly|strange\w*|heavy|quick\w*|bad\w*|difficulty)
        grunting
        ribs? suck
        (SOMEONE|lips|face|hands) (\w+ ){0,3}?blue
        (gone|going|turned|turning|went) (a bit |all )?blue
        (floppy|limp|unresponsive|lifeless|unconscious|not responding|isnt responding|collapsed|gone quiet and|
            meningitis|sepsis)
        (wont|cant|not|isnt|hard to|couldnt|doesnt|didnt) (get )?(THEM (to )?)?wak(e|ing)( up| THEM|$)(?! up (for|at|
            to feed))
        ^fits?$
        (having|had|has|another|keeps having|SOMEONE having) (an? )?fits?
        SOMEONE (is |was )?fitting
        seizures?
        convuls\w+
        fits and
        chok(e|ing|ed)\b(?! up)
        swallowed (an? |some |the )?(battery|bleach|pills?|magnets?|coin|tablets?|button)
        (temp|temperature|fever|hot|thermometer)\b.{0,20}?\b(3[89]|4[01])
        (3[89]|4[01])(\.\d)? ?(c|deg\w*|°\w?)
        (3[89]|4[01])(\.\d)? (temp\w*|fever)
        fever
        high temp\w*
        has a temp\w*
        burning up
        SOMEONE ((is|feels?|feeling|so|really|very|too|boiling|proper|a bit) ){0,3}(hot|boiling)
        rash
        bruis(e|es|ed|ing)
        jaundice\w*
        sunken
        bulging
        green (vomit|sick|bile)
        blood in
        (vomiting|sick) blood
        (no|not had a|hasnt had a|without a|no more) wet napp(y|ies)
        dry napp(y|ies)
        napp(y|ies) (is |are |been )?dry
        has(nt| not) (peed|weed|had a wee)
        (wont|not|refus(ing|es)|hasnt|isnt) (fed|feeding|feed|taking milk|drinking|take any milk)\b(?! properly cos)
        refusing (all |his |her )?(feeds?|milk|bottles?)
        SOMEONE (\w+ )?fell (off|down|from|out of)
        (hit|banged|bumped|bashed|bang(ing)? to|bump to) (his|her|the|babys) head
        scald\w*
        think (hes|shes|babys) dead
        ^(hes|shes) dead$
    """),
)  # fmt: skip
_LOSS = _table(
    ("", r"""
        TOLD(\bmis+car+(ied|y|ying|iage|age|riage|ridge|raige)\b|\bst[il]+ ?b[io]r(n|th)\b|\bborn sleeping\b)
        (?!PAST)^(?!.*\b(havent|hasnt|didnt|nearly|almost|thought)( \w+){0,3} los[et]).*(^|\b(we|weve|ive|i|she|shes|
            have|just|sadly|they|both|sorry) )((have|just|sadly|now|both|also) ){0,2}lost (BABY|babies|the pregnancy|
            our pregnancy|our angel|both|one of)\b(?! (weight|bag|monitor|clothes|book|in|at|s\b))
        (?!PAST)^(?!.*\b(havent|hasnt|didnt|nearly|almost|thought)( \w+){0,3} los[et]).*\b(we|weve|sorry we|
            she) ((have|just|sadly) ){0,2}lost (him|her|them|the bump)
        ^(im )?(so )?(sorry )?(we )?(weve )?(loss|lost)( it)?$
        TOLD(\b(no|wasnt a|couldnt find (a|the)|didnt find a|cant hear a|there wasnt a) heart ?beat\b|\bheart (has |
            had )?stopped\b)
        (?!PAST)^(?!.*\b(scared|worried|nearly|almost|what if|might)( \w+){0,3} (die|pass|dead)).*\b(BABY|babys|babies|
            he|she|hes|shes|it|twins?|they|him)( (has|have|just|sadly))* (died|passed( away)?|didnt make it|is dead|
            are dead|didnt survive|gone to heaven)\b(?! (laughing|out|the|it|his|her|on))
        babys? (is )?(dead|gone)$
        babys dead\b(?! (cute|proud|good|sweet|funny|tired|cool))
        TOLD(^sids$|\b(was|from|of|to|its|it was) (sids|cot death)\b|^cot death$|\bectopic\b|\bmolar pregnancy\b|
            \btfmr\b|\bterminat(ion|ed|ing)\b|\babort(ion|ed)\b)
        (no|there is no|theres no|isnt a|not a|isnt gonna be a) baby (now|any ?more|no more|any longer)
        (theres|there is|there isnt a|there wont be a) (no )?baby$
        no longer (pregnant|expecting)
        not having a baby
        pregnancy (has |is )?(ended|over)
        ^(?!.*\b(born|birth|had (the|our|a|him|her))\b).*\b(not|isnt|arent) (pregnant|expecting) any ?more
    """),
    ("mother", r"""
        (?<!my )\b(mum|babys mum|kids mum) (has |just )?(died|passed away|is dead)
        (my )?(wife|partner|girlfriend|gf|fiancee?|missus) (has |just |sadly )*(died|passed away|is dead|didnt make it)
    """),
    ("", r"""
        (they|social services|social|ss|council|courts?) (have |has |just )?(took|taken|removed) (BABY|him|her|
            them)( (away|off (us|me)|from (us|me)|into care)|$)
        (taken|gone|put|went) (\w+ )?(into care|up for adoption|for adoption)
    """),
)  # fmt: skip
_ABUSE = _table(
    ("by_him", r"""
        (i|ive|ill|ive just|gonna|i just|wanna|could|nearly|i have) (\w+ ){0,2}?(hit|slap(ped)?|punch(ed)?|push(ed)?|
            shov(e|ed)|kick(ed)?|hurt|grab(bed)?|chok(e|ed)|strangl(e|ed)|beat|smack(ed)?|kill|threw (\w+ ){1,3}at|
            battered) (PARTNER|(BABY|babys|kids|childs|his|her) (mum|mother|mam|mama))
        i (have |just )?(grabbed|threatened|pinned|spat (at|on)) her
        got physical
        makes me (lose it|hit|snap|violent|so angry i)
        lost (it|my temper|my rag) (with|at) (her|PARTNER)
        (she|shes|kids|PARTNER) (\w+ ){0,2}?(scared|afraid|frightened|terrified) of me
        i (\w+ )?(scare|scared|frightened|terrified|frighten) (the |my |our )?(kids|children|her|PARTNER)
        (ordered|told|made) to leave\b(?! (work|hospital|the ward))
        (non ?molestation|restraining) order
        im (\w+ )?violent
        domestic violence course
        punched (a |the )?(hole|wall|door)
    """),
    ("to_him", r"""
        (she|he|shes|PARTNER|wife|dad|father in law) ((just|always|keeps|has|has just|also|regularly) ){0,2}(hits?|
            hitting|hurts?|hurting|slap(s|ped|ping)?|punch(es|ed|ing)?|push(es|ed|ing)|shoves?|shoved|attack(s|ed|
            ing)?|threaten(s|ed|ing)?|stab(s|bed)?|beats?|beating|control(s|led|ling)|abus(es|ed|ing)|strangled|
            spits? (at|on)|locks?|locked|throws things at|threw (\w+ ){1,3}at) me
        (takes?|took|checks?|hides|smashed|broke|goes through) my (phone|money|keys|cards?|wages|passport|car keys)
        (scared|afraid|frightened|terrified) of (her\b(?! (crying|dying|being|falling))|PARTNER)
        she (is |s )?(controls?|controlling|abusive|violent)
        shes (\w+ )?(controlling|abusive|violent)
        (ill|i will|id|i would|you will|youll) never see (him|her|them|BABY|my (kids|son|daughter))
        (wont|doesnt|never|not) (let|lets|letting) me (see|leave|have|go|out|talk|hold)
        keeps? me from (seeing|my)
    """),
)  # fmt: skip
_OVERWHELMED = _table(
    ("", r"""
        (?<!i )\b(wont|never|doesnt|cant|dont|not|didnt|hasnt|will never) (fucking |even )?stop(s|ped|
            ping)? (fucking )?(cry|scream|cri|moan|wail|yell)\w*
        (wont|doesnt|never) (settle|stop)s?$
        crying (\w+ ){0,2}?(non ?stop|all (day|night)|for (hours|ages)|since)
        (\d+ ?(hrs?|hours?)|hours|all night|all day|non ?stop)( of)?( \w+)? (scream|cry|wail)ing
        scream(s|ing|ed) (\w+ ){0,2}?(hours|all night|all day|\d+ ?h\w*|non ?stop)
        (cry|scream)ing for \d
        (cant|cannot|couldnt) (do|take|cope|handle|deal|stand)( (this|it|with this|with it|any ?more|much more|no more|
            THEM)|$|\b)
        not coping
        struggling to cope
        had (it|enough)
        (end of my (tether|rope)|wits end|breaking point|at my limit|last nerve)
        loo?sing (my (mind|shit|temper|rag|head)|it)
        lose my mind
        (driving|sending) me (\w+ )?(mad|insane|crazy|mental|nuts|up the wall|over the edge)
        go(ing|nna go) (mad|insane|crazy|mental|nuts)
        doing my (head|nut) in
        i (\w+ )?hate (this|THEM|being a (dad|father)|my life)
        (run(ning)?|walk(ing)?|get) (away|out)( (from|of|on) (this|it|all|them|everything|here)|$)
        nothing (is |s )?work(s|ing)
        nothing helps
        im (so |just )?done
        make (it|him|her|them) stop
        (?<!i cant )(?<!couldnt )\b(?<!i cant )(?<!couldnt )\bstop (the |my )?(BABY|him|her|it|them)? ?(from )?(crying|
            screaming)
        (exhausted|overwhelmed|desperate|at breaking)
        so (angry|frustrated|stressed)
        rage
        (help me|need help)
        please help
        fed up
        regret (having|this)
        ^([😭😢😩😫😤😡🤬😞😔💔🆘😖😣🥺] ?)+$
    """),
)  # fmt: skip
_LOW_MOOD = _table(
    ("", r"""
        feel(ing|s)? (\w+ ){0,2}?(nothing|empty|numb|low|down|alone|lonely|hopeless|worthless|useless|like (a|
            im a) (failure|bad|shit|crap)|a failure|rubbish|lost|anxious|isolated|guilty|flat)
        wh?ats the point\b(?! (of|in) (the|a|tummy|this|weaning|having|doing|vitamin))
        no point\b(?! (in|of) (the|a|going|buying|doing|ringing))
        panic(king| attacks?)
        hearing (voices|things)
        intrusive
        cant (\w+ )?sleep even
        drinking (too much|a lot|every (day|night)|loads|heavily|again)
        (useless|worthless|hopeless)
        depress(ed|ion|ing)
        pnd
        anxiety
        hate my ?self
        suicid\w+
        kill(ing)? my ?self
        self harm
        die\b$
        (i|im|ive|ive been|been) (\w+ )?(cant stop|keep|always|couldnt stop|been) crying
        dont (love|feel (anything|like (a|his|her) dad)|bond)
        (not|cant|havent|no|isnt) bond(ed|ing)?
        (bad|shit|crap|rubbish|terrible|awful) (dad|father)
        failing (him|her|them|as)
    """),
)  # fmt: skip
_TABLES = (
    ("baby_in_danger", _DANGER),
    ("suicide", _SUICIDE),
    ("baby_unwell", _UNWELL),
    ("loss", _LOSS),
    ("abuse", _ABUSE),
    ("overwhelmed", _OVERWHELMED),
    ("low_mood", _LOW_MOOD),
)
