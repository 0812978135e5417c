"""The jobs on APScheduler, in one process of their own."""

import signal
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from dadinfo import log
from dadinfo.alarm import raise_alarm
from dadinfo.jobs.jobs import JOBS, Job
from dadinfo.service import Service


def run(service: Service) -> None:
    """Run the jobs until SIGTERM or Ctrl-C; a job under way is finished first."""
    scheduler = _schedule(BlockingScheduler(timezone=service.settings.timezone), service)

    def leave(_signal: int, _frame: FrameType | None) -> None:
        scheduler.shutdown(wait=False)

    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    log.get_logger().info("worker_started", jobs=[job.name for job in JOBS])
    scheduler.start()


def start_in_background(service: Service) -> BaseScheduler:
    """The same beside a web server, in the demo's one process."""
    scheduler = _schedule(BackgroundScheduler(timezone=service.settings.timezone), service)
    scheduler.start()
    return scheduler


def _schedule(scheduler: BaseScheduler, service: Service) -> BaseScheduler:
    for job in JOBS:
        when = {"trigger": "cron", "hour": job.hour}
        if job.seconds:
            when = {"trigger": "interval", "seconds": job.seconds, "next_run_time": datetime.now(UTC)}
        scheduler.add_job(
            _guarded, args=[job, service], id=job.name, max_instances=1, coalesce=True, misfire_grace_time=None, **when
        )
    return scheduler


def _guarded(job: Job, service: Service) -> None:
    """A job that fails is tried at its next turn; the operators hear of it, and the others go on."""
    try:
        job.run(service)
    except Exception:  # noqa: BLE001 - whatever it was, the next turn must come
        log.get_logger().exception("job_failed", job=job.name)
        raise_alarm(service.settings, f"job_{job.name}_failed", "see the log of the worker; the job is tried again")
