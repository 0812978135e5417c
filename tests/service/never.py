"""A small world for what must never happen: several men, our service, and a Twilio whose record is the judge."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.orm import selectinload

from dadinfo.content.model import Step
from dadinfo.db.base import Base
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey, Told
from dadinfo.gateway.base import Gateway, Listed, Outcome, Sender
from dadinfo.jobs import jobs
from dadinfo.outbox.fill import fill
from dadinfo.outbox.unsure import DOUBT_AFTER
from dadinfo.settings import Settings
from dadinfo.simulator.callbacks import deliver_due
from dadinfo.simulator.faults import Outcome as Ending
from dadinfo.simulator.messages import Exchange, Message
from tests.house import House

LONG_AGO = datetime.min.replace(tzinfo=UTC)
NUMBERS = ("+447700900101", "+447700900102", "+447700900103")
OF_A_BABY = ("age", "corrected_age", "home")  # what counts from a birth
MOST_COPIES = 3  # of an essential text whose receipts say that it did not arrive
ENOUGH_DAYS = 20  # quiet days, for each baby that he follows, in which an essential text must have come
SILENCE = timedelta(days=88)  # nobody is held as silent sooner: 90 days, less clock errors and receipts on their way

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Killed(BaseException):
    """The worker dies here."""


@dataclass
class Wire:
    """The real gateway, with what the test wants to happen at the sends to come: one plan each, None for nothing."""

    real: Gateway
    plans: list[str | None] = field(default_factory=list)
    meanwhile: Callable[[str], None] = print
    name: str = "twilio"

    @asynccontextmanager
    async def open(self, concurrency: int) -> AsyncIterator["WireSender"]:
        async with self.real.open(concurrency) as sender:
            yield WireSender(self, sender)


@dataclass
class WireSender:
    wire: Wire
    real: Sender

    async def send(self, to: str, words: str, *, delivery_id: int, valid_for: timedelta | None) -> Outcome:
        plan = self.wire.plans.pop(0) if self.wire.plans else None
        if plan == "he texts":
            self.wire.meanwhile(to)
        if plan == "dies before":
            raise Killed
        outcome = await self.real.send(to, words, delivery_id=delivery_id, valid_for=valid_for)
        if plan == "dies after":
            raise Killed
        return outcome

    async def sent_to(self, to: str, *, since: datetime) -> list[Listed]:
        return await self.real.sent_to(to, since=since)


@dataclass(frozen=True)
class Arrived:
    """A text that the gateway accepted for him by its API: when (by our clock), and whose it is."""

    sid: str
    at: datetime
    step: Step
    journey: int


@dataclass
class Man:
    """What he told us, by his own texts alone; `life` counts how often his number was deleted."""

    number: str
    window: str = "evening"
    phase: str = "new"  # then "joining" until he gives a date, "on", "stopped", "lost"; only one that is on gets texts
    before: str = ""  # his phase before a plain sentence that we took for a stop or a loss: WRONG brings it back
    follows: bool = False  # he gave a date, and has had no loss since: START after a STOP goes on
    is_held: bool = False
    in_flight: int = 0  # calls that had started when he left
    life: int = 0
    births: list[date] = field(default_factory=list)  # the days on which he told us of one
    arrived: list[Arrived] = field(default_factory=list)
    last_heard: datetime = LONG_AGO
    story: list[str] = field(default_factory=list)

    def copies(self, journey: int, step: Step) -> list[Arrived]:
        return [a for a in self.arrived if a.journey == journey and a.step.id == step.id]


class World:
    """`text` is a man texting; `live` lets time pass in health; `sleep` lets it pass with every worker down."""

    def __init__(self, settings: Settings, exchange: Exchange) -> None:
        self.house = House(settings, exchange)
        self.exchange = exchange
        self.wire = Wire(self.house.service.gateway)
        self.wire.meanwhile = self._stop_meanwhile
        self.house.service = replace(self.house.service, gateway=self.wire)
        self.zone = self.house.service.settings.zone
        self.steps = [s for s in self.house.service.library.steps if s]
        self.by_words = {words: s for s in self.steps for words in (s.text, *s.variants.values())}
        self.reset(self.house.now)

    # The world itself

    def reset(self, now: datetime) -> None:
        """Everything as on the first day."""
        database = self.house.service.database
        tables = [table.name for table in reversed(Base.metadata.sorted_tables)]
        with database.write.begin() as connection:
            if connection.dialect.name == "postgresql":  # numbering starts anew, as it does by itself on SQLite
                connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))
            else:
                for table in tables:
                    connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own tables
        self.house.service.settings.stop_journal.unlink(missing_ok=True)
        post = self.exchange.post
        Exchange.__init__(self.exchange, sender="+447700900000", post=post)
        self.exchange.now = lambda: self.house.now - self.ahead  # Twilio's clock is right
        self.exchange.record = self._recorded
        self.house.now, self.is_broken = now, False
        self.ahead = timedelta()  # by which our clock is wrong
        self.men = {number: Man(number) for number in NUMBERS}
        self.accepted: list[tuple[Message, datetime]] = []  # by the API, not looked at yet
        self.late_receipts = False
        self.wire.plans = []
        self.last_text: tuple[str, str, str, list[str]] | None = None
        self.chances: Counter[tuple[str, int, int, str]] = Counter()

    def _recorded(self, direction: str, to: str, *rest: object, **more: object) -> Message:
        message = Exchange.record(self.exchange, direction, to, *rest, **more)  # type: ignore[arg-type]
        if direction == "outbound-api":
            self.accepted.append((message, self.house.now))
        return message

    @property
    def today(self) -> date:
        return self.local(self.house.now).date()

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    # What happens

    def text(self, man: Man, words: str, *, sid: str | None = None) -> list[str]:
        """He texts us. Gives what comes back in the answer."""
        self.check()
        sid = sid or f"SM{self.exchange.count:032x}"
        heard = self.house.text(words, man.number, sid=sid)
        man.last_heard = self.house.now
        man.story.append(
            f"{self.local(self.house.now):%a %d %b %Y %H:%M} he texts {words!r} -> {[h[:40] for h in heard]}"
        )
        self.last_text = (man.number, words, sid, heard)
        self.check()
        return heard

    def tick(self) -> None:
        """The worker's turn; it may die in it."""
        try:
            jobs.tick(self.house.service)
        except Killed:
            for man in self.men.values():
                man.story.append(f"{self.local(self.house.now):%a %d %b %Y %H:%M} the worker dies")
        self.check()
        if not self.late_receipts:
            self.receipts()

    def fill_only(self) -> None:
        fill(self.house.service.database, self.house.service.rules, self.house.now)
        self.check()

    def receipts(self) -> None:
        deliver_due(self.exchange)
        self.check()

    def nightly(self) -> None:
        for job in jobs.JOBS:
            if job.name != "send":
                job.run(self.house.service)
        for man in self.men.values():
            if man.phase == "joining" and self.house.dad(man.number) is None:  # a joining never finished is let go
                deleted(man)
        self.check()

    def sleep(self, span: timedelta) -> None:
        """Time passes with every worker down."""
        self.house.now += span

    def live(self, span: timedelta) -> None:
        """Time passes in health; every whole day of it is looked at (`check_day`)."""
        end, whole_from = self.house.now + span, self._midnight(self.house.now - timedelta(microseconds=1))
        self.wire.plans = []
        self.exchange.faults.planned = []
        self.late_receipts = False
        self.receipts()
        self.tick()
        while self.house.now < end:
            midnight, due = self._midnight(self.house.now), self.next_moment()
            due = max(due, self.house.now + timedelta(minutes=1)) if due else end
            self.house.now = min(midnight, due, end)
            if self.house.now == midnight:
                day = self.today - timedelta(days=1)
                if whole_from <= datetime.combine(day, time(), self.zone):
                    self.check_day(day)
                if day.toordinal() % 3 == 0:
                    self.nightly()
            if self.house.now == due:
                self.tick()

    def until_next_text(self) -> None:
        """Time passes in health up to, and not including, the next text."""
        due = self.next_moment()
        if due and due > self.house.now:
            self.live(due - self.house.now - timedelta(seconds=1))
            self.house.now = max(self.house.now, due)

    def next_moment(self) -> datetime | None:
        """When the worker has something to do: a step falls due, a text waits, a doubt can be settled."""
        with self.house.service.database.look() as session:
            doubts = select(func.min(Delivery.sending_at)).join(Dad, Dad.id == Delivery.dad_id)
            doubt = session.scalar(doubts.where(Delivery.state == "sending", Dad.state == "active"))
        settled = [_aware(doubt) + DOUBT_AFTER + timedelta(seconds=1)] if doubt else []
        due = self.house.next_due()
        return min([*settled, *([due] if due else [])], default=None)

    def _midnight(self, after: datetime) -> datetime:
        return datetime.combine(self.local(after).date() + timedelta(days=1), time(), self.zone).astimezone(UTC)

    def _stop_meanwhile(self, number: str) -> None:
        """He texts STOP after the worker has begun to send to him: that one may still arrive."""
        man = self.men[number]
        left(man, lost=False, free=False)
        man.in_flight = 1
        heard = self.house.text("STOP", number)
        man.story.append(f"{self.local(self.house.now):%a %d %b %Y %H:%M} he texts STOP during a call -> {heard}")

    # What must hold

    def check(self) -> None:
        """Invariants 1 to 4 for every text that Twilio has newly accepted, then what the tables must agree on."""
        while self.accepted:
            message, at = self.accepted.pop(0)
            self._check_text(self.men[message.to], message, at)
        self._check_tables()

    def _check_text(self, man: Man, message: Message, at: datetime) -> None:
        when = self.local(at)
        man.story.append(f"{when:%a %d %b %Y %H:%M} Twilio accepts {message.body[:50]!r}")
        step = self.by_words.get(message.body)
        assert step, self.fault(man, "a text that is no step of the programme")
        if man.phase != "on":
            assert man.in_flight, self.fault(man, f"1: {step.id} was sent to a man who wants no texts")
            man.in_flight -= 1
        journey = self._journey_of(man, message, step)
        self._check_first(man, step, journey.id)
        hours = self.hours(man.window, when.date())
        is_open = hours is not None and hours[0] <= at < hours[1]
        assert is_open, self.fault(man, f"3: {step.id} outside his window ({man.window})")
        days = [self.local(a.at).date() for a in man.arrived]
        assert when.date() not in days, self.fault(man, f"3: {step.id} is the second programme text on {when.date()}")
        if step.base in OF_A_BABY:
            told = [day for day in man.births if day >= journey.joined_on]
            assert told, self.fault(man, f"4: {step.id} supposes a birth that he told us nothing of")
        man.arrived.append(Arrived(message.sid, at, step, journey.id))

    def _check_first(self, man: Man, step: Step, journey: int) -> None:
        """Invariant 2: only an essential text that did not arrive may go again, and at most twice."""
        copies = man.copies(journey, step)
        failed = [a for a in copies if not self.has_reached(a)]
        again = len(copies) == len(failed) and len(copies) < MOST_COPIES and (step.essential or not copies)
        assert again, self.fault(man, f"2: {step.id} again for journey {journey}")
        assert step.base != "joined" or step.offset.days or step.offset.months, self.fault(man, f"2: {step.id} again")

    def has_reached(self, text: Arrived) -> bool:
        message = self.exchange.find(text.sid)
        return message is not None and message.status not in ("undelivered", "failed")

    def _journey_of(self, man: Man, message: Message, step: Step) -> Journey:
        """The journey for which it was sent, by our own id in its receipt's address."""
        delivery_id = int(parse_qs(urlsplit(message.status_callback or "").query)["delivery"][0])
        with self.house.service.database.look() as session:
            delivery = session.get(Delivery, delivery_id)
            assert delivery, self.fault(man, f"{step.id} was sent for no delivery")
            assert delivery.key == step.id, self.fault(man, f"the words of {step.id} went out as {delivery.key}")
            return session.get_one(Journey, delivery.journey_id)

    def hours(self, window: str, day: date) -> tuple[datetime, datetime] | None:
        """The brief's hours, written down once more."""
        opens, closes = {
            "evening": (time(18), time(21)), "morning": (time(7), time(9, 30)),
            "night": (time(21, 30), time(23, 45)), "weekend": (time(10), time(13)),
        }[window]  # fmt: skip
        if window == "weekend" and day.weekday() < 5:
            return None
        return tuple(datetime.combine(day, at, self.zone).astimezone(UTC) for at in (opens, closes))  # type: ignore[return-value]

    def _check_tables(self) -> None:
        with self.house.service.database.look() as session:
            dads = session.scalars(select(Dad).options(selectinload(Dad.journeys))).all()
            told: dict[int, int] = {}
            for journey_id, step in session.execute(select(Told.journey_id, Told.step)):
                told[journey_id] = told.get(journey_id, 0) | 1 << step
            for dad in dads:
                for journey in dad.journeys:
                    assert journey.told == told.get(journey.id, 0), (
                        f"told bits and ledger differ for journey {journey.id}"
                    )
                    is_on = dad.state == "active" and journey.state == "active"
                    assert is_on or journey.next_due_at is None, f"journey {journey.id} is due though it is not active"
                assert dad.state not in ("stopped", "lost") or dad.number is None, (
                    f"dad {dad.id} left, his number stays"
                )

    def check_day(self, day: date) -> None:
        """Invariant 5, of one whole local day in which nothing went wrong and he texted nothing: see `test_never`."""
        for man, dad in self.dads():
            if dad.state != "held":
                man.is_held = False
            elif not man.is_held:
                man.is_held = True
                silent = self.house.now - max(man.last_heard, self._last_delivered(man))
                assert silent > SILENCE, self.fault(man, f"held after only {silent}")
            if dad.state != "active" or man.phase != "on" or self.hours(man.window, day) is None:
                continue
            today = [a for a in man.arrived if self.local(a.at).date() == day]
            active = [j for j in dad.journeys if j.state == "active"]
            missing = [(j, s) for j in active for s in self.open_essentials(j, day) if not self.is_told(man, j, s, day)]
            if missing:
                names = sorted(s.id for _, s in missing)
                got = [a.step.id for a in today]
                good = len(today) == 1 and today[0].step.essential
                assert good, self.fault(man, f"5: on {day} he was to get one of {names}, and got {got}")
            for journey, step in missing if today and self.has_reached(today[0]) else []:
                self.chances[man.number, man.life, journey.id, step.id] += 1
                days = self.chances[man.number, man.life, journey.id, step.id]
                most = ENOUGH_DAYS * len(active)
                assert days <= most, self.fault(man, f"5: {step.id} was put off for {days} days")

    def check_end(self) -> None:
        """Invariant 5, of each journey still going: what closed untold has a successor that was told or may yet be."""
        by_id = {s.id: s for s in self.steps}
        for man, dad in self.dads():
            for journey in dad.journeys:
                if dad.state != "active" or journey.state != "active":
                    continue
                for step in self.steps:
                    if step.essential and self.span(journey, step) and not self.is_told(man, journey, step, self.today):
                        family = [step, *_successors(step, by_id)]
                        alive = [s for s in family if self._may_yet(man, journey, s)]
                        enough = self.chances[man.number, man.life, journey.id, step.id] >= ENOUGH_DAYS
                        assert alive or not enough, self.fault(man, f"5: {step.id} closed untold, and all that follows")

    def _may_yet(self, man: Man, journey: Journey, step: Step) -> bool:
        span = self.span(journey, step)
        waits = step.base in OF_A_BABY and journey.birth_date is None
        return waits or self.is_told(man, journey, step, self.today) or bool(span and self.today < span[1])

    def is_told(self, man: Man, journey: Journey, step: Step, before: date) -> bool:
        """By Twilio's record: accepted before that day and not reported as lost, or tried often enough."""
        copies = [a for a in man.copies(journey.id, step) if self.local(a.at).date() < before]
        return len(copies) >= MOST_COPIES or any(self.has_reached(a) for a in copies)

    def open_essentials(self, journey: Journey, day: date) -> Iterator[Step]:
        for step in self.steps:
            span = self.span(journey, step) if step.essential else None
            if span and span[0] <= day < span[1]:
                yield step

    def span(self, journey: Journey, step: Step) -> tuple[date, date] | None:
        """From which day until before which a step is right for a journey, worked out here once more; None if never."""
        due, born = journey.due_date, journey.birth_date
        early = bool(due and born and born < due - timedelta(days=21))
        if step.only & ({"term"} if early else {"early"}) or step.only & ({"single"} if journey.twins else {"twins"}):
            return None
        if born:
            start = {
                "age": born,
                "corrected_age": due if early else born,
                "home": (journey.home_date or due) if early else born,
            }
        else:
            start = {"gestation": due - timedelta(days=280)} if due else {}
        if start.get(step.base) is None:
            return None
        begins = step.offset.after(start[step.base])
        return begins, step.expiry.after(begins)

    def dads(self) -> list[tuple[Man, Dad]]:
        return [(man, dad) for man in self.men.values() if (dad := self.house.dad(man.number))]

    def _last_delivered(self, man: Man) -> datetime:
        delivered = [m.date_updated for m in self.exchange.newest(man.number) if m.status == "delivered"]
        return max(delivered, default=LONG_AGO)

    def fault(self, man: Man, what: str) -> str:
        """What is wrong, and the man's story up to it."""
        self.is_broken = True
        rows = [f"{d.id} {d.kind} {d.key} {d.state}" for d in self.house.deliveries() if d.kind == "programme"][-8:]
        return "\n".join([what, f"now {self.local(self.house.now)}", "his story:", *man.story[-25:], "outbox:", *rows])


