"""Emptying the outbox, beside a bare loop that claims, posts with the same client and marks."""

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from twilio.rest import Client

from bench.databases import KINDS, Databases
from bench.table import Figure, show
from dadinfo.db.base import Database
from dadinfo.db.messages import DELIVERIES
from dadinfo.db.people import DADS, JOURNEYS
from dadinfo.gateway.twilio import Transport
from dadinfo.jobs import population
from dadinfo.service import Service

NOW = datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
LATENCY = 0.1
RATE, CPU = 0.85, 1.5
RUNS = 3
STEP = "crying-icon-week-6"
_V = DELIVERIES.c


def run(databases: Databases, *, full: bool) -> bool:
    figures = []
    for kind in KINDS:
        for flying in (64, 256):
            texts = flying * (80 if full else 16)
            made = _populate(databases, kind, texts)
            rates, cpus = [], []
            for _ in range(RUNS):
                bare = _timed(databases, made, texts, flying, ours=False)
                ours = _timed(databases, made, texts, flying, ours=True)
                rates.append((ours[0], bare[0]))
                cpus.append((ours[1], bare[1]))
            databases.drop(made)
            figures += [
                Figure(
                    f"{kind}, {flying} in flight: texts a second",
                    *_words(rates, "/s", ".0f"),
                    _ratio(rates),
                    RATE,
                    at_most=False,
                ),
                Figure(f"{kind}, {flying} in flight: CPU for each", *_words(cpus, " us", ".0f"), _ratio(cpus), CPU),
            ]
    return show(f"Post: {LATENCY * 1000:.0f} ms gateway, one process", figures)


def _populate(databases: Databases, kind: str, texts: int) -> str:
    url = databases.new(kind)
    service = databases.service(url, clock=lambda: NOW)
    population.seed(service, texts, NOW, 1)
    six_weeks, long_ago = NOW.date() - timedelta(days=43), NOW.date() - timedelta(days=100)
    with service.database.write.begin() as connection:
        connection.execute(update(DADS).values(window="evening"))
        dates = {"birth_date": six_weeks, "due_date": six_weeks, "home_date": None, "twins": False}
        connection.execute(update(JOURNEYS).values(**dates, joined_on=long_ago, since=long_ago))
        journeys = connection.execute(select(JOURNEYS.c.id, JOURNEYS.c.dad_id)).all()
        same = {
            "kind": "programme", "key": STEP, "version": "0", "lang": "en", "priority": 2,
            "not_before": NOW, "state": "queued", "attempts": 0, "created_at": NOW,
        }  # fmt: skip
        connection.execute(insert(DELIVERIES), [{**same, "dad_id": j.dad_id, "journey_id": j.id} for j in journeys])
    if kind == "postgresql":
        with service.database.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    service.database.dispose()
    return url


def _timed(databases: Databases, made: str, texts: int, flying: int, *, ours: bool) -> tuple[float, float]:
    """Texts a second, and microseconds of this process's CPU for each."""
    copy = databases.copy(made)
    with _gateway() as api_url:
        service = databases.service(copy, api_url=api_url, clock=lambda: NOW, send_concurrency=flying)
        start, cpu = time.perf_counter(), time.process_time()
        sent = service.post.run().sent if ours else asyncio.run(_bare(service, flying))
        seconds, used = time.perf_counter() - start, time.process_time() - cpu
        service.database.dispose()
    databases.drop(copy)
    if sent != texts:
        raise RuntimeError(f"{sent} sent, not {texts}")
    return texts / seconds, used / texts * 1e6


async def _bare(service: Service, flying: int) -> int:
    settings = service.settings
    http = Transport(settings.twilio_api_url, flying)
    client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=http)
    text = service.rules.timetable.by_id[STEP].text
    tasks: dict[asyncio.Task[Any], int] = {}
    sent = 0
    try:
        while True:
            ids = _claim(service.database, flying - len(tasks))
            for number in ids:
                call = client.messages.create_async(
                    to="+447700900123",
                    from_=settings.twilio_from,
                    body=text,
                    validity_period=7200,
                    status_callback=f"http://127.0.0.1:8/{number}",
                )
                tasks[asyncio.create_task(call)] = number
            if not tasks:
                return sent
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0.005)
            done = {task for task in tasks if task.done()}
            _mark(service.database, [(tasks.pop(task), task.result().sid) for task in done])
            sent += len(done)
    finally:
        await http.close()


def _claim(database: Database, most: int) -> list[int]:
    with database.write.begin() as connection:
        queued = (
            select(_V.id)
            .where(_V.state == "queued", _V.not_before <= NOW)
            .order_by(_V.priority, _V.not_before)
            .limit(most)
        )
        return list(connection.scalars(
            update(DELIVERIES).where(_V.id.in_(queued.with_for_update(skip_locked=True))).values(state="sending").returning(_V.id)
        ))  # fmt: skip


def _mark(database: Database, sent: list[tuple[int, str]]) -> None:
    with database.write.begin() as connection:
        connection.execute(
            update(DELIVERIES)
            .where(_V.id == bindparam("row"))
            .values(state="sent", gateway_id=bindparam("sid"), sent_at=NOW),
            [{"row": row, "sid": sid} for row, sid in sent],
        )


@contextmanager
def _gateway() -> Iterator[str]:
    command = [
        sys.executable,
        "-m",
        "dadinfo.simulator.fast",
        "--port",
        "0",
        "--latency",
        str(LATENCY),
        "--no-callbacks",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield f"http://127.0.0.1:{int(line.split()[-1])}"
        finally:
            process.terminate()


def _ratio(pairs: list[tuple[float, float]]) -> float:
    return statistics.median(ours / bare for ours, bare in pairs)


def _words(pairs: list[tuple[float, float]], unit: str, form: str) -> tuple[str, str]:
    return tuple(f"{statistics.median(pair[i] for pair in pairs):{form}}{unit}" for i in (0, 1))  # type: ignore[return-value]
