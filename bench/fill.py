"""Filling the outbox, beside bare Core statements: select the due rows, insert the deliveries, advance the instants."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, insert, select, update

from bench.databases import KINDS, Databases
from bench.table import Figure, show
from dadinfo.db.base import Database
from dadinfo.db.messages import DELIVERIES
from dadinfo.db.people import DADS, JOURNEYS, bits_to_bytes
from dadinfo.jobs import population
from dadinfo.outbox.fill import fill
from dadinfo.service import Service

NOW = datetime(2026, 11, 22, 20, 50, tzinfo=UTC)  # evening windows are open, everyone's minute has come
TIMES, GROWTH = 3.0, 1.3
RUNS = 3
_J = JOURNEYS.c


def run(databases: Databases, *, full: bool) -> bool:
    small, large = (100_000, 1_000_000) if full else (10_000, 100_000)
    due, same = large // 10, small // 2
    figures = []
    for kind in KINDS:
        made = _populate(databases, kind, small)
        few = _measure(databases, made, small, same)
        databases.drop(made)
        made = _populate(databases, kind, large)
        many = _measure(databases, made, large, same)
        ours, bare, memory = _measure(databases, made, large, due)
        databases.drop(made)
        ratio = statistics.median(a / b for a, b in zip(ours, bare, strict=True))
        steps = [statistics.median(many[i]) / statistics.median(few[i]) for i in (0, 1)]
        figures += [
            Figure(f"{kind}: {due:,} due of {large:,}", _s(ours), _s(bare), ratio, TIMES),
            Figure(
                f"{kind}: {same:,} due, from {small:,} to {large:,}",
                f"x{steps[0]:.2f}",
                f"x{steps[1]:.2f}",
                steps[0] / steps[1],
                GROWTH,
            ),
            Figure(f"{kind}: memory while filling", f"+{memory:.0f} MB", "64 MB", memory / 64, 1.0),
        ]
    return show("Fill: due steps into the outbox", figures)


def _populate(databases: Databases, kind: str, journeys: int) -> str:
    url = databases.new(kind)
    service = databases.service(url, clock=lambda: NOW)
    population.seed(service, journeys, NOW, 1)
    service.database.dispose()
    return url


def _make_due(service: Service, journeys: int, due: int) -> None:
    """Nothing is due but `due` journeys spread over all, each with one step that it has not been told."""
    today = service.rules.today(NOW)
    with service.database.write.begin() as connection:
        connection.execute(update(JOURNEYS).where(_J.next_due_at <= NOW).values(next_due_at=NOW + timedelta(hours=20)))
        some = select(JOURNEYS).where(_J.id % max(1, journeys // due // 2) == 0).order_by(_J.id)
        picked: list[dict[str, object]] = []
        for row in connection.execute(some):
            if len(picked) == due:
                break
            dates = population.Dates(row.due_date, row.birth_date, row.home_date, row.twins, row.joined_on, row.since)
            step = service.rules.timetable.choose(dates, 0, today)
            if step:
                bits = int.from_bytes(row.told_bits, "little") & ~(1 << step.number)
                picked.append({"row": row.id, "bits": bits_to_bytes(bits), "dad": row.dad_id})
        connection.execute(
            update(JOURNEYS)
            .where(_J.id == bindparam("row"))
            .values(told_bits=bindparam("bits"), next_due_at=NOW - timedelta(minutes=5)),
            [{"row": p["row"], "bits": p["bits"]} for p in picked],
        )
        connection.execute(update(DADS).where(DADS.c.id == bindparam("dad_")).values(window="evening"),
                           [{"dad_": p["dad"]} for p in picked])  # fmt: skip


def _measure(databases: Databases, made: str, journeys: int, due: int) -> tuple[list[float], list[float], float]:
    """Seconds of ours and of the floor, in turn, and the megabytes by which ours grew at most."""
    service = databases.service(made, clock=lambda: NOW)
    _make_due(service, journeys, due)
    if service.database.write.dialect.name == "postgresql":
        with service.database.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    service.database.dispose()
    ours, bare, memory = [], [], 0.0
    for _ in range(RUNS):
        bare.append(_timed(databases, made, lambda service: _bare(service.database, due))[0])
        seconds, grown = _timed(databases, made, lambda service: _ours(service, due))
        ours.append(seconds)
        memory = max(memory, grown)
    return ours, bare, memory


def _timed(databases: Databases, made: str, act: Callable[[Service], None]) -> tuple[float, float]:
    copy = databases.copy(made)
    service = databases.service(copy, clock=lambda: NOW)
    with service.database.write.begin() as connection:
        connection.execute(select(JOURNEYS.c.id).limit(1))
    before, start = _resident(), time.perf_counter()
    act(service)
    seconds, grown = time.perf_counter() - start, _resident() - before
    service.database.dispose()
    databases.drop(copy)
    return seconds, grown


def _ours(service: Service, due: int) -> None:
    planned = fill(service.database, service.rules, NOW)
    if planned != due:
        raise RuntimeError(f"{planned} planned, not {due}")


def _bare(database: Database, due: int) -> None:
    pick = select(_J.id, _J.dad_id, _J.next_due_at).where(_J.next_due_at <= NOW).order_by(_J.next_due_at).limit(1000)
    advance = update(JOURNEYS).where(_J.id == bindparam("row")).values(next_due_at=bindparam("next"))
    same = {
        "kind": "programme", "key": "crying-icon-week-6", "version": "01234567", "lang": "en", "priority": 2,
        "not_before": NOW, "expires_at": NOW, "state": "queued", "attempts": 0, "created_at": NOW,
    }  # fmt: skip
    done = 0
    while True:
        with database.write.begin() as connection:
            rows = connection.execute(pick).all()
            if not rows:
                break
            new = [{**same, "dad_id": dad, "journey_id": journey} for journey, dad, _ in rows]
            connection.execute(insert(DELIVERIES), new)
            connection.execute(advance, [{"row": row.id, "next": NOW + timedelta(days=3)} for row in rows])
            done += len(rows)
    if done != due:
        raise RuntimeError(f"{done} done, not {due}")


def _resident() -> float:
    """Megabytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def _s(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s"
