"""The programme as a whole: nothing essential lost, nothing said of a baby too early, no long silence."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dadinfo.content.found import Found
from dadinfo.content.model import COMPULSORY_TOPICS, CONTACTS, StepEntry
from dadinfo.content.reading import Fault, Place
from dadinfo.content.span import Span, parse

FoundStep = tuple[StepEntry, Place]
ICON_TEXTS = 4
LAST_PREGNANCY_DAY = parse("40w+2d").days
FIRST_IF_DAY, LAST_IF_DAY = parse("43w").days, parse("50w").days
QUESTION_ENDS = "Text STOP any time, no reason needed."
IF_OPENS = "If your baby is here"
WHOLE_PROGRAMME = 40  # fewer steps than this are an author's draft or a test
GAPS = {
    "gestation": [(84, 280, 7)],
    "age": [(0, 182, 8), (182, 365, 10), (365, 720, 24)],
}  # from day, to day, longest silence in days
LOUDEST = {
    "gestation": [(84, 280, 7, 2)],
    "age": [(10, 98, 7, 3), (98, 182, 7, 2), (182, 358, 6, 1), (365, 715, 28, 3)],
}  # from day, to day, within so many days, at most so many steps
UNREAD_EVERY = 35  # days: safety rule 25 wants it once a month


def check(found: Found) -> Iterator[Fault]:
    yield from _essentials(found.steps)
    yield from _catch_up_sets(found.steps)
    yield from _unborn(found.steps)
    if len(found.steps) >= WHOLE_PROGRAMME:
        for clock in GAPS:
            laid = _laid_out(found.steps, clock)
            yield from _silences(laid, clock)
            yield from _crowds(laid, clock)
            yield from _unread(laid)


def _essentials(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    essential = {entry.id for entry, _ in steps if entry.essential}
    for entry, place in steps:
        if entry.essential and not entry.superseded_by and entry.anchor != "joined" and entry.id != "ending":
            yield place.fault(
                "an essential step is never merely too late; say what he gets instead: superseded_by", "essential"
            )
        for other in entry.superseded_by:
            if other not in essential and other != "ending":
                yield place.fault(f"superseded_by names {other}, which is no essential step", "superseded_by")


def _catch_up_sets(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    for anchor in ("gestation", "home"):
        ranked = [(e, p) for e, p in steps if e.anchor == anchor and e.catch_up]
        if not ranked:
            continue
        place = ranked[0][1]
        ranks = sorted(e.catch_up or 0 for e, _ in ranked)
        if ranks != list(range(1, 11)):
            yield place.fault(f"the {anchor} set must hold catch_up 1 to 10 once each; it holds {ranks}", "catch_up")
        missing = [t for t in COMPULSORY_TOPICS if t not in {e.topic for e, _ in ranked}]
        if missing:
            yield place.fault(f"the {anchor} set lacks the topics {', '.join(missing)}", "catch_up")
        if sum("icon" in e.id for e, _ in ranked) != ICON_TEXTS:
            yield place.fault(f"the {anchor} set must hold the four ICON texts, each with icon in its id", "catch_up")


def _unborn(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    for entry, place in steps:
        start, length = _base_offset(entry)
        if _base(entry) != "gestation":
            continue
        end = start.days + length.days
        if start.days <= LAST_PREGNANCY_DAY:
            if end > LAST_PREGNANCY_DAY + 1:
                yield place.fault(
                    "would still be sent after 40w+2d, when the baby may be here; shorten expiry", "expiry"
                )
        elif start.days < FIRST_IF_DAY:
            if not entry.text.rstrip().endswith(QUESTION_ENDS):
                yield place.fault(f"after the due date a text must end {QUESTION_ENDS!r}", "text")
        elif not entry.text.startswith(IF_OPENS):
            yield place.fault(f"so long after the due date a text must open {IF_OPENS!r}", "text")
        if end > LAST_IF_DAY:
            yield place.fault("would be sent later than ten weeks after the due date (50w); shorten expiry", "expiry")


def _base(entry: StepEntry) -> str:
    return CONTACTS[entry.contact][0] if entry.contact else entry.anchor


def _base_offset(entry: StepEntry) -> tuple[Span, Span]:
    start = CONTACTS[entry.contact][1] if entry.contact else Span(0, 0)
    return start + parse(entry.offset), parse(entry.expiry)


def _laid_out(steps: Sequence[FoundStep], clock: str) -> list[tuple[int, StepEntry, Place]]:
    """The steps that an ordinary journey (term, one baby) meets on that clock, with their day, in order."""
    bases = {"gestation"} if clock == "gestation" else {"age", "corrected_age", "home"}
    shared = [(_rough_day(e), e, p) for e, p in steps if _base(e) in bases and not {"early", "twins"} & set(e.only)]
    return sorted(shared, key=lambda one: (one[0], one[1].id))


def _silences(laid: Sequence[tuple[int, StepEntry, Place]], clock: str) -> Iterator[Fault]:
    for (before, _, _), (after, _, place) in pairwise(laid):
        for lowest, highest, most in GAPS[clock]:
            if lowest <= before and after <= highest and after - before > most:
                yield place.fault(
                    f"{after - before} days of silence before this step; the most here is {most}", "offset"
                )


def _crowds(laid: Sequence[tuple[int, StepEntry, Place]], clock: str) -> Iterator[Fault]:
    """Essential steps of the first days stand outside the rhythm, and so do not count."""
    days = [(day, entry, place) for day, entry, place in laid if not entry.catch_up]
    for lowest, highest, within, most in LOUDEST[clock]:
        for number, (day, _, place) in enumerate(days):
            close = [other for other, _, _ in days[: number + 1] if day - within < other]
            if lowest <= day <= highest and len(close) > most:
                yield place.fault(f"text {len(close)} within {within} days; the most here is {most}", "offset")


def _unread(laid: Sequence[tuple[int, StepEntry, Place]]) -> Iterator[Fault]:
    said = [(day, place) for day, entry, place in laid if "{unread}" in entry.text]
    for (before, _), (after, place) in pairwise(said):
        if after - before > UNREAD_EVERY:
            yield place.fault(
                f"{after - before} days since a text last said {{unread}}; put it into one about once a month", "offset"
            )


def _rough_day(entry: StepEntry) -> int:
    start, _ = _base_offset(entry)
    return start.days + round(start.months * 30.44)
