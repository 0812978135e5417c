"""Texts and receipts coming in, open loop, beside a bare Flask app that checks the signature and does one insert."""

import asyncio
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import aiohttp
from sqlalchemy import insert
from twilio.request_validator import RequestValidator

from bench.databases import KINDS, Databases
from bench.table import Figure, show
from dadinfo.db.messages import DELIVERIES
from dadinfo.jobs import population
from dadinfo.simulator.messages import ACCOUNT_SID, AUTH_TOKEN, new_sid

TEXTS, RECEIPTS = 100, 200  # a second
TIMES, ENOUGH_MS = 2.5, 50.0
SHARES, CARRIED_MS = (1, 1 / 2, 1 / 4, 1 / 8), ENOUGH_MS / TIMES  # a floor beyond this is itself short of a machine
SPELL = 5  # seconds: p99 is taken of each spell and the middle one shown, as one stall of the machine is no property
WORKERS = 3  # as docs/operating.md has it
DADS = 2000
WARM_UP = 100  # so that no process meets its first text under the clock
WORDS = (
    "CRY",
    "hello",
    "he wont stop crying",
    "EVENING",
    "thanks mate",
    "ICON",
    "baby was born yesterday",
    "im so tired of this",
)
PUBLIC_URL = "http://127.0.0.1:8"


def run(databases: Databases, *, full: bool) -> bool:
    seconds = 60 if full else 15
    figures = []
    for kind in KINDS:
        share, bare = _floor(databases, kind, seconds)
        ours = _p99s(databases, kind, "wsgi:app", seconds, share)
        rate = "" if share == 1 else f", at 1/{1 / share:.0f} of the rate"
        figures += [_figure(f"{kind}: p99 of a {what}{rate}", ours[what], bare[what]) for what in ours]
    return show(f"In: {TEXTS} texts and {RECEIPTS} receipts a second for {seconds} s, open loop", figures)


def _floor(databases: Databases, kind: str, seconds: int) -> tuple[float, dict[str, float]]:
    """The bare app's figures, at the whole rate or the largest share of it that it can carry on this machine."""
    for share in SHARES:
        bare = _p99s(databases, kind, "bench.bare:make_app()", seconds, share)
        if max(bare.values()) <= CARRIED_MS:
            break
    return share, bare


def _figure(what: str, ours: float, bare: float) -> Figure:
    """Kept when it is at most so many times the floor's, or under 50 ms, whichever is the easier."""
    allowed = max(TIMES * bare, ENOUGH_MS)
    return Figure(what, f"{ours:.1f} ms", f"{bare:.1f} ms", ours / bare, allowed / bare)


def _p99s(databases: Databases, kind: str, app: str, seconds: int, share: float) -> dict[str, float]:
    url = databases.new(kind)
    service = databases.service(url)
    now = datetime.now(UTC)
    population.seed(service, DADS, now, 1)
    same = {
        "kind": "reply", "key": "cry", "version": "0", "lang": "en", "priority": 1, "not_before": now,
        "state": "sending", "sending_at": now, "attempts": 1, "created_at": now,
    }  # fmt: skip
    waiting = [{**same, "dad_id": i % DADS + 1} for i in range((seconds + 3) * RECEIPTS)]
    with service.database.write.begin() as connection:
        connection.execute(insert(DELIVERIES), waiting)
    service.database.dispose()
    with _served(databases, url, app) as port:
        taken = asyncio.run(_load(port, seconds, share))
    databases.drop(url)
    return {what: _p99(times, len(times) * SPELL // seconds) * 1000 for what, times in taken.items()}


def _p99(times: list[float], spell: int) -> float:
    """The median, over spells of `spell` calls in the order answered, of the 99th percentile."""
    spells = [times[i : i + spell] for i in range(0, len(times) - spell + 1, spell)]
    return statistics.median(statistics.quantiles(times, n=100)[98] for times in spells)


async def _load(port: int, seconds: int, share: float) -> dict[str, list[float]]:
    """Send each request at its own instant whatever became of those before; seconds from that instant to the answer."""
    each = int((TEXTS + RECEIPTS) * share)
    requests = [_signed(*(_text(i) if i % 3 == 0 else _receipt(i - i // 3))) for i in range(each * seconds)]
    taken: dict[str, list[float]] = {"text": [], "receipt": []}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", connector=aiohttp.TCPConnector(limit=100)) as session:
        for i in range(WARM_UP):
            await _one(session, _signed(*_text(i)), [], 0)
        start, waiting = time.perf_counter() + 0.2, []
        for i, request in enumerate(requests):
            at = start + i / each
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            waiting.append(asyncio.create_task(_one(session, request, taken["receipt" if i % 3 else "text"], at)))
        await asyncio.gather(*waiting)
    return taken


@dataclass(frozen=True, slots=True)
class Call:
    path: str
    body: bytes
    headers: dict[str, str]


def _signed(path: str, form: dict[str, str]) -> Call:
    signature = RequestValidator(AUTH_TOKEN).compute_signature(PUBLIC_URL + path, form)
    headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return Call(path, urlencode(form).encode(), headers)


async def _one(session: aiohttp.ClientSession, call: Call, taken: list[float], at: float) -> None:
    async with session.post(call.path, data=call.body, headers=call.headers) as answer:
        await answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{call.path} answered {answer.status}")
    taken.append(time.perf_counter() - at)


def _text(i: int) -> tuple[str, dict[str, str]]:
    words = {"Body": WORDS[i % len(WORDS)], "NumMedia": "0", "NumSegments": "1"}
    return "/twilio/inbound", {**_form(), **words, "From": f"+447700900{i * 7 % DADS + 1:07d}"}


def _receipt(i: int) -> tuple[str, dict[str, str]]:
    return f"/twilio/status?delivery={i + 1}", {**_form(), "MessageStatus": "delivered"}


def _form() -> dict[str, str]:
    return {
        "MessageSid": new_sid(), "AccountSid": ACCOUNT_SID, "To": "+447700900000", "From": "+447700900123",
        "ApiVersion": "2010-04-01",
    }  # fmt: skip


@contextmanager
def _served(databases: Databases, url: str, app: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = databases.settings(url, "http://127.0.0.1:9", public_url=PUBLIC_URL)
    environment = {
        f"DADINFO_{name.upper()}": ",".join(value) if isinstance(value, tuple) else str(value)
        for name, value in settings
        if value is not None
    }
    size = ["--workers", str(WORKERS), "--log-level", "error"]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *size, app]
    with subprocess.Popen(command, env={**os.environ, **environment}) as server:
        try:
            _wait_for(port)
            yield port
        finally:
            server.send_signal(signal.SIGTERM)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
