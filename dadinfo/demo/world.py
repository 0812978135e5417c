"""One dad's phone with a service, a Twilio and a clock of its own; moving its time moves nothing else."""

import threading
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from dadinfo.app import create_app
from dadinfo.clock import utcnow
from dadinfo.db import schema
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.demo.scenarios import SCENARIOS
from dadinfo.jobs import jobs
from dadinfo.programme import stage
from dadinfo.service import Service, build
from dadinfo.settings import Settings
from dadinfo.simulator.callbacks import deliver_due
from dadinfo.simulator.inbound import text_in
from dadinfo.simulator.messages import Exchange
from dadinfo.sms import segments
from dadinfo.subscribers import changes, enrol

PHONE = "+447700900123"
PEAK = timedelta(days=42)  # from the day of birth, or from the due date when born early
SMALLEST_STEP = timedelta(minutes=1)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}


class World:
    """`start` makes it anew; everything else happens inside it, one thing at a time."""

    def __init__(self, settings: Settings) -> None:
        self.lock = threading.RLock()
        self._settings = settings
        self._now = self._begin_at(())
        self.exchange = self._new_exchange()
        self.service = self._new_service()
        self.app = create_app(self.service)
        self.scenario = "fresh"

    def clock(self) -> datetime:
        return self._now

    def start(self, scenario: str) -> None:
        """Forget everything and play a ready-made dad. Raises KeyError."""
        with self.lock:
            acts = SCENARIOS[scenario].acts
            self.service.database.dispose()
            self.scenario, self._now = scenario, self._begin_at(acts)
            self.exchange = self._new_exchange()
            self.service = self._new_service()
            self.app.extensions["dadinfo"] = self.service
            for act in acts:
                if isinstance(act, str):
                    self.text(act)
                else:
                    self.move(self._now + act)

    def text(self, words: str) -> None:
        """The dad texts the service."""
        with self.lock:
            text_in(
                self.exchange, f"{self.service.settings.public_url}/twilio/inbound", PHONE, self.exchange.sender, words
            )
            self._settle()
            self._now += timedelta(seconds=1)  # so that texts keep their order

    def move(self, to: datetime) -> None:
        """Time goes on to `to`, from one due instant to the next, each text sent and delivered at its own."""
        with self.lock:
            while (due := self._next_due()) and due <= to:
                self._now = max(due, self._now + SMALLEST_STEP)
                self._settle()
            self._now = max(to, self._now)
            jobs.hold_silent(self.service)
            self._settle()

    def move_by(self, step: str) -> None:
        """An hour, a day or a week; to the birth, which he then reports; or to the crying's peak. Raises KeyError."""
        with self.lock:
            if step in STEPS:
                self.move(self._now + STEPS[step])
                return
            goal = {"birth": self.birth_at, "peak": self.peak_at}[step]
            if self.birth_at():
                self.move(self.birth_at() or self._now)
                self.text("BABY")
            if step == "peak" and (at := goal()):
                self.move(at)

    def journey(self) -> Journey | None:
        """The journey that the phone shows: his newest that goes on."""
        with self.service.database.look() as session:
            dad = enrol.find(session, self.service.keys, PHONE)
            return changes.expected(dad) or changes.followed(dad) if dad and dad.state == "active" else None

    def birth_at(self) -> datetime | None:
        """When a birth can be reported: noon of the due date, or now if that is past. None when none is expected."""
        journey = self.journey()
        if journey is None or journey.birth_date or journey.due_date is None:
            return None
        return max(self._local(journey.due_date, time(12)), self._now)

    def peak_at(self) -> datetime | None:
        """The evening, six weeks on, when crying is often hardest. None when that is past or nobody is expected."""
        journey = self.journey()
        if journey is None:
            return None
        anchors = dict(stage.anchors(journey.dates))
        start = anchors.get("corrected_age") or journey.due_date or journey.joined_on
        at = self._local(start + PEAK, time(21, 30))
        return at if at > self._now else None

    def _next_due(self) -> datetime | None:
        with self.service.database.look() as session:
            moments = [
                session.scalar(select(func.min(Journey.next_due_at))),
                session.scalar(select(func.min(Delivery.not_before)).where(Delivery.state == "queued")),
            ]
        return min((m.replace(tzinfo=UTC) if m.tzinfo is None else m for m in moments if m), default=None)

    def _settle(self) -> None:
        """Send what is due at this instant and bring every receipt home."""
        jobs.tick(self.service)
        while deliver_due(self.exchange):
            pass

    def _begin_at(self, acts: tuple[object, ...]) -> datetime:
        """Noon today, or as long before as the dad's story is, so that it ends today."""
        past = sum((act for act in acts if isinstance(act, timedelta)), timedelta())
        return self._local((utcnow() - past).date(), time(12))

    def _local(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self._settings.zone).astimezone(UTC)

    def _new_exchange(self) -> Exchange:
        return Exchange(
            account_sid=self._settings.twilio_account_sid,
            auth_token=self._settings.twilio_auth_token,
            sender=self._settings.twilio_from,
            now=self.clock,
            count_parts=_parts,
        )

    def _new_service(self) -> Service:
        for path in (Path(self._settings.database_url.removeprefix("sqlite:///")), self._settings.stop_journal):
            for file in path.parent.glob(f"{path.name}*"):
                file.unlink()
        service = build(self._settings, clock=self.clock)
        schema.upgrade(service.database.write)
        return service

    def dad_state(self) -> str | None:
        with self.service.database.look() as session:
            return session.scalar(select(Dad.state))


def _parts(text: str) -> int:
    return segments.count(text).parts
