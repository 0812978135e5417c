"""The outbox emptied: take, look again, send, record; the only function of the service with several transactions.

One event loop keeps many requests in flight. Each turn of it is one short transaction that records what came back and
takes what may start now; a row is marked `sending`, and that is committed, just before its call, so no call starts
after a STOP has committed. A row that a crash leaves in `sending` is settled by `unsure`.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, and_, bindparam, or_, select, update
from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.clock import Clock
from dadinfo.db.base import Database, among
from dadinfo.db.encrypted import Keys, WrongKey
from dadinfo.db.messages import DELIVERIES, Delivery
from dadinfo.db.people import DADS, JOURNEYS, Journey
from dadinfo.gateway.base import Gateway, Outcome, Refused, Sender, Sent, TryLater, Unsure
from dadinfo.lifecycle import Rules
from dadinfo.outbox import refusals
from dadinfo.outbox.rate import Bucket
from dadinfo.programme import window
from dadinfo.programme.stage import Circumstances, Dates
from dadinfo.programme.timetable import DAY

GATHER_SECONDS = 0.005  # answers that come this close together are recorded in one transaction
STALE = "stale"  # it rests on a fact that nobody has looked at again
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(minutes=30)
_V, _D, _J = DELIVERIES.c, DADS.c, JOURNEYS.c

_READY = (
    select(
        _V.id, _V.dad_id, _V.priority, _V.not_before, _V.key, _V.expires_at, _V.attempts,
        _D.state, _D.number, _D.window, _D.programme_on, _J.state.label("journey_state"),
        _D.nation, _J.family, _D.young, _D.lang,
        _J.due_date, _J.birth_date, _J.home_date, _J.twins, _J.joined_on, _J.since,  # his Dates, in their order
    )
    .join_from(DELIVERIES, DADS)
    .join(JOURNEYS, _V.journey_id == _J.id)
    .where(_V.state == "queued", _V.not_before <= bindparam("now"))
    .order_by(_V.priority, _V.not_before, _V.id)
    .limit(bindparam("most"))
    .with_for_update(of=[DELIVERIES, DADS], skip_locked=True, key_share=True)
)  # fmt: skip
_TAKE_DAY = (
    update(DADS)
    .where(
        among(_D.id, "ids"),
        or_(_D.programme_on.is_(None), _D.programme_on < bindparam("today")),
    )
    .values(programme_on=bindparam("today"))
)
_GIVE_DAY_BACK = update(DADS).where(_D.id == bindparam("dad")).values(programme_on=None)
_SENDING = (
    update(DELIVERIES)
    .where(among(_V.id, "ids"))
    .values(state="sending", sending_at=bindparam("now"), attempts=_V.attempts + 1)
)
_WAIT = update(DELIVERIES).where(_V.id == bindparam("row")).values(not_before=bindparam("until"))
_DROP = update(DELIVERIES).where(_V.id == bindparam("row")).values(state=bindparam("new"), settled_at=bindparam("at"))
_SENT = (
    update(DELIVERIES)
    .where(and_(_V.id == bindparam("row"), _V.state == "sending"))
    .values(state="sent", gateway_id=bindparam("gateway"), sent_at=bindparam("at"))
)
_AGAIN = (
    update(DELIVERIES)
    .where(and_(_V.id == bindparam("row"), _V.state == "sending"))
    .values(state="queued", not_before=bindparam("until"), error=bindparam("code"))
)


class Ready(NamedTuple):
    """One text about to be sent."""

    id: int
    dad_id: int
    number: str
    text: str
    attempts: int
    valid_for: timedelta


@dataclass(slots=True)
class Count:
    """What a run did: accepted, refused for good, put off."""

    sent: int = 0
    failed: int = 0
    held: int = 0
    trouble: set[str] = field(default_factory=set)  # codes that somebody must look at


@dataclass(frozen=True, slots=True)
class Post:
    """Everything that sending needs. `run` empties what is ready and returns; what is not yet due it leaves."""

    database: Database
    rules: Rules
    keys: Keys
    gateway: Gateway
    clock: Clock
    rate: float
    concurrency: int

    def run(self) -> Count:
        return asyncio.run(self._run())

    async def _run(self) -> Count:
        count, bucket = Count(), Bucket(self.rate)
        flying: dict[asyncio.Task[Outcome], Ready] = {}
        landed: list[tuple[Ready, Outcome]] = []
        async with self.gateway.open(self.concurrency) as sender:
            while True:
                room = min(self.concurrency - len(flying), bucket.room())
                full, ready = self._turn(landed, room, count)
                landed = []
                bucket.spend(len(ready))
                for text in ready:
                    flying[asyncio.create_task(_call(sender, text))] = text
                if flying:
                    landed = await _land(flying, wait=None if room else bucket.pause())
                elif full or ready:
                    await asyncio.sleep(bucket.pause())
                else:
                    return count

    def _turn(self, landed: list[tuple[Ready, Outcome]], room: int, count: Count) -> tuple[bool, list[Ready]]:
        """Record what came back, take what may go: whether there may be more, and the texts to send now."""
        refused = [(text, outcome) for text, outcome in landed if isinstance(outcome, Refused)]
        now = self.clock()
        with self.database.write.begin() as connection:
            _record(connection, landed, now, count)
            rows = connection.execute(_READY, {"now": now, "most": room}).all() if room > 0 else []
            ready = self._look_again(connection, rows, now, count) if rows else []
        for text, outcome in refused:
            refusals.obey(self.database, self.rules, text.id, outcome, now)
        return room <= 0 or len(rows) == room, ready

    def _look_again(
        self, connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime, count: Count
    ) -> list[Ready]:
        today = self.rules.today(now)
        wait: list[dict[str, object]] = []
        drop: list[dict[str, object]] = []
        go: dict[int, Ready] = {}
        for row in sorted(rows, key=lambda row: (row.priority, row.not_before, row.id)):
            verdict = self._verdict(row, today, now)
            if isinstance(verdict, Ready) and row.dad_id not in go:
                go[row.dad_id] = verdict
            elif isinstance(verdict, str):
                drop.append({"row": row.id, "new": verdict, "at": now})
            else:
                until = verdict if isinstance(verdict, datetime) else self._next_day(row, today)
                wait.append({"row": row.id, "until": until})
        for statement, values in ((_WAIT, wait), (_DROP, drop)):
            if values:
                connection.execute(statement, values)
        if drop:
            self._untell(connection, drop)
        if go:
            connection.execute(_TAKE_DAY, {"ids": list(go), "today": today})
            connection.execute(_SENDING, {"ids": [text.id for text in go.values()], "now": now})
        count.held += len(wait)
        return list(go.values())

    def _untell(self, connection: Connection, drop: list[dict[str, object]]) -> None:
        """What is dropped he was not told; his dates may yet make it right again. A stale one is passed over."""
        with Session(connection) as session:
            for row in (one for one in drop if one["new"] != STALE):
                delivery = session.get_one(Delivery, row["row"])
                journey = session.get_one(Journey, delivery.journey_id, with_for_update={"key_share": True})
                lifecycle.untell(session, self.rules, journey, delivery.key)
            session.flush()

    def _verdict(self, row: Row[*tuple[Any, ...]], today: date, now: datetime) -> Ready | datetime | str:
        """Send it, wait until an instant, or drop it into a state."""
        if row.state != "active" or row.journey_state != "active" or row.number is None:
            return "cancelled"
        dates = Dates(*row[-6:])
        step = self.rules.timetable.by_id.get(row.key)
        hours = window.WINDOWS[row.window]
        closes = window.closes_at(hours, self.rules.timetable.zone, now)
        if (
            step is None
            or (row.expires_at and row.expires_at <= now)
            or not self.rules.timetable.is_right(dates, step, today)
        ):
            return "expired"
        if self.rules.timetable.library.is_stale(step, today):
            return STALE
        if closes is None or (row.programme_on and row.programme_on >= today):
            return self._next_day(row, today) if closes else self._next_slot(row, now)
        try:
            number = self.keys.open(row.number)
        except WrongKey:
            return now + LONGEST_RETRY
        his = Circumstances(row.nation, row.family, row.young, row.lang)
        words = self.rules.timetable.library.without_lapsed(self.rules.timetable.words(step, dates, today, his), today)
        return Ready(row.id, row.dad_id, number, words, row.attempts, closes - now)

    def _next_day(self, row: Row[*tuple[Any, ...]], today: date) -> datetime:
        return self._next_slot(row, datetime.combine(today + DAY, datetime.min.time(), self.rules.timetable.zone))

    def _next_slot(self, row: Row[*tuple[Any, ...]], start: datetime) -> datetime:
        hours = window.WINDOWS[row.window]
        return next(window.slots(hours, window.steady_minute(row.dad_id, hours), self.rules.timetable.zone, start))[1]


async def _call(sender: Sender, text: Ready) -> Outcome:
    return await sender.send(text.number, text.text, delivery_id=text.id, valid_for=text.valid_for)


async def _land(flying: dict[asyncio.Task[Outcome], Ready], *, wait: float | None) -> list[tuple[Ready, Outcome]]:
    """Wait for an answer (at most `wait` seconds), and a moment longer for those close behind it."""
    done, _ = await asyncio.wait(flying, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
    if done and len(done) < len(flying):
        await asyncio.sleep(GATHER_SECONDS)
        done = {task for task in flying if task.done()}
    return [(flying.pop(task), task.result()) for task in done]


def _record(connection: Connection, landed: list[tuple[Ready, Outcome]], now: datetime, count: Count) -> None:
    sent, again = [], []
    for text, outcome in landed:
        match outcome:
            case Sent(gateway_id):
                sent.append({"row": text.id, "gateway": gateway_id, "at": now})
            case TryLater(code, ours):
                again.append({"row": text.id, "dad": text.dad_id, "until": now + _back_off(text), "code": code})
                count.trouble |= {code} if ours else set()
            case Refused(code, reason):
                count.failed += 1
                count.trouble |= {code} if reason in ("blocked", "content") else set()
            case Unsure():
                count.held += 1
    if sent:
        connection.execute(_SENT, sent)
    if again:
        connection.execute(_AGAIN, [{k: v for k, v in row.items() if k != "dad"} for row in again])
        connection.execute(_GIVE_DAY_BACK, [{"dad": row["dad"]} for row in again])
    count.sent += len(sent)
    count.held += len(again)


def _back_off(text: Ready) -> timedelta:
    """One minute, two, four, … thirty; spread by the delivery's number so that a burst does not come back as one."""
    wait = min(FIRST_RETRY * (1 << min(text.attempts, 10)), LONGEST_RETRY)
    spread: float = 1 + text.id * 7919 % 100 / 200
    return wait * spread
