"""One language of the library: every text as it is sent, made from what was found in the files."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from babel.dates import format_date

from dadinfo.content import pages
from dadinfo.content.approvals import Item
from dadinfo.content.found import Found, FoundPage
from dadinfo.content.languages import ENGLISH, Language
from dadinfo.content.model import (
    CONTACTS,
    EMERGENCY,
    Gentle,
    GentleEntry,
    HelplineEntry,
    Line,
    Page,
    Reply,
    ReplyEntry,
    Step,
    StepEntry,
)
from dadinfo.content.span import Span, parse
from dadinfo.sms import text


@dataclass(frozen=True, slots=True)
class Edition:
    """What is said in one language; in another than English only what is wholly translated."""

    language: Language
    steps: Mapping[str, Step]
    replies: Mapping[str, Reply]
    pages: Mapping[str, Page]
    lines: Mapping[str, Line]
    gentle: tuple[Gentle, ...]  # the track after a loss, in order
    helplines: Mapping[str, HelplineEntry]
    values: Mapping[str, str]  # what {fact:…}, {helpline:…}, {unread} and {service} stand for

    @property
    def items(self) -> Mapping[str, Item]:
        """All that somebody approves, by id."""
        return {**self.pages, **self.lines, **self.replies, **self.steps, **{one.id: one for one in self.gentle}}

    def filled(self, words: str, values: Mapping[str, str | date]) -> str:
        """A text of an answer with what depends on the dad: dates as his language writes them, lines by their ids."""
        his = {name: self._said(value) for name, value in values.items()}
        return text.fill(words, {**self.values, **his})

    def _said(self, value: str | date) -> str:
        if isinstance(value, date):
            return format_date(value, "d MMMM y", locale=self.language.tag)
        return self.values.get(value, value)


def make(found: Found, english: Found) -> Edition:
    """What was found in one language; values that it lacks stand in English."""
    numbers = {step_id: number for number, step_id in enumerate(found.register)}
    steps = {e.id: step(e, numbers[e.id], found) for e, _ in found.steps if e.id in numbers}
    return Edition(
        language=found.language,
        steps=MappingProxyType(steps),
        replies=MappingProxyType({entry.id: _reply(entry, found) for entry, _ in found.replies}),
        pages=MappingProxyType({page.entry.id: _page(page, found) for page in found.pages}),
        lines=MappingProxyType({entry.id: Line(entry.id, entry.text) for entry, _ in found.lines}),
        gentle=tuple(_gentle(entry, found) for entry, _ in found.gentle),
        helplines=MappingProxyType({entry.id: entry for entry, _ in found.helplines}),
        values=MappingProxyType({**english.values, **found.values}),
    )


def step(entry: StepEntry, number: int, found: Found) -> Step:
    base, start = CONTACTS[entry.contact] if entry.contact else (entry.anchor, Span(0, 0))
    words = found.filled(entry.text)
    variants: dict[str, str] = {name: found.filled(variant) for name, variant in entry.variants.items()}
    return Step(
        number=number,
        id=entry.id,
        anchor=entry.anchor,
        base=base,
        offset=start + parse(entry.offset),
        expiry=parse(entry.expiry),
        essential=entry.essential,
        superseded_by=tuple(entry.superseded_by),
        catch_up=entry.catch_up,
        only=frozenset(entry.only),
        closes_at_home=entry.closes == "home",
        topic=entry.topic,
        page=entry.page,
        text=words,
        variants=MappingProxyType(variants),
        sources=tuple(entry.sources),
        covers=tuple(entry.covers),
        facts=frozenset(
            name
            for one in (entry.text, *entry.variants.values())
            for name in text.placeholders(one)
            if name.startswith("fact:")
        ),
        version=_version([words, *variants.values()]),
    )


def _version(words: list[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]


def _reply(entry: ReplyEntry, found: Found) -> Reply:
    """With the facts filled in; what depends on the dad is filled when it is sent."""
    day: dict[str, tuple[str, ...]] = {name: tuple(map(found.filled, texts)) for name, texts in entry.texts.items()}
    night: dict[str, tuple[str, ...]] = {name: tuple(map(found.filled, texts)) for name, texts in entry.night.items()}
    words = [one for texts in [*day.values(), *night.values()] for one in texts]
    return Reply(
        entry.id,
        MappingProxyType(day),
        MappingProxyType(night),
        tuple(entry.sources),
        tuple(entry.covers),
        _version(words),
        found.heard_by if entry.id in EMERGENCY else "",
    )


def _gentle(entry: GentleEntry, found: Found) -> Gentle:
    words = found.filled(entry.text)
    return Gentle(entry.id, parse(entry.after), words, _version([words]))


def _page(page: FoundPage, found: Found) -> Page:
    entry = page.entry
    return Page(
        id=entry.id,
        title=entry.title,
        summary=entry.summary,
        subject=entry.subject,
        stages=tuple(entry.stages),
        module=entry.module,
        quiz=tuple(entry.quiz),
        sources=tuple(entry.sources),
        quotes=MappingProxyType(pages.quotes(page) if found.language is ENGLISH else {}),
        body=found.filled(pages.body(page)),
    )
