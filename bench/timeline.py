"""The 1001 days of one dad, worked out."""

import statistics
import time
from datetime import date, timedelta

from bench.databases import Databases
from bench.table import Figure, show
from dadinfo.content import library
from dadinfo.programme import preview
from dadinfo.programme.timetable import Timetable
from dadinfo.programme.window import WINDOWS
from dadinfo.settings import ROOT

LIMIT_MS = 50


def run(databases: Databases, *, full: bool) -> bool:
    zone = databases.settings("sqlite://", "http://127.0.0.1:9").zone
    words = library.load(ROOT / "content")
    first = _milliseconds(Timetable(words, zone), date(2027, 3, 14))
    plans = Timetable(words, zone)
    others = [_milliseconds(plans, date(2027, 3, 14) + timedelta(days=n)) for n in range(200 if full else 40)]
    later = statistics.median(others)
    figures = [
        Figure("the first", f"{first:.1f} ms", f"{LIMIT_MS} ms", first / LIMIT_MS, 1.0),
        Figure("a later one", f"{later:.1f} ms", f"{LIMIT_MS} ms", later / LIMIT_MS, 1.0),
    ]
    return show("Timeline: one dad's 1001 days, after start", figures)


def _milliseconds(plans: Timetable, due: date) -> float:
    start = time.perf_counter()
    preview.whole(plans, due=due, born=due + timedelta(days=2), joined=None, hours=WINDOWS["evening"])
    return (time.perf_counter() - start) * 1000
