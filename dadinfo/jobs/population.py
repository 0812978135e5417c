"""A made-up population spread over the whole programme, on numbers that no network can reach."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Dialect, Insert, Table, func, insert, literal, literal_column, select

from dadinfo.db.people import DADS, JOURNEYS, Dad, bits_to_bytes
from dadinfo.programme import window
from dadinfo.programme.stage import Dates
from dadinfo.service import Service

BATCH = 5000
WHOLE = 28 * 7 + 730  # days from 12 weeks of pregnancy to the second birthday
WINDOWS = ("evening", "evening", "evening", "evening", "morning", "night", "weekend")
EARLY_SHARE, TWIN_SHARE = 0.08, 0.015


def seed(service: Service, dads: int, now: datetime, random_seed: int, progress: Callable[[int], object] = abs) -> int:
    """Add that many dads; how many there were. Numbers are +447700900 and seven digits, so at most nine million."""
    chance = random.Random(random_seed)  # noqa: S311 - a population, not a secret
    with service.database.look() as session:
        first = (session.scalar(select(func.max(Dad.id))) or 0) + 1
    makers = _Maker(service, now, chance)
    dialect = service.database.write.dialect
    add_dads = _same(DADS, dialect, lang="en", state="active", created_at=now, heard_at=now, started_at=now)
    add_journeys = _same(JOURNEYS, dialect, state="active")
    for start in range(first, first + dads, BATCH):
        ids = range(start, min(start + BATCH, first + dads))
        people = [makers.dad(i) for i in ids]
        journeys = [makers.journey(i, person["window"]) for i, person in zip(ids, people, strict=True)]
        with service.database.write.begin() as connection:
            connection.execute(add_dads, people)
            connection.execute(add_journeys, journeys)
        progress(len(ids))
    return dads


def _same(table: Table, dialect: Dialect, **values: object) -> Insert:
    """An insert with values that are the same in every row, written into the statement once."""
    inline = {"literal_binds": True}
    words = {k: literal(v, table.c[k].type).compile(dialect=dialect, compile_kwargs=inline) for k, v in values.items()}
    return insert(table).values({k: literal_column(str(v)) for k, v in words.items()})


class _Maker:
    """Rows of one population; what was told is taken as told, so that nothing is sent twice."""

    def __init__(self, service: Service, now: datetime, chance: random.Random) -> None:
        self.service, self.now, self.chance = service, now, chance
        self.today = service.rules.today(now)

    def dad(self, dad_id: int) -> dict[str, object]:
        number = f"+447700900{dad_id:07d}"
        keys = self.service.keys
        return {
            "id": dad_id, "number_hash": keys.lookup(number), "number": keys.seal(number),
            "window": WINDOWS[dad_id % len(WINDOWS)],
        }  # fmt: skip

    def journey(self, dad_id: int, hours_name: object) -> dict[str, object]:
        days = int(self.chance.random() * WHOLE)
        joined = self.today - timedelta(days=1 + int(self.chance.random() * days))
        due = self.today + timedelta(days=28 * 7 - days)
        early = self.chance.random() < EARLY_SHARE
        born = due - timedelta(days=(22 if early else -10) + int(self.chance.random() * (48 if early else 25)))
        dates = Dates(
            due=due, born=born if born <= self.today else None, home=due if early and due <= self.today else None,
            twins=self.chance.random() < TWIN_SHARE, joined=joined, since=joined,
        )  # fmt: skip
        told = self.service.rules.timetable.begun_before(dates, self.today)
        return {
            "dad_id": dad_id, "due_date": due, "birth_date": dates.born, "home_date": dates.home,
            "twins": dates.twins, "joined_on": joined, "since": joined, "told_bits": bits_to_bytes(told),
            "next_due_at": self._next_due(dates, told, window.WINDOWS[str(hours_name)], dad_id),
        }  # fmt: skip

    def _next_due(self, dates: Dates, told: int, hours: window.Window, dad_id: int) -> datetime | None:
        minute = window.steady_minute(dad_id, hours)
        slot = self.service.rules.timetable.next_slot(dates, told, hours, minute, self.now)
        return slot[1] if slot else None
