"""`dadinfo doctor`: each thing that the service stands on, looked at once."""

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from dadinfo.content.library import ContentFault
from dadinfo.db import schema
from dadinfo.db.encrypted import WrongKey
from dadinfo.db.events import Event, Mark
from dadinfo.db.people import Dad
from dadinfo.gateway import twilio
from dadinfo.journal import JournalShort
from dadinfo.service import Service, build, gated
from dadinfo.settings import Settings
from dadinfo.web.health import not_ready, unapproved

CLOCK_SLACK = timedelta(seconds=30)
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    what: str


def run(settings: Settings) -> list[Finding]:
    """Every check, the sound ones too."""
    try:
        service = build(settings)
    except ContentFault as fault:
        return [Finding(False, f"content: {len(fault.faults)} faults; run dadinfo content check")]
    checks: tuple[Callable[[Service], Iterator[Finding]], ...] = (
        _settings, _database, _keys, _journal, _jobs, _approvals, _numbers, _gateway, _fallback, _opt_out,
    )  # fmt: skip
    return [finding for check in checks for finding in check(service)]


def _settings(service: Service) -> Iterator[Finding]:
    kind = "texts reach real people" if service.settings.live else "texts reach nobody"
    yield Finding(True, f"settings: complete; gateway {service.settings.gateway}, {kind}")


def _database(service: Service) -> Iterator[Finding]:
    try:
        if not schema.is_current(service.database.read):
            yield Finding(False, "database: migrations are missing; run dadinfo db upgrade")
            return
        faults = schema.faults(service.database.read)
    except SQLAlchemyError:
        yield Finding(False, "database: does not answer; check DADINFO_DATABASE_URL")
        return
    yield Finding(not faults, f"database: {'; '.join(faults) if faults else 'whole and up to date'}")


def _keys(service: Service) -> Iterator[Finding]:
    try:
        with service.database.look() as session:
            sealed = session.scalar(select(Dad.number).where(Dad.number.is_not(None)).order_by(Dad.id).limit(1))
            if sealed:
                service.keys.open(sealed)
        yield Finding(True, "keys: open what is stored")
    except WrongKey:
        yield Finding(
            False, "keys: DADINFO_DATA_KEYS does not open what is stored; put the old key back at the end of the list"
        )
    except SQLAlchemyError:
        yield Finding(False, "keys: cannot be tried without the database")


def _journal(service: Service) -> Iterator[Finding]:
    try:
        with service.database.look() as session:
            mark = session.get(Mark, "stop_journal")
            service.rules.journal.since(mark.number if mark else 0)
        yield Finding(True, "stop journal: whole")
    except JournalShort as fault:
        yield Finding(False, f"stop journal: {fault}")
    except SQLAlchemyError:
        yield Finding(False, "stop journal: cannot be compared without the database")


def _jobs(service: Service) -> Iterator[Finding]:
    faults = not_ready(service)
    yield Finding(not faults, f"jobs: {'; '.join(faults) if faults else 'running'}")


def _approvals(service: Service) -> Iterator[Finding]:
    faults = unapproved(service)
    if not gated(service.settings, service.library):
        yield Finding(not service.settings.live, "approvals: not required; set DADINFO_REQUIRE_APPROVAL=1 to go live")
    for fault in faults:
        yield Finding(False, f"approvals: {fault}")
    if gated(service.settings, service.library) and not faults:
        yield Finding(True, "approvals: every text and urgent answer is approved")


def _numbers(service: Service) -> Iterator[Finding]:
    lapsed = service.library.lapsed(service.rules.today(service.clock()))
    late = f"past their check_by and left out of texts: {', '.join(lapsed)}; look them up and mend content/"
    yield Finding(not lapsed, f"facts and helplines: {late if lapsed else 'all looked at in time'}")


def _gateway(service: Service) -> Iterator[Finding]:
    settings = service.settings
    if settings.gateway != "twilio":
        yield Finding(True, "gateway: console, texts are printed")
        return
    status, date_header = twilio.ping(settings)
    trouble = f"Twilio answers {status or 'nothing'}; check DADINFO_TWILIO_ACCOUNT_SID and …_AUTH_TOKEN"
    yield Finding(status == 200, f"gateway: {'Twilio accepts our account' if status == 200 else trouble}")
    if date_header:
        apart = abs(parsedate_to_datetime(date_header) - datetime.now(UTC))
        yield Finding(apart < CLOCK_SLACK, f"clock: {apart.total_seconds():.0f} s from Twilio's")


def _fallback(service: Service) -> Iterator[Finding]:
    if not service.settings.live:
        return
    url = service.settings.twilio_fallback_url
    advice = (
        "host deploy/fallback.xml elsewhere, enter its address at the Twilio number and in DADINFO_TWILIO_FALLBACK_URL"
    )
    if not url.startswith("https://"):
        yield Finding(False, f"fallback: no address; {advice}")
        return
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - https, from our own settings
            words = answer.read(10_000).decode("utf-8", "replace")
    except (urllib.error.URLError, OSError):
        words = ""
    good = "<Response>" in words and "999" in words
    yield Finding(good, "fallback: answers" if good else f"fallback: does not answer with 999; {advice}")


def _opt_out(service: Service) -> Iterator[Finding]:
    try:
        with service.database.look() as session:
            answered = session.scalar(
                select(func.count()).where(
                    Event.kind.in_(["gateway_answered", "block_swallowed_text"]), Event.at > service.clock() - RECENT
                )
            )
    except SQLAlchemyError:
        return
    trouble = (
        f"Twilio answered or blocked {answered} texts itself this week, so its block can swallow an urgent answer; "
        "have its default opt-out handling turned off"
    )
    yield Finding(not answered, f"opt-out: {trouble if answered else 'Twilio leaves STOP to us'}")
