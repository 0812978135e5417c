"""Texts that a crash or a lost answer left in doubt: the gateway's own list says whether they went."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from dadinfo.db.base import Database
from dadinfo.db.encrypted import Keys
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.gateway.base import Gateway, Listed
from dadinfo.lifecycle import Rules
from dadinfo.programme import timetable

DOUBT_AFTER = timedelta(minutes=10)  # by then Twilio's list has caught up
CLOCK_SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Doubt:
    id: int
    dad_id: int
    number: str | None
    text: str
    since: datetime
    day: date  # the local day that it took: one programme text a day


def settle(database: Database, rules: Rules, keys: Keys, gateway: Gateway, now: datetime) -> int:
    """Found on the list means sent, not found means queued again; how many. An unreadable list settles none."""
    doubts = _doubts(database, rules, keys, now)
    return asyncio.run(_settle(database, gateway, doubts, now)) if doubts else 0


def _doubts(database: Database, rules: Rules, keys: Keys, now: datetime) -> list[Doubt]:
    with database.look() as session:
        rows = session.execute(
            select(Delivery, Dad, Journey)
            .join(Dad, Delivery.dad_id == Dad.id)
            .join(Journey, Delivery.journey_id == Journey.id)
            .where(Delivery.state == "sending", Delivery.sending_at < now - DOUBT_AFTER)
            .limit(500)
        ).all()
        return [_doubt(rules, keys, *row) for row in rows]


def _doubt(rules: Rules, keys: Keys, delivery: Delivery, dad: Dad, journey: Journey) -> Doubt:
    since = delivery.sending_at or delivery.not_before
    day = rules.today(since)
    words = timetable.words(rules.timetable.by_id[delivery.key], journey.dates, day)
    return Doubt(delivery.id, dad.id, keys.open(dad.number) if dad.number else None, words, since, day)


async def _settle(database: Database, gateway: Gateway, doubts: list[Doubt], now: datetime) -> int:
    settled = 0
    async with gateway.open(1) as sender:
        for doubt in doubts:
            if doubt.number is None:  # he stopped meanwhile: whether it went or not, it never goes again
                settled += _move(database, doubt, now, state="cancelled", gateway_id=None)
                continue
            try:
                listed = await sender.sent_to(doubt.number, since=doubt.since - CLOCK_SLACK)
            except OSError:
                continue
            found = _match(database, doubt, listed)
            settled += _move(database, doubt, now, state="sent" if found else "queued", gateway_id=found)
    return settled


def _match(database: Database, doubt: Doubt, listed: list[Listed]) -> str | None:
    """The newest listed text with the same words that no other delivery has claimed."""
    with database.look() as session:
        known = set(
            session.scalars(
                select(Delivery.gateway_id).where(Delivery.dad_id == doubt.dad_id, Delivery.gateway_id.is_not(None))
            )
        )
    return next((m.gateway_id for m in listed if m.text == doubt.text and m.gateway_id not in known), None)


def _move(database: Database, doubt: Doubt, now: datetime, *, state: str, gateway_id: str | None) -> int:
    changes: dict[str, dict[str, object]] = {
        "queued": {"not_before": now},
        "sent": {"gateway_id": gateway_id, "sent_at": now},
        "cancelled": {"settled_at": now},
    }
    with database.begin() as session:
        if state == "queued":
            session.execute(
                update(Dad).where(Dad.id == doubt.dad_id, Dad.programme_on == doubt.day).values(programme_on=None)
            )
        moved = session.execute(
            update(Delivery)
            .where(Delivery.id == doubt.id, Delivery.state == "sending")
            .values(state=state, **changes[state])
            .returning(Delivery.id)
        )
        return len(moved.all())
