"""Dads, the journeys they follow, and the ledger of what each journey was told."""

from datetime import date, datetime
from typing import cast

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Table, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dadinfo.db.base import Base, Id
from dadinfo.programme.stage import Dates

# A dad is joining, active, held, stopped, lost or ended; a journey active, stopped, lost or ended.


class Dad(Base):
    """`number` is sealed, and cleared when he stops; `number_hash` finds him, and is the stop list afterwards."""

    __tablename__ = "dads"
    __table_args__ = (Index("ix_dads_gentle_at", "gentle_at", sqlite_where=text("gentle_at IS NOT NULL"),
                            postgresql_where=text("gentle_at IS NOT NULL")),)  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    number_hash: Mapped[str] = mapped_column(String(64), unique=True)
    number: Mapped[bytes | None] = mapped_column(LargeBinary)
    lang: Mapped[str] = mapped_column(String(8), default="en")
    window: Mapped[str] = mapped_column(String(12), default="evening")
    state: Mapped[str] = mapped_column(String(8), default="joining")
    asked: Mapped[str | None] = mapped_column(String(12))  # the question he has open
    undo: Mapped[str | None] = mapped_column(String(8))  # his state before a stop or loss read from free text
    created_at: Mapped[datetime]
    heard_at: Mapped[datetime]  # his last text, give or take an hour
    started_at: Mapped[datetime | None]  # his last DAD or START
    stopped_at: Mapped[datetime | None]
    programme_on: Mapped[date | None]  # local day of his last programme text
    nation: Mapped[str | None] = mapped_column(String(16))
    gentle_from: Mapped[datetime | None]  # when he asked for the few texts after a loss
    gentle_sent: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    gentle_at: Mapped[datetime | None]  # when the next of them is due
    young: Mapped[bool] = mapped_column(default=False, server_default=false())  # he asked for young dads' words

    journeys: Mapped[list["Journey"]] = relationship(back_populates="dad", order_by="Journey.id", passive_deletes=True)


class Journey(Base):
    """`told_bits` is the told ledger folded into one number and `next_due_at` what follows from it: both derived."""

    __tablename__ = "journeys"
    __table_args__ = (Index("ix_journeys_next_due_at", "next_due_at", sqlite_where=text("next_due_at IS NOT NULL"),
                            postgresql_where=text("next_due_at IS NOT NULL")),)  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dad_id: Mapped[int] = mapped_column(ForeignKey("dads.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(8), default="active")
    before_end: Mapped[str | None] = mapped_column(String(8))  # the state that WRONG brings back
    due_date: Mapped[date | None]
    birth_date: Mapped[date | None]
    home_date: Mapped[date | None]
    twins: Mapped[bool] = mapped_column(default=False)
    family: Mapped[str | None] = mapped_column(String(8))  # apart from his child, or alone with it
    joined_on: Mapped[date]
    since: Mapped[date]
    told_bits: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    next_due_at: Mapped[datetime | None]

    dad: Mapped[Dad] = relationship(back_populates="journeys")

    @property
    def dates(self) -> Dates:
        return Dates(self.due_date, self.birth_date, self.home_date, self.twins, self.joined_on, self.since)

    @property
    def told(self) -> int:
        return int.from_bytes(self.told_bits, "little")

    @told.setter
    def told(self, bits: int) -> None:
        self.told_bits = bits_to_bytes(bits)


class Told(Base):
    """One row for each step that a journey was told, or is about to be: the delivery may still be queued."""

    __tablename__ = "told"
    __table_args__ = ({"sqlite_with_rowid": False},)

    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False
    )  # line in the register, from 0
    told_on: Mapped[date]


# For the hot paths, which work with plain rows.
DADS, JOURNEYS, TOLD = (cast("Table", model.__table__) for model in (Dad, Journey, Told))


def bits_to_bytes(bits: int) -> bytes:
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")
