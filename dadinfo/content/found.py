"""Everything that was read from `content/`, with the place of each entry, as the checks want it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dadinfo.content.model import (
    FactEntry,
    GentleEntry,
    HelplineEntry,
    PageEntry,
    ReplyEntry,
    RequirementEntry,
    StepEntry,
)
from dadinfo.content.reading import Fault, Place
from dadinfo.sms import text

UNREAD = "Nobody reads texts to this number. In an emergency call 999."  # safety rule 25


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

    def fault(self, what: str) -> Fault:
        return self.place.fault(what, self.field)


@dataclass(frozen=True)
class Found:
    steps: Sequence[tuple[StepEntry, Place]]
    replies: Sequence[tuple[ReplyEntry, Place]]
    gentle: Sequence[tuple[GentleEntry, Place]]
    pages: Sequence[FoundPage]
    facts: Sequence[tuple[FactEntry, Place]]
    helplines: Sequence[tuple[HelplineEntry, Place]]
    requirements: Sequence[tuple[RequirementEntry, Place]]
    register: Sequence[str]
    service_name: str

    @cached_property
    def values(self) -> Mapping[str, str]:
        """What {fact:…}, {helpline:…}, {unread} and {service} stand for."""
        return {
            **{f"fact:{entry.id}": entry.value for entry, _ in self.facts},
            **{f"helpline:{entry.id}": entry.number for entry, _ in self.helplines},
            "unread": UNREAD,
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
        known = {**self.values, **(more or {})}
        return text.fill(words, {name: known.get(name, "{" + name + "}") for name in text.placeholders(words)})

    def _step_texts(self) -> Iterator[FoundText]:
        for entry, place in self.steps:
            yield FoundText("step", entry.id, entry.text, place, "text")
            for name, words in entry.variants.items():
                yield FoundText("step", entry.id, words, place, "variants", name)

    def _reply_texts(self) -> Iterator[FoundText]:
        for entry, place in self.replies:
            for field, wordings in (("texts", entry.texts), ("night", entry.night)):
                for wording, texts in wordings.items():
                    for words in texts:
                        numbered = ("1/2 " if len(texts) > 1 else "") + words
                        yield FoundText("reply", entry.id, numbered, place, field, wording)
