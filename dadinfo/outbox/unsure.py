"""Texts that a crash or a lost answer left in doubt: the gateway's own list says whether they went."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from dadinfo.db.base import Database
from dadinfo.db.encrypted import Keys, WrongKey
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad
from dadinfo.gateway.base import Gateway, Listed
from dadinfo.lifecycle import Rules

DOUBT_AFTER = timedelta(minutes=10)  # by then Twilio's list has caught up
CLOCK_SLACK = timedelta(days=1)  # our clock may have been wrong when it went; words and id tell it from others


@dataclass(frozen=True, slots=True)
class Doubt:
    id: int
    dad_id: int
    number: str
    texts: frozenset[str]  # in every wording: his dates and language may have changed since
    since: datetime
    day: date  # the local day that it took: one programme text a day


def settle(database: Database, rules: Rules, keys: Keys, gateway: Gateway, now: datetime) -> int:
    """Found on the list means sent, not found means queued again; how many. An unreadable list settles none.

    The doubt about a dad who has left waits until he comes back: it must not go, and he may lack it.
    """
    doubts = _doubts(database, rules, keys, now)
    return asyncio.run(_settle(database, gateway, doubts, now)) if doubts else 0


def _doubts(database: Database, rules: Rules, keys: Keys, now: datetime) -> list[Doubt]:
    with database.look() as session:
        rows = session.execute(
            select(Delivery, Dad)
            .join(Dad, Delivery.dad_id == Dad.id)
            .where(Delivery.state == "sending", Delivery.sending_at < now - DOUBT_AFTER, Dad.state == "active")
            .limit(500)
        ).all()
        return [doubt for row in rows if (doubt := _doubt(rules, keys, *row))]


def _doubt(rules: Rules, keys: Keys, delivery: Delivery, dad: Dad) -> Doubt | None:
    """None while his number cannot be read. A step that has been retired is found under no words, and dropped."""
    since, step = delivery.sending_at or delivery.not_before, rules.timetable.by_id.get(delivery.key)
    library = rules.timetable.library
    texts = library.every_wording(step) if step else frozenset[str]()
    texts |= {library.without_lapsed(words, rules.today(since)) for words in texts}
    try:
        return Doubt(delivery.id, dad.id, keys.open(dad.number or b""), texts, since, rules.today(since))
    except WrongKey:
        return None


async def _settle(database: Database, gateway: Gateway, doubts: list[Doubt], now: datetime) -> int:
    settled = 0
    async with gateway.open(1) as sender:
        for doubt in doubts:
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
    return next((m.gateway_id for m in listed if m.text in doubt.texts and m.gateway_id not in known), None)


def _move(database: Database, doubt: Doubt, now: datetime, *, state: str, gateway_id: str | None) -> int:
    changes: dict[str, dict[str, object]] = {
        "queued": {"not_before": now},
        "sent": {"gateway_id": gateway_id, "sent_at": now},
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
