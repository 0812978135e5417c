"""A made-up population spread over the whole programme, on numbers that no network can reach."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

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
    for start in range(first, first + dads, BATCH):
        ids = range(start, min(start + BATCH, first + dads))
        people = [makers.dad(i) for i in ids]
        journeys = [makers.journey(i, person["window"]) for i, person in zip(ids, people, strict=True)]
        with service.database.write.begin() as connection:
            connection.execute(insert(DADS), people)
            connection.execute(insert(JOURNEYS), journeys)
        progress(len(ids))
    return dads


class _Maker:
    """Rows of one population; what was told is taken as told, so that nothing is sent twice."""

    def __init__(self, service: Service, now: datetime, chance: random.Random) -> None:
        self.service, self.now, self.chance = service, now, chance
        self.today = service.rules.today(now)
        self._seen: dict[tuple[object, ...], tuple[int, datetime | None]] = {}

    def dad(self, dad_id: int) -> dict[str, object]:
        number = f"+447700900{dad_id:07d}"
        return {
            "id": dad_id, "number_hash": self.service.keys.lookup(number), "number": self.service.keys.seal(number),
            "lang": "en", "window": self.chance.choice(WINDOWS), "state": "active", "created_at": self.now,
            "heard_at": self.now, "started_at": self.now,
        }  # fmt: skip

    def journey(self, dad_id: int, hours_name: object) -> dict[str, object]:
        days = self.chance.randrange(WHOLE)
        joined = self.today - timedelta(days=1 + self.chance.randrange(days + 1))
        due = self.today + timedelta(days=28 * 7 - days)
        early = self.chance.random() < EARLY_SHARE
        born = due - timedelta(days=self.chance.randrange(22, 70) if early else self.chance.randrange(-10, 15))
        dates = Dates(
            due=due, born=born if born <= self.today else None, home=due if early and due <= self.today else None,
            twins=self.chance.random() < TWIN_SHARE, joined=joined, since=joined,
        )  # fmt: skip
        told, next_at = self._planned(dates, window.WINDOWS[str(hours_name)], dad_id)
        return {
            "dad_id": dad_id, "state": "active", "due_date": due, "birth_date": dates.born, "home_date": dates.home,
            "twins": dates.twins, "joined_on": joined, "since": joined, "told_bits": bits_to_bytes(told),
            "next_due_at": next_at,
        }  # fmt: skip

    def _planned(self, dates: Dates, hours: window.Window, dad_id: int) -> tuple[int, datetime | None]:
        """Everything open before today counts as told; when the next text is due. Once for all with the same dates."""
        plans = self.service.rules.timetable
        key = (dates.due, dates.born, dates.home, dates.twins, hours.name)
        if key not in self._seen:
            told, whole = 0, replace(dates, since=dates.due - timedelta(days=280)) if dates.due else dates
            for back in (*range(400, 1, -20), 1):
                told |= plans.open_on(whole, 0, self.today - timedelta(days=back))
            slot = plans.next_slot(whole, told, hours, 0, self.now)
            self._seen[key] = (told, slot[1] if slot else None)
        told, at = self._seen[key]
        return told, at + timedelta(minutes=window.steady_minute(dad_id, hours)) if at else None
