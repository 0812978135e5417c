"""What happened and when, without who; and the small facts that the service keeps about itself."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from dadinfo.db.base import Base


class Event(Base):
    __tablename__ = "events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))


class Mark(Base):
    """`jobs`: the jobs' last heartbeat. `stop_journal`: how far (in bytes) the journal was replayed."""

    __tablename__ = "marks"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    number: Mapped[int] = mapped_column(BigInteger, default=0)


class Throttle(Base):
    """How often something was asked for on a day, by a keyed hash of who asked."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
