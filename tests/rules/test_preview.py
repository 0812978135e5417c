"""What every kind of dad gets over his 1001 days: the core topics, and nothing that supposes a birth."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from dadinfo.content import library
from dadinfo.content.model import COMPULSORY_TOPICS
from dadinfo.programme import preview, stage
from dadinfo.programme.preview import Shown
from dadinfo.programme.stage import Dates
from dadinfo.programme.timetable import Planned, Timetable
from dadinfo.programme.window import WINDOWS

PLANS = Timetable(library.load(Path(__file__).parents[2] / "content"), ZoneInfo("Europe/London"))
ICON = {"crying", "comfort", "walk-away", "never-shake"}
DUE = date(2027, 3, 1)
DUES = [DUE + timedelta(days) for days in range(0, 700, 37)]  # on every weekday, through two years with a 29 February
FIRST_QUESTION = timedelta(days=3)


def weeks(n: int) -> timedelta:
    return timedelta(weeks=n)


def life(
    joined: timedelta | None = None,
    born: timedelta | None = timedelta(),
    due: date = DUE,
    hours: str = "evening",
) -> list[Shown]:
    """All texts of a dad; `joined` and `born` count from the due date."""
    birth = None if born is None else due + born
    return preview.whole(
        PLANS, due=due, born=birth, joined=None if joined is None else due + joined, hours=WINDOWS[hours]
    )


def early(home: date | None, *, twins: bool = False) -> list[Planned]:
    """The plan from the day of a birth at 30 weeks."""
    born = DUE - weeks(10)
    dates = Dates(DUE, born, home, twins, born, born)
    return list(PLANS.plan(dates, 0, WINDOWS["evening"], 30, datetime.combine(born, time(12), PLANS.zone)))


def icon_of(ids: list[str], prefix: str) -> set[str]:
    return {one.removeprefix(f"{prefix}-icon-") for one in ids if one.startswith(f"{prefix}-icon-")}


def day_of(shown: Shown) -> date:
    return shown.at.astimezone(PLANS.zone).date()


@pytest.mark.parametrize("hours", WINDOWS)
@pytest.mark.parametrize("pregnant", [12, 20, 30, 34])
def test_a_dad_who_joins_in_pregnancy_gets_all_ten_before_the_birth_and_all_ten_after(
    pregnant: int, hours: str
) -> None:
    for due in DUES:
        found = life(weeks(pregnant - 40), due=due, hours=hours)
        for base, prefix in (("gestation", "preg"), ("home", "home")):
            ten = [shown.step for shown in found if shown.step.base == base and shown.step.catch_up]
            assert len(ten) == 10
            assert icon_of([step.id for step in ten], prefix) == ICON
            assert set(COMPULSORY_TOPICS) <= {step.topic for step in ten}


def test_a_dad_who_joins_at_37_weeks_gets_all_ten_within_ten_days_one_a_day() -> None:
    for due in DUES:
        found = [shown for shown in life(weeks(-3), due=due) if shown.step.base == "gestation"][:10]
        assert sorted(shown.step.catch_up or 0 for shown in found) == list(range(1, 11))
        assert {(day_of(shown) - (due - weeks(3))).days for shown in found} == set(range(10))


@pytest.mark.parametrize("age", [56, 150, 335], ids=["8 weeks", "5 months", "11 months"])
def test_a_dad_who_joins_late_gets_icon_first_and_all_ten_within_ten_days_one_a_day(age: int) -> None:
    for due in DUES:
        found = [shown for shown in life(timedelta(age), due=due) if shown.step.anchor != "joined"][:10]
        assert icon_of([shown.step.id for shown in found[:4]], "home") == ICON
        assert set(COMPULSORY_TOPICS) <= {shown.step.topic for shown in found}
        assert [(day_of(shown) - due).days - age for shown in found] == list(range(10))


@pytest.mark.parametrize("age", [0, 3])
def test_a_dad_who_joins_at_the_birth_gets_icon_within_six_days_and_all_ten_within_three_weeks(age: int) -> None:
    for due in DUES:
        found = {shown.step.id: (day_of(shown) - due).days for shown in life(timedelta(age), due=due)}
        ten = {step.id for step in PLANS.by_id.values() if step.base == "home" and step.catch_up}
        assert ten <= found.keys()
        assert max(found[f"home-icon-{one}"] for one in ICON) <= 6
        assert max(found[one] for one in ten) <= 21


def test_a_dad_who_joins_once_the_birth_is_near_hears_the_four_messages_at_once() -> None:
    for joined in (weeks(-6), weeks(-3), timedelta(), weeks(8), timedelta(335)):
        assert [shown.step.id for shown in life(joined)[:2]] == ["welcome", "welcome-icon"]


@pytest.mark.parametrize("twins", [False, True])
def test_homecoming_of_a_baby_born_early_starts_the_whole_set_at_once(twins: bool) -> None:
    home = DUE - weeks(4)
    found = {one.step.id: one.day for one in early(home, twins=twins)}
    assert found["home-icon-crying"] == home
    ten = [step.id for step in PLANS.by_id.values() if step.base == "home" and step.catch_up]
    assert all(home <= found[one] <= home + timedelta(21) for one in ten)
    assert max(one.day for one in early(home) if one.step.closes_at_home) < home


@pytest.mark.parametrize("twins", [False, True])
def test_a_homecoming_never_reported_is_asked_about_once_and_the_set_comes_at_the_due_date_anyway(twins: bool) -> None:
    found = {one.step.id: one.day for one in early(None, twins=twins)}
    assert found["home-question"] == DUE - timedelta(7)
    assert found["home-icon-crying"] == DUE
    assert icon_of(list(found), "home") == ICON


def test_a_weekend_dad_is_asked_about_homecoming_too() -> None:
    for due in DUES[:7]:
        assert "home-question" in {shown.step.id for shown in life(born=-weeks(10), due=due, hours="weekend")}


def test_crying_of_a_baby_born_early_follows_the_due_date_and_vaccines_the_birth() -> None:
    found, on_time = ({s.step.id: day_of(s) for s in life(born=born)} for born in (-weeks(10), timedelta()))
    crying = [one for one in on_time if one.startswith("crying-")]
    vaccines = [one for one in on_time if one.startswith("vaccines-")]
    assert (len(crying), len(vaccines)) == (15, 3)
    assert all(abs(found[one] - on_time[one]) <= timedelta(2) for one in crying)
    assert all(
        abs(found[one] + weeks(10) - on_time[one]) <= timedelta(5) for one in vaccines
    )  # the home set goes first


@pytest.mark.parametrize("hours", WINDOWS)
def test_an_unreported_birth_is_never_supposed_and_after_four_essentials_there_is_silence(hours: str) -> None:
    for due in DUES:
        found = [shown for shown in life(born=None, due=due, hours=hours) if day_of(shown) >= due + FIRST_QUESTION]
        asked = [shown for shown in found if shown.step.id.startswith("unreported-question")]
        told = found[len(asked) :]
        assert all(shown.words.endswith("Text STOP any time, no reason needed.") for shown in asked)
        assert [shown.step.essential for shown in told] == [True] * 4
        assert all(shown.words.startswith("If your baby is here") for shown in told)
        assert max(map(day_of, found)) <= due + weeks(10)


def test_an_unreported_birth_is_asked_about_on_days_3_8_and_14() -> None:
    for due in DUES:
        found = [day_of(s) - due for s in life(born=None, due=due) if s.step.id.startswith("unreported-question")]
        assert found == [timedelta(3), timedelta(8), timedelta(14)]


def test_a_weekend_dad_is_asked_all_three_questions_too() -> None:
    for due in DUES[:7]:
        found = [s for s in life(born=None, due=due, hours="weekend") if s.step.id.startswith("unreported-question")]
        assert len(found) == 3


@pytest.mark.parametrize("hours", WINDOWS)
@pytest.mark.parametrize("born", [-weeks(10), timedelta(), weeks(2)])
def test_the_ending_exists_and_is_last(born: timedelta, hours: str) -> None:
    for due in DUES:
        found = life(born=born, due=due, hours=hours)
        assert found[-1].step.id == "ending"
        assert timedelta(723) <= day_of(found[-1]) - (due + born) <= timedelta(738)


def test_crying_texts_rise_from_week_2_are_strongest_to_week_13_and_taper_to_week_20() -> None:
    by_week = Counter((day_of(s) - DUE).days // 7 for s in life() if s.step.id.startswith("crying-"))
    assert min(by_week) in (1, 2)
    assert all(by_week[week] for week in range(3, 9))
    strongest, tapering = (sum(by_week[w] for w in span) / len(span) for span in (range(3, 14), range(14, 21)))
    assert strongest > 1.5 * tapering > 0
    assert max(by_week) == 20


def test_texts_are_shown_in_order_with_the_stage_that_he_is_at_and_no_gaps_in_their_words() -> None:
    for found in (life(), life(born=None), life(born=-weeks(10)), life(weeks(8))):
        assert [shown.at for shown in found] == sorted(shown.at for shown in found)
        assert all("{" not in shown.words for shown in found)
    assert (
        stage.label(Dates(DUE, None, None, False, DUE, DUE), DUE - weeks(28)) == life()[0].stage == "12 weeks pregnant"
    )
