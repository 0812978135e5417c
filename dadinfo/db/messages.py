"""Texts out (the outbox) and texts in (without their words)."""

from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKey, Index, LargeBinary, SmallInteger, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from dadinfo.db.base import Base, Id

KINDS = ("programme", "reply", "gentle")
# queued -> sending -> sent -> delivered or undelivered; a reply starts as handed (it went in the webhook's answer).
# A queued one may also end as cancelled, expired, stale or refused.
ESSENTIAL, ORDINARY = 1, 2  # priorities: the lower goes first


def _where(condition: str, *columns: str) -> Index:
    return Index(None, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


class Delivery(Base):
    """One text to one dad. Its words are not here: they follow from the key, the version and the journey."""

    __tablename__ = "deliveries"
    __table_args__ = (
        _where("state = 'queued'", "priority", "not_before", "id"),
        _where("state = 'sending'", "sending_at"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    dad_id: Mapped[int] = mapped_column(ForeignKey("dads.id", ondelete="CASCADE"), index=True)
    journey_id: Mapped[int | None] = mapped_column(ForeignKey("journeys.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    key: Mapped[str] = mapped_column(String(60))  # step or reply id
    version: Mapped[str] = mapped_column(String(8))
    lang: Mapped[str] = mapped_column(String(8))
    priority: Mapped[int] = mapped_column(SmallInteger)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(12), default="queued")
    attempts: Mapped[int] = mapped_column(SmallInteger, default=0)
    sending_at: Mapped[datetime | None]
    gateway_id: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


DELIVERIES = cast("Table", Delivery.__table__)  # for the hot paths, which work with plain rows


class Inbound(Base):
    """One text from a phone: what it was taken to mean, never its words. `risk` and `answer` last a day."""

    __tablename__ = "inbounds"

    message_sid: Mapped[str] = mapped_column(String(40), primary_key=True)
    dad_id: Mapped[int | None] = mapped_column(ForeignKey("dads.id", ondelete="SET NULL"), index=True)
    received_at: Mapped[datetime] = mapped_column(index=True)
    intent: Mapped[str] = mapped_column(String(16))
    risk: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: a repeated webhook gets the same


INBOUNDS = cast("Table", Inbound.__table__)
