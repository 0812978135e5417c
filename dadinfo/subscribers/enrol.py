"""How a dad comes in: found by his number, asked for a date, and made active by it; one way for every route."""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from dadinfo import lifecycle
from dadinfo.content.model import Step
from dadinfo.db.encrypted import Keys
from dadinfo.db.people import Dad, Journey, Told
from dadinfo.lifecycle import Rules


def find(session: Session, keys: Keys, number: str) -> Dad | None:
    """The dad of that number with his journeys, himself locked so that his texts act one after another."""
    hashes = keys.lookups(number)
    values = {f"hash{place}": one for place, one in enumerate(hashes)}
    return session.scalars(_found(len(hashes)), values).unique().one_or_none()


@lru_cache
def _found(hashes: int) -> Select[Dad]:
    return (
        select(Dad)
        .where(Dad.number_hash.in_([bindparam(f"hash{place}") for place in range(hashes)]))
        .options(joinedload(Dad.journeys))
        .with_for_update(of=Dad, key_share=True)
        .execution_options(populate_existing=True)
    )


def add(session: Session, keys: Keys, number: str, now: datetime, *, state: str = "joining") -> Dad:
    """A row for a number not known yet. In any state but joining only the hash is kept: the stop list."""
    sealed = keys.seal(number) if state == "joining" else None
    dad = Dad(
        number_hash=keys.lookup(number),
        number=sealed,
        state=state,
        created_at=now,
        heard_at=now,
        started_at=now if state == "joining" else None,
        lang="en",
        window="evening",
    )
    session.add(dad)
    session.flush()
    return dad


def rejoin(dad: Dad, keys: Keys, number: str, now: datetime) -> None:
    """A dad who had stopped, lost or come to the end asks again: a new joining, and nothing of before ever resumes."""
    dad.state, dad.number, dad.undo = "joining", keys.seal(number), None
    dad.started_at, dad.stopped_at = now, None
    for journey in dad.journeys:
        if journey.state in ("active", "stopped"):
            lifecycle.end(journey)


def activate(
    session: Session, rules: Rules, dad: Dad, now: datetime, *, due: date | None, born: date | None, twins: bool
) -> list[Step]:
    """Start a journey from the date that he gave. The steps of the welcome, to be sent at once in the answer to him."""
    today = rules.today(now)
    journey = Journey(
        due_date=due, birth_date=born, twins=twins, joined_on=today, since=today, state="active", told_bits=b""
    )
    dad.journeys.append(journey)
    dad.state, dad.asked, dad.started_at = "active", None, now
    session.flush()
    welcome = rules.timetable.welcome(journey.dates, today)
    for step in welcome:
        journey.told |= 1 << step.number
        session.add(Told(journey_id=journey.id, step=step.number, told_on=today))
    lifecycle.replan(session, rules, dad, now, earliest=lifecycle.first_text_at(now))
    return welcome
