"""The few texts after a loss, for a dad who asked for them (safety rule 28); any word from him ends them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.db.base import Database
from dadinfo.db.encrypted import Keys
from dadinfo.db.messages import ORDINARY, Delivery
from dadinfo.db.people import Dad
from dadinfo.gateway.base import Gateway, Outcome, Refused, Sent
from dadinfo.lifecycle import Rules
from dadinfo.outbox import refusals
from dadinfo.programme import window

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Going:
    """One text on its way."""

    delivery_id: int
    number: str
    words: str
    valid_for: timedelta


def send(database: Database, rules: Rules, keys: Keys, gateway: Gateway, now: datetime) -> int:
    """Send what is due to those who asked; how many went.

    A text counts as said before its call starts: after a crash one may be missing, which is better than the same twice.
    """
    if not rules.timetable.library.gentle_is_on():
        return 0
    with database.begin() as session:
        due = select(Dad).where(Dad.gentle_at <= now, Dad.state == "lost").order_by(Dad.id).limit(AT_ONCE)
        dads = session.scalars(due.with_for_update(key_share=True, skip_locked=True)).all()
        going = [one for dad in dads if (one := _claim(session, rules, keys, dad, now))]
    outcomes = asyncio.run(_send(gateway, going)) if going else []
    with database.begin() as session:
        for one, outcome in zip(going, outcomes, strict=True):
            _record(session, rules, one, outcome, now)
    return sum(isinstance(outcome, Sent) for outcome in outcomes)


def _claim(session: Session, rules: Rules, keys: Keys, dad: Dad, now: datetime) -> Going | None:
    closes = window.closes_at(window.WINDOWS[dad.window], rules.timetable.zone, now)
    if closes is None or dad.number is None:
        lifecycle.plan_gentle(rules, dad, now)
        return None
    texts = rules.timetable.library.gentle(dad.lang)
    said = texts[dad.gentle_sent]
    number = keys.open(dad.number)
    delivery = Delivery(
        dad_id=dad.id, kind="gentle", key=said.id, version=said.version, lang=dad.lang, priority=ORDINARY,
        not_before=now, state="sending", attempts=1, sending_at=now, created_at=now,
    )  # fmt: skip
    session.add(delivery)
    dad.gentle_sent += 1
    lifecycle.plan_gentle(rules, dad, now)
    session.flush()
    words = rules.timetable.library.without_lapsed(said.text, rules.today(now))
    return Going(delivery.id, number, words, closes - now)


async def _send(gateway: Gateway, going: list[Going]) -> list[Outcome]:
    async with gateway.open(AT_ONCE) as sender:
        calls = (
            sender.send(one.number, one.words, delivery_id=one.delivery_id, valid_for=one.valid_for) for one in going
        )
        return await asyncio.gather(*calls)


def _record(session: Session, rules: Rules, one: Going, outcome: Outcome, now: datetime) -> None:
    delivery = session.get_one(Delivery, one.delivery_id)
    if delivery.state != "sending":
        return  # its receipt was faster
    match outcome:
        case Sent(gateway_id):
            delivery.state, delivery.gateway_id, delivery.sent_at = "sent", gateway_id, now
        case Refused(code, reason):
            delivery.state, delivery.error, delivery.settled_at = "refused", code, now
            refusals.act(session, rules, delivery, reason, now)
        case _:
            delivery.state, delivery.settled_at = "expired", now
