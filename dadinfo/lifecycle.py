"""The only place that changes a journey's state and cancels what is queued: stop, loss, start, birth, home, ending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from dadinfo.db.events import Event, Mark
from dadinfo.db.messages import KINDS, Delivery
from dadinfo.db.people import Dad, Journey, Told
from dadinfo.journal import StopJournal
from dadinfo.programme import timetable, window
from dadinfo.programme.timetable import Timetable

GROWN = timedelta(days=700)


@dataclass(frozen=True, slots=True)
class Rules:
    """What every change of state needs: the programme laid out, and the journal of stops."""

    timetable: Timetable
    journal: StopJournal

    def today(self, now: datetime) -> date:
        return now.astimezone(self.timetable.zone).date()

    def tomorrow(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), self.timetable.zone)


def stop(session: Session, rules: Rules, dad: Dad, now: datetime, *, undoable: bool = False) -> None:
    """Nothing more goes out. His number is forgotten; the hash of it stays, so that nobody else enrols him."""
    _end_all(session, rules, dad, now, state="stopped", undoable=undoable)


def loss(session: Session, rules: Rules, dad: Dad, now: datetime, *, undoable: bool = False) -> None:
    """Stops every journey of the number for good; `undoable` when it was read from free text."""
    _end_all(session, rules, dad, now, state="lost", undoable=undoable)


def undo(session: Session, rules: Rules, dad: Dad, now: datetime, sealed_number: bytes) -> bool:
    """WRONG: bring back what a stop or a loss read from free text had ended. False when there is nothing."""
    if not dad.undo:
        return False
    dad.state, dad.undo, dad.number, dad.started_at, dad.stopped_at = dad.undo, None, sealed_number, now, None
    for journey in dad.journeys:
        journey.state, journey.before_end = journey.before_end or journey.state, None
    dad.asked = "due_or_birth" if dad.state == "joining" else None
    replan(session, rules, dad, now)
    return True


def start(session: Session, rules: Rules, dad: Dad, now: datetime, sealed_number: bytes) -> bool:
    """START after a STOP, or YES after a hold: go on from the true stage. False when nothing can; a loss never."""
    back = [j for j in dad.journeys if j.state in ("stopped", "active")]
    for journey in back:
        journey.state, journey.since = "active", rules.today(now)
    if back:
        dad.state, dad.number, dad.started_at, dad.stopped_at, dad.undo = "active", sealed_number, now, None, None
        replan(session, rules, dad, now)
    return bool(back)


def hold(session: Session, rules: Rules, dad: Dad, now: datetime) -> None:
    """Nothing was heard of this number for long, so it may be another man's by now: wait for a fresh YES."""
    dad.state = "held"
    replan(session, rules, dad, now)


def birth(session: Session, rules: Rules, journey: Journey, born: date, now: datetime) -> None:
    """The baby is here, on the dad's own word; the programme goes on from the true age."""
    if not journey.birth_date:  # told days late, he still gets what is right for the first days
        journey.since = max(journey.since, born)
    journey.birth_date = born
    replan(session, rules, journey.dad, now)


def due(session: Session, rules: Rules, journey: Journey, due_date: date, now: datetime) -> None:
    """A changed due date moves what is to come; what was told stays told."""
    journey.due_date = due_date
    replan(session, rules, journey.dad, now)


def home(session: Session, rules: Rules, journey: Journey, day: date, now: datetime) -> None:
    """A baby born early is home: the full set of safety texts starts now."""
    journey.home_date = day
    replan(session, rules, journey.dad, now)


def end(journey: Journey) -> None:
    """The programme has been told to its end."""
    journey.state, journey.next_due_at = "ended", None


def end_grown(session: Session, rules: Rules, now: datetime) -> None:
    """Each programme of a baby nearly two with nothing to come and nothing on its way has been told to its end."""
    on_its_way = select(Delivery.id).where(Delivery.journey_id == Journey.id, Delivery.state.in_(("queued", "sending")))
    over = (Journey.state == "active", Journey.next_due_at.is_(None), Journey.birth_date < rules.today(now) - GROWN)
    his = Journey.dad_id.in_(select(Dad.id).where(Dad.state == "active"))
    session.execute(
        update(Journey).where(*over, his, ~on_its_way.exists()).values(state="ended"),
        execution_options={"synchronize_session": False},
    )


def replan(session: Session, rules: Rules, dad: Dad, now: datetime, *, earliest: datetime | None = None) -> None:
    """Take back the programme texts not yet on their way, and derive again when each journey is next due."""
    _lock_journeys(session, dad)
    take_back(session, rules, dad, now, kinds=("programme",))
    derive(rules, dad, now, earliest=earliest)
    session.flush()


def derive(rules: Rules, dad: Dad, now: datetime, *, earliest: datetime | None = None) -> None:
    """When each of his journeys is next due, from its dates and what it was told."""
    start_at = max(now, earliest or now)
    if dad.programme_on == rules.today(now):
        start_at = max(start_at, rules.tomorrow(dad.programme_on))
    for journey in dad.journeys:
        journey.next_due_at = _next_due(rules, dad, journey, start_at)


