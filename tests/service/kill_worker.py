"""A worker to be killed: a warm process that forks one child for each run, and kills it with SIGKILL at its time.

Standard input: one line of JSON for each run, `{"now": …, "life": seconds or null}`. Standard output: how it ended.
The child is the whole worker: it opens the database, turns `jobs.tick` and ends when a turn has sent and planned nothing.
"""

import json
import os
import signal
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from dadinfo.jobs import jobs
from dadinfo.service import Service, build
from dadinfo.settings import Settings


def work(service: Service, now: datetime) -> None:
    began = time.monotonic()
    service = service.at(lambda: now + timedelta(seconds=time.monotonic() - began))
    while True:
        planned, count = jobs.tick(service)
        if not planned and not count.sent:
            return
        time.sleep(0.001)


def run(service: Service, now: datetime, life: float | None) -> str:
    """One worker from its start to its end, or to the end of its life."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(service, now)
            code = 0
        finally:
            os._exit(code)
    end = time.monotonic() + (60 if life is None else life)
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return "finished" if os.waitstatus_to_exitcode(status) == 0 else "failed"
        if time.monotonic() >= end:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            return "killed" if os.waitstatus_to_exitcode(status) == -signal.SIGKILL else "finished"
        time.sleep(0.0005)


def main() -> None:
    settings = Settings(**json.loads(Path(sys.argv[1]).read_text()))
    service = build(settings)  # no connection is open yet, and no thread runs: safe to fork
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.write(run(service, datetime.fromisoformat(order["now"]), order["life"]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
