"""STOP: one confirmation, then nothing that he did not ask for; and the ways back that are his own."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad
from dadinfo.outbox.fill import fill
from tests.house import DAD, House

PLAIN = [
    "STOP", "stop", "Stop.", " STOP ", "stop please", "STOPALL", "unsubscribe", "s t o p", "STOP STOP STOP", "quit", "end",
    "cancel", "opt out",
]  # fmt: skip
FREE = [
    "stop texting me",
    "please stop sending me messages",
    "take me off your list",
    "no more texts",
    "leave me alone",
]


def joined(house: House, words: str = "8 weeks old") -> None:
    house.text("DAD")
    house.text(words)


def outgoing(house: House) -> int:
    return len(house.received())


@pytest.mark.parametrize("word", PLAIN)
def test_stop_gets_one_confirmation_and_then_nothing(house: House, word: str) -> None:
    joined(house)
    heard = house.text(word)
    assert len(heard) == 1
    assert heard[0].startswith("Our texts to you have stopped")
    assert "START" not in heard[0]
    before = outgoing(house)
    house.go(timedelta(days=60))
    assert outgoing(house) == before


@pytest.mark.parametrize("words", FREE)
def test_a_stop_in_plain_language_stops_and_can_be_undone(house: House, words: str) -> None:
    joined(house)
    assert "text WRONG" in house.text(words)[0]
    before = outgoing(house)
    house.go(timedelta(days=3))
    assert outgoing(house) == before
    assert "go on as before" in house.text("WRONG")[0]
    house.go(timedelta(days=3))
    assert house.programme()[0] == "home-icon-crying"


def test_a_stop_by_its_word_is_not_undone_by_wrong(house: House) -> None:
    joined(house)
    house.text("stop texting me")
    house.text("STOP")
    assert "no change for us to undo" in house.text("WRONG")[0]
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_wrong_is_answered_once_only(house: House) -> None:
    joined(house)
    house.text("stop texting me")
    house.text("WRONG")
    assert "no change for us to undo" in house.text("WRONG")[0]
    assert house.dad().state == "active"  # type: ignore[union-attr]


def test_his_number_is_forgotten_and_only_the_hash_of_it_kept(house: House) -> None:
    joined(house)
    house.text("STOP")
    dad = house.dad()
    assert dad is not None
    assert dad.number is None
    assert dad.number_hash == house.service.keys.lookup(DAD)
    lines = house.service.rules.journal.path.read_text().splitlines()
    assert [json.loads(line)["number"] for line in lines] == [dad.number_hash]


def test_texts_after_a_stop_are_still_answered(house: House) -> None:
    joined(house)
    house.text("STOP")
    assert house.text("CRY")[0].startswith("1/2 Put baby down")
    assert "Call 999 now" in house.text("ive shook him")[0]
    assert "Samaritans" in house.text("i want to die")[0]
    assert "not sending you any texts" in house.text("hello?")[0]
    assert "not sending you any texts" in house.text("thanks")[0]
    assert house.dad().state == "stopped"  # type: ignore[union-attr]
    before = outgoing(house)
    house.go(timedelta(days=20))
    assert outgoing(house) == before


def test_no_answer_after_a_stop_names_a_way_back(house: House) -> None:
    joined(house)
    house.text("STOP")
    for words in (
        "MENU",
        "HELP",
        "CRY",
        "ICON",
        "thanks",
        "yes",
        "no",
        "BABY",
        "HOME",
        "DUE",
        "WRONG",
        "EVENING",
        "ok",
        "STOP",
    ):
        assert not any("START" in text or "text DAD" in text.replace("DadInfo", "") for text in house.text(words)), (
            words
        )


def test_danger_and_stop_in_one_text_both_act(house: House) -> None:
    joined(house)
    heard = house.text("ive shook him. stop texting me")
    assert "Call 999 now" in heard[0]
    assert any("have stopped" in text for text in heard)
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_stop_while_a_text_is_queued_cancels_it_and_it_counts_as_never_told(house: House) -> None:
    joined(house)
    house.now = house.next_due()  # type: ignore[assignment]
    assert fill(house.service.database, house.service.rules, house.now) == 1
    house.text("STOP")
    house.tick()
    assert [d.state for d in house.deliveries("programme")] == ["cancelled"]
    assert house.programme() == []
    house.text("START")
    house.go(timedelta(days=2))
    assert house.programme()[0] == "home-icon-crying"


def test_stop_between_fill_and_post_sends_nothing(house: House) -> None:
    joined(house)
    house.now = house.next_due()  # type: ignore[assignment]
    fill(house.service.database, house.service.rules, house.now)
    house.text("stop")
    count = house.service.post.run()
    assert (count.sent, count.failed) == (0, 0)


def test_a_queued_text_of_a_dad_who_is_no_longer_active_is_cancelled_when_looked_at_again(house: House) -> None:
    joined(house)
    house.now = house.next_due()  # type: ignore[assignment]
    fill(house.service.database, house.service.rules, house.now)
    with house.service.database.begin() as session:  # as if a stop had missed the row
        session.scalars(select(Dad)).one().state = "stopped"
    assert house.service.post.run().sent == 0
    assert [d.state for d in house.deliveries("programme")] == ["cancelled"]


def test_start_resumes_without_repeating_a_step(house: House) -> None:
    joined(house)
    house.go(timedelta(days=4))
    before = house.programme()
    house.text("STOP")
    house.go(timedelta(days=3))
    assert "on again" in house.text("START")[0]
    house.go(timedelta(days=12))
    told = house.programme()
    assert told[: len(before)] == before
    assert len(told) == len(set(told)) >= 10


def test_a_new_joining_with_a_date_after_a_stop_leaves_one_journey_that_goes_on(house: House) -> None:
    joined(house, "20 weeks")
    house.text("STOP")
    house.text("DAD 21 weeks")
    house.text("STOP")
    house.text("START")
    dad = house.dad()
    assert dad is not None
    assert [j.state for j in dad.journeys] == ["ended", "active"]


def test_a_dad_who_joins_again_at_once_after_stop_is_not_stopped_by_the_journal(house: House) -> None:
    joined(house)
    house.text("STOP")
    house.text("DAD 20 weeks")
    house.tick()
    assert house.dad().state == "active"  # type: ignore[union-attr]
    house.text("STOP", "+447700900456")  # not known before
    house.text("DAD", "+447700900456")
    house.tick()
    assert "Due date" in house.text("20 weeks", "+447700900456")[0]


def test_a_dad_who_joins_again_at_once_after_wrong_number_is_not_stopped_by_the_journal(house: House) -> None:
    joined(house)
    house.text("wrong number")
    house.text("DAD")
    house.tick()
    assert "Due date" in house.text("20 weeks")[0]


def test_a_joining_stopped_by_mistake_goes_on_with_its_open_question(house: House) -> None:
    house.text("DAD")
    house.text("stop texting me")
    house.text("WRONG")
    assert "Due date" in house.text("20 weeks")[0]


def test_stop_from_an_unknown_phone_names_the_stop_page_and_bars_others_from_texting_it(house: House) -> None:
    assert "http://dadinfo.example/stop" in house.text("STOP")[0]
    dad = house.dad()
    assert dad is not None
    assert (dad.state, dad.number) == ("stopped", None)


def test_a_stop_that_only_twilio_knows_the_word_of_stops_too(house: House) -> None:
    joined(house)
    house.exchange.manages_opt_out = True
    house.text("REVOKE")
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_where_twilio_answers_an_opt_out_ours_is_empty_and_he_is_stopped(house: House) -> None:
    joined(house)
    house.exchange.manages_opt_out = True
    heard = house.text("STOP")
    assert len(heard) == 1
    assert heard[0].startswith("You have successfully been unsubscribed")
    assert house.dad().state == "stopped"  # type: ignore[union-attr]
    before = outgoing(house)
    house.go(timedelta(days=10))
    assert outgoing(house) == before


def test_a_change_of_hours_or_dates_never_wakes_a_stopped_dad(house: House) -> None:
    joined(house)
    house.text("STOP")
    for words in ("MORNING", "DUE 14 march", "BABY", "BABY 1 november", "HOME", "YES", "20 weeks"):
        house.text(words)
        dad = house.dad()
        assert dad is not None
        assert (dad.state, dad.number) == ("stopped", None), words
        assert all(j.next_due_at is None for j in dad.journeys), words


def test_stop_takes_every_kind_of_queued_text_back(house: House) -> None:
    joined(house)
    from dadinfo.db.messages import KINDS

    with house.service.database.begin() as session:
        dad = session.scalars(select(Dad)).one()
        for kind in KINDS:
            session.add(Delivery(
                dad_id=dad.id, journey_id=dad.journeys[0].id, kind=kind, key="home-feeding", version="1", lang="en", priority=1,
                not_before=house.now, state="queued", created_at=house.now,
            ))  # fmt: skip
    house.text("STOP")
    assert {d.kind for d in house.deliveries() if d.state == "cancelled"} == set(KINDS)
    assert not [d for d in house.deliveries() if d.state == "queued"]
