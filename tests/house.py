"""A whole service for tests: its web app, its Twilio, and a clock that the test moves."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from dadinfo.app import create_app
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.jobs import jobs
from dadinfo.outbox.post import Count
from dadinfo.service import build
from dadinfo.settings import Settings
from dadinfo.simulator.callbacks import deliver_due
from dadinfo.simulator.inbound import text_in
from dadinfo.simulator.messages import Exchange, Message
from dadinfo.simulator.posting import Reply

DAD = "+447700900123"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)  # a Sunday, in winter time
INBOUND = "http://dadinfo.example/twilio/inbound"


class House:
    """`text` is a dad texting, `go` lets time pass from one due instant to the next."""

    def __init__(self, settings: Settings, exchange: Exchange, now: datetime = NOON) -> None:
        self.now = now
        self.service = build(settings, clock=lambda: self.now)
        self.app = create_app(self.service)
        self.client = self.app.test_client()
        self.exchange = exchange
        exchange.now = lambda: self.now
        exchange.post = self._post

    def text(self, words: str, number: str = DAD, *, sid: str | None = None) -> list[str]:
        """The texts that the phone gets back at once."""
        heard = text_in(self.exchange, INBOUND, number, self.exchange.sender, words, message_sid=sid)
        deliver_due(self.exchange)
        self.now += timedelta(seconds=1)
        return heard

    def tick(self) -> tuple[int, Count]:
        done = jobs.tick(self.service)
        deliver_due(self.exchange)
        return done

    def go(self, until: datetime | timedelta) -> None:
        """Time passes; whatever falls due is sent at its own instant."""
        end = self.now + until if isinstance(until, timedelta) else until
        while (due := self.next_due()) and due <= end:
            self.now = max(due, self.now + timedelta(minutes=1))
            self.tick()
        self.now = max(self.now, end)
        self.tick()

    def next_due(self) -> datetime | None:
        with self.service.database.look() as session:
            moments = (
                session.scalar(select(func.min(Journey.next_due_at))),
                session.scalar(select(func.min(Dad.gentle_at))),
                session.scalar(select(func.min(Delivery.not_before)).where(Delivery.state == "queued")),
            )
        return min((m.replace(tzinfo=UTC) if m.tzinfo is None else m for m in moments if m), default=None)

    def dad(self, number: str = DAD) -> Dad | None:
        with self.service.database.look() as session:
            wanted = Dad.number_hash == self.service.keys.lookup(number)
            return session.scalar(select(Dad).where(wanted).options(selectinload(Dad.journeys)))

    def journey(self, number: str = DAD) -> Journey:
        dad = self.dad(number)
        assert dad is not None
        return dad.journeys[-1]

    def deliveries(self, kind: str | None = None) -> list[Delivery]:
        with self.service.database.look() as session:
            rows = session.scalars(select(Delivery).order_by(Delivery.id)).all()
            return [row for row in rows if kind is None or row.kind == kind]

    def programme(self) -> list[str]:
        """Ids of the programme's steps in the order in which they went out."""
        out = [d for d in self.deliveries("programme") if d.state in ("sent", "delivered") and d.sent_at]
        return [d.key for d in sorted(out, key=lambda d: d.sent_at or NOON)]

    def received(self, number: str = DAD) -> list[Message]:
        """Every text on his phone from us, oldest first."""
        return [m for m in reversed(list(self.exchange.newest(number))) if m.direction != "inbound"]

    def _post(self, url: str, form: object, headers: object) -> Reply:
        parts = urlsplit(url)
        answer = self.client.post(
            f"{parts.path}?{parts.query}" if parts.query else parts.path, data=form, headers=headers
        )
        return Reply(answer.status_code, answer.text)
