"""`kill -9` at any instant of filling and posting: every dad who is due gets his step, once.

A real child process works against a Twilio in this process; the clock that it is given moves on with each run through
one evening, so that dads fall due, calls are cut off, and ten minutes later their doubts are settled.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from dadinfo.db.base import Database
from dadinfo.db.messages import Delivery
from dadinfo.db.people import DADS, JOURNEYS
from dadinfo.programme import window
from dadinfo.programme.stage import Circumstances, Dates
from dadinfo.service import Service, build
from dadinfo.simulator.faults import Faults, Operation, Planned
from dadinfo.simulator.messages import Exchange
from dadinfo.simulator.server import running_simulator
from tests.conftest import make_settings

DUE, KILLS = 300, 28  # on each database
OPENS = datetime(2026, 11, 24, 18, tzinfo=UTC)  # a Tuesday; the evening window closes at nine
CLOSES = OPENS + timedelta(hours=2, minutes=50)  # well before nine
TODAY = OPENS.date()
STEP = timedelta(minutes=2)  # the clock moves so far between two runs
LAST_MINUTE = 80  # of the window, by which every one of these dads has fallen due
ROOT = Path(__file__).resolve().parents[2]


class Weather(Faults):
    """Calls take a while, and some are cut off, before or after the text was taken, or turned away."""

    chance: random.Random

    def take(self, operation: Operation) -> Planned | None:
        if operation != "create":
            return super().take(operation)
        with self._lock:
            fate = self.chance.random()
        if fate < 0.05:
            return Planned("timeout", seconds=0.05)
        if fate < 0.10:
            return Planned("accept_then_drop")
        return Planned("429") if fate < 0.13 else None


@contextmanager
def worker(settings: Any, folder: Path) -> Iterator[Any]:
    """A function that runs one worker at an instant, for so many seconds or to its end."""
    path = folder / "settings.json"
    path.write_text(settings.model_dump_json())
    process: Any = subprocess.Popen(
        [sys.executable, "-m", "tests.service.kill_worker", str(path)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:

        def run(now: datetime, life: float | None = None) -> str:
            process.stdin.write(json.dumps({"now": now.isoformat(), "life": life}) + "\n")
            process.stdin.flush()
            ended = process.stdout.readline().strip()
            if ended in ("failed", ""):
                process.stdin.close()
                raise AssertionError(f"a worker {ended or 'could not be started'}:\n{process.stderr.read()[-4000:]}")
            return ended

        yield run
        process.stdin.close()


def dads_due(service: Service) -> dict[str, str]:
    """Dads who fall due one after another this evening; the words that each is to get, by number."""
    people, journeys, wanted = [], [], {}
    hours = window.WINDOWS["evening"]
    ids = (n for n in range(1, 100_000) if window.steady_minute(n, hours) <= LAST_MINUTE)
    for place, dad_id in zip(range(DUE), ids, strict=False):
        number = f"+447700900{place + 100:03d}"
        dates = stage_of(place)
        minute = window.steady_minute(dad_id, hours)
        slot = service.rules.timetable.next_slot(dates, 0, hours, minute, OPENS)
        step = service.rules.timetable.choose(dates, 0, TODAY)
        assert slot
        assert step
        assert slot[0] == TODAY
        wanted[number] = service.rules.timetable.words(step, dates, TODAY, Circumstances())
        people.append({
            "id": dad_id, "number_hash": service.keys.lookup(number), "number": service.keys.seal(number), "lang": "en",
            "window": "evening", "state": "active", "created_at": OPENS, "heard_at": OPENS, "started_at": OPENS,
        })  # fmt: skip
        journeys.append({
            "dad_id": dad_id, "state": "active", "due_date": dates.due, "birth_date": dates.born, "home_date": None,
            "twins": dates.twins, "joined_on": dates.joined, "since": dates.since, "told_bits": b"", "next_due_at": slot[1],
        })  # fmt: skip
    with service.database.write.begin() as connection:
        connection.execute(insert(DADS), people)
        connection.execute(insert(JOURNEYS), journeys)
    return wanted


def stage_of(place: int) -> Dates:
    """Some expecting, some with a baby here or early, some with twins."""
    due: date | None = TODAY + timedelta(days=(20, 40, -5, -60, 30)[place % 5])
    born = (None, None, TODAY - timedelta(days=3), TODAY - timedelta(days=50), TODAY - timedelta(days=9))[place % 5]
    joined = TODAY - timedelta(days=1)
    return Dates(due, born, None, place % 7 == 0, joined, joined)


def lifetime(chance: random.Random) -> float:
    """Seconds until the kill: some come while it starts or fills, most while it claims, calls and records."""
    return chance.uniform(0.01, 0.15) if chance.random() < 0.3 else chance.uniform(0.12, 0.4)


def anything_left(database: Database) -> bool:
    evening = JOURNEYS.c.next_due_at < CLOSES
    with database.look() as session:
        due = session.scalar(select(func.count()).select_from(JOURNEYS).where(evening)) or 0
    return bool(due or in_state(database, "queued") or in_state(database, "sending"))


def in_state(database: Database, state: str) -> set[int]:
    with database.look() as session:
        return set(session.scalars(select(Delivery.id).where(Delivery.state == state)))


def test_every_dad_gets_his_step_once_however_often_the_worker_is_killed(database_url: str, tmp_path: Path) -> None:
    chance = random.Random(1001)
    weather = Weather(latency=0.05, callbacks=False)
    weather.chance = random.Random(7)
    exchange = Exchange(sender="+447700900000", faults=weather)
    with running_simulator(exchange) as (_, url):
        settings = make_settings(database_url, tmp_path, url, send_concurrency=3)
        service = build(settings)
        wanted = dads_due(service)
        now = OPENS
        exchange.now = lambda: now
        seen: Counter[str] = Counter()
        doubts: set[int] = set()
        pace = 1.0
        with worker(settings, tmp_path) as run:
            while seen["killed"] < KILLS or anything_left(service.database):
                ended = run(now, lifetime(chance) * pace if seen["killed"] < KILLS else None)
                seen[ended] += 1
                before, doubts = doubts, in_state(service.database, "sending")
                seen["killed during calls"] += ended == "killed" and bool(doubts - before)
                if ended == "killed" and not doubts - before:
                    pace *= 1.15  # on a slow machine it takes longer to get as far as its calls
                elif ended == "finished":
                    pace = max(1.0, pace / 1.15)
                count_settled(service.database, before - doubts, seen)
                now += STEP
                assert now < CLOSES, f"it was not done by the end of the window: {dict(seen)}"
        judge(exchange, wanted, seen)
        service.database.dispose()


def count_settled(database: Database, settled: set[int], seen: Counter[str]) -> None:
    """What became of the doubts that are none any more: found on the list at their first try, or queued again."""
    with database.look() as session:
        rows = session.execute(select(Delivery.state, Delivery.attempts).where(Delivery.id.in_(settled)))
        for state, attempts in rows:
            seen["found on the list"] += state == "sent" and attempts == 1
            seen["queued again"] += attempts > 1 or state == "queued"


def judge(exchange: Exchange, wanted: dict[str, str], seen: Counter[str]) -> None:
    got: dict[str, list[str]] = {number: [] for number in wanted}
    for message in exchange.newest():
        got[message.to].append(message.body)
    wrong = {number: bodies for number, bodies in got.items() if bodies != [wanted[number]]}
    twice = sum(len(bodies) > 1 for bodies in wrong.values())
    missing = sum(not bodies for bodies in wrong.values())
    first = next(iter(wrong.items()), None)
    assert not wrong, (
        f"{twice} dads got it twice, {missing} not at all, of {len(wanted)}; {dict(seen)}; the first: {first}"
    )
    print(dict(seen))  # noqa: T201 - pytest shows it with -s
    assert seen["killed"] >= KILLS, f"too few kills to tell anything: {seen}"
    for what in ("killed during calls", "found on the list", "queued again"):
        assert seen[what], f"the kills exercised too little, there was no {what!r}: {dict(seen)}"
