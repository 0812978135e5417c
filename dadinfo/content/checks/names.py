"""Names: every id once, and everything that is named exists."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from dadinfo.content.found import Found
from dadinfo.content.model import GentleEntry, PageEntry, ReplyEntry, StepEntry
from dadinfo.content.reading import Fault, Place
from dadinfo.sms import text

REGISTER = "content/programme/register.txt"
# Values of the right length for what an answer is filled with when it is sent.
REPLY_VALUES = {
    "due_date": "14 September 2027",
    "birth_date": "14 September 2027",
    "window": "in the evening, 6 to 9 pm",
    "example": "14 September 2027",
    "stop_url": "https://dadinfo.example.nhs.uk/stop",
}
_SECTION = re.compile(r"\d{1,2}(\.\d{1,2})?")


class Named(Protocol):
    @property
    def id(self) -> str: ...


Written = StepEntry | ReplyEntry | GentleEntry | PageEntry


def check(found: Found) -> Iterator[Fault]:
    for kind in (found.steps, found.replies, found.facts, found.helplines, found.gentle, found.requirements):
        yield from _once(kind)
    yield from _registered(found)
    written: list[tuple[Written, Place]] = [*found.steps, *found.replies, *found.gentle, *found.pages_as_entries]
    for one, place in written:
        yield from _sources(one.sources, place, found.values)
        yield from _covers(one.covers, place, found)
    yield from _placeholders(found)
    slugs = {page.entry.id for page in found.pages}
    for step, place in found.steps:
        if step.page and slugs and step.page not in slugs:
            yield place.fault(f"page {step.page} does not exist in content/pages; write it or name another", "page")


def _once(found: Sequence[tuple[Named, Place]]) -> Iterator[Fault]:
    """Each id that stands twice in one kind of file."""
    first: dict[str, Place] = {}
    for entry, place in found:
        if entry.id in first:
            line, file = first[entry.id].line, first[entry.id].file
            yield place.fault(f"id {entry.id} is used twice; it stands first at line {line} of {file}", "id")
        first.setdefault(entry.id, place)


def _registered(found: Found) -> Iterator[Fault]:
    known = set(found.register)
    for entry, place in found.steps:
        if entry.id not in known:
            yield place.fault(f"{entry.id} is not in register.txt; add it there as the last line", "id")
    for line, step_id in enumerate(found.register, 1):
        if step_id in found.register[: line - 1]:
            yield Fault(REGISTER, line, f"{step_id} is listed twice; take this line out if it was never deployed")


def _sources(sources: Sequence[str], place: Place, values: Mapping[str, str]) -> Iterator[Fault]:
    for source in sources:
        if not _SECTION.fullmatch(source) and source not in values:
            yield place.fault(
                f"source {source} is no section of the fact base (like 2.3), nor a fact:name that exists", "sources"
            )


def _covers(covers: Sequence[str], place: Place, found: Found) -> Iterator[Fault]:
    known = {entry.id: entry for entry, _ in found.requirements}
    for one in covers:
        if known and one not in known:
            yield place.fault(f"covers {one}, which is no requirement; see content/requirements.yaml", "covers")


def _placeholders(found: Found) -> Iterator[Fault]:
    for one in found.texts:
        known = {*found.values, *REPLY_VALUES} if one.kind == "reply" else set(found.values)
        for name in text.placeholders(one.words):
            if name not in known:
                yield one.fault(
                    f"{{{name}}} stands for nothing; add it to facts.yaml or helplines.yaml, or mend its spelling"
                )
