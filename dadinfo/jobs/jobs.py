"""What the service does by itself: each job's name, how often, and the plain function."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from dadinfo import lifecycle
from dadinfo.alarm import raise_alarm
from dadinfo.db.events import Mark, Throttle
from dadinfo.db.messages import Delivery, Inbound
from dadinfo.db.people import Dad, Journey
from dadinfo.journal import JournalShort
from dadinfo.outbox import gentle, unsure
from dadinfo.outbox.fill import fill
from dadinfo.outbox.post import Count
from dadinfo.service import Service

ANSWERS_KEPT = timedelta(hours=24)
SILENT_FOR = timedelta(days=90)
UNFINISHED_FOR = timedelta(days=30)
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Job:
    """`hour` is local, for a job that runs once a night; otherwise `seconds` between runs."""

    name: str
    run: Callable[[Service], object]
    seconds: int = 0
    hour: int = 0


def tick(service: Service) -> tuple[int, Count]:
    """Everything due once: how many texts were planned, and what became of those that were ready."""
    now = service.clock()
    replayed(service, now)
    planned = fill(service.database, service.rules, now)
    unsure.settle(service.database, service.rules, service.keys, service.gateway, now)
    count = service.post.run()
    gentle.send(service.database, service.rules, service.keys, service.gateway, now)
    if count.trouble:
        raise_alarm(
            service.settings,
            "gateway_refuses_us",
            f"codes {', '.join(sorted(count.trouble))}: check the gateway's account and settings",
        )
    return planned, count


def replayed(service: Service, now: datetime) -> int:
    """Stops from the journal that this database lacks, before anything is sent. Raises JournalShort, with an alarm."""
    try:
        with service.database.begin() as session:
            return lifecycle.replay(session, service.rules, now)
    except JournalShort as fault:
        raise_alarm(service.settings, "stop_journal_short", str(fault))
        raise


def beat(service: Service) -> None:
    """Say that the jobs are alive, for /readyz."""
    now = service.clock()
    with service.database.begin() as session:
        mark = session.get(Mark, "jobs")
        if mark is None:
            session.add(Mark(name="jobs", at=now))
        else:
            mark.at = now


def send(service: Service) -> None:
    tick(service)
    beat(service)


def forget_answers(service: Service) -> None:
    """After a day a text in is a time and an intent: its risk and the answer to it go. Old throttles go too."""
    now = service.clock()
    with service.database.begin() as session:
        old = Inbound.received_at < now - ANSWERS_KEPT
        session.execute(
            update(Inbound)
            .where(old, Inbound.answer.is_not(None))
            .values(answer=None, risk=None)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(Throttle).where(Throttle.day < (now - ANSWERS_KEPT).date().isoformat()))


def hold_silent(service: Service) -> None:
    """Ninety days with neither a delivery nor a word: the number may be another man's by now."""
    now = service.clock()
    with service.database.begin() as session:
        arrived = select(Delivery.id).where(
            Delivery.dad_id == Dad.id, Delivery.state == "delivered", Delivery.settled_at >= now - SILENT_FOR
        )
        silent = select(Dad).where(Dad.state == "active", Dad.heard_at < now - SILENT_FOR, ~arrived.exists())
        for dad in session.scalars(silent.with_for_update(key_share=True, skip_locked=True)).all():
            lifecycle.hold(session, service.rules, dad, now)


def let_go(service: Service) -> None:
    """Numbers that are needed no longer: a programme told to its end, a joining never finished."""
    now = service.clock()
    with service.database.begin() as session:
        lifecycle.end_grown(session, service.rules, now)
        on_its_way = select(Delivery.id).where(Delivery.dad_id == Dad.id, Delivery.state.in_(["queued", "sending"]))
        going_on = Dad.journeys.any(Journey.state == "active")
        told_all = (Dad.state == "active", Dad.journeys.any(), ~going_on, ~on_its_way.exists())
        as_rows = {"synchronize_session": False}
        session.execute(update(Dad).where(*told_all).values(state="ended", number=None), execution_options=as_rows)
        unfinished = delete(Dad).where(Dad.state == "joining", Dad.heard_at < now - UNFINISHED_FOR)
        session.execute(unfinished, execution_options=as_rows)


def derive_again(service: Service) -> None:
    """Each journey's next instant once more from its dates, so that no mistake or new step waits for a change."""
    now, last = service.clock(), 0
    while True:
        with service.database.begin() as session:
            dads = session.scalars(
                select(Dad)
                .where(Dad.id > last, Dad.state == "active", Dad.journeys.any(Journey.state == "active"))
                .order_by(Dad.id)
                .limit(PAGE)
                .with_for_update(key_share=True, skip_locked=True)
            ).all()
            for dad in dads:
                lifecycle.derive(service.rules, dad, now)
        if len(dads) < PAGE:
            return
        last = dads[-1].id


def look_at_numbers(service: Service) -> None:
    """Say which facts and helplines nobody has looked at again in time; texts go without them meanwhile."""
    lapsed = service.library.lapsed(service.rules.today(service.clock()))
    if lapsed:
        advice = f"past their check_by: {', '.join(lapsed)}; look each up at its source and mend content/"
        raise_alarm(service.settings, "numbers_not_checked", advice)


JOBS = (
    Job("send", send, seconds=15),
    Job("forget_answers", forget_answers, seconds=3600),
    Job("hold_silent", hold_silent, hour=3),
    Job("let_go", let_go, hour=3),
    Job("derive_again", derive_again, hour=4),
    Job("look_at_numbers", look_at_numbers, hour=9),
)
