"""What Hypothesis, or a reading of the code with it in mind, has found once: each as the smallest story that showed it."""

from datetime import timedelta

from sqlalchemy import update

from dadinfo.db.messages import Delivery
from dadinfo.jobs import jobs
from dadinfo.outbox.fill import fill
from tests.house import NOON, House

EVENING = NOON.replace(hour=20, minute=50)


def texts(house: House) -> list[str]:
    return [m.body for m in house.received() if m.direction == "outbound-api"]


def joined(house: House, words: str) -> None:
    house.text(words)
    house.now = EVENING


def in_doubt(house: House, *, went: bool) -> None:
    """His text is marked as being sent, and nobody recorded how that ended."""
    house.exchange.faults.callbacks = False
    house.exchange.faults.plan("accept_then_drop" if went else "timeout", seconds=0.01)
    house.tick()
    assert [d.state for d in house.deliveries("programme")] == ["sending"]
    assert len(texts(house)) == went


def test_the_last_text_of_the_programme_goes_out_before_it_ends(house: House) -> None:
    """`ending` was queued in the transaction that ended the journey, and so cancelled when looked at again."""
    house.text("DAD born 1 january 2025")
    house.go(timedelta(days=60))
    assert house.programme()[-1] == "ending"
    jobs.let_go(house.service)
    assert house.journey().state == "ended"


def test_a_homecoming_told_while_a_text_is_in_doubt_does_not_send_it_twice(house: House) -> None:
    """The list was searched for the words that fit now, not for those that went."""
    joined(house, "DAD born 1 october 2026")
    house.text("DUE 20 november 2026")
    in_doubt(house, went=True)
    assert "When your baby is home" in texts(house)[0]
    house.text("HOME")
    house.now += timedelta(minutes=5)
    house.text("HOME")
    house.now += timedelta(minutes=6)
    house.tick()
    assert len(texts(house)) == 1


def test_a_text_in_doubt_is_found_though_our_clock_was_an_hour_ahead(house: House) -> None:
    joined(house, "DAD born 20 november 2026")
    house.exchange.now = lambda: house.now - timedelta(hours=1)
    in_doubt(house, went=True)
    house.now += timedelta(minutes=11)
    house.tick()
    assert [d.state for d in house.deliveries("programme")] == ["sent"]
    assert len(texts(house)) == 1


def test_a_text_that_never_went_before_he_stopped_is_told_once_he_is_back(house: House) -> None:
    """The doubt was cancelled at his STOP and the step stayed in the ledger: an essential text that nobody got."""
    joined(house, "DAD born 20 november 2026")
    in_doubt(house, went=False)
    house.text("STOP")
    house.now += timedelta(minutes=11)
    house.tick()
    house.text("START")
    house.go(timedelta(days=15))
    assert "home-icon-crying" in house.programme()


def test_a_text_dropped_from_the_queue_can_be_told_when_his_dates_make_it_right_again(house: House) -> None:
    joined(house, "DAD due 1 february 2027")
    fill(house.service.database, house.service.rules, house.now)
    key = house.deliveries("programme")[-1].key
    with house.service.database.begin() as session:
        session.execute(update(Delivery).where(Delivery.state == "queued").values(expires_at=house.now))
    house.tick()
    assert [d.state for d in house.deliveries("programme")] == ["expired"]
    house.go(timedelta(days=2))
    assert key in house.programme()


def test_a_step_retired_while_in_doubt_does_not_hold_up_the_worker(house: House) -> None:
    """The doubt's words were looked up without asking whether the step still exists, and every tick failed."""
    joined(house, "DAD born 20 november 2026")
    in_doubt(house, went=False)
    with house.service.database.begin() as session:
        session.execute(update(Delivery).where(Delivery.state == "sending").values(key="retired-long-ago"))
    house.now += timedelta(minutes=11)
    house.tick()
    assert "expired" in [d.state for d in house.deliveries("programme")]


def test_one_programme_text_a_day_though_the_list_could_not_be_read_until_the_next_evening(house: House) -> None:
    joined(house, "DAD born 20 november 2026")
    in_doubt(house, went=False)
    house.now += timedelta(hours=23)
    house.exchange.faults.plan("500", count=1, on="list")
    house.tick()
    house.now += timedelta(minutes=15)
    house.tick()
    house.now += timedelta(minutes=15)
    house.tick()
    assert len(texts(house)) == 1


def test_starting_anew_before_the_journal_was_read_is_not_stopped_by_it(house: House) -> None:
    """LOSS and START between two turns of the worker: the replay took the joining for one from before the loss."""
    house.text("DAD due 1 february 2027")
    house.text("LOSS")
    house.text("START")
    house.tick()
    assert "Thanks, dad" in house.text("1 march 2027")[0]
