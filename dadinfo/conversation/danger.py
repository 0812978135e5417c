"""The tables of danger: each pattern under the details that it brings."""

from dadinfo.conversation.patterns import table

# One pattern a line (one that ends in | goes on below). Each stands for whole words, and its brackets only group.

DANGER = table(
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
SUICIDE = table(
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
UNWELL = table(
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
LOSS = table(
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
    ("taken", r"""
        (they|social services|social|ss|council|courts?) (have |has |just )?(took|taken|removed) (BABY|him|her|
            them)( (away|off (us|me)|from (us|me)|into care)|$)
        (taken|gone|put|went) (\w+ )?(into care|up for adoption|for adoption)
    """),
)  # fmt: skip
ABUSE = table(
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
OVERWHELMED = table(
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
LOW_MOOD = table(
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
TABLES = (
    ("baby_in_danger", DANGER),
    ("suicide", SUICIDE),
    ("baby_unwell", UNWELL),
    ("loss", LOSS),
    ("abuse", ABUSE),
    ("overwhelmed", OVERWHELMED),
    ("low_mood", LOW_MOOD),
)
