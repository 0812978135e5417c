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
    """All his texts if he joins at noon on `joined` (else at 12 weeks), and tells of birth and homecoming that noon."""
    joined_on = joined or due - FIRST_JOINING
    told_us = [("born", born), ("home", home)]
    known = {name: day for name, day in told_us if day and born and max(day, born) <= joined_on}
    dates = Dates(due, known.get("born"), known.get("home"), twins, joined_on, joined_on)
    joined_at, told, shown = _noon(plans, joined_on), 0, []
    for step in plans.welcome(dates, joined_on):
        told |= 1 << step.number
        words = plans.words(step, dates, joined_on, his)
        shown.append(Shown(joined_at, stage.label(dates, joined_on), step, False, words))
    start = joined_at + timetable.FIRST_TEXT_AFTER
    for name, day in told_us:
        if day and name not in known:
            for one in _until(plans, dates, told, hours, minute, start, _noon(plans, day), his):
                told |= 1 << one.step.number
                shown.append(one)
            dates = dates._replace(born=day, since=day) if name == "born" else dates._replace(home=day)
            start = _noon(plans, day)
    return [*shown, *_until(plans, dates, told, hours, minute, start, None, his)]


def _noon(plans: Timetable, day: date) -> datetime:
    return datetime.combine(day, NOON, plans.zone)


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