def _next_due(rules: Rules, dad: Dad, journey: Journey, start_at: datetime) -> datetime | None:
    if dad.state != "active" or journey.state != "active":
        return None
    hours = window.WINDOWS[dad.window]
    slot = rules.timetable.next_slot(journey.dates, journey.told, hours, window.steady_minute(dad.id, hours), start_at)
    return slot[1] if slot else None


def take_back(session: Session, rules: Rules, dad: Dad, now: datetime, *, kinds: Iterable[str] = KINDS) -> None:
    """Cancel what is queued for him, of those kinds, and take its steps out of the told ledger: he was not told."""
    rows = session.execute(
        update(Delivery)
        .where(Delivery.dad_id == dad.id, Delivery.state == "queued", Delivery.kind.in_(list(kinds)))
        .values(state="cancelled", settled_at=now)
        .returning(Delivery.journey_id, Delivery.key)
        .execution_options(synchronize_session=False)
    )
    for journey_id, key in rows.all():
        if journey_id is not None:
            journey = session.get_one(Journey, journey_id)
            untell(session, rules, journey, key)


def _lock_journeys(session: Session, dad: Dad) -> None:
    """Wait for a fill that has them in hand, and read again what it has told."""
    session.flush()
    session.scalars(
        select(Journey)
        .where(Journey.dad_id == dad.id)
        .order_by(Journey.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def untell(session: Session, rules: Rules, journey: Journey, step_id: str) -> None:
    """Take one step out of the ledger: its text was never sent, or the gateway says that it never arrived."""
    step = rules.timetable.by_id.get(step_id)
    if step:
        journey.told &= ~(1 << step.number)
        session.execute(delete(Told).where(Told.journey_id == journey.id, Told.step == step.number))


def _end_all(session: Session, rules: Rules, dad: Dad, now: datetime, *, state: str, undoable: bool) -> None:
    rules.journal.append(dad.number_hash, now)
    _lock_journeys(session, dad)
    take_back(session, rules, dad, now)
    dad.undo = dad.state if undoable and dad.state in ("active", "joining") else None
    for journey in dad.journeys:
        journey.before_end = journey.state if dad.undo else None
    _close(dad, state, now)
    session.add(Event(at=now, kind=state))
    session.flush()


def _close(dad: Dad, state: str, now: datetime) -> None:
    for journey in dad.journeys:
        if journey.state == "active" or state == "lost":
            journey.state = state
        journey.next_due_at = None
    dad.state, dad.number, dad.asked, dad.stopped_at = state, None, None, now
    dad.gentle_from = dad.gentle_at = None


def begin_gentle(rules: Rules, dad: Dad, now: datetime, sealed_number: bytes) -> None:
    """After a loss he asked for the few texts; his number is kept for them, and for nothing else."""
    dad.number, dad.gentle_from, dad.gentle_sent = sealed_number, now, 0
    plan_gentle(rules, dad, now)


def plan_gentle(rules: Rules, dad: Dad, now: datetime) -> None:
    """When the next of them is due: on its day, in his hours. After the last his number is forgotten again."""
    texts = rules.timetable.library.gentle(dad.lang)
    if dad.gentle_from is None or dad.gentle_sent >= len(texts):
        end_gentle(dad)
        return
    hours = window.WINDOWS[dad.window]
    day = rules.today(dad.gentle_from) + timedelta(days=texts[dad.gentle_sent].after.days)
    start_at = max(now, datetime.combine(day, time(), rules.timetable.zone))
    dad.gentle_at = next(window.slots(hours, window.steady_minute(dad.id, hours), rules.timetable.zone, start_at))[1]


def end_gentle(dad: Dad) -> None:
    """No more of them, and his number is forgotten."""
    dad.gentle_from = dad.gentle_at = None
    if dad.state == "lost":
        dad.number = None


def replay(session: Session, rules: Rules, now: datetime) -> int:
    """Stop again whoever the journal says stopped since this database last knew; how many. Raises JournalShort.

    Runs before anything is sent, so that a restored backup texts nobody who has left since.
    """
    mark = session.get(Mark, "stop_journal")
    entries, offset = rules.journal.since(mark.number if mark else 0)
    if not entries:
        return 0
    stopped = 0
    for number_hash, at in entries:
        dad = session.scalar(select(Dad).where(Dad.number_hash == number_hash))
        if dad and dad.gentle_from and dad.gentle_from < at:
            end_gentle(dad)
        if dad and dad.state not in ("stopped", "lost") and (dad.started_at is None or dad.started_at < at):
            _lock_journeys(session, dad)
            take_back(session, rules, dad, now)
            _close(dad, "stopped", now)
            stopped += 1
    if mark is None:
        mark = Mark(name="stop_journal", at=now)
        session.add(mark)
    mark.at, mark.number = now, offset
    return stopped


def first_text_at(now: datetime) -> datetime:
    """The earliest instant for a programme text after the welcome."""
    return now + timetable.FIRST_TEXT_AFTER
