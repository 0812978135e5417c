"""A birth, early or late, told or never told; a moved due date; twins; another baby."""

from datetime import date, timedelta

import pytest

from dadinfo.programme import stage
from tests.house import NOON, House

TODAY = NOON.date()


def joined(house: House, words: str) -> None:
    house.text("DAD")
    house.text(words)


def days(house: House) -> list[date]:
    zone = house.service.settings.zone
    return [m.date_created.astimezone(zone).date() for m in house.received() if m.direction == "outbound-api"]


def programme_texts(house: House) -> list[str]:
    return [m.body for m in house.received() if m.direction == "outbound-api"]


def test_baby_is_a_birth_today(house: House) -> None:
    joined(house, "39 weeks")
    assert "Born 22 November 2026" in house.text("BABY")[0]
    house.go(timedelta(days=8))
    assert house.programme()[0] == "home-icon-crying"
    assert not [key for key in house.programme() if key.startswith("preg-")]


def test_baby_with_a_date_is_a_birth_then(house: House) -> None:
    joined(house, "39 weeks")
    assert "Born 19 November 2026" in house.text("BABY 19 november")[0]
    assert house.journey().birth_date == date(2026, 11, 19)


def test_a_wrong_birth_date_is_corrected_without_repeating_anything(house: House) -> None:
    joined(house, "39 weeks")
    house.text("BABY")
    house.go(timedelta(days=6))
    assert "Born 20 November 2026" in house.text("BABY 20 november")[0]
    house.go(timedelta(days=20))
    assert house.journey().birth_date == date(2026, 11, 20)
    assert len(house.programme()) == len(set(house.programme())) >= 10


def test_baby_alone_once_more_does_not_make_the_baby_younger(house: House) -> None:
    joined(house, "8 weeks old")
    born = house.journey().birth_date
    assert "Born 27 September 2026" in house.text("BABY")[0]
    assert house.journey().birth_date == born


@pytest.mark.parametrize("words", ["BABY 14 march 2025", "BABY tomorrow", "BABY 31 february"])
def test_an_impossible_birth_changes_nothing_and_is_asked_for_again(house: House, words: str) -> None:
    joined(house, "39 weeks")
    heard = house.text(words)
    assert "could not" in heard[0]
    assert house.journey().birth_date is None
    assert "Born 21 November 2026" in house.text("yesterday")[0]


def test_a_baby_born_early_gets_the_neonatal_texts_until_home_which_starts_the_set(house: House) -> None:
    joined(house, "30 weeks")
    assert "text HOME" in house.text("BABY")[0]
    house.go(timedelta(days=30))
    assert house.programme()
    assert all(key.startswith("neonatal-") for key in house.programme() if key.startswith(("neonatal", "home")))
    assert "Baby is home" in house.text("HOME")[0]
    house.go(timedelta(days=10))
    after = [key for key in house.programme() if key.startswith("home-")]
    assert after[:4] == ["home-icon-crying", "home-icon-comfort", "home-icon-walk-away", "home-icon-never-shake"]
    assert not any("When your baby is home" in text for text in programme_texts(house))


def test_home_a_second_time_does_not_put_the_set_off(house: House) -> None:
    joined(house, "30 weeks")
    house.text("BABY")
    house.go(timedelta(days=30))
    house.text("HOME")
    home = house.journey().home_date
    house.go(timedelta(days=8))
    house.text("HOME")
    assert house.journey().home_date == home


def test_an_early_baby_whose_homecoming_nobody_reports_gets_the_set_from_the_due_date_in_words_that_fit(
    house: House,
) -> None:
    joined(house, "30 weeks")
    house.text("BABY")
    house.go(timedelta(weeks=12))
    assert "home-question" in house.programme()
    assert {"home-icon-crying", "home-icon-comfort", "home-icon-walk-away", "home-icon-never-shake"} <= set(
        house.programme()
    )
    assert "When your baby is home, expect crying" in "\n".join(programme_texts(house))


def test_nobody_tells_us_of_the_birth_and_nothing_is_assumed(house: House) -> None:
    joined(house, "28 weeks")
    due = house.journey().due_date
    assert due is not None
    house.go(timedelta(weeks=40))
    late = [(day, text) for day, text in zip(days(house), programme_texts(house), strict=True) if day > due]
    questions, essentials = late[:3], late[3:]
    assert [(day - due).days for day, _ in questions] == [3, 8, 14]
    assert len(essentials) <= 4
    assert all(text.startswith("If your baby is here") for _, text in essentials)
    assert all(text.endswith("Text STOP any time, no reason needed.") for _, text in late)
    assert max(day for day, _ in late) <= due + timedelta(weeks=10)


def test_before_a_birth_is_told_no_text_says_that_your_baby_is(house: House) -> None:
    joined(house, "13 weeks")
    house.go(timedelta(weeks=40))
    texts = programme_texts(house)
    assert len(texts) > 30
    assert not [
        t for t in texts if "Your baby is " in t or ("your baby is" in t and "if your baby is" not in t.lower())
    ]


