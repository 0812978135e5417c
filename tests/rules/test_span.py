"""Lengths of time as authors write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.content.span import Span, parse

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("words", "months", "days"),
    [
        ("0d", 0, 0), ("3d", 0, 3), ("6w", 0, 42), ("6w+3d", 0, 45), ("-2d", 0, -2), ("+2d", 0, 2), ("4m", 4, 0),
        ("1y", 12, 0), ("2y-14d", 24, -14), ("1y-1m", 11, 0), ("5m+3w", 5, 21), ("36w+2d", 0, 254), ("1y+1w-1d", 12, 6),
    ],
)  # fmt: skip
def test_a_length_is_read_as_calendar_months_and_exact_days(words: str, months: int, days: int) -> None:
    assert parse(words) == Span(months, days)


@pytest.mark.parametrize(
    "words", ["", "6", "w", "6 w", "6w 3d", "6w3d", "6w+", "+", "6W", "6h", "1.5w", "6w + 3d", "6w\n"]
)
def test_anything_else_is_refused_with_how_to_write_it(words: str) -> None:
    with pytest.raises(ValueError, match="is no length of time; write it like 3d, 6w, 6w") as refused:
        parse(words)
    assert str(refused.value).startswith(repr(words))


@pytest.mark.parametrize(
    ("words", "start", "day"),
    [
        ("1m", date(2027, 1, 31), date(2027, 2, 28)),
        ("1m", date(2028, 1, 31), date(2028, 2, 29)),
        ("1y", date(2028, 2, 29), date(2029, 2, 28)),
        ("2y-7d", date(2028, 2, 29), date(2030, 2, 21)),
        ("1m", date(2027, 12, 31), date(2028, 1, 31)),
        ("-1m", date(2027, 1, 15), date(2026, 12, 15)),
        ("-1m", date(2027, 3, 31), date(2027, 2, 28)),
        ("12m", date(2027, 3, 31), date(2028, 3, 31)),
        ("18m-7d", date(2027, 8, 31), date(2029, 2, 21)),
        ("1d", date(2027, 2, 28), date(2027, 3, 1)),
        ("1d", date(2027, 12, 31), date(2028, 1, 1)),
        ("40w+2d", date(2027, 3, 1), date(2027, 12, 8)),
    ],
)
def test_months_keep_the_day_of_the_month_and_end_on_a_shorter_ones_last_day(
    words: str, start: date, day: date
) -> None:
    assert parse(words).after(start) == day


@given(DAYS, st.integers(-300, 900))
def test_weeks_and_days_are_exact(start: date, days: int) -> None:
    assert Span(0, days).after(start) == start + timedelta(days)


@given(DAYS, st.integers(0, 30), st.integers(-60, 60))
def test_months_come_before_days(start: date, months: int, days: int) -> None:
    assert Span(months, days).after(start) == Span(months, 0).after(start) + timedelta(days)


@given(DAYS, DAYS, st.integers(-12, 30))
def test_a_later_start_never_gives_an_earlier_day(one: date, other: date, months: int) -> None:
    first, second = sorted([one, other])
    assert Span(months, 0).after(first) <= Span(months, 0).after(second)


def test_lengths_add_up() -> None:
    assert parse("9m") + parse("-4d") == parse("9m-4d")
