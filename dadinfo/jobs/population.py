"""A made-up population spread over the whole programme, on numbers that no network can reach."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, func, select

from dadinfo.db.people import DADS, JOURNEYS, Dad, bits_to_bytes
from dadinfo.lifecycle import Rules
from dadinfo.programme import window
from dadinfo.programme.stage import Dates
from dadinfo.service import Service

BATCH = 50_000
LIVES = 1000  # different ones; a larger population lives some of them more than once
WHOLE = 28 * 7 + 730  # days from 12 weeks of pregnancy to the second birthday
WINDOWS = ("evening", "evening", "evening", "evening", "morning", "night", "weekend")
EARLY_SHARE, TWIN_SHARE = 0.08, 0.015


def seed(service: Service, dads: int, now: datetime, random_seed: int, progress: Callable[[int], object] = abs) -> int:
    """Add that many dads; how many there were. Numbers are +447700900 and seven digits, so at most nine million."""
    chance = random.Random(random_seed)  # noqa: S311 - a population, not a secret
    with service.database.look() as session:
        first = (session.scalar(select(func.max(Dad.id))) or 0) + 1
    dialect = service.database.write.dialect
    same = {"lang": "en", "state": "active", "created_at": now, "heard_at": now, "started_at": now}
    people = _Rows(DADS, dialect, ("id", "number_hash", "number", "window"), same)
    journeys = _Rows(JOURNEYS, dialect, ("dad_id", *LIFE, "next_due_at"), {"state": "active"})
    instant = lru_cache(maxsize=8192)(_to_driver(JOURNEYS, "next_due_at", dialect))
    lives = [_live(service.rules, now, chance, dialect) for _ in range(min(dads, LIVES))]
    for start in range(first, first + dads, BATCH):
        with service.database.write.begin() as connection:
            for dad_id in range(start, min(start + BATCH, first + dads)):
                life, number = lives[int(chance.random() * len(lives))], f"+447700900{dad_id:07d}"
                people.add(dad_id, service.keys.lookup(number), service.keys.seal(number), life.hours.name)
                journeys.add(dad_id, *life.values, instant(life.next_due(dad_id, now)))
            people.insert(connection)
            progress(journeys.insert(connection))
    return dads


class _Rows:
    """Rows for the driver as it takes them: SQLAlchemy's own conversion, done once for what many rows share."""

    def __init__(self, table: Table, dialect: Dialect, columns: tuple[str, ...], same: dict[str, object]) -> None:
        names = (*columns, *same)
        quoted, mark = ", ".join(f'"{name}"' for name in names), "?" if dialect.paramstyle == "qmark" else "%s"
        marks = ", ".join([mark] * len(names))
        self._statement = f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})"  # noqa: S608 - our own column names
        self._same = tuple(_to_driver(table, name, dialect)(value) for name, value in same.items())
        self._rows: list[tuple[object, ...]] = []

    def add(self, *values: object) -> None:
        self._rows.append((*values, *self._same))

    def insert(self, connection: Connection) -> int:
        """Write what was added; how many rows that was."""
        rows, self._rows = self._rows, []
        connection.exec_driver_sql(self._statement, rows)
        return len(rows)


LIFE = ("due_date", "birth_date", "home_date", "twins", "joined_on", "since", "told_bits")


@dataclass(frozen=True, slots=True)
class _Life:
    """One course of events: his hours, the values of LIFE for the driver, and when the day of his next text opens."""

    hours: window.Window
    values: tuple[object, ...]
    opening: datetime | None

    def next_due(self, dad_id: int, now: datetime) -> datetime | None:
        """The instant of his next text, at the dad's own minute."""
        minutes = timedelta(minutes=window.steady_minute(dad_id, self.hours))
        return max(self.opening + minutes, now) if self.opening else None


def _live(rules: Rules, now: datetime, chance: random.Random, dialect: Dialect) -> _Life:
    """What is past counts as told, so that nothing is sent twice."""
    today, hours = rules.today(now), window.WINDOWS[chance.choice(WINDOWS)]
    days = int(chance.random() * WHOLE)
    joined = today - timedelta(days=1 + int(chance.random() * days))
    due = today + timedelta(days=28 * 7 - days)
    early = chance.random() < EARLY_SHARE
    born = due - timedelta(days=(22 if early else -10) + int(chance.random() * (48 if early else 25)))
    dates = Dates(
        due=due, born=born if born <= today else None, home=due if early and due <= today else None,
        twins=chance.random() < TWIN_SHARE, joined=joined, since=joined,
    )  # fmt: skip
    told = rules.timetable.begun_before(dates, today)
    slot = rules.timetable.next_slot(dates, told, hours, 0, now)
    values = (due, dates.born, dates.home, dates.twins, joined, joined, bits_to_bytes(told))
    bound = tuple(_to_driver(JOURNEYS, name, dialect)(value) for name, value in zip(LIFE, values, strict=True))
    opening = window.opening(hours, slot[0], rules.timetable.zone) if slot else None
    return _Life(hours, bound, opening[0] if opening else None)


def _to_driver(table: Table, column: str, dialect: Dialect) -> Callable[[Any], Any]:
    """How SQLAlchemy hands a value of that column to the driver."""
    kind = table.c[column].type.dialect_impl(dialect)
    return kind.bind_processor(dialect) or (lambda value: value)