def test_a_birth_told_late_is_followed_from_the_true_age_with_the_four_icon_texts_first(house: House) -> None:
    joined(house, "39 weeks")
    house.go(timedelta(weeks=5))
    before = len(house.programme())
    born = house.now.date() - timedelta(days=25)
    house.text(f"BABY {born.day}/{born.month}/{born.year}")
    house.go(timedelta(days=10))
    after = house.programme()[before:]
    assert after[:4] == ["home-icon-crying", "home-icon-comfort", "home-icon-walk-away", "home-icon-never-shake"]
    assert len(after) >= 9
    assert len(set(house.programme())) == len(house.programme())


@pytest.mark.parametrize(("first", "second"), [(-21, 28), (28, -21), (-56, 56)])
def test_a_due_date_moved_earlier_and_later_never_repeats_a_step(house: House, first: int, second: int) -> None:
    joined(house, "28 weeks")
    for shift in (first, second):
        house.go(timedelta(weeks=3))
        due = house.journey().due_date
        assert due is not None
        moved = due + timedelta(days=shift)
        assert "as the due date" in house.text(f"DUE {moved.day}/{moved.month}/{moved.year}")[0]
        assert house.journey().due_date == moved
    house.go(timedelta(weeks=20))
    assert len(set(house.programme())) == len(house.programme())
    assert len(set(days(house))) == len(days(house))
    icon = [f"preg-icon-{one}" for one in ("crying", "comfort", "walk-away", "never-shake")]
    assert set(icon) <= set(house.programme()) or "unreported-icon-crying" in house.programme()


def test_an_impossible_due_date_changes_nothing(house: House) -> None:
    joined(house, "20 weeks")
    due = house.journey().due_date
    assert "could not use that date" in house.text("DUE 14 march 2031")[0]
    assert house.journey().due_date == due


def test_a_due_date_given_after_a_birth_tells_how_early_it_was(house: House) -> None:
    joined(house, "3 weeks old")
    due = TODAY + timedelta(weeks=4)
    assert "as the due date" in house.text(f"DUE {due.day}/{due.month}/{due.year}")[0]
    assert stage.is_early(house.journey().dates)


def test_twins_get_the_words_for_two(house: House) -> None:
    joined(house, "38 weeks, twins")
    assert house.journey().twins
    house.text("BABY")
    house.go(timedelta(days=8))
    assert "put each baby down on their back" in "\n".join(programme_texts(house))


def test_twins_told_at_the_birth_get_the_words_for_two(house: House) -> None:
    joined(house, "37 weeks")
    house.text("BABY twins born today")
    assert house.journey().twins


def test_another_baby_is_a_second_journey_with_one_text_a_day_over_both_and_essentials_first(house: House) -> None:
    joined(house, "7 months old")
    house.text("MORNING")
    assert "second set of texts" in house.text("DUE 14 june")[0]
    dad = house.dad()
    assert dad is not None
    assert [j.state for j in dad.journeys] == ["active", "active"]
    house.go(timedelta(weeks=8))
    by_journey = {d.journey_id for d in house.deliveries("programme") if d.state == "delivered"}
    assert by_journey == {j.id for j in dad.journeys}
    assert len(set(days(house))) == len(days(house))
    keys = [(d.journey_id, d.key) for d in house.deliveries("programme") if d.state == "delivered"]
    assert len(set(keys)) == len(keys)


def test_of_two_texts_for_one_day_the_essential_goes_first(house: House) -> None:
    joined(house, "7 months old")
    house.text("DUE 14 june")
    house.go(timedelta(hours=12))
    first = house.deliveries("programme")[0]
    assert house.service.rules.timetable.by_id[first.key].essential
    house.go(timedelta(days=13))
    firsts = [house.service.rules.timetable.by_id[key].essential for key in house.programme()]
    assert firsts[:9] == [True] * 9


def test_the_second_babys_birth_belongs_to_the_second_journey(house: House) -> None:
    joined(house, "13 months old")
    house.text("DUE 30 november")
    house.text("BABY")
    first, second = house.dad().journeys  # type: ignore[union-attr]
    assert first.birth_date != TODAY
    assert second.birth_date == TODAY


@pytest.mark.parametrize(("words", "key"), [("BABY", "home-icon-crying"), ("HOME", "home-icon-crying")])
def test_news_from_a_dad_on_hold_reopens_his_one_journey(house: House, words: str, key: str) -> None:
    joined(house, "35 weeks" if words == "HOME" else "39 weeks")
    if words == "HOME":
        house.text("BABY")
    _hold(house)
    house.text(words)
    dad = house.dad()
    assert dad is not None
    assert (dad.state, len(dad.journeys)) == ("active", 1)
    house.go(timedelta(days=3))
    assert house.programme()[0] == key


def test_a_date_from_a_dad_on_hold_opens_no_second_journey_for_the_same_baby(house: House) -> None:
    joined(house, "35 weeks")
    _hold(house)
    house.text("BABY yesterday")
    dad = house.dad()
    assert dad is not None
    assert [(j.state, j.birth_date) for j in dad.journeys] == [("active", TODAY - timedelta(days=1))]


def _hold(house: House) -> None:
    from dadinfo import lifecycle
    from dadinfo.subscribers import enrol

    with house.service.database.begin() as session:
        dad = enrol.find(session, house.service.keys, "+447700900123")
        assert dad is not None
        lifecycle.hold(session, house.service.rules, dad, house.now)
