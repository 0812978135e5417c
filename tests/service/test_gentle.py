"""The few texts after a loss: off until approved, asked for by one word, ended by any other (safety rule 28)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dadinfo import lifecycle
from dadinfo.content import approvals
from dadinfo.content.approvals import Approval
from dadinfo.db.people import Dad
from dadinfo.programme.timetable import Timetable
from tests.house import DAD, House


@pytest.fixture
def bereaved(house: House) -> House:
    """A service whose track after a loss is approved, and a dad who lost his baby."""
    service = house.service
    ledger = tuple(
        Approval(approvals.digest(one), one.id, "en", role, "A Tester", "2026-11-22")
        for one in service.library.english.gentle for role in approvals.wanted(one)
    )  # fmt: skip
    library = replace(service.library, ledger=ledger)
    rules = replace(service.rules, timetable=Timetable(library, service.settings.zone))
    house.service = house.app.extensions["dadinfo"] = replace(service, library=library, rules=rules)
    house.text("DAD")
    house.text("20 weeks")
    house.text("LOSS")
    return house


def gentle(house: House) -> list[str]:
    return [d.key for d in house.deliveries("gentle")]


def test_without_approval_the_word_starts_nothing(house: House) -> None:
    house.text("DAD")
    house.text("20 weeks")
    house.text("LOSS")
    (heard,) = house.text("GENTLE")
    assert "quiet texts" not in heard
    assert house.dad().number is None  # type: ignore[union-attr]


def test_all_ten_come_in_his_hours_and_then_his_number_is_forgotten(bereaved: House) -> None:
    (heard,) = bereaved.text("GENTLE")
    assert heard.startswith("A few quiet texts will come")
    bereaved.go(timedelta(days=120))
    assert gentle(bereaved) == [f"bereavement-{n}" for n in range(1, 11)]
    sent = [d.sent_at for d in bereaved.deliveries("gentle")]
    assert all(at and 18 <= at.astimezone(bereaved.service.settings.zone).hour < 21 for at in sent)
    assert bereaved.dad().number is None  # type: ignore[union-attr]
    assert bereaved.dad().state == "lost"  # type: ignore[union-attr]


@pytest.mark.parametrize("word", ["STOP", "ok", "who is this", "thanks", "CRY", "LOSS", "she is gone"])
def test_any_word_ends_them_and_is_answered(bereaved: House, word: str) -> None:
    bereaved.text("GENTLE")
    bereaved.go(timedelta(days=10))
    before = gentle(bereaved)
    assert len(before) == 2
    assert bereaved.text(word)
    assert bereaved.dad().number is None  # type: ignore[union-attr]
    bereaved.go(timedelta(days=60))
    assert gentle(bereaved) == before


def test_only_a_dad_who_lost_his_baby_can_ask_for_them(bereaved: House) -> None:
    other = "+447700900124"
    (heard,) = bereaved.text("GENTLE", other)
    assert "quiet texts" not in heard
    bereaved.text("DAD", other)
    bereaved.text("20 weeks", other)
    bereaved.text("GENTLE", other)
    with bereaved.service.database.look() as session:
        assert session.query(Dad).filter(Dad.gentle_from.is_not(None)).count() == 0


def test_a_restored_backup_brings_them_not_back(bereaved: House) -> None:
    bereaved.text("GENTLE")
    began = bereaved.dad()
    assert began
    bereaved.text("no more")
    with bereaved.service.database.begin() as session:  # the row as the backup held it
        dad = session.get_one(Dad, began.id)
        dad.gentle_from, dad.gentle_at, dad.number = began.gentle_from, began.gentle_at, began.number
        mark = session.get(lifecycle.Mark, "stop_journal")
        if mark:
            mark.number = 0
    bereaved.go(timedelta(days=10))
    assert gentle(bereaved) == []


def test_while_approval_is_withdrawn_they_wait(bereaved: House) -> None:
    bereaved.text("GENTLE")
    service = bereaved.service
    library = replace(service.library, ledger=())
    rules = replace(service.rules, timetable=Timetable(library, service.settings.zone))
    bereaved.service = replace(service, library=library, rules=rules)
    for _ in range(40):
        bereaved.now += timedelta(hours=6, minutes=20)
        bereaved.tick()
    assert gentle(bereaved) == []


def test_a_number_that_is_none_ends_them(bereaved: House) -> None:
    bereaved.text("GENTLE")
    bereaved.exchange.faults.refusals[DAD] = 21211
    bereaved.go(timedelta(days=30))
    assert [d.state for d in bereaved.deliveries("gentle")] == ["refused"]
    assert bereaved.dad().gentle_from is None  # type: ignore[union-attr]


def test_what_the_gateway_cannot_take_is_left_out_and_the_next_goes(bereaved: House) -> None:
    bereaved.text("GENTLE")
    bereaved.exchange.faults.plan("500")
    bereaved.go(timedelta(days=10))
    assert [d.state for d in bereaved.deliveries("gentle")] == ["expired", "delivered"]
