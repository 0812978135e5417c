"""What an author may write in `content/`, field by field, and the immutable values that the service works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from dadinfo.content.span import Span, parse

Anchor = Literal["gestation", "age", "corrected_age", "home", "joined", "contact"]
Contact = Literal["antenatal", "new_birth", "six_weeks", "one_year", "two_years"]
Condition = Literal["early", "term", "twins", "single", "near"]
Nation = Literal["england", "wales", "scotland", "northern_ireland"]
Variant = Literal["home_unknown", "twins", "apart", "alone", "young", "wales", "scotland", "northern_ireland"]
Topic = Literal[
    "joining", "fragility", "family", "needs", "crying", "feeding", "handling", "sleep", "movements", "dad", "work",
    "money", "contact", "vaccines", "illness", "home_safety", "play", "neonatal", "birth", "ending",
]  # fmt: skip
Wording = Literal["any", "expecting", "born", "after_loss", "unknown"]
Subject = Literal[
    "crying", "safety", "sleep", "health", "feeding", "growing", "pregnancy", "birth", "neonatal", "dad", "family",
    "work", "money", "services", "loss", "class", "about",
]  # fmt: skip
PageStage = Literal["pregnancy", "newborn", "baby", "toddler"]
Served = Literal["content", "software", "nobody"]

CONTACTS: Mapping[str, tuple[Anchor, Span]] = {
    "antenatal": ("gestation", parse("28w")),
    "new_birth": ("age", parse("10d")),
    "six_weeks": ("age", parse("6w")),
    "one_year": ("age", parse("9m")),
    "two_years": ("age", parse("2y")),
}
ROLES = ("clinician", "dad", "safeguarding lead", "bereaved dad", "translator")
EMERGENCY = frozenset({
    "baby_in_danger_happened", "baby_in_danger_may", "suicide", "suicide_mother", "baby_unwell", "pregnancy_urgent",
    "abuse_by_him", "abuse_to_him", "abuse_unsure", "overwhelmed", "low_mood", "loss", "loss_undoable",
    "loss_unknown", "taken", "bereaved", "stop", "stop_undoable", "fallback", "cry",
})  # fmt: skip
COMPULSORY_TOPICS = ("fragility", "family", "needs", "crying", "feeding", "handling")  # brief R02


def _is_span(words: str) -> str:
    parse(words)
    return words


SpanWords = Annotated[str, AfterValidator(_is_span)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Texts = Annotated[list[str], Field(min_length=1, max_length=3)]
Sources = Annotated[list[str], Field(min_length=1)]
Requirement = Annotated[str, Field(pattern=r"^R\d\d$")]
Covers = Annotated[list[Requirement], Field(min_length=1)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class StepEntry(Entry):
    id: Slug
    anchor: Anchor
    offset: SpanWords
    contact: Contact | None = None
    expiry: SpanWords
    essential: bool = False
    superseded_by: list[Slug] = []
    catch_up: Annotated[int, Field(ge=1, le=10)] | None = None
    only: list[Condition] = []
    closes: Literal["home"] | None = None
    topic: Topic
    page: Slug | None = None
    text: Annotated[str, Field(min_length=1)]
    variants: dict[Variant, str] = {}
    sources: Sources
    covers: Covers

    @model_validator(mode="after")
    def _belongs_together(self) -> "StepEntry":
        if (self.anchor == "contact") != (self.contact is not None):
            raise ValueError("anchor: contact and contact: NAME go together")
        if "near" in self.only and self.anchor != "joined":
            raise ValueError("only: [near] is for the welcome (anchor: joined); take it out")
        if (self.superseded_by or self.catch_up) and not self.essential:
            raise ValueError("superseded_by and catch_up are for essential steps; add essential: true")
        return self


class ReplyEntry(Entry):
    id: Name
    texts: dict[Wording, Texts]
    night: dict[Wording, Texts] = {}
    sources: Sources
    covers: Covers


class GentleEntry(Entry):
    """One text of the track after a loss; it counts from the day on which he asked for it."""

    id: Slug
    after: SpanWords
    text: Annotated[str, Field(min_length=1)]
    sources: Sources
    covers: Covers


class Question(Entry):
    ask: str
    answers: Annotated[list[str], Field(min_length=2, max_length=4)]
    right: Annotated[int, Field(ge=1, le=4)]
    why: str

    @model_validator(mode="after")
    def _right_is_an_answer(self) -> "Question":
        if self.right > len(self.answers):
            raise ValueError(f"right is {self.right}, but there are {len(self.answers)} answers")
        return self


class PageEntry(Entry):
    """What stands above a page's text, between the two lines `---`; its id is the name of the file."""

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=70)]
    summary: Annotated[str, Field(min_length=1, max_length=150)]
    subject: Subject
    stages: Annotated[list[PageStage], Field(min_length=1)]
    covers: Covers
    sources: Sources
    module: Annotated[int, Field(ge=1, le=5)] | None = None
    quiz: list[Question] = []

    @model_validator(mode="after")
    def _modules_end_in_a_quiz(self) -> "PageEntry":
        if (self.module is not None) != (len(self.quiz) == 3):
            raise ValueError("a module of the class ends in a quiz of three questions, and no other page has one")
        return self


