"""Receipts move a delivery forward and never back, and say when an essential text did not arrive."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from dadinfo.db.messages import Delivery
from dadinfo.jobs import jobs
from dadinfo.simulator.faults import Outcome
from dadinfo.simulator.posting import signed_headers
from tests.house import DAD, House


def joined(house: House, words: str = "8 weeks old") -> None:
    house.text("DAD")
    house.text(words)


def one_sent(house: House) -> Delivery:
    """A programme text that is sent, with no receipt yet."""
    joined(house)
    house.exchange.faults.callbacks = False
    house.now = house.next_due()  # type: ignore[assignment]
    house.tick()
    return delivery(house)


def delivery(house: House) -> Delivery:
    return house.deliveries("programme")[0]


def receipt(house: House, status: str, *, delivery_id: object, sid: str = "", error: str = "") -> int:
    url = f"http://dadinfo.example/twilio/status?delivery={delivery_id}"
    form = {"MessageSid": sid or "SM" + "0" * 32, "MessageStatus": status, "To": DAD, "From": "+447700900000"}
    if error:
        form["ErrorCode"] = error
    headers = signed_headers(house.exchange.auth_token, url, form)
    return house._post(url, form, headers).status


def test_receipts_move_forward_only(house: House) -> None:
    one = one_sent(house)
    for status, state in (
        ("queued", "sent"), ("sending", "sent"), ("delivered", "delivered"), ("sent", "delivered"), ("undelivered", "delivered"),
        ("failed", "delivered"), ("nonsense", "delivered"), ("read", "delivered"),
    ):  # fmt: skip
        assert receipt(house, status, delivery_id=one.id, sid=one.gateway_id or "") == 204
        assert delivery(house).state == state


def test_duplicated_and_reversed_receipts_end_where_ordered_ones_do(house: House) -> None:
    joined(house)
    house.exchange.faults.duplicate_callbacks = house.exchange.faults.reverse_callbacks = True
    house.go(timedelta(days=3))
    assert {d.state for d in house.deliveries()} == {"delivered"}


@pytest.mark.parametrize("unknown", ["999999999", "0", "-1", "abc", "", "9" * 40, "1;DROP TABLE dads", "١٢"])
def test_a_receipt_for_an_unknown_text_is_no_error_and_changes_nothing(house: House, unknown: str) -> None:
    one_sent(house)
    assert receipt(house, "delivered", delivery_id=unknown) == 204
    assert delivery(house).state == "sent"


def test_a_receipt_under_another_sid_keeps_the_one_we_know(house: House) -> None:
    one = one_sent(house)
    receipt(house, "delivered", delivery_id=one.id, sid="SM" + "f" * 32)
    assert delivery(house).gateway_id == one.gateway_id


def test_a_receipt_for_a_cancelled_text_does_not_bring_it_back(house: House) -> None:
    one = one_sent(house)
    with house.service.database.begin() as session:
        session.get_one(Delivery, one.id).state = "cancelled"
    receipt(house, "delivered", delivery_id=one.id)
    assert delivery(house).state == "cancelled"


@pytest.mark.parametrize("code", [30003, 30008, 30007, None])
def test_an_essential_that_did_not_arrive_is_told_again_on_another_day_at_most_three_times(
    house: House, code: int | None
) -> None:
    joined(house)
    house.exchange.faults.outcomes[DAD] = Outcome("undelivered", code)
    house.go(timedelta(days=5))
    tries = [d for d in house.deliveries("programme") if d.key == "home-icon-crying"]
    assert [d.state for d in tries] == ["undelivered"] * 3
    assert len({d.sent_at.date() for d in tries if d.sent_at}) == 3


def test_an_essential_that_arrives_at_the_second_try_is_told_once(house: House) -> None:
    joined(house)
    house.exchange.faults.outcomes[DAD] = Outcome("undelivered", 30003)
    house.now = house.next_due()  # type: ignore[assignment]
    house.tick()
    house.exchange.faults.outcomes.clear()
    house.go(timedelta(days=12))
    assert house.programme()[0] == "home-icon-crying"
    assert len(set(house.programme())) == len(house.programme()) >= 10


def test_an_ordinary_text_that_did_not_arrive_is_not_sent_again(house: House) -> None:
    joined(house, "9 months old")
    house.go(timedelta(days=14))
    house.exchange.faults.outcomes[DAD] = Outcome("undelivered", 30003)
    house.go(timedelta(days=60))
    tries = [d.key for d in house.deliveries("programme") if d.state == "undelivered"]
    assert tries
    essential = {s.id for s in house.service.rules.timetable.by_id.values() if s.essential}
    ordinary = [key for key in tries if key not in essential]
    assert ordinary
    assert len(set(ordinary)) == len(ordinary)


def test_an_undelivered_receipt_after_a_stop_sends_nothing_more(house: House) -> None:
    one = one_sent(house)
    house.text("STOP")
    receipt(house, "undelivered", delivery_id=one.id, error="30003")
    before = len(house.received())
    house.go(timedelta(days=5))
    assert len(house.received()) == before


def test_a_receipt_that_names_an_opt_out_stops_him(house: House) -> None:
    one = one_sent(house)
    receipt(house, "undelivered", delivery_id=one.id, error="21610")
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_a_receipt_that_names_no_such_phone_holds_him(house: House) -> None:
    one = one_sent(house)
    receipt(house, "undelivered", delivery_id=one.id, error="30005")
    assert house.dad().state == "held"  # type: ignore[union-attr]


def test_an_answer_swallowed_by_twilios_own_block_raises_an_alarm(house: House) -> None:
    joined(house)
    house.exchange.blocked.add(DAD)
    with capture_logs() as logs:
        house.text("CRY")
    assert "answer_swallowed" in {line.get("kind") for line in logs if line["event"] == "alarm"}
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_a_delivery_counts_as_a_sign_of_life(house: House) -> None:
    joined(house)
    house.go(timedelta(days=95))
    jobs.hold_silent(house.service)
    assert house.dad().state == "active"  # type: ignore[union-attr]


def test_an_answers_receipts_reach_its_delivery(house: House) -> None:
    house.text("DAD")
    assert [(d.kind, d.state) for d in house.deliveries()] == [("reply", "delivered")]
    assert house.deliveries()[0].gateway_id
