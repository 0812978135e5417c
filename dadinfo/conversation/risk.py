"""How serious an inbound text is: the plainest words of danger, most serious first, never silenced by doubt."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dadinfo.content.library import Library
from dadinfo.content.patterns import compiled, whole_words
from dadinfo.conversation import learned
from dadinfo.conversation.learned import Model


@dataclass(frozen=True, slots=True)
class Risk:
    """`group` and `detail` carry the names of the contract; group "none" has no detail."""

    group: str
    detail: frozenset[str] = frozenset()


NONE = Risk("none")
ALARMS = ("baby_in_danger", "suicide", "baby_unwell")  # a miss in these is far worse than a false alarm
# Shares of the model's odds, chosen on the texts kept for that: an alarm, which alarm, a loss, anything else.
ALARMING, SURE, LOST, LIKELY = 0.4, 0.6, 0.85, 0.4
ORDER = ("baby_in_danger", "suicide", "baby_unwell", "loss", "abuse", "overwhelmed", "low_mood", "none")
Table = list[tuple[re.Pattern[str], frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a text: its risk, whether it tells of a loss, and the share of each wish that was learned."""

    risk: Risk
    lost: bool
    wishes: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ears:
    """The patterns of `content/risk/`, ready to listen with."""

    harmless: list[re.Pattern[str]]
    tables: tuple[tuple[str, Table], ...]  # by group, the most serious first
    harm: re.Pattern[str]
    model: Model | None = None

    def hear(self, text: str) -> Heard:
        """The most serious group that `text` may belong to, by the patterns or by what the model learned."""
        told = min((self._assess(words) for words in spellings(text)), key=lambda risk: ORDER.index(risk.group))
        if self.model is None:
            return Heard(told, self.speaks_of_loss(text), {})
        learned = self.model.read(plain(text))
        lost = self.speaks_of_loss(text) or learned["risk"].get("loss", 0.0) >= LOST
        return Heard(_together(told, learned["risk"], learned["alarm"]["alarm"]), lost, learned["intent"])

    def read(self, text: str) -> Risk:
        return self.hear(text).risk

    def speaks_of_loss(self, text: str) -> bool:
        """Whether `text` tells of a loss, even where another danger leads (no heartbeat and bleeding)."""
        table = dict(self.tables)["loss"]
        return any(_find(table, self._scrub(words)) is not None for words in spellings(text))

    def _assess(self, words: str) -> Risk:
        words = self._scrub(words)
        harm, denied = self._harm(words)
        if harm and harm.group == "baby_in_danger":
            return harm
        for group, table in self.tables:
            if group == "abuse" and harm:
                return harm
            detail = _find(table, words)
            if detail is not None:
                return Risk(group, detail)
        return Risk("overwhelmed") if denied else NONE

    def _scrub(self, words: str) -> str:
        for pattern in self.harmless:
            words = pattern.sub(" ", words)
        return words

    def _harm(self, words: str) -> tuple[Risk | None, bool]:
        """Harm to the baby or, when only "her" was struck, to his partner; and whether harm was named but denied."""
        found, denied = [], False
        for match in self.harm.finditer(words):
            before = words[max(0, match.start() - 60) : match.start()]
            if _NEVER.search(before):
                denied = True
            else:
                found.append(_judge(match, before, words))
        return min(
            found, key=lambda risk: (ORDER.index(risk.group), "happened" not in risk.detail), default=None
        ), denied