class RequirementEntry(Entry):
    """One requirement of the fact base's section 1, and who meets it."""

    id: Requirement
    asks: str
    served_by: Served
    reason: str | None = None

    @model_validator(mode="after")
    def _elsewhere_says_why(self) -> "RequirementEntry":
        if self.served_by != "content" and not self.reason:
            raise ValueError("what content does not serve needs a reason: where it is met, or why not")
        return self


class LineEntry(Entry):
    """Words that stand inside other texts, and what they are for."""

    id: Name
    text: Annotated[str, Field(min_length=1)]
    about: str


class SharedWordsEntry(Entry):
    """Words that stand in capitals in the patterns of danger."""

    id: Annotated[str, Field(pattern=r"^[A-Z]{4,}$")]
    words: Annotated[str, Field(min_length=1)]


class RiskEntry(Entry):
    """Patterns, one a line, of one group of section 11.2 and what else they tell; or of what is harmless."""

    group: Literal["harmless", "baby_in_danger", "suicide", "baby_unwell", "loss", "abuse", "overwhelmed", "low_mood"]
    detail: list[Literal["happened", "may_happen", "by_him", "to_him", "pregnancy", "mother", "taken"]] = []
    patterns: Annotated[str, Field(min_length=1)]


class FactEntry(Entry):
    id: Name
    value: str
    about: str
    source: str
    last_checked: date
    check_by: date


class HelplineEntry(Entry):
    """`opening_hours` is in OpenStreetMap's syntax; a line whose hours are not known is never said to be open now."""

    id: Name
    name: str
    number: str
    text: str | None = None
    opening_hours: str | None = None
    hours_known: bool
    contact: list[Literal["phone", "text", "web", "email"]] = ["phone"]
    cost: Literal["free", "normal rate"] | None = None
    languages: list[str] = ["en"]
    for_: Annotated[str, Field(alias="for")]
    nations: list[Nation]
    source: str
    status: Literal["S", "W", "U"]
    last_checked: date
    check_by: date


@dataclass(frozen=True, slots=True)
class Step:
    """One text of the programme. `number` is its line in the register, and its bit in what a journey was told."""

    number: int
    id: str
    anchor: str
    base: str  # the anchor that its time really counts from: a contact's is gestation or age
    offset: Span
    expiry: Span
    essential: bool
    superseded_by: tuple[str, ...]
    catch_up: int | None
    only: frozenset[str]
    closes_at_home: bool
    topic: str
    page: str | None
    text: str
    variants: Mapping[str, str]
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    facts: frozenset[str]  # those in its words, as fact:id
    version: str  # changes with any of its words


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: texts by wording, for the day and, where it differs, for the night."""

    id: str
    day: Mapping[str, tuple[str, ...]]
    night: Mapping[str, tuple[str, ...]]
    sources: tuple[str, ...]
    covers: tuple[str, ...]
    version: str
    heard_by: str = ""  # for an urgent answer: the patterns and the model that choose it, as one hash


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the guide; `body` is Markdown with care cards, its facts filled in and its markers taken out."""

    id: str
    title: str
    summary: str
    subject: str
    stages: tuple[str, ...]
    module: int | None
    quiz: tuple[Question, ...]
    sources: tuple[str, ...]
    quotes: Mapping[str, str]  # requirement -> the line that serves it
    body: str


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand inside other texts."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Gentle:
    """One text of the track after a loss, `after` the day on which he asked for it."""

    id: str
    after: Span
    text: str
    version: str
