"""`content/` read once into an immutable Library; faulty content stops the start."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from dadinfo.content import approvals, edition, pages, translations
from dadinfo.content.approvals import Approval, Item, Kept
from dadinfo.content.checks import data, names, programme, replies, wording
from dadinfo.content.checks import pages as page_checks
from dadinfo.content.edition import Edition
from dadinfo.content.found import Found
from dadinfo.content.languages import LANGUAGES, Language
from dadinfo.content.model import (
    EMERGENCY,
    FactEntry,
    Gentle,
    GentleEntry,
    HelplineEntry,
    LineEntry,
    Page,
    Reply,
    ReplyEntry,
    RequirementEntry,
    RiskEntry,
    SharedWordsEntry,
    Step,
    StepEntry,
)
from dadinfo.content.reading import Fault, Model, Place, read_entries

NATIONAL = ("999", "111")  # never dropped
SUPPORT = "/support"
NOT_YET = "not_yet"  # the line that says: not in your language yet
Some = TypeVar("Some", bound=Item)
CHECKS = (names.check, data.check, wording.check, programme.check, replies.check, page_checks.check)


class ContentFault(Exception):
    """Content that the service must not start with; the message has one `file:line: what` for each fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, sorted(faults))))
        self.faults = sorted(faults)


class Dated(NamedTuple):
    """A number that somebody must look at again by a day."""

    value: str
    check_by: date


