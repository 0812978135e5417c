"""`content/` read once into an immutable Library; faulty content stops the start."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from dadinfo.content import checks
from dadinfo.content.model import CONTACTS, FactEntry, HelplineEntry, Reply, ReplyEntry, Step, StepEntry
from dadinfo.content.reading import Fault, Place, read_entries
from dadinfo.content.span import Span, parse
from dadinfo.sms import text


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
    values: Mapping[str, str]  # what {fact:…}, {helpline:…} and {service} stand for

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return next((s for s in self.steps if s and s.id == step_id), None) or _unknown(step_id)

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
    faults: list[Fault] = []
    steps = [e for p in sorted(folder.glob("programme/*.yaml")) for e in read_entries(folder, p, StepEntry, faults)]
    replies = [e for p in sorted(folder.glob("replies/*.yaml")) for e in read_entries(folder, p, ReplyEntry, faults)]
    facts = read_entries(folder, folder / "facts.yaml", FactEntry, faults)
    helplines = read_entries(folder, folder / "helplines.yaml", HelplineEntry, faults)
    register_path = folder / "programme" / "register.txt"
    register = register_path.read_text(encoding="utf-8").split() if register_path.exists() else []
    values = {"service": service_name}
    values |= {f"fact:{entry.id}": entry.value for entry, _ in facts}
    values |= {f"helpline:{entry.id}": entry.number for entry, _ in helplines}

    faults += [*checks.ids(facts), *checks.ids(helplines), *checks.entries(steps, replies, register, values)]
    numbers = {step_id: number for number, step_id in enumerate(register)}
    slots: list[Step | None] = [None] * len(register)
    for entry, _place in steps:
        if entry.id in numbers:
            slots[numbers[entry.id]] = _step(entry, numbers[entry.id], values)
    faults += checks.rendered([s for s in slots if s], _places(steps))
    library = Library(
        steps=tuple(slots),
        replies=MappingProxyType({entry.id: _reply(entry) for entry, _ in replies}),
        values=MappingProxyType(values),
    )
    return library, sorted(set(faults))


def _places(entries: list[tuple[StepEntry, Place]]) -> dict[str, Place]:
    return {entry.id: place for entry, place in entries}


def _step(entry: StepEntry, number: int, values: Mapping[str, str]) -> Step:
    base, start = CONTACTS[entry.contact] if entry.contact else (entry.anchor, Span(0, 0))
    words = _filled(entry.text, values)
    variants: dict[str, str] = {name: _filled(variant, values) for name, variant in entry.variants.items()}
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
        version=_version([words, *variants.values()]),
    )


def _version(words: list[str]) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]


def _filled(words: str, values: Mapping[str, str]) -> str:
    known = {name: values.get(name, "{" + name + "}") for name in text.placeholders(words)}
    return text.fill(words, known)


def _reply(entry: ReplyEntry) -> Reply:
    day: dict[str, tuple[str, ...]] = {wording: tuple(texts) for wording, texts in entry.texts.items()}
    night: dict[str, tuple[str, ...]] = {wording: tuple(texts) for wording, texts in entry.night.items()}
    words = [one for texts in [*day.values(), *night.values()] for one in texts]
    return Reply(entry.id, MappingProxyType(day), MappingProxyType(night), _version(words))


def _unknown(step_id: str) -> Step:
    raise KeyError(f"no step {step_id}")
