"""The right text at the right time, once: windows, outages, refusals, lost answers, summer time."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from dadinfo.db.messages import Delivery
from dadinfo.gateway import twilio
from dadinfo.outbox import rate
from dadinfo.outbox.fill import fill
from dadinfo.outbox.rate import Bucket
from dadinfo.simulator.messages import Message
from tests.house import DAD, House

ESSENTIALS = 10


def joined(house: House, words: str = "8 weeks old") -> None:
    house.text("DAD")
    house.text(words)


def texts(house: House, number: str = DAD) -> list[Message]:
    return [m for m in house.received(number) if m.direction == "outbound-api"]


def times(house: House) -> list[datetime]:
    return [m.date_created.astimezone(house.service.settings.zone) for m in texts(house)]


def states(house: House) -> list[str]:
    return [d.state for d in house.deliveries("programme")]


def to_first_text(house: House) -> None:
    """The instant at which the first programme text falls due."""
    house.now = house.next_due()  # type: ignore[assignment]


def in_his_hours(house: House) -> bool:
    """One a day and all in the evening."""
    all_times = times(house)
    return all(18 <= at.hour < 21 for at in all_times) and len({at.date() for at in all_times}) == len(all_times)


def test_a_text_due_at_the_last_minute_waits_for_the_next_evening_once_the_window_has_shut(house: House) -> None:
    joined(house)
    to_first_text(house)
    fill(house.service.database, house.service.rules, house.now)
    house.now = house.now.replace(hour=21, minute=0, second=0, microsecond=0)
    assert house.tick()[1].held == 1
    assert texts(house) == []
    house.go(timedelta(days=1))
    assert len(texts(house)) == 1
    assert in_his_hours(house)


def test_the_last_second_of_the_window_is_still_inside_it(house: House) -> None:
    joined(house)
    to_first_text(house)
    fill(house.service.database, house.service.rules, house.now)
    house.now = house.now.replace(hour=20, minute=59, second=59)
    assert house.tick()[1].sent == 1


def test_running_twice_sends_once(house: House) -> None:
    joined(house)
    to_first_text(house)
    for _ in range(3):
        house.tick()
    assert len(texts(house)) == 1


@pytest.mark.parametrize("fault", ["429", "500"])
def test_an_outage_of_three_days_ends_with_one_text_a_day_in_his_hours(house: House, fault: str) -> None:
    joined(house)
    house.exchange.faults.plan(fault, count=100_000)  # type: ignore[arg-type]
    house.go(timedelta(days=3))
    assert texts(house) == []
    house.exchange.faults.change({"planned": []})
    house.now = house.now.replace(hour=2)
    house.tick()
    assert texts(house) == []
    house.go(timedelta(days=ESSENTIALS + 2))
    assert in_his_hours(house)
    assert len(texts(house)) >= ESSENTIALS
    icon = {"home-icon-crying", "home-icon-comfort", "home-icon-walk-away", "home-icon-never-shake"}
    assert icon <= set(house.programme()[:ESSENTIALS])
    assert len(set(house.programme())) == len(house.programme())


def test_one_refusal_to_take_a_text_now_costs_a_minute_and_not_a_day(house: House) -> None:
    joined(house)
    house.text("MORNING")
    house.exchange.faults.plan("429")
    house.go(timedelta(days=1))
    assert len(texts(house)) == 1
    assert house.deliveries("programme")[0].attempts == 2


def test_a_gateway_that_cannot_be_reached_at_all_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    joined(house)
    right = house.service.settings.twilio_api_url
    object.__setattr__(house.service.gateway._settings, "twilio_api_url", "http://127.0.0.1:9")  # type: ignore[attr-defined]
    to_first_text(house)
    assert house.tick()[1].held == 1
    object.__setattr__(house.service.gateway._settings, "twilio_api_url", right)  # type: ignore[attr-defined]
    house.go(timedelta(days=1))
    assert house.programme()[0] == "home-icon-crying"


def test_a_text_whose_answer_was_lost_is_found_on_the_list_and_not_sent_again(house: House) -> None:
    joined(house)
    house.exchange.faults.callbacks = False
    house.exchange.faults.list_lag = 120  # and its date of sending is empty: it has not left Twilio
    house.exchange.faults.plan("accept_then_drop")
    to_first_text(house)
    house.tick()
    assert states(house) == ["sending"]
    house.now += timedelta(minutes=9)
    house.tick()
    assert states(house) == ["sending"]
    house.now += timedelta(minutes=2)
    house.tick()
    assert states(house) == ["sent"]
    assert len(texts(house)) == 1
    assert house.deliveries("programme")[0].gateway_id == texts(house)[0].sid


def test_a_receipt_settles_a_text_in_doubt_sooner(house: House) -> None:
    joined(house)
    house.exchange.faults.plan("accept_then_drop")
    to_first_text(house)
    house.tick()
    assert states(house) == ["delivered"]
    assert len(texts(house)) == 1


def test_a_text_in_doubt_that_is_not_on_the_list_is_sent_once_more(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio, "TIMEOUT_SECONDS", 0.3)
    joined(house)
    house.text("MORNING")
    house.exchange.faults.plan("timeout", seconds=1)
    to_first_text(house)
    house.tick()
    assert states(house) == ["sending"]
    house.now += timedelta(minutes=11)
    house.tick()
    assert states(house) == ["delivered"]
    assert len(texts(house)) == 1
    house.go(timedelta(hours=2))
    assert len(texts(house)) == 1


def test_a_list_that_cannot_be_read_settles_nothing(house: House) -> None:
    joined(house)
    house.exchange.faults.callbacks = False
    house.exchange.faults.plan("accept_then_drop")
    to_first_text(house)
    house.tick()
    house.exchange.faults.plan("500", count=10, on="list")
    house.now += timedelta(minutes=11)
    house.tick()
    assert states(house) == ["sending"]
    house.exchange.faults.change({"planned": []})
    house.now += timedelta(minutes=1)
    house.tick()
    assert states(house) == ["sent"]


def test_a_text_in_doubt_of_a_dad_who_stopped_never_goes_again(house: House) -> None:
    joined(house)
    house.exchange.faults.plan("500", count=10, on="list")
    house.exchange.faults.callbacks = False
    house.exchange.faults.plan("accept_then_drop")
    to_first_text(house)
    house.tick()
    house.text("STOP")
    house.exchange.faults.change({"planned": []})
    house.go(timedelta(days=2))
    assert len(texts(house)) == 1
    assert states(house) == ["sending"]  # settled when he comes back: he must not lack what did not go


def test_a_text_found_missing_days_later_does_not_make_two_on_one_day(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio, "TIMEOUT_SECONDS", 0.3)
    joined(house)
    house.exchange.faults.plan("timeout", seconds=1)
    to_first_text(house)
    house.tick()
    house.exchange.faults.plan("500", count=3, on="list")
    house.go(timedelta(days=1))
    for _ in range(5):
        house.now += timedelta(minutes=1)
        house.tick()
    house.go(timedelta(days=9))
    assert in_his_hours(house)
    assert {"home-icon-crying", "home-icon-comfort"} <= set(house.programme())


def test_an_opt_out_known_to_twilio_stops_him(house: House) -> None:
    joined(house)
    house.exchange.faults.refusals[DAD] = 21610
    to_first_text(house)
    assert house.tick()[1].failed == 1
    dad = house.dad()
    assert dad is not None
    assert (dad.state, dad.number) == ("stopped", None)
    del house.exchange.faults.refusals[DAD]
    house.go(timedelta(days=5))
    assert texts(house) == []


def test_after_a_refusal_that_stopped_him_start_tells_him_the_text_that_never_went(house: House) -> None:
    joined(house)
    house.exchange.faults.refusals[DAD] = 21610
    to_first_text(house)
    house.tick()
    del house.exchange.faults.refusals[DAD]
    house.text("START")
    house.go(timedelta(days=2))
    assert house.programme()[0] == "home-icon-crying"


@pytest.mark.parametrize("code", [21614, 21211])
def test_a_number_that_is_none_is_held_until_he_says_yes_and_misses_no_essential(house: House, code: int) -> None:
    joined(house)
    house.exchange.faults.refusals[DAD] = code
    house.go(timedelta(days=3))
    assert house.dad().state == "held"  # type: ignore[union-attr]
    assert [d.state for d in house.deliveries("programme")] == ["refused"]
    del house.exchange.faults.refusals[DAD]
    assert "on again" in house.text("YES")[0]
    house.go(timedelta(days=ESSENTIALS + 1))
    assert house.programme()[0] == "home-icon-crying"
    assert len(set(house.programme())) >= ESSENTIALS


def test_a_wrong_password_raises_an_alarm_and_loses_nothing(house: House) -> None:
    joined(house)
    right, house.exchange.credentials = house.exchange.credentials, "Basic wrong"
    to_first_text(house)
    with capture_logs() as logs:
        house.tick()
    assert [line["kind"] for line in logs if line["event"] == "alarm"] == ["gateway_refuses_us"]
    assert states(house) == ["queued"]
    house.exchange.credentials = right
    house.go(timedelta(days=1))
    assert house.programme()[0] == "home-icon-crying"


def test_a_text_carries_a_validity_that_ends_with_his_window(house: House) -> None:
    joined(house)
    house.go(timedelta(days=3))
    for text in texts(house):
        local = text.date_created.astimezone(house.service.settings.zone)
        assert text.validity_period is not None
        assert 300 <= text.validity_period <= max(300, (21 - local.hour) * 3600 - local.minute * 60)


def test_a_worker_stopped_for_forty_days_still_tells_every_essential(house: House) -> None:
    joined(house, "2 days old")
    house.now += timedelta(days=40)
    house.go(timedelta(days=16))
    steps = [s for s in house.service.rules.timetable.by_id.values() if s.catch_up and s.anchor == "home"]
    assert {s.id for s in steps} <= set(house.programme())
    assert in_his_hours(house)


@pytest.mark.parametrize("start", [datetime(2027, 3, 21, 12, tzinfo=UTC), datetime(2027, 10, 25, 12, tzinfo=UTC)])
def test_over_a_change_of_the_clocks_texts_keep_their_local_hour(house: House, start: datetime) -> None:
    house.now = start
    joined(house)
    house.go(timedelta(days=10))
    assert len({(at.hour, at.minute) for at in times(house)}) == 1
    assert len({at.utcoffset() for at in times(house)}) == 2
    assert in_his_hours(house)


def test_a_night_worker_gets_one_text_on_the_night_the_clocks_change(house: House) -> None:
    house.now = datetime(2027, 3, 26, 12, tzinfo=UTC)
    joined(house)
    house.text("NIGHT")
    house.go(timedelta(days=4))
    assert len({at.date() for at in times(house)}) == len(times(house)) == 4


def test_a_step_that_is_no_longer_right_when_it_is_looked_at_again_is_dropped(house: House) -> None:
    joined(house, "39 weeks")
    to_first_text(house)
    fill(house.service.database, house.service.rules, house.now)
    with house.service.database.begin() as session:  # as if a birth had missed the row
        delivery = session.get_one(Delivery, house.deliveries("programme")[0].id)
        delivery.key = "unreported-question-1"
    house.tick()
    assert states(house)[0] == "expired"
    assert texts(house) == []


def test_a_birth_told_while_a_pregnancy_text_is_queued_takes_it_back(house: House) -> None:
    joined(house, "39 weeks")
    to_first_text(house)
    fill(house.service.database, house.service.rules, house.now)
    house.text("BABY")
    house.tick()
    assert not [key for key in house.programme() if key.startswith("preg-")]
    assert states(house)[0] == "cancelled"


def test_no_more_texts_than_the_rate_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = 0.0
    monkeypatch.setattr(rate.time, "monotonic", lambda: clock)
    bucket, taken = Bucket(5.0, _at=0.0), 0
    for _ in range(1000):
        clock += 0.01
        room = bucket.room()
        bucket.spend(room)
        taken += room
    assert 45 <= taken <= 51  # ten seconds at five a second


def test_many_dads_at_a_low_rate_all_get_their_text_once(house: House) -> None:
    from dataclasses import replace

    numbers = [f"+4477009001{n:02d}" for n in range(30)]
    for number in numbers:
        house.text("DAD 8 weeks old", number)
    house.now = house.now.replace(hour=20, minute=50)
    fill(house.service.database, house.service.rules, house.now)
    post = replace(house.service.post, rate=60.0, concurrency=3)
    assert post.run().sent == 30
    assert all(len(texts(house, number)) == 1 for number in numbers)
