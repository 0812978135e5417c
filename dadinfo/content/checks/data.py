"""The data files: opening hours that can be read, and what is to be checked again."""

from collections.abc import Iterator
from datetime import date, timedelta

from opening_hours import OpeningHours

from dadinfo.content.found import Found
from dadinfo.content.model import FactEntry, HelplineEntry
from dadinfo.content.reading import Fault, Place

SOON = timedelta(days=30)


def check(found: Found) -> Iterator[Fault]:
    for line, place in found.helplines:
        if line.opening_hours:
            try:
                OpeningHours(line.opening_hours)
            except Exception as error:  # noqa: BLE001 - the parser's errors have no common class
                yield place.fault(
                    f"opening_hours is not readable, write it like Mo-Fr 09:00-17:00: {error}", "opening_hours"
                )
        elif line.hours_known:
            yield place.fault("hours_known: true needs opening_hours", "hours_known")
    for entry, place in _dated(found):
        if entry.check_by <= entry.last_checked:
            yield place.fault("check_by must lie after last_checked", "check_by")


def due(found: Found, today: date) -> Iterator[Fault]:
    """What must be checked again within thirty days, or should have been already."""
    for entry, place in _dated(found):
        if entry.check_by < today:
            yield place.fault(
                f"{entry.id} was to be checked by {entry.check_by}; check it and move the date", "check_by"
            )
        elif entry.check_by - SOON <= today:
            yield place.fault(f"{entry.id} is to be checked by {entry.check_by}", "check_by")


def _dated(found: Found) -> list[tuple[FactEntry | HelplineEntry, Place]]:
    return [*found.facts, *found.helplines]
