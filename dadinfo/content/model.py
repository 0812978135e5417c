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
Variant = Literal["home_unknown", "twins"]
Topic = Literal[
    "joining", "fragility", "family", "needs", "crying", "feeding", "handling", "sleep", "movements", "dad", "work",
    "money", "contact", "vaccines", "illness", "home_safety", "play", "neonatal", "birth", "ending",
]  # fmt: skip
Wording = Literal["any", "expecting", "born", "after_loss", "unknown"]

CONTACTS: Mapping[str, tuple[Anchor, Span]] = {
    "antenatal": ("gestation", parse("28w")),
    "new_birth": ("age", parse("10d")),
    "six_weeks": ("age", parse("6w")),
    "one_year": ("age", parse("9m")),
    "two_years": ("age", parse("2y")),
}
COMPULSORY_TOPICS = ("fragility", "family", "needs", "crying", "feeding", "handling")  # brief R02


def _is_span(words: str) -> str:
    parse(words)
    return words


SpanWords = Annotated[str, AfterValidator(_is_span)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
Texts = Annotated[list[str], Field(min_length=1, max_length=3)]


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
    sources: Annotated[list[str], Field(min_length=1)]

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
    sources: Annotated[list[str], Field(min_length=1)]


class FactEntry(Entry):
    id: Name
    value: str
    about: str
    source: str
    last_checked: date
    check_by: date | None = None


class HelplineEntry(Entry):
    id: Name
    name: str
    number: str
    text: str | None = None
    hours: str | None = None
    hours_known: bool
    for_: Annotated[str, Field(alias="for")]
    nations: list[Literal["england", "wales", "scotland", "northern_ireland"]]
    source: str
    status: Literal["S", "W", "U"]
    last_checked: date
    check_by: date | None = None


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
    version: str  # changes with any of its words


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: texts by wording, for the day and, where it differs, for the night."""

    id: str
    day: Mapping[str, tuple[str, ...]]
    night: Mapping[str, tuple[str, ...]]
    version: str
