"""Due steps into the outbox: told, queued and moved on in one transaction for each batch."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from dadinfo.db.base import Database
from dadinfo.db.messages import DELIVERIES, ESSENTIAL, ORDINARY
from dadinfo.db.people import DADS, JOURNEYS, TOLD, bits_to_bytes
from dadinfo.lifecycle import Rules
from dadinfo.programme import window
from dadinfo.programme.stage import Dates
from dadinfo.programme.timetable import DAY

BATCH = 1000
_J, _D = JOURNEYS.c, DADS.c

_DUE = (
    select(
        _J.id, _J.dad_id, _J.due_date, _J.birth_date, _J.home_date, _J.twins, _J.joined_on, _J.since, _J.told_bits,
        _D.window, _D.lang,
    )
    .join_from(JOURNEYS, DADS)
    .where(_J.next_due_at <= bindparam("now"))
    .order_by(_J.next_due_at)
    .limit(bindparam("most"))
    .with_for_update(of=JOURNEYS, skip_locked=True, key_share=True)
)  # fmt: skip
_TELL = insert(TOLD)
_QUEUE = insert(DELIVERIES)
_MOVE_ON = (
    update(JOURNEYS)
    .where(_J.id == bindparam("journey"))
    .values(next_due_at=bindparam("next"), told_bits=bindparam("bits"))
)


def fill(database: Database, rules: Rules, now: datetime) -> int:
    """Queue what is due for every journey whose hour has come; how many texts that is. Running twice is harmless."""
    planned = 0
    while True:
        with database.write.begin() as connection:
            rows = connection.execute(_DUE, {"now": now, "most": BATCH}).all()
            planned += _fill_batch(connection, rules, rows, now) if rows else 0
        if len(rows) < BATCH:
            return planned


def _fill_batch(connection: Connection, rules: Rules, rows: Sequence[Row[*tuple[Any, ...]]], now: datetime) -> int:
    told: list[dict[str, object]] = []
    queued: list[dict[str, object]] = []
    moved: list[dict[str, object]] = []
    today = rules.today(now)
    for journey, dad, due, born, home, twins, joined, since, told_bits, window_name, lang in rows:
        dates = Dates(due, born, home, twins, joined, since)
        bits = int.from_bytes(told_bits, "little")
        hours = window.WINDOWS[window_name]
        minute = window.steady_minute(dad, hours)
        start = now
        if _is_his_time(rules, hours, minute, today, now):
            step = rules.timetable.choose(dates, bits, today)
            if step:
                bits |= 1 << step.number
                told.append({"journey_id": journey, "step": step.number, "told_on": today})
                queued.append({
                    "dad_id": dad, "journey_id": journey, "kind": "programme", "key": step.id, "version": step.version,
                    "lang": lang, "priority": ESSENTIAL if step.essential else ORDINARY, "not_before": now,
                    "expires_at": _midnight(rules, rules.timetable.closing(dates, step)), "state": "queued",
                    "attempts": 0, "created_at": now,
                })  # fmt: skip
            start = _midnight(rules, today + DAY)
        slot = rules.timetable.next_slot(dates, bits, hours, minute, start)
        moved.append({
            "journey": journey, "next": slot[1] if slot else None, "bits": bits_to_bytes(bits),
        })  # fmt: skip
    if queued:
        connection.execute(_TELL, told)
        connection.execute(_QUEUE, queued)
    connection.execute(_MOVE_ON, moved)
    return len(queued)


def _is_his_time(rules: Rules, hours: window.Window, minute: int, today: date, now: datetime) -> bool:
    opening = window.opening(hours, today, rules.timetable.zone)
    return opening is not None and opening[0] + timedelta(minutes=minute) <= now < opening[1]


def _midnight(rules: Rules, day: date) -> datetime:
    return datetime.combine(day, time(), rules.timetable.zone)
