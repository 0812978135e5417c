"""LOSS ends everything for good, and no word after it hurts."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dadinfo.conversation import intent
from dadinfo.db.messages import KINDS, Delivery
from dadinfo.db.people import Dad
from tests.house import DAD, House
from tests.rules import test_risk as samples

NEVER_AFTER = re.compile(r"\b(baby|babies|babys|menu|cot|join\w*|dadpad|congrat\w*|icon)\b", re.IGNORECASE)
AT_NIGHT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
FREE = ["we lost the baby", "she miscarried", "there was no heartbeat", "he passed away", "born sleeping"]
TABLES = (
    samples.BABY_HURT, samples.BABY_MAY_BE_HURT, samples.SUICIDE, samples.MOTHER_SUICIDE, samples.UNWELL, samples.PREGNANCY,
    samples.LOSS, samples.BY_HIM, samples.TO_HIM, samples.OVERWHELMED, samples.DENIED, samples.LOW_MOOD, samples.INNOCENT,
    samples.NO_LOSS,
)  # fmt: skip


def joined(house: House, words: str = "20 weeks") -> None:
    house.text("DAD")
    house.text(words)


def state(house: House) -> str | None:
    dad = house.dad()
    return dad.state if dad else None


def lose(house: House) -> None:
    """Whatever the last text did, he is one who has lost a baby that he followed."""
    dad = house.dad()
    if dad is None or not dad.journeys:
        joined(house)
    if state(house) != "lost":
        house.text("LOSS")


def test_loss_stops_at_once_with_the_briefs_answer(house: House) -> None:
    joined(house)
    heard = house.text("LOSS")
    assert len(heard) == 1
    assert heard[0].startswith("We are so sorry. All our texts to you have stopped.")
    assert "Sands" in heard[0]
    assert "?" not in heard[0]
    assert not NEVER_AFTER.search(heard[0])
    before = len(house.received())
    house.go(timedelta(days=400))
    assert len(house.received()) == before
    assert house.dad().number is None  # type: ignore[union-attr]


@pytest.mark.parametrize(("words", "says"), [
    ("they took the baby", "you do not have to carry this alone"), ("my wife died", "We are so very sorry"),
])  # fmt: skip
def test_a_child_taken_and_a_mother_who_died_stop_everything_with_words_of_their_own(
    house: House, words: str, says: str
) -> None:
    joined(house)
    heard = house.text(words)
    assert len(heard) == 1
    assert says in heard[0]
    assert "text WRONG" in heard[0]
    assert not NEVER_AFTER.search(heard[0])
    assert state(house) == "lost"
    house.text("WRONG")
    assert state(house) == "active"


def test_a_mother_in_danger_after_a_loss_is_never_taken_for_dead(house: House) -> None:
    joined(house)
    heard = house.text("we lost the baby and my wife wants to kill herself")
    assert state(house) == "lost"
    assert "999" in heard[0]
    assert not any("We are so very sorry." in one for one in heard)


def test_at_night_the_answer_to_a_loss_names_only_lines_that_are_open(house: House) -> None:
    joined(house)
    house.now = AT_NIGHT
    heard = house.text("LOSS")[0]
    assert "Sands" not in heard
    assert "Samaritans" in heard


def test_loss_stops_every_journey_and_every_kind_in_one_transaction(house: House) -> None:
    joined(house, "13 months old")
    house.text("DUE 14 june")
    with house.service.database.begin() as session:
        dad = session.scalars(select(Dad)).one()
        assert [j.state for j in dad.journeys] == ["active", "active"]
        for number, kind in enumerate(KINDS * 2):
            session.add(Delivery(
                dad_id=dad.id, journey_id=dad.journeys[number % 2].id, kind=kind, key="home-feeding", version="1", lang="en",
                priority=1, not_before=house.now, state="queued", created_at=house.now,
            ))  # fmt: skip
    house.text("LOSS")
    dad = house.dad()
    assert dad is not None
    assert [(j.state, j.next_due_at) for j in dad.journeys] == [("lost", None), ("lost", None)]
    assert {d.kind for d in house.deliveries() if d.state == "cancelled"} == set(KINDS)
    assert not [d for d in house.deliveries() if d.state in ("queued", "sending")]


@pytest.mark.parametrize("words", FREE)
def test_a_loss_in_plain_words_stops_at_once_and_can_be_undone(house: House, words: str) -> None:
    joined(house)
    heard = house.text(words)
    assert "text WRONG" in heard[0]
    assert state(house) == "lost"
    before = len(house.received())
    house.go(timedelta(days=10))
    assert len(house.received()) == before
    assert "sorry for getting it wrong" in house.text("WRONG")[0]
    assert state(house) == "active"
    assert house.journey().next_due_at is not None


def test_loss_by_its_word_is_never_undone(house: House) -> None:
    joined(house)
    house.text("LOSS")
    assert not NEVER_AFTER.search(house.text("WRONG")[0])
    assert state(house) == "lost"


def test_a_loss_said_twice_is_still_answered_kindly_and_stays(house: House) -> None:
    joined(house)
    house.text("we lost the baby")
    heard = house.text("LOSS")
    assert heard[0].startswith("We are so sorry")
    house.text("WRONG")
    assert state(house) == "lost"


@pytest.mark.parametrize("word", ["START", "DAD", "JOIN"])
def test_a_start_after_a_loss_is_a_new_joining_and_the_old_journey_never_resumes(house: House, word: str) -> None:
    joined(house)
    house.text("LOSS")
    asked = house.text(word)
    assert not NEVER_AFTER.search(asked[0])
    assert "due date or a date of birth" in asked[0]
    house.tick()  # the journal's entry is older than this joining
    assert not NEVER_AFTER.search(house.text("hello")[0])
    assert "Due date: 14 March 2027" in house.text("14 march")[0]
    house.text("STOP")
    house.text("START")
    dad = house.dad()
    assert dad is not None
    assert [j.state for j in dad.journeys] == ["lost", "active"]
    assert dad.journeys[0].next_due_at is None


@pytest.mark.parametrize(
    "words", ["YES", "WRONG", "BABY", "BABY 14 november", "HOME", "DUE 14 march", "EVENING", "20 weeks", "ok"]
)
def test_nothing_but_dad_or_start_opens_anything_after_a_loss(house: House, words: str) -> None:
    joined(house)
    house.text("LOSS")
    house.text(words)
    assert state(house) == "lost"
    assert house.dad().number is None  # type: ignore[union-attr]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("at_night", [False, True])
def test_no_wording_after_a_loss_says_what_he_lost(house: House, at_night: bool) -> None:
    """Every keyword, every example of danger and every nasty text."""
    house.now = AT_NIGHT if at_night else house.now
    words = [*intent._KEYWORDS, *samples.NASTY, *(t for table in TABLES for t in samples.each(table))]
    assert len(words) > 250
    wrong = []
    for one in words:
        lose(house)
        heard = house.text(one)
        assert heard, one
        wrong += [(one, text) for text in heard if NEVER_AFTER.search(text.replace("Babysitter", ""))]
    assert wrong == []


def test_an_unknown_phone_that_tells_of_a_loss_is_given_the_stop_page(house: House) -> None:
    for number, words in ((DAD, "LOSS"), ("+447700900456", "we lost the baby"), ("+33612345678", "LOSS")):
        heard = house.text(words, number)
        assert "http://dadinfo.example/stop" in heard[0]
        assert "so sorry" in heard[0]


def test_a_loss_told_on_the_web_is_silent(house: House) -> None:
    joined(house)
    before = len(house.received())
    assert house.client.post("/stop", data={"number": DAD}).status_code == 200
    house.go(timedelta(days=30))
    assert len(house.received()) == before


@pytest.mark.parametrize("words", ["lost the baby weight", "scared of losing the baby", "lost my job"])
def test_fear_of_loss_and_sayings_stop_nothing(house: House, words: str) -> None:
    joined(house)
    house.text(words)
    assert state(house) == "active"


def test_a_loss_is_answered_with_danger_first_where_both_are_told(house: House) -> None:
    joined(house)
    heard = house.text("no heartbeat and she's bleeding")
    assert "999" in heard[0]
    assert any("so sorry" in text for text in heard)
    assert state(house) == "lost"
    assert not any(NEVER_AFTER.search(text) for text in heard)
