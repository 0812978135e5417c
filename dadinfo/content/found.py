"""Everything that was read from `content/`, with the place of each entry, as the checks want it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dadinfo.content.languages import ENGLISH, Language
from dadinfo.content.model import (
    FactEntry,
    GentleEntry,
    HelplineEntry,
    LineEntry,
    PageEntry,
    ReplyEntry,
    RequirementEntry,
    RiskEntry,
    SharedWordsEntry,
    StepEntry,
)
from dadinfo.content.reading import Fault, Place
from dadinfo.sms import direction, text


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page as it was written; `lines` are its body, the first of them at line `first` of the file."""

    entry: PageEntry
    place: Place
    lines: tuple[str, ...]
    first: int

    def numbered(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.lines, self.first)


@dataclass(frozen=True, slots=True)
class FoundText:
    """One text message as it was written; `owner` is the id of its step, answer or gentle text."""

    kind: Literal["step", "reply", "gentle"]
    owner: str
    words: str
    place: Place
    field: str
    wording: str = ""
    number: int = 0  # from 1, among the texts of an answer
    of: int = 1

    @property
    def context(self) -> str:
        """By what translators and the translated know it: "step:crying-week-6", "reply:cry:night:born:1"."""
        match self.kind:
            case "reply":
                return f"reply:{self.owner}:{self.field}:{self.wording}:{self.number}"
            case _:
                return ":".join(filter(None, (self.kind, self.owner, self.wording)))

    @property
    def as_sent(self) -> str:
        """With its number, where an answer has several texts."""
        return f"{self.number}/{self.of} {self.words}" if self.of > 1 else self.words

    def fault(self, what: str) -> Fault:
        return self.place.fault(what, self.field)


@dataclass(frozen=True)
class Found:
    steps: Sequence[tuple[StepEntry, Place]]
    replies: Sequence[tuple[ReplyEntry, Place]]
    gentle: Sequence[tuple[GentleEntry, Place]]
    pages: Sequence[FoundPage]
    facts: Sequence[tuple[FactEntry, Place]]
    lines: Sequence[tuple[LineEntry, Place]]
    helplines: Sequence[tuple[HelplineEntry, Place]]
    requirements: Sequence[tuple[RequirementEntry, Place]]
    risks: Sequence[tuple[RiskEntry, Place]]
    shared_words: Sequence[tuple[SharedWordsEntry, Place]]
    heard_by: str  # a hash of the patterns and the model of danger
    register: Sequence[str]
    service_name: str
    language: Language = ENGLISH

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What {fact:…}, {helpline:…}, {service} and the lines by their ids stand for."""
        return {
            **{f"fact:{entry.id}": entry.value for entry, _ in self.facts},
            **{f"helpline:{entry.id}": entry.number for entry, _ in self.helplines},
            **{entry.id: entry.text for entry, _ in self.lines},
            "service": self.service_name,
        }

    @cached_property
    def pages_as_entries(self) -> Sequence[tuple[PageEntry, Place]]:
        return [(page.entry, page.place) for page in self.pages]

    @cached_property
    def texts(self) -> Sequence[FoundText]:
        """Every text message, placeholders not yet filled."""
        return [*self._step_texts(), *self._reply_texts(),
                *(FoundText("gentle", e.id, e.text, place, "text") for e, place in self.gentle)]  # fmt: skip

    def filled(self, words: str, more: Mapping[str, str] | None = None) -> str:
        """With every value that is known; a name that stands for nothing is left as it is."""
        if "{" not in words:
            return direction.from_right(words) if self.language.from_right else words
        known = {**self.values, **more} if more else self.values
        whole = text.fill(words, {name: known.get(name, "{" + name + "}") for name in text.placeholders(words)})
        return direction.from_right(whole) if self.language.from_right else whole

    def _step_texts(self) -> Iterator[FoundText]:
        for entry, place in self.steps:
            yield FoundText("step", entry.id, entry.text, place, "text")
            for name, words in entry.variants.items():
                yield FoundText("step", entry.id, words, place, "variants", name)

    def _reply_texts(self) -> Iterator[FoundText]:
        for entry, place in self.replies:
            for field, wordings in (("texts", entry.texts), ("night", entry.night)):
                for wording, texts in wordings.items():
                    for number, words in enumerate(texts, 1):
                        yield FoundText("reply", entry.id, words, place, field, wording, number, len(texts))
