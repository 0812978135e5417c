"""What a dad changes by his own word: the birth, the due date, the homecoming, his hours."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.db.people import Dad, Journey
from dadinfo.lifecycle import Rules

BETWEEN_BABIES = timedelta(days=22 * 7)  # a due date so long after a birth is another baby's
EARLIEST_BIRTH, LATEST_BIRTH = timedelta(days=-18 * 7), timedelta(days=5 * 7)  # around the due date: 22 to 45 weeks


def expected(dad: Dad) -> Journey | None:
    """His journey towards a birth, the newest if there are two."""
    return next((j for j in reversed(dad.journeys) if j.state == "active" and j.birth_date is None), None)


def followed(dad: Dad) -> Journey | None:
    """His newest journey with a baby here."""
    return next((j for j in reversed(dad.journeys) if j.state == "active" and j.birth_date is not None), None)


def is_another_baby(dad: Dad, due: date) -> bool:
    """Whether that due date belongs to a new journey beside the one he is on."""
    born = followed(dad)
    return (
        expected(dad) is None
        and born is not None
        and born.birth_date is not None
        and due > born.birth_date + BETWEEN_BABIES
    )


def report_birth(session: Session, rules: Rules, dad: Dad, born: date, now: datetime, *, twins: bool) -> Journey | None:
    """Enter or correct a birth. None when the day cannot belong to his due date; then nothing is changed."""
    journey = expected(dad) or followed(dad)
    if journey is None:
        return None
    if journey.due_date and not EARLIEST_BIRTH <= born - journey.due_date <= LATEST_BIRTH:
        return None
    journey.twins = journey.twins or twins
    lifecycle.birth(session, rules, journey, born, now)
    return journey


def move_due(session: Session, rules: Rules, dad: Dad, due: date, now: datetime) -> Journey | None:
    """Change the due date; after a birth it tells how early that was. None when it cannot belong to the birth."""
    journey = expected(dad) or followed(dad)
    if journey is None:
        return None
    if journey.birth_date and not EARLIEST_BIRTH <= journey.birth_date - due <= LATEST_BIRTH:
        return None
    lifecycle.due(session, rules, journey, due, now)
    return journey


def report_home(session: Session, rules: Rules, dad: Dad, now: datetime) -> Journey | None:
    """The baby is home, from today or from when he first said so. None when no birth is reported."""
    journey = followed(dad)
    if journey and journey.home_date is None:
        lifecycle.home(session, rules, journey, rules.today(now), now)
    return journey


def choose_window(session: Session, rules: Rules, dad: Dad, name: str, now: datetime) -> None:
    if dad.window != name:
        dad.window = name
        lifecycle.replan(session, rules, dad, now)
