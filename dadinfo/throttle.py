"""How often someone may ask for something in a day, counted under a keyed hash that cannot be read back."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dadinfo.db.encrypted import Keys
from dadinfo.db.events import Throttle


def allow(session: Session, keys: Keys, purpose: str, who: str, now: datetime, *, most: int) -> bool:
    """Count one more for `who`; False once there were `most` today."""
    key, day = keys.lookup(f"{purpose}:{who}"), now.date().isoformat()
    row = session.scalar(select(Throttle).where(Throttle.key == key, Throttle.day == day).with_for_update())
    if row is None:
        row = Throttle(key=key, day=day, count=0)
        session.add(row)
    row.count += 1
    return row.count <= most


def network(address: str) -> str:
    """The network of an address: the first three parts of IPv4, the first four groups of IPv6."""
    return ":".join(address.split(":")[:4]) if ":" in address else address.rpartition(".")[0]
