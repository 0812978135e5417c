"""The gateway's word on a text: it only ever moves a delivery forward."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.db.messages import DELIVERIES, Delivery
from dadinfo.db.people import Dad, Journey
from dadinfo.lifecycle import Rules
from dadinfo.outbox import refusals

# `queued` is among them: a text in doubt that was queued again has then arrived after all.
BEFORE = {
    "sent": ("queued", "sending", "handed"),
    "delivered": ("queued", "sending", "handed", "sent"),
    "undelivered": ("sending", "handed", "sent"),
}
MOST_TRIES = 3
_V = DELIVERIES.c
_MOVE = {
    state: update(DELIVERIES)
    .where(_V.id == bindparam("row"), _V.state.in_(before))
    .values(
        state=bindparam("to"),
        gateway_id=func.coalesce(_V.gateway_id, bindparam("gateway")),
        error=bindparam("code"),
        **{"sent_at" if state == "sent" else "settled_at": bindparam("at")},
    )
    for state, before in BEFORE.items()
}


def record(
    connection: Connection, delivery_id: int, state: str, gateway_id: str, error: str | None, now: datetime
) -> bool:
    """Whether the delivery moved: unknown, repeated and late receipts change nothing."""
    moved = connection.execute(
        _MOVE[state], {"row": delivery_id, "to": state, "gateway": gateway_id, "code": error, "at": now}
    )
    return moved.rowcount == 1


def not_reached(session: Session, rules: Rules, delivery: Delivery, now: datetime) -> None:
    """The text did not arrive. An essential step goes out again on another day, so that he is told it after all."""
    step = rules.timetable.by_id.get(delivery.key)
    if delivery.journey_id is None or step is None or not step.essential:
        return
    tries = session.scalar(
        select(func.count()).where(
            Delivery.journey_id == delivery.journey_id, Delivery.key == delivery.key, Delivery.state == "undelivered"
        )
    )
    dad = session.get(Dad, delivery.dad_id, with_for_update={"key_share": True})
    journey = session.get(Journey, delivery.journey_id, with_for_update={"key_share": True})
    if dad and journey and (tries or 0) < MOST_TRIES:
        lifecycle.untell(session, rules, journey, delivery.key)
        lifecycle.replan(session, rules, dad, now)


def no_phone(session: Session, rules: Rules, delivery: Delivery, now: datetime) -> None:
    """The network knows no such phone: the same as a refusal when it was sent."""
    refusals.act(session, rules, delivery, "bad_number", now)


def opted_out(session: Session, rules: Rules, delivery: Delivery, now: datetime) -> None:
    """The gateway's own block swallowed a text: it counts as his STOP."""
    refusals.act(session, rules, delivery, "opted_out", now)
