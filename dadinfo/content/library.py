"""`content/` read once into an immutable Library; faulty content stops the start."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from dadinfo.content import approvals, pages
from dadinfo.content.approvals import Approval
from dadinfo.content.checks import data, names, programme, replies, wording
from dadinfo.content.checks import pages as page_checks
from dadinfo.content.found import Found, FoundPage
from dadinfo.content.model import (
    CONTACTS,
    FactEntry,
    GentleEntry,
    HelplineEntry,
    Page,
    Reply,
    ReplyEntry,
    RequirementEntry,
    Step,
    StepEntry,
)
from dadinfo.content.reading import Fault, Model, Place, read_entries
from dadinfo.content.span import Span, parse
from dadinfo.sms import text

CHECKS = (names.check, data.check, wording.check, programme.check, replies.check, page_checks.check)


class ContentFault(Exception):
    """Content that the service must not start with; the message has one `file:line: what` for each fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, sorted(faults))))
        self.faults = sorted(faults)


@dataclass(frozen=True, slots=True)
class Library:
    """All that the service says. `steps` stand in the order of the register; a retired id leaves None."""

    steps: tuple[Step | None, ...]
    replies: Mapping[str, Reply]
    pages: Mapping[str, Page]
    helplines: Mapping[str, HelplineEntry]
    ledger: tuple[Approval, ...]
    values: Mapping[str, str]  # what {fact:…}, {helpline:…}, {unread} and {service} stand for

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return next((s for s in self.steps if s and s.id == step_id), None) or _unknown(step_id)

    def unapproved(self) -> Mapping[str, tuple[str, ...]]:
        """Steps and answers that lack an approval, with the roles that have yet to give it."""
        return approvals.lacking([*(step for step in self.steps if step), *self.replies.values()], self.ledger)

    def answer(self, reply_id: str, wording: str, *, night: bool, values: Mapping[str, str]) -> list[str]:
        """The texts of an answer, filled: the closest wording that exists, by night its night form."""
        reply = self.replies[reply_id]
        for texts in (reply.night if night else {}, reply.day):
            found = texts.get(wording) or texts.get("any")
            if found:
                return [text.fill(one, {**self.values, **values}) for one in found]
        raise KeyError(f"{reply_id}: no wording for {wording}")


def load(folder: Path, *, service_name: str = "DadInfo") -> Library:
    """Read and check everything. Raises ContentFault."""
    library, faults = read(folder, service_name=service_name)
    if faults:
        raise ContentFault(faults)
    return library


def read(folder: Path, *, service_name: str = "DadInfo") -> tuple[Library, list[Fault]]:
    """The library as far as it could be read, and every fault in it."""
    found, faults = find(folder, service_name=service_name)
    ledger, unreadable = approvals.read(folder)
    return _library(found, ledger), sorted(
        {*faults, *unreadable, *chain.from_iterable(check(found) for check in CHECKS)}
    )


def find(folder: Path, *, service_name: str = "DadInfo") -> tuple[Found, list[Fault]]:
    """Everything that the files hold, each entry with its place, and what could not be read."""
    faults: list[Fault] = []
    register = folder / "programme" / "register.txt"
    return Found(
        steps=[e for p in sorted(folder.glob("programme/*.yaml")) for e in read_entries(folder, p, StepEntry, faults)],
        replies=[e for p in sorted(folder.glob("replies/*.yaml")) for e in read_entries(folder, p, ReplyEntry, faults)],
        gentle=_optional(folder, "bereavement.yaml", GentleEntry, faults),
        pages=[one for p in sorted(folder.glob("pages/*.md")) if (one := pages.read_page(folder, p, faults))],
        facts=read_entries(folder, folder / "facts.yaml", FactEntry, faults),
        helplines=read_entries(folder, folder / "helplines.yaml", HelplineEntry, faults),
        requirements=_optional(folder, "requirements.yaml", RequirementEntry, faults),
        register=register.read_text(encoding="utf-8").split() if register.exists() else [],
        service_name=service_name,
    ), faults


def _optional(folder: Path, name: str, model: type[Model], faults: list[Fault]) -> list[tuple[Model, Place]]:
    return read_entries(folder, folder / name, model, faults) if (folder / name).exists() else []


def _library(found: Found, ledger: list[Approval]) -> Library:
    numbers = {step_id: number for number, step_id in enumerate(found.register)}
    slots: list[Step | None] = [None] * len(found.register)
    for entry, _place in found.steps:
        if entry.id in numbers:
            slots[numbers[entry.id]] = _step(entry, numbers[entry.id], found)
    return Library(
        steps=tuple(slots),
        replies=MappingProxyType({entry.id: _reply(entry, found) for entry, _ in found.replies}),
        pages=MappingProxyType({page.entry.id: _page(page, found) for page in found.pages}),
        helplines=MappingProxyType({entry.id: entry for entry, _ in found.helplines}),
        ledger=tuple(ledger),
        values=MappingProxyType(found.values),
    )


def _step(entry: StepEntry, number: int, found: Found) -> Step:
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
    )


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
        quotes=MappingProxyType(pages.quotes(page)),
        body=found.filled(pages.body(page)),
    )


def _unknown(step_id: str) -> Step:
    raise KeyError(f"no step {step_id}")
