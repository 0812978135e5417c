"""The laws of planning: what holds for every journey, whatever its dates, its hours and what it was told."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.content import library
from dadinfo.programme import stage, window
from dadinfo.programme.stage import Circumstances, Dates
from dadinfo.programme.timetable import Planned, Timetable
from dadinfo.programme.window import WINDOWS, Window

LONDON = ZoneInfo("Europe/London")
LIBRARY = library.load(Path(__file__).parents[2] / "content")
PLANS = Timetable(LIBRARY, LONDON)
DUE = date(2027, 3, 1)
EVENING = WINDOWS["evening"]


@st.composite
def journeys(draw: st.DrawFn) -> Dates:
    """Any journey from 12 weeks pregnant to two years old, early or late, twins or one, home or not."""
    due = draw(st.dates(date(2026, 6, 1), date(2028, 6, 1)))
    born = draw(st.none() | st.integers(-112, 14).map(lambda days: due + timedelta(days)))
    start = born or due - timedelta(196)
    joined = start + timedelta(draw(st.integers(-190, 700) if born else st.integers(0, 260)))
    home = draw(st.none() | st.integers(0, 120).map(lambda days: born and born + timedelta(days)))
    return Dates(due, born, home, draw(st.booleans()), joined, max(joined, start))


HOURS = st.sampled_from(list(WINDOWS.values()))
MINUTES = st.integers(0, 100)
CLOCK = st.times()
SETS = st.just(0) | st.integers(0, 2 ** len(LIBRARY.steps) - 1)


def at(day: date, clock: time = time(12)) -> datetime:
    return datetime.combine(day, clock, LONDON)


def plan(
    dates: Dates, told: int = 0, hours: Window = EVENING, minute: int = 30, start: datetime | None = None
) -> list[Planned]:
    return list(PLANS.plan(dates, told, hours, minute, start or at(dates.since)))


@given(journeys(), SETS, HOURS, MINUTES, CLOCK)
def test_at_most_one_text_a_day_no_step_twice_and_none_that_he_was_told(
    dates: Dates, told: int, hours: Window, minute: int, clock: time
) -> None:
    found = plan(dates, told, hours, minute, at(dates.since, clock))
    assert all(one.day < other.day for one, other in pairwise(found))
    numbers = [one.step.number for one in found]
    assert len(numbers) == len(set(numbers))
    assert not any(told >> number & 1 for number in numbers)


@given(journeys(), HOURS, MINUTES, CLOCK)
def test_every_text_lies_in_his_hours_and_between_the_day_it_falls_due_and_the_day_it_is_too_late(
    dates: Dates, hours: Window, minute: int, clock: time
) -> None:
    start = at(dates.since, clock)
    anchors = dict(stage.anchors(dates))
    for one in plan(dates, 0, hours, minute, start):
        wall = one.at.astimezone(LONDON)
        assert one.at >= start
        assert wall.date() == one.day
        assert hours.opens <= wall.time() < hours.closes
        assert wall.weekday() in hours.weekdays
        assert one.step.offset.after(anchors[one.step.base]) <= one.day < PLANS.closing(dates, one.step)
        assert PLANS.is_right(dates, one.step, one.day)


@given(journeys(), SETS, HOURS, MINUTES, CLOCK)
def test_the_plan_is_what_choosing_day_by_day_gives(
    dates: Dates, told: int, hours: Window, minute: int, clock: time
) -> None:
    start, chosen = at(dates.since, clock), []
    planned, last = plan(dates, told, hours, minute, start), dates.since + timedelta(1300)
    for day, instant in window.slots(hours, minute, LONDON, start):
        if day > last:
            break
        step = PLANS.choose(dates, told, day)
        if step:
            chosen.append((day, instant, step.id))
            told |= 1 << step.number
    assert [(one.day, one.at, one.step.id) for one in planned] == chosen


@given(journeys(), HOURS, MINUTES)
def test_the_same_journey_always_gets_the_same_plan(dates: Dates, hours: Window, minute: int) -> None:
    assert plan(dates, 0, hours, minute) == list(
        Timetable(LIBRARY, LONDON).plan(dates, 0, hours, minute, at(dates.since))
    )


@given(journeys(), st.integers(-60, 60), st.integers(0, 300), HOURS)
def test_when_the_due_date_moves_nothing_that_was_told_comes_again(
    dates: Dates, moved: int, after: int, hours: Window
) -> None:
    change = dates.since + timedelta(after)
    told = sum(1 << one.step.number for one in plan(dates, 0, hours) if one.day < change)
    assert dates.due
    other = dates._replace(due=dates.due + timedelta(moved))
    assert not any(told >> one.step.number & 1 for one in plan(other, told, hours, start=at(change)))


@given(journeys(), HOURS)
def test_no_optional_step_that_fell_due_before_he_joined_is_made_up_for(dates: Dates, hours: Window) -> None:
    anchors = dict(stage.anchors(dates))
    for one in plan(dates, 0, hours):
        assert one.step.essential or one.step.offset.after(anchors[one.step.base]) >= dates.since
        assert one.catch_up == (one.step.offset.after(anchors[one.step.base]) < dates.since)


@given(journeys(), HOURS)
def test_texts_for_early_babies_and_term_babies_reach_no_others(dates: Dates, hours: Window) -> None:
    for one in plan(dates, 0, hours):
        assert ("term" if stage.is_early(dates) else "early") not in one.step.only
        assert not one.step.closes_at_home or dates.home is None or one.day < dates.home


@given(journeys(), HOURS)
def test_after_the_birth_nothing_about_pregnancy_and_before_it_nothing_about_a_baby_at_home(
    dates: Dates, hours: Window
) -> None:
    bases = {one.step.base for one in plan(dates, 0, hours)}
    assert bases <= ({"age", "corrected_age", "home"} if dates.born else {"gestation"})


def test_essential_steps_go_before_optional_ones_and_in_their_order() -> None:
    dates = Dates(DUE, DUE, None, False, DUE + timedelta(56), DUE + timedelta(56))
    found = plan(dates)
    assert [one.step.catch_up for one in found[:10]] == list(range(1, 11))
    assert all(one.catch_up for one in found[:10])


def test_the_welcome_is_never_planned_and_holds_the_four_messages_once_a_birth_is_near() -> None:
    far, near = (Dates(DUE, None, None, False, day, day) for day in (DUE - timedelta(43), DUE - timedelta(42)))
    assert [s.id for s in PLANS.welcome(far, far.joined)] == ["welcome"]
    assert [s.id for s in PLANS.welcome(near, near.joined)] == ["welcome", "welcome-icon"]
    assert not {"welcome", "welcome-icon"} & {one.step.id for one in plan(near)}


def test_a_journey_without_dates_gets_nothing() -> None:
    assert plan(Dates(None, None, None, False, DUE, DUE)) == []


@pytest.mark.parametrize(
    ("early", "twins", "home", "weeks_past_due", "opens"),
    [
        (False, False, None, 1, "Comfort can help: hold baby close"),
        (False, True, None, 1, "Comfort can help: hold close, rock, walk, hum, feed if it's due. Two crying?"),
        (True, False, None, 1, "When your baby is home, comfort can help"),
        (True, False, None, 30, "Comfort can help: hold baby close"),
        (True, False, DUE, 1, "Comfort can help: hold baby close"),
    ],
)
def test_a_step_speaks_to_this_journey(
    early: bool, twins: bool, home: date | None, weeks_past_due: int, opens: str
) -> None:
    born = DUE - timedelta(70) if early else DUE
    on = DUE + timedelta(weeks=weeks_past_due)
    words = PLANS.words(
        PLANS.by_id["home-icon-comfort"], Dates(DUE, born, home, twins, born, born), on, Circumstances()
    )
    assert words.startswith(opens)