def joined(man: Man, heard: list[str]) -> None:
    """He gave a date, and the answer says that he is in."""
    if "Thanks, dad" in heard[0]:
        man.phase, man.before, man.follows = "on", "", True


def left(man: Man, *, lost: bool, free: bool) -> None:
    """He said STOP, or that he lost the baby; or someone said it for him."""
    man.before = man.phase if free and man.phase in ("on", "joining") else ""
    man.phase = "lost" if lost or man.phase == "lost" else "stopped"
    man.follows = man.follows and (not lost or bool(man.before))


def back(man: Man) -> None:
    """START, or DAD without a date."""
    man.follows = man.follows and man.phase != "lost"
    man.before = ""
    if man.phase != "on":
        man.phase = "on" if man.follows and man.phase == "stopped" else "joining"


def deleted(man: Man) -> None:
    """NOT ME: the number is unknown from now on."""
    man.life += 1
    man.window, man.phase, man.before, man.follows = "evening", "new", "", False
    man.births, man.arrived = [], []


def phone_is_off(world: World, man: Man, *, off: bool) -> None:
    if off:
        world.exchange.faults.outcomes[man.number] = Ending("undelivered", 30003)
    else:
        world.exchange.faults.outcomes.pop(man.number, None)


def _successors(step: Step, by_id: dict[str, Step]) -> list[Step]:
    found: list[Step] = []
    waiting = list(step.superseded_by)
    while waiting:
        successor = by_id[waiting.pop()]
        if successor not in found:
            found.append(successor)
            waiting += successor.superseded_by
    return found


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
