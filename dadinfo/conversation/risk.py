"""How serious an inbound text is: the plainest words of danger, most serious first, never silenced by doubt."""

import re
from dataclasses import dataclass

from dadinfo.conversation.danger import LOSS, TABLES
from dadinfo.conversation.patterns import Table, compiled, patterns


@dataclass(frozen=True, slots=True)
class Risk:
    """`group` and `detail` carry the names of the contract; group "none" has no detail."""

    group: str
    detail: frozenset[str] = frozenset()


NONE = Risk("none")
ORDER = ("baby_in_danger", "suicide", "baby_unwell", "loss", "abuse", "overwhelmed", "low_mood", "none")


def read(text: str) -> Risk:
    """The most serious group that `text` may belong to."""
    return min((_assess(words) for words in spellings(text)), key=lambda risk: ORDER.index(risk.group))


def speaks_of_loss(text: str) -> bool:
    """Whether `text` tells of a loss, even where another danger leads (no heartbeat and bleeding)."""
    return any(_find(LOSS, _scrub(words)) is not None for words in spellings(text))


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
# Harmless sayings, taken out before anything else is looked for; each is narrow, so that what stands around it counts.
_HARMLESS = patterns(r"""
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
_HARM = compiled(
    rf"\b((?P<done>{_DONE})|(?P<same>{_SAME})|(?P<may>{_MAY}))"
    r"( (the|living|shit|fuck|hell|crap|life|out|of|fucking|bloody|actually|really|both)){0,6} (?P<whom>THEM)\b"
    r"(?! (mum|mother|mam|mama|nan|sister|brother|dad|out|head|hand|leg|arm|foot|teeth|nappy|dummy|nap)\b)"
    r"(?! in (his|her|the) (pram|buggy|swing))"
)
_NEVER = compiled(r"\b(never|not|dont|didnt|wouldnt|wont|havent|hasnt|couldnt)( (ever|even|actually|gonna))* $")
_MEANT = compiled(
    r"\b(mean|meant|sorry|was|were|been|keep|kept|cant stop|couldnt stop|started|caught \w+|saw \w+|im|i|after)"
    r"( to| for)? $"
)
_WILL = compiled(
    r"\b(gonna|wanna|wants?|might|may|could|would|will|ill|id|feel like|about|scared|worried|afraid|"
    r"frightened|terrified|"
    r"tempted|urge|close to|need to|should|can|nearly|almost|thoughts?|thinking|if)"
    r"( (?!(i|ive|and|then|but)\b)\w+){0,3} $"
)
_IF_I = compiled(r"\b(if|nearly|almost|might|could|can|should|do)( have)? i? ?$")
_STRUCK = frozenset(
    ("hit", "slapped", "punched", "pushed", "shoved", "kicked", "beat", "smacked", "choked", "strangled", "battered")
)
_OTHERS = compiled(r"\b(she|minder|wife|partner|gf|missus|mum|nan|sister|nanny|nursery|they|someone) $")
_CRADLE = re.compile(r"\b(?:baby|cot|nappy|cry\w*|cries|cried|scream\w*|newborn|feed\w*|bottle|moses|wont s\w+)\b")
_PRESENT = re.compile(r"\b(?:holding|in front of|carrying|in her arms)\b")


def _assess(words: str) -> Risk:
    words = _scrub(words)
    harm, denied = _harm(words)
    if harm and harm.group == "baby_in_danger":
        return harm
    for group, table in TABLES:
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


def _find(table: Table, words: str) -> frozenset[str] | None:
    """The details of the first pattern of `table` that `words` holds."""
    return next((detail for pattern, detail in table if pattern.search(words)), None)
