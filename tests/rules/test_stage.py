"""Where a journey stands: expecting, past the due date, in the neonatal unit, or how old the baby is."""

from datetime import date, timedelta

import pytest

from dadinfo.programme import stage
from dadinfo.programme.stage import Dates

DUE = date(2027, 3, 1)
BEGAN = DUE - timedelta(280)


def dates(*, due: date | None = DUE, born: date | None = None, home: date | None = None) -> Dates:
    return Dates(due, born, home, False, BEGAN, BEGAN)


def weeks(n: int, days: int = 0) -> timedelta:
    return timedelta(days=7 * n + days)


@pytest.mark.parametrize(
    ("pregnant", "early"),
    [(weeks(24), True), (weeks(36, 6), True), (weeks(37), False), (weeks(40), False), (weeks(42), False)],
)
def test_a_baby_is_early_when_born_before_37_weeks(pregnant: timedelta, early: bool) -> None:
    assert stage.is_early(dates(born=BEGAN + pregnant)) is early


def test_a_baby_whose_due_date_nobody_gave_counts_as_born_at_term() -> None:
    found = dates(due=None, born=DUE)
    assert not stage.is_early(found)
    assert dict(stage.anchors(found))["corrected_age"] == DUE


def test_crying_counts_from_the_due_date_and_vaccines_from_the_birth_for_a_baby_born_early() -> None:
    born = BEGAN + weeks(30)
    found = dict(stage.anchors(dates(born=born)))
    assert (found["corrected_age"], found["age"], found["home"]) == (DUE, born, DUE)


def test_every_clock_of_a_baby_born_at_term_starts_at_the_birth() -> None:
    born = BEGAN + weeks(38)
    assert stage.anchors(dates(born=born)) == [
        ("age", born),
        ("corrected_age", born),
        ("home", born),
        ("joined", BEGAN),
    ]


def test_pregnancy_counts_only_while_no_birth_is_reported() -> None:
    assert stage.anchors(dates()) == [("gestation", BEGAN), ("joined", BEGAN)]
    assert "gestation" not in dict(stage.anchors(dates(born=DUE)))
    assert stage.anchors(dates(due=None)) == []


EARLY, HOME = BEGAN + weeks(30), BEGAN + weeks(36)


@pytest.mark.parametrize(
    ("found", "on", "inside"),
    [
        (dates(born=EARLY), EARLY, True),
        (dates(born=EARLY), DUE - weeks(0, 1), True),
        (dates(born=EARLY), DUE, False),
        (dates(born=EARLY, home=HOME), HOME - weeks(0, 1), True),
        (dates(born=EARLY, home=HOME), HOME, False),
        (dates(born=EARLY, home=DUE + weeks(2)), DUE + weeks(1), True),
        (dates(born=DUE), DUE, False),
        (dates(), DUE, False),
    ],
)
def test_a_baby_born_early_counts_as_in_hospital_until_home_or_else_the_due_date(
    found: Dates, on: date, inside: bool
) -> None:
    assert stage.in_hospital(found, on) is inside


@pytest.mark.parametrize(
    ("pregnant", "near"), [(weeks(12), False), (weeks(33, 6), False), (weeks(34), True), (weeks(41), True)]
)
def test_a_birth_is_near_from_34_weeks(pregnant: timedelta, near: bool) -> None:
    assert stage.is_near(dates(), BEGAN + pregnant) is near
    assert stage.is_near(dates(born=DUE), BEGAN + pregnant)


@pytest.mark.parametrize(
    ("before_due", "words"), [(0, "40+0"), (1, "39+6"), (137, "20+3"), (196, "12+0"), (-3, "40+3")]
)
def test_weeks_of_pregnancy_are_said_as_a_midwife_writes_them(before_due: int, words: str) -> None:
    assert stage.gestation(DUE, DUE - timedelta(days=before_due)) == words


@pytest.mark.parametrize(
    ("found", "on", "words"),
    [
        (dates(due=None), DUE, "dates not known"),
        (dates(), BEGAN + weeks(34, 6), "34 weeks pregnant"),
        (dates(), DUE + weeks(0, 2), "40 weeks pregnant"),
        (dates(), DUE + weeks(0, 3), "3 days past the due date"),
        (dates(born=DUE), DUE, "0 days old"),
        (dates(born=DUE), DUE + weeks(0, 1), "1 day old"),
        (dates(born=DUE), DUE + weeks(0, 13), "13 days old"),
        (dates(born=DUE), DUE + weeks(2), "2 weeks old"),
        (dates(born=DUE), DUE + weeks(19, 6), "19 weeks old"),
        (dates(born=DUE), date(2028, 2, 29), "11 months old"),
        (dates(born=DUE), date(2028, 3, 1), "12 months old"),
        (dates(born=EARLY), DUE - weeks(1), "9 weeks old (not yet due)"),
        (dates(born=EARLY), DUE + weeks(6), "16 weeks old (6 from the due date)"),
        (dates(born=EARLY), EARLY + timedelta(365), "12 months old"),
        (dates(born=date(2028, 2, 29), due=None), date(2029, 2, 28), "11 months old"),
        (dates(born=date(2028, 2, 29), due=None), date(2029, 3, 1), "12 months old"),
    ],
)
def test_a_stage_is_said_in_words_that_a_dad_would_use(found: Dates, on: date, words: str) -> None:
    assert stage.label(found, on) == words
