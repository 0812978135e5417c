"""The 1001 days of one imagined dad: every text that he would get, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dadinfo.content.model import Step
from dadinfo.programme import stage, timetable, window
from dadinfo.programme.stage import Circumstances, Dates
from dadinfo.programme.timetable import Timetable

NOON = time(12)
ORDINARY = Circumstances()
FIRST_JOINING = timedelta(days=28 * 7)  # before the due date: 12 weeks pregnant


@dataclass(frozen=True, slots=True)
class Shown:
    """One text: when, at what stage, and its words."""

    at: datetime
    stage: str
    step: Step
    catch_up: bool
    words: str


def whole(
    plans: Timetable,
    *,
    due: date,
    born: date | None,
    joined: date | None,
    hours: window.Window,
    minute: int = 30,
    twins: bool = False,
    home: date | None = None,
    his: Circumstances = ORDINARY,
) -> list[Shown]:
    """All his texts if he joins at noon on `joined` (else at 12 weeks) and reports the birth at noon of its day."""
    joined_at = datetime.combine(joined or due - FIRST_JOINING, NOON, plans.zone)
    reported_at = datetime.combine(born, NOON, plans.zone) if born else None
    today = joined_at.date()
    here = born is not None and born <= today
    dates = Dates(due, born if here else None, home if here else None, twins, today, today)
    told, shown = 0, []
    for step in plans.welcome(dates, today):
        told |= 1 << step.number
        shown.append(Shown(joined_at, stage.label(dates, today), step, False, plans.words(step, dates, today, his)))
    start = joined_at + timetable.FIRST_TEXT_AFTER
    if born and reported_at and not here:
        for one in _until(plans, dates, told, hours, minute, start, reported_at, his):
            told |= 1 << one.step.number
            shown.append(one)
        dates, start = dates._replace(born=born, home=home, since=born), reported_at
    return [*shown, *_until(plans, dates, told, hours, minute, start, None, his)]


def _until(
    plans: Timetable,
    dates: Dates,
    told: int,
    hours: window.Window,
    minute: int,
    start: datetime,
    end: datetime | None,
    his: Circumstances,
) -> Iterator[Shown]:
    for planned in plans.plan(dates, told, hours, minute, start):
        if end and planned.at >= end:
            return
        words = plans.words(planned.step, dates, planned.day, his)
        yield Shown(planned.at, stage.label(dates, planned.day), planned.step, planned.catch_up, words)
