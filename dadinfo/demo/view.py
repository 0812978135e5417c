"""The phone as its page shows it: the thread, each text with its reason, and what comes next."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from sqlalchemy import select

from dadinfo.content.model import Step
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.demo.scenarios import SCENARIOS
from dadinfo.demo.world import World
from dadinfo.programme import stage, window
from dadinfo.programme.stage import Circumstances, Dates
from dadinfo.simulator.messages import Message
from dadinfo.sms import segments

MOVES = (
    ("hour", "An hour"),
    ("day", "A day"),
    ("week", "A week"),
    ("birth", "To the birth"),
    ("peak", "To the crying peak"),
)
STATES = {"accepted": "sending", "queued": "sending", "sending": "sending", "sent": "sent", "delivered": "delivered"}
COMING = 6
NOTE = "This is a demo."
UNAPPROVED = " No text in it has been approved by a clinician yet."


def state(world: World) -> dict[str, object]:
    """Everything that the page shows, as JSON-ready values."""
    with world.lock:
        journey, now = world.journey(), world.clock()
        return {
            "now_words": f"{_day(world, now)}, {_time(world, now)}",
            "number": "07700 900123",
            "service": world.service.settings.service_name,
            "scenario": world.scenario,
            "scenarios": [{"id": s.id, "label": s.label, "about": s.about} for s in SCENARIOS.values()],
            "stage": stage.label(journey.dates, world.service.rules.today(now)) if journey else None,
            "hint": _hint(world),
            "quick": _quick(world, journey),
            "messages": list(_thread(world)),
            "next": list(_coming(world, journey)),
            "moves": [{"by": by, "label": label, "possible": _possible(world, by)} for by, label in MOVES],
            "note": NOTE if world.service.library.ledger else NOTE + UNAPPROVED,
        }


def _possible(world: World, by: str) -> bool:
    if by == "birth":
        return world.birth_at() is not None
    return by != "peak" or world.peak_at() is not None


def _hint(world: World) -> str:
    hints = {
        None: "Text DAD to join",
        "joining": "Answer with a date: 20 weeks, 14 March or 3 weeks old",
        "active": "Try CRY, ICON, BABY, STOP, or write as you would to a friend",
    }
    return hints.get(world.dad_state(), "Any text is still answered")


def _quick(world: World, journey: Journey | None) -> list[str]:
    match world.dad_state():
        case None:
            return ["DAD", "HELP"]
        case "joining":
            return ["20 weeks", "8 weeks old", "hello?"]
        case "active" if journey:
            first = "HOME" if stage.in_hospital(journey.dates, world.clock().date()) else "BABY"
            return [first, "CRY", "he wont stop crying", "EVENING", "STOP", "LOSS"]
    return ["START", "CRY", "ive shook him", "WRONG"]


def _thread(world: World) -> Iterator[dict[str, object]]:
    with world.service.database.look() as session:
        rows = session.execute(select(Delivery, Journey).outerjoin(Journey, Delivery.journey_id == Journey.id)).all()
        journeys = session.scalars(select(Journey).join(Dad)).all()
        reasons = {d.gateway_id: _reason(world, d, j or (journeys[-1] if journeys else None)) for d, j in rows}
    for message in reversed(list(world.exchange.newest())):
        mine = message.direction == "inbound"
        yield {
            "id": message.sid,
            "mine": mine,
            "text": message.body,
            "day": _day(world, message.date_created),
            "time": _time(world, message.date_created),
            "parts": segments.count(message.body).parts,
            "encoding": segments.count(message.body).encoding,
            "state": None if mine else _ticks(message),
            "reason": None if mine else reasons.get(message.sid, "answer to your text"),
        }


def _ticks(message: Message) -> str:
    return STATES.get(message.status, "undelivered")


def _reason(world: World, delivery: Delivery, journey: Journey | None) -> str:
    step = world.service.rules.timetable.by_id.get(delivery.key)
    if step is None:
        return "answer to your text"
    if journey is None:
        return "welcome"
    return _why(step, journey.dates, world.service.rules.today(delivery.created_at))


def _why(step: Step, dates: Dates, day: date) -> str:
    seen = dates._replace(born=None) if dates.born and dates.due and day < dates.born else dates
    marks = [stage.label(seen, day)]
    if step.anchor == "joined":
        marks.append("welcome")
    elif step.essential:
        marks.append("essential")
    return " · ".join(marks)


def _coming(world: World, journey: Journey | None) -> Iterator[dict[str, object]]:
    if journey is None or journey.next_due_at is None:
        return
    with world.service.database.look() as session:
        dad = session.get_one(Dad, journey.dad_id)
    hours = window.WINDOWS[dad.window]
    minute = window.steady_minute(dad.id, hours)
    plans, his = world.service.rules.timetable, Circumstances(dad.nation, journey.family, dad.young, dad.lang)
    for planned in islice(plans.plan(journey.dates, journey.told, hours, minute, journey.next_due_at), COMING):
        yield {
            "day": _day(world, planned.at),
            "time": _time(world, planned.at),
            "reason": _why(planned.step, journey.dates, planned.day),
            "text": plans.words(planned.step, journey.dates, planned.day, his),
        }


def _day(world: World, at: datetime) -> str:
    local = at.astimezone(world.service.settings.zone)
    return f"{local:%A} {local.day} {local:%B %Y}"


def _time(world: World, at: datetime) -> str:
    return f"{at.astimezone(world.service.settings.zone):%H:%M}"