def ears(library: Library) -> Ears:
    """Ready to listen, from the content that was checked."""
    words = library.shared_words
    tables: dict[str, Table] = {group: [] for group in (*ORDER[:-1], "harmless")}
    for entry in library.risks:
        detail: frozenset[str] = frozenset(entry.detail)
        tables[entry.group] += [(pattern, detail) for pattern in whole_words(entry.patterns, words)]
    harmless = [pattern for pattern, _ in tables.pop("harmless")]
    model, classes = library.model, library.model.with_name("classes.txt")
    ears = learned.load(model, classes) if model.exists() else None
    return Ears(harmless, tuple(tables.items()), compiled(_HARM, words), ears)


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
# What somebody did, or may do, to a baby.
_HARM = (
    r"\b((?P<done>DONE)|(?P<same>SAME)|(?P<may>MAYBE))"
    r"( (the|living|shit|fuck|hell|crap|life|out|of|fucking|bloody|actually|really|both)){0,6} (?P<whom>THEM)\b"
    r"(?! (mum|mother|mam|mama|nan|sister|brother|dad|out|head|hand|leg|arm|foot|teeth|nappy|dummy|nap)\b)"
    r"(?! in (his|her|the) (pram|buggy|swing))"
)
_NEVER = re.compile(r"\b(never|not|dont|didnt|wouldnt|wont|havent|hasnt|couldnt)( (ever|even|actually|gonna))* $")
_MEANT = re.compile(
    r"\b(mean|meant|sorry|was|were|been|keep|kept|cant stop|couldnt stop|started|caught \w+|saw \w+|im|i|after)"
    r"( to| for)? $"
)
_WILL = re.compile(
    r"\b(gonna|wanna|wants?|might|may|could|would|will|ill|id|feel like|about|scared|worried|afraid|"
    r"frightened|terrified|"
    r"tempted|urge|close to|need to|should|can|nearly|almost|thoughts?|thinking|if)"
    r"( (?!(i|ive|and|then|but)\b)\w+){0,3} $"
)
_IF_I = re.compile(r"\b(if|nearly|almost|might|could|can|should|do)( have)? i? ?$")
_STRUCK = frozenset(
    ("hit", "slapped", "punched", "pushed", "shoved", "kicked", "beat", "smacked", "choked", "strangled", "battered")
)
_OTHERS = re.compile(r"\b(she|minder|wife|partner|gf|missus|mum|nan|sister|nanny|nursery|they|someone) $")
_CRADLE = re.compile(r"\b(?:baby|cot|nappy|cry\w*|cries|cried|scream\w*|newborn|feed\w*|bottle|moses|wont s\w+)\b")
_PRESENT = re.compile(r"\b(?:holding|in front of|carrying|in her arms)\b")


def _judge(match: re.Match[str], before: str, words: str) -> Risk:
    if _IF_I.search(before) or _WILL.search(before):
        return Risk("baby_in_danger", frozenset({"may_happen"}))
    struck = (match["done"] or match["same"] or "") in _STRUCK and match["whom"] == "her"
    if struck and not _OTHERS.search(before) and (_PRESENT.search(words) or not _CRADLE.search(words)):
        return Risk("abuse", frozenset({"by_him"}))
    happened = match["done"] or match["same"] or _MEANT.search(before)
    return Risk("baby_in_danger", frozenset({"happened" if happened else "may_happen"}))


def _together(told: Risk, shares: Mapping[str, float], alarm: float) -> Risk:
    """What the patterns told and what the model learned: either alone raises an alarm, the surer one names it."""
    groups: dict[str, float] = dict.fromkeys(ORDER, 0.0)
    for label, share in shares.items():
        groups[label.partition(":")[0]] += share
    gravest = max(ALARMS, key=lambda group: groups[group])
    if told.group in ALARMS:
        return _detailed(gravest, shares) if groups[gravest] >= SURE else told
    if alarm >= ALARMING:
        return _detailed(gravest, shares)
    learned = max((group for group in ORDER if group not in ALARMS), key=lambda group: groups[group])
    if told.group != "none" or groups[learned] < (LOST if learned == "loss" else LIKELY):
        return told
    return _detailed(learned, shares)


def _detailed(group: str, shares: Mapping[str, float]) -> Risk:
    """The likeliest detail of a group."""
    label = max((one for one in shares if one.partition(":")[0] == group), key=lambda one: shares[one])
    detail = label.partition(":")[2]
    return Risk(group, frozenset({detail}) if detail else frozenset())


def _find(table: Table, words: str) -> frozenset[str] | None:
    """The details of the first pattern of `table` that `words` holds."""
    return next((detail for pattern, detail in table if pattern.search(words)), None)
