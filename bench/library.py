"""Reading and checking everything that we say, at a start."""

import subprocess
import sys

from bench.databases import Databases
from bench.table import Figure, show

MILLISECONDS, MEGABYTES = 300, 60
LOAD = """
import time
from pathlib import Path
from dadinfo.content import library
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
before, start = held(), time.perf_counter()
words = library.load(Path("content"))
print((time.perf_counter() - start) * 1000, held() - before)
"""
RUNS = 5


def run(databases: Databases, *, full: bool) -> bool:  # noqa: ARG001 - the same size always
    took, grew = zip(*(_load() for _ in range(RUNS)), strict=True)
    best, most = min(took), max(grew)
    return show("Library: all content read and checked in a new process", [
        Figure("time, the best of five", f"{best:.0f} ms", f"{MILLISECONDS} ms", best / MILLISECONDS, 1.0),
        Figure("memory", f"+{most:.0f} MB", f"{MEGABYTES} MB", most / MEGABYTES, 1.0),
    ])  # fmt: skip


def _load() -> tuple[float, float]:
    milliseconds, megabytes = subprocess.run(
        [sys.executable, "-c", LOAD], capture_output=True, check=True
    ).stdout.split()
    return float(milliseconds), float(megabytes)
