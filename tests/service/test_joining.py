"""A dad joins by text: what he is asked, what he gets at once, and what the first days bring him."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dadinfo.db.people import Dad, Told
from tests.house import DAD, NOON, House

ICON_FOUR = ("Infant crying is normal", "Comfort can help", "OK to walk away", "Never, ever shake")
AT_THREE = datetime(2026, 11, 23, 3, tzinfo=UTC)
ALWAYS = ("Nobody reads texts to this number", "999")


def local(house: House, at: datetime) -> datetime:
    return at.astimezone(house.service.settings.zone)


def sent(house: House, number: str = DAD) -> list[datetime]:
    """When each programme text went out, in local time."""
    return [local(house, m.date_created) for m in house.received(number) if m.direction == "outbound-api"]


@pytest.mark.parametrize(
    ("words", "due", "born"),
    [
        ("20 weeks", "2027-04-11", None),
        ("20+3", "2027-04-08", None),
        ("14/3/27", "2027-03-14", None),
        ("14 march", "2027-03-14", None),
        ("3 weeks old", None, "2026-11-01"),
        ("born yesterday", None, "2026-11-21"),
    ],
)
def test_a_dad_joins_by_dad_and_one_date(house: House, words: str, due: str | None, born: str | None) -> None:
    asked = house.text("DAD")
    assert len(asked) == 1
    assert "14 March, 20 weeks or 3 weeks old" in asked[0]
    assert all(part in asked[0] for part in (*ALWAYS, "text STOP", "costs your normal rate"))
    welcome = house.text(words)
    dates = house.journey().dates
    assert (str(dates.due) if dates.due else None, str(dates.born) if dates.born else None) == (due, born)
    assert len(welcome) == (3 if born else 2)
    assert "STOP any time" in welcome[1]


@pytest.mark.parametrize("words", ["DAD 14 march", "dad 14/3/27", "Dad. 14 March 2027", "JOIN 14 march"])
def test_the_date_may_stand_in_the_first_text(house: House, words: str) -> None:
    assert "Due date: 14 March 2027" in house.text(words)[0]
    dad = house.dad()
    assert dad is not None
    assert dad.state == "active"
    assert dad.asked is None


@pytest.mark.parametrize("words", ["soon", "march", "5 months pregnant", "hello", "ok", "asdf"])
def test_an_unclear_date_is_asked_for_again_with_an_example(house: House, words: str) -> None:
    house.text("DAD")
    heard = house.text(words)
    assert "could not read that date" in heard[0]
    assert "like this: 22 March" in heard[0]
    assert "Due date" in house.text("22 March")[0]


@pytest.mark.parametrize("words", ["50 weeks", "31 february", "14/3/2031", "5 years old"])
def test_an_impossible_date_is_refused_and_asked_for_again(house: House, words: str) -> None:
    house.text("DAD")
    heard = house.text(words)
    assert "could not" in heard[0]
    assert "like this" in heard[0]
    dad = house.dad()
    assert dad is not None
    assert (dad.state, dad.journeys) == ("joining", [])
    assert "Due date" in house.text("20 weeks")[0]


def test_start_from_an_unknown_number_is_a_joining(house: House) -> None:
    assert "When is baby due" in house.text("START")[0]
    assert "Due date" in house.text("20 weeks")[0]


def test_dad_a_second_time_changes_nothing(house: House) -> None:
    house.text("DAD 14 march")
    before = house.journey().next_due_at
    assert "already get our texts" in house.text("DAD")[0]
    assert "already get our texts" in house.text("DAD 1 april")[0]
    assert len(house.dad().journeys) == 1  # type: ignore[union-attr]
    assert house.journey().next_due_at == before


def test_nobody_joins_by_a_plain_sentence_about_a_birth_without_our_word(house: House) -> None:
    for words in ("hi mum, my wife had her baby boy yesterday", "the due date has changed, 14 march", "babys here"):
        house.text(words)
        assert house.dad() is None


@pytest.mark.parametrize("number", ["+33612345678", "+353851234567", "+12025550123"])
def test_a_foreign_number_cannot_join_but_is_told_so_and_answered_when_urgent(house: House, number: str) -> None:
    heard = house.text("DAD", number)
    assert "only with UK mobile numbers" in heard[0]
    assert "999" in heard[0]
    assert "Call 999 now" in house.text("ive shook him", number)[0]
    assert "Samaritans" in house.text("i want to die", number)[0]
    with house.service.database.look() as session:
        assert session.scalars(select(Dad)).all() == []


@pytest.mark.parametrize("number", ["+442079460958", "+449012345678", "+441134960000"])
def test_a_landline_or_premium_number_is_refused_in_words(house: House, number: str) -> None:
    assert "only text UK mobile phones" in house.text("DAD", number)[0]
    assert "Call 999 now" in house.text("he's gone floppy after i shook him", number)[0]
    assert house.dad(number) is None


@pytest.mark.parametrize("sender", ["Vodafone", "NHS-NoReply", "85258", "60006", "", "+", "anonymous"])
@pytest.mark.parametrize("words", ["DAD", "STOP", "We lost the baby", "Reply STOP to end", "hello"])
def test_a_machine_gets_nothing_back(house: House, sender: str, words: str) -> None:
    house.text(words, sender)
    assert [m for m in house.exchange.newest() if m.direction != "inbound"] == []


def test_the_welcome_comes_at_once_also_at_three_in_the_morning(house: House) -> None:
    house.now = AT_THREE
    house.text("DAD")
    assert len(house.text("20 weeks")) == 2
    assert house.tick()[0] == 0
    assert sent(house) == []


@pytest.mark.parametrize(
    ("words", "near"), [("34 weeks", True), ("33+6", False), ("2 days old", True), ("20 weeks", False)]
)
def test_the_four_icon_messages_come_in_one_text_when_the_baby_is_near_or_here(
    house: House, words: str, near: bool
) -> None:
    house.now = AT_THREE
    house.text("DAD")
    heard = house.text(words)
    assert any(all(one in text for one in ICON_FOUR) for text in heard) is near
    if near:
        assert heard[-1].startswith("3/3 ")


def test_a_dad_joining_at_eight_weeks_gets_all_four_icon_texts_first_and_ten_essentials_in_ten_days(
    house: House,
) -> None:
    house.text("DAD")
    house.text("8 weeks old")
    house.go(timedelta(days=10) - timedelta(hours=12))
    assert house.programme()[:4] == [
        "home-icon-crying", "home-icon-comfort", "home-icon-walk-away", "home-icon-never-shake",
    ]  # fmt: skip
    assert len(house.programme()) == 10
    assert all(house.service.rules.timetable.by_id[key].essential for key in house.programme())
    times = sent(house)
    assert len({at.date() for at in times}) == 10
    assert all(18 <= at.hour < 21 for at in times)


def test_a_dad_joining_in_his_window_gets_nothing_more_within_the_hour(house: House) -> None:
    house.now = NOON.replace(hour=20)
    house.text("DAD 8 weeks old")
    house.now += timedelta(minutes=50)
    house.tick()
    assert sent(house) == []


@pytest.mark.parametrize(
    ("word", "opens", "closes"), [("MORNING", 7, 9.5), ("EVENING", 18, 21), ("NIGHT", 21.5, 23.75), ("WEEKEND", 10, 13)]
)
def test_texts_keep_to_the_hours_that_he_chose(house: House, word: str, opens: float, closes: float) -> None:
    house.text("DAD 8 weeks old")
    house.text(word)
    house.go(timedelta(days=15))
    times = sent(house)
    assert len(times) >= 4
    assert all(opens <= at.hour + at.minute / 60 < closes for at in times)
    assert word != "WEEKEND" or all(at.weekday() >= 5 for at in times)


def test_a_joining_text_that_also_speaks_of_distress_is_answered_and_confirmed(house: House) -> None:
    house.text("DAD")
    heard = house.text("3 weeks old and he wont stop crying")
    assert "Put baby on their back in the cot" in heard[0]
    assert any("Born 1 November 2026" in text or "born 1 November 2026" in text for text in heard)


def test_a_dad_whose_programme_has_ended_joins_again_for_another_baby(house: House) -> None:
    house.text("DAD 20 weeks")
    with house.service.database.begin() as session:
        dad = session.scalars(select(Dad)).one()
        dad.journeys[0].state, dad.journeys[0].next_due_at = "ended", None
    assert "When is baby due" in house.text("DAD")[0]
    assert "Due date: 11 April 2027" in house.text("20 weeks")[0]
    assert [j.state for j in house.dad().journeys] == ["ended", "active"]  # type: ignore[union-attr]


def test_each_number_joins_once_however_often_dad_is_texted(house: House) -> None:
    for _ in range(3):
        house.text("DAD")
    house.text("20 weeks")
    with house.service.database.look() as session:
        assert len(session.scalars(select(Dad)).all()) == 1
        assert len(session.scalars(select(Told)).all()) == 1  # the welcome