@dataclass(frozen=True, slots=True)
class Library:
    """All that the service says. `steps` are English, in the order of the register; a retired id leaves None."""

    steps: tuple[Step | None, ...]
    editions: Mapping[str, Edition]  # by language tag, English among them
    dated: Mapping[str, Dated]  # what must be looked at again, by fact:id and helpline:id
    risks: tuple[RiskEntry, ...]
    shared_words: Mapping[str, str]
    model: Path  # the learned one beside the patterns
    ledger: tuple[Approval, ...]
    kept: tuple[Kept, ...]

    @property
    def english(self) -> Edition:
        return self.editions["en"]

    @property
    def replies(self) -> Mapping[str, Reply]:
        return self.english.replies

    @property
    def pages(self) -> Mapping[str, Page]:
        return self.english.pages

    @property
    def values(self) -> Mapping[str, str]:
        return self.english.values

    @property
    def helplines(self) -> Mapping[str, HelplineEntry]:
        return self.english.helplines

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises KeyError."""
        return self.english.steps[step_id]

    def in_language(self, step: Step, tag: str) -> tuple[Step, str]:
        """A step in his language; else in English, and the line in his language that says so."""
        edition = self.editions.get(tag, self.english)
        if edition is self.english or step.id in edition.steps:
            return edition.steps[step.id], ""
        line = edition.lines.get(NOT_YET)
        return step, f" {line.text}" if line else ""

    def lapsed(self, on: date) -> list[str]:
        """Facts and helplines past the day by which somebody had to look at them again (safety rule 19)."""
        return [name for name, one in self.dated.items() if one.check_by < on]

    def without_lapsed(self, words: str, on: date) -> str:
        """A text without the numbers of helplines past their day: it sends him to the page of those that are not."""
        for name in self.lapsed(on):
            number = self.dated[name].value
            if name.startswith("helpline:") and number not in NATIONAL:
                words = words.replace(number, SUPPORT)
        return words

    def is_stale(self, step: Step, on: date) -> bool:
        """Whether a step rests on a fact past its day; an essential one goes all the same."""
        return not step.essential and not step.facts.isdisjoint(self.lapsed(on))

    def every_wording(self, step: Step) -> frozenset[str]:
        """All the texts as which this step may go out or have gone out."""
        said = [self.in_language(step, tag) for tag in self.editions]
        return frozenset(words + after for one, after in said for words in (one.text, *one.variants.values()))

    def gentle(self, tag: str) -> tuple[Gentle, ...]:
        """The track after a loss, in his language if all of it stands in it."""
        english, his = self.english.gentle, self.editions.get(tag, self.english).gentle
        return his if len(his) == len(english) else english

    def gentle_is_on(self) -> bool:
        """Only once a clinician and a bereaved dad approved every text of it, in the demo too (safety rule 28)."""
        return bool(self.english.gentle) and not approvals.lacking(self.english.gentle, self.ledger)

    def answer(
        self, reply_id: str, wording: str, *, night: bool, values: Mapping[str, str | date], tag: str = "en"
    ) -> list[str]:
        """The texts of an answer, filled: in his language where it has them, the closest wording, by night its form."""
        edition = self.editions.get(tag, self.english)
        if reply_id not in edition.replies:
            edition = self.english
        reply = edition.replies[reply_id]
        for texts in (reply.night if night else {}, reply.day):
            found = texts.get(wording) or texts.get("any")
            if found:
                return [edition.filled(one, values) for one in found]
        raise KeyError(f"{reply_id}: no wording for {wording}")

    def unapproved(self, tag: str = "en") -> Mapping[str, tuple[str, ...]]:
        """Steps and answers that lack an approval, with the roles that have yet to give it."""
        edition = self.editions[tag]
        return approvals.lacking([*edition.steps.values(), *edition.replies.values()], self.ledger, tag)

    def offered(self) -> list[Language]:
        """The languages of which enough is approved for a dad to choose them (safety rule 27)."""
        needed = [step_id for step_id, step in self.english.steps.items() if step.essential]
        needed += [*(EMERGENCY & self.replies.keys()), NOT_YET]
        return [edition.language for tag, edition in self.editions.items() if tag == "en" or all(
            one in edition.items and not approvals.missing(edition.items[one], self.ledger, tag) for one in needed
        )]  # fmt: skip

    def approved(self) -> "Library":
        """What may be sent where approval is required: translations only when approved, answers as last approved."""
        return replace(self, editions=MappingProxyType({tag: self._approved(tag) for tag in self.editions}))

    def _approved(self, tag: str) -> Edition:
        edition = self.editions[tag]
        last: dict[str, Reply] = {}
        for reply_id in self.replies:
            reply = approvals.last_approved(edition.replies.get(reply_id), reply_id, self.kept, self.ledger, tag)
            if reply:
                last[reply_id] = reply
        if edition is self.english:  # its steps the timetable withholds; an answer always goes
            return replace(edition, replies=MappingProxyType({**edition.replies, **last}))
        return replace(
            edition,
            steps=self._whole(edition.steps, tag),
            replies=MappingProxyType(last),
            pages=self._whole(edition.pages, tag),
            lines=self._whole(edition.lines, tag),
            gentle=tuple(one for one in edition.gentle if not approvals.missing(one, self.ledger, tag)),
        )

    def _whole(self, items: Mapping[str, Some], tag: str) -> Mapping[str, Some]:
        return MappingProxyType({
            name: item for name, item in items.items() if not approvals.missing(item, self.ledger, tag)
        })  # fmt: skip


def load(folder: Path, *, service_name: str = "DadInfo") -> Library:
    """Read and check everything. Raises ContentFault."""
    library, faults = read(folder, service_name=service_name)
    if faults:
        raise ContentFault(faults)
    return library


def read(folder: Path, *, service_name: str = "DadInfo") -> tuple[Library, list[Fault]]:
    """The library as far as it could be read, and every fault in it."""
    found, faults = find(folder, service_name=service_name)
    return assemble(folder, found, faults)


def assemble(folder: Path, found: Found, faults: list[Fault]) -> tuple[Library, list[Fault]]:
    """What was found as a library, and every fault."""
    ledger, unreadable = approvals.read(folder)
    spoken, uncompiled = translations.read(folder)
    founds = [found, *(translations.translated(found, LANGUAGES[tag], say) for tag, say in spoken.items())]
    library = Library(
        steps=_register(found),
        editions=MappingProxyType({one.language.tag: edition.make(one, found) for one in founds}),
        dated=MappingProxyType(
            {
                **{f"fact:{entry.id}": Dated(entry.value, entry.check_by) for entry, _ in found.facts},
                **{f"helpline:{entry.id}": Dated(entry.number, entry.check_by) for entry, _ in found.helplines},
            }
        ),
        risks=tuple(entry for entry, _ in found.risks),
        shared_words=MappingProxyType({entry.id: entry.words for entry, _ in found.shared_words}),
        model=folder / "risk/model.npz",
        ledger=tuple(ledger),
        kept=tuple(approvals.read_kept(folder)),
    )
    return library, sorted({*faults, *unreadable, *uncompiled, *chain.from_iterable(check(found) for check in CHECKS)})


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
        lines=_optional(folder, "lines.yaml", LineEntry, faults),
        helplines=read_entries(folder, folder / "helplines.yaml", HelplineEntry, faults),
        risks=[
            e
            for p in sorted(folder.glob("risk/*.yaml"))
            if p.name != "words.yaml"
            for e in read_entries(folder, p, RiskEntry, faults)
        ],
        shared_words=_optional(folder, "risk/words.yaml", SharedWordsEntry, faults),
        requirements=_optional(folder, "requirements.yaml", RequirementEntry, faults),
        heard_by=_hash(sorted((folder / "risk").glob("*"))),
        register=register.read_text(encoding="utf-8").split() if register.exists() else [],
        service_name=service_name,
    ), faults


def _hash(files: list[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def _optional(folder: Path, name: str, model: type[Model], faults: list[Fault]) -> list[tuple[Model, Place]]:
    return read_entries(folder, folder / name, model, faults) if (folder / name).exists() else []


def _register(found: Found) -> tuple[Step | None, ...]:
    steps = {entry.id: entry for entry, _ in found.steps}
    return tuple(edition.step(steps[one], n, found) if one in steps else None for n, one in enumerate(found.register))
