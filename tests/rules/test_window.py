"""The hours a dad chose: never outside them, on no other weekday, by the clock on his wall."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.programme import window
from dadinfo.programme.window import WINDOWS, Window

LONDON = ZoneInfo("Europe/London")
TURNS = {
    "clocks go on": date(2027, 3, 28), "clocks go back": date(2027, 10, 31), "new year": date(2027, 12, 31),
    "29 February": date(2028, 2, 28)
}  # fmt: skip
HOURS = st.sampled_from(list(WINDOWS.values()))
INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.sampled_from([UTC, LONDON]))  # noqa: DTZ001


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("hours", WINDOWS.values(), ids=WINDOWS)
def test_texts_stay_inside_the_hours_on_the_wall_across_every_turn_of_the_calendar(hours: Window, turn: str) -> None:
    start = datetime.combine(TURNS[turn] - timedelta(days=8), time(), LONDON)
    found = list(islice(window.slots(hours, 5, LONDON, start), 16))
    walls = [at.astimezone(LONDON) for _, at in found]
    assert {wall.time() for wall in walls} == {time(hours.opens.hour, hours.opens.minute + 5)}
    assert [wall.date() for wall in walls] == [day for day, _ in found]
    expected = [start.date() + timedelta(days=i) for i in range(60)]
    assert [day for day, _ in found] == [day for day in expected if day.weekday() in hours.weekdays][:16]


@given(HOURS, st.integers(0, 100), INSTANTS)
def test_a_slot_is_never_before_the_start_nor_outside_the_hours_nor_twice_a_day(
    hours: Window, minute: int, start: datetime
) -> None:
    found = list(islice(window.slots(hours, minute, LONDON, start), 5))
    for day, at in found:
        wall = at.astimezone(LONDON)
        assert at >= start
        assert hours.opens <= wall.time() < hours.closes
        assert (wall.date(), wall.weekday() in hours.weekdays) == (day, True)
    days = [day for day, _ in found]
    assert days == sorted(set(days))


@given(st.integers(1, 10_000_000), HOURS)
def test_a_dads_minute_is_steady_and_leaves_the_last_quarter_of_an_hour_free(dad: int, hours: Window) -> None:
    minute = window.steady_minute(dad, hours)
    assert 0 <= minute < hours.minutes - 15
    assert minute == window.steady_minute(dad, hours)


@pytest.mark.parametrize("hours", WINDOWS.values(), ids=WINDOWS)
def test_dads_are_spread_evenly_over_the_hours(hours: Window) -> None:
    places = hours.minutes - 15
    taken = [window.steady_minute(dad, hours) for dad in range(1, 10 * places + 1)]
    assert {taken.count(minute) for minute in range(places)} == {10}


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("name", "now", "closes"),
    [
        ("evening", "2027-03-28T18:00", "2027-03-28T21:00"),
        ("evening", "2027-03-28T20:59:59", "2027-03-28T21:00"),
        ("evening", "2027-03-28T21:00", None),
        ("evening", "2027-03-28T17:59:59", None),
        ("morning", "2027-10-31T07:00", "2027-10-31T09:30"),
        ("night", "2027-12-31T23:44", "2027-12-31T23:45"),
        ("night", "2028-01-01T00:00", None),
        ("weekend", "2028-02-26T12:00", "2028-02-26T13:00"),
        ("weekend", "2028-02-29T12:00", None),  # a Tuesday
    ],
)
def test_the_hours_open_and_close_by_the_clock_on_the_wall(name: str, now: str, closes: str | None) -> None:
    found = window.closes_at(WINDOWS[name], LONDON, at(now).astimezone(UTC))
    assert found == (at(closes) if closes else None)


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28)])
def test_six_in_the_evening_is_one_hour_earlier_in_utc_once_the_clocks_have_gone_on(day: date) -> None:
    opens = window.opening(WINDOWS["evening"], day, LONDON)
    assert opens is not None
    assert opens[0].hour == (17 if day.day == 28 else 18)


def test_a_start_inside_the_hours_but_after_his_minute_goes_out_at_once() -> None:
    start = at("2027-05-03T20:40")
    assert next(window.slots(WINDOWS["evening"], 10, LONDON, start)) == (date(2027, 5, 3), start)


def test_no_choice_of_hours_crosses_midnight_or_is_too_short_to_spread() -> None:
    assert set(WINDOWS) == {"evening", "morning", "night", "weekend"}
    assert all(hours.opens < hours.closes and hours.minutes >= 2 * 60 for hours in WINDOWS.values())


@pytest.mark.parametrize("hours", WINDOWS.values(), ids=WINDOWS)
def test_the_minute_at_which_the_hours_close_is_too_late_for_that_day(hours: Window) -> None:
    saturday = date(2027, 5, 1)
    _, at_closing = next(window.slots(hours, 5, LONDON, datetime.combine(saturday, hours.closes, LONDON)))
    assert at_closing.astimezone(LONDON).date() == saturday + timedelta(days=1)
