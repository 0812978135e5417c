"""What the service does by itself: holding silent numbers, deriving again, its heartbeat; and jobs that fail."""

import itertools
from datetime import date, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import select
from structlog.testing import capture_logs

from dadinfo.db.events import Mark, Throttle
from dadinfo.db.people import Dad, Journey
from dadinfo.jobs import embedded, jobs, population
from dadinfo.jobs.jobs import JOBS, Job
from dadinfo.programme import preview, window
from dadinfo.simulator.faults import Outcome
from tests.house import DAD, House


def joined(house: House, words: str = "8 weeks old", number: str = DAD) -> None:
    house.text("DAD", number)
    house.text(words, number)


def silent(house: House, days: int) -> None:
    """Texts leave us and are never delivered, and he says nothing."""
    house.exchange.faults.outcomes[DAD] = Outcome("sent")
    house.go(timedelta(days=days))
    jobs.hold_silent(house.service)


def plans(house: House) -> list[tuple[int, object, bytes]]:
    with house.service.database.look() as session:
        return [(j.id, j.next_due_at, j.told_bits) for j in session.scalars(select(Journey).order_by(Journey.id))]


def test_after_ninety_days_of_silence_the_programme_is_held_and_a_yes_reopens_it(house: House) -> None:
    joined(house)
    silent(house, 89)
    assert house.dad().state == "active"  # type: ignore[union-attr]
    silent(house, 2)
    assert house.dad().state == "held"  # type: ignore[union-attr]
    before = len(house.received())
    house.go(timedelta(days=60))
    assert len(house.received()) == before
    assert "on again" in house.text("YES")[0]
    assert house.dad().state == "active"  # type: ignore[union-attr]
    jobs.hold_silent(house.service)
    assert house.dad().state == "active"  # type: ignore[union-attr]
    house.go(timedelta(days=60))
    assert len(house.received()) > before + 1


@pytest.mark.parametrize("words", ["hello", "CRY", "no"])
def test_a_word_from_him_counts_against_silence(house: House, words: str) -> None:
    joined(house)
    silent(house, 60)
    house.text(words)
    silent(house, 60)
    assert house.dad().state == "active"  # type: ignore[union-attr]


def test_a_delivery_counts_against_silence(house: House) -> None:
    joined(house)
    house.go(timedelta(days=120))
    jobs.hold_silent(house.service)
    assert house.dad().state == "active"  # type: ignore[union-attr]


def test_a_dad_on_hold_is_answered_and_only_yes_or_his_own_news_reopens(house: House) -> None:
    joined(house)
    silent(house, 91)
    assert "Put baby down" in house.text("CRY")[0]
    house.text("thanks")
    house.text("EVENING")
    assert house.dad().state == "held"  # type: ignore[union-attr]
    house.text("STOP")
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_no_dad_who_gets_his_texts_is_ever_silent_for_ninety_days(house: House) -> None:
    due = date(2027, 3, 14)
    for born in (due, due - timedelta(weeks=10), due + timedelta(days=12)):
        for hours in window.WINDOWS.values():
            shown = preview.whole(house.service.rules.timetable, due=due, born=born, joined=None, hours=hours)
            gaps = [b.at - a.at for a, b in itertools.pairwise(shown)]
            assert max(gaps) < jobs.SILENT_FOR


def test_deriving_again_changes_nothing_when_nothing_changed(house: House) -> None:
    for n, words in enumerate(
        ("20 weeks", "39 weeks", "2 days old", "8 weeks old", "7 months old", "23 months old", "35 weeks, twins")
    ):
        joined(house, words, f"+4477009002{n:02d}")
    for _ in range(12):
        house.go(timedelta(days=1))
        before = plans(house)
        jobs.derive_again(house.service)
        assert plans(house) == before


def test_deriving_again_at_night_after_a_day_of_standstill_keeps_everything_due_and_sends_nothing(house: House) -> None:
    joined(house)
    house.now = (house.now + timedelta(days=2)).replace(hour=4)
    jobs.derive_again(house.service)
    assert house.tick()[1].sent == 0
    house.go(timedelta(days=1))
    assert house.programme() == ["home-icon-crying"]


def test_deriving_again_mends_a_lost_instant(house: House) -> None:
    joined(house)
    before = plans(house)
    with house.service.database.begin() as session:
        session.scalars(select(Journey)).one().next_due_at = None
    jobs.derive_again(house.service)
    assert plans(house) == before


def test_deriving_again_wakes_nobody_who_stopped_or_is_held(house: House) -> None:
    joined(house)
    house.text("STOP")
    joined(house, number="+447700900456")
    house.text("LOSS", "+447700900456")
    jobs.derive_again(house.service)
    assert [at for _, at, _ in plans(house)] == [None, None]


def test_deriving_again_goes_through_every_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAGE", 2)
    for n in range(5):
        joined(house, number=f"+4477009002{n:02d}")
    with house.service.database.begin() as session:
        for journey in session.scalars(select(Journey)):
            journey.next_due_at = None
    jobs.derive_again(house.service)
    assert all(at for _, at, _ in plans(house))


def test_a_run_leaves_a_heartbeat(house: House) -> None:
    jobs.send(house.service)
    house.now += timedelta(minutes=1)
    jobs.send(house.service)
    with house.service.database.look() as session:
        assert session.get_one(Mark, "jobs").at == house.now


def test_old_throttles_go(house: House) -> None:
    house.client.post("/stop", data={"number": DAD})
    house.now += timedelta(days=3)
    jobs.forget_answers(house.service)
    with house.service.database.look() as session:
        assert session.scalars(select(Throttle)).all() == []


def test_a_job_that_fails_raises_an_alarm_and_does_not_end_the_worker(house: House) -> None:
    def broken(_service: object) -> None:
        raise RuntimeError("+447700900123")

    with capture_logs() as logs:
        embedded._guarded(Job("send", broken, seconds=15), house.service)
    assert "job_send_failed" in {line.get("kind") for line in logs if line["event"] == "alarm"}


def test_each_job_is_scheduled_to_run_one_at_a_time(house: House) -> None:
    scheduler = embedded._schedule(BackgroundScheduler(timezone="Europe/London"), house.service)
    scheduled = {job.id: job for job in scheduler.get_jobs()}
    assert set(scheduled) == {job.name for job in JOBS}
    assert all(job.max_instances == 1 and job.coalesce for job in scheduled.values())


def test_a_seeded_population_gets_its_next_texts_once_each_and_in_its_hours(house: House) -> None:
    population.seed(house.service, 200, house.now, 1)
    house.now = house.now.replace(hour=18, minute=0)
    for _ in range(16):
        house.now += timedelta(minutes=15)
        house.tick()
    out = [m for m in house.exchange.newest() if m.direction == "outbound-api"]
    assert out
    assert len({m.to for m in out}) == len(out)
    with house.service.database.look() as session:
        hours = dict(session.execute(select(Dad.number_hash, Dad.window)).all())
    for message in out:
        hours_of_his = window.WINDOWS[hours[house.service.keys.lookup(message.to)]]
        local = message.date_created.astimezone(house.service.settings.zone).time()
        assert hours_of_his.opens <= local < hours_of_his.closes
