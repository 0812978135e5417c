"""What a gateway's refusal means for the dad: an opt-out stops him, a number that is none is held."""

from datetime import datetime

from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.db.base import Database
from dadinfo.db.events import Event
from dadinfo.db.messages import Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.gateway.base import Reason, Refused
from dadinfo.lifecycle import Rules


def obey(database: Database, rules: Rules, delivery_id: int, refused: Refused, now: datetime) -> None:
    """Record a refusal of a text that was being sent, and act on it."""
    with database.begin() as session:
        delivery = session.get(Delivery, delivery_id)
        if delivery and delivery.state == "sending":
            delivery.state, delivery.error, delivery.settled_at = "refused", refused.code, now
            act(session, rules, delivery, refused.reason, now)


def act(session: Session, rules: Rules, delivery: Delivery, reason: Reason, now: datetime) -> None:
    """Also for a receipt that tells the same later."""
    dad = session.get(Dad, delivery.dad_id, with_for_update={"key_share": True})
    session.add(Event(at=now, kind=f"refused_{reason}"))
    journey = session.get(Journey, delivery.journey_id) if delivery.journey_id else None
    if journey and reason in ("opted_out", "bad_number"):  # he was not told it, should he come back
        lifecycle.untell(session, rules, journey, delivery.key)
    if dad and dad.gentle_from and reason in ("opted_out", "bad_number"):
        lifecycle.end_gentle(dad)
    if dad is None or dad.state not in ("active", "joining"):
        return
    if reason == "opted_out":
        lifecycle.stop(session, rules, dad, now)
    elif reason == "bad_number":
        lifecycle.hold(session, rules, dad, now)
