"""What the service asks of whatever carries its texts."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

Reason = Literal["opted_out", "bad_number", "blocked", "content"]


@dataclass(frozen=True, slots=True)
class Sent:
    """Accepted; `gateway_id` is the gateway's own name for it."""

    gateway_id: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """Surely not accepted; worth another try. `ours` when we must mend something first (a wrong password)."""

    code: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """No answer came back: it may have been accepted. Only the gateway's list can tell."""

    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Will never be accepted for this number or text."""

    code: str
    reason: Reason


Outcome = Sent | TryLater | Unsure | Refused


@dataclass(frozen=True, slots=True)
class Listed:
    """One text on the gateway's own list."""

    gateway_id: str
    text: str
    created_at: datetime | None


class Sender(Protocol):
    """An open way to the gateway, for one event loop."""

    async def send(self, to: str, text: str, *, delivery_id: int, valid_for: timedelta | None) -> Outcome: ...

    async def sent_to(self, to: str, *, since: datetime) -> list[Listed]:
        """Every text that the gateway accepted for that number since then, read to the list's end. Raises OSError."""
        ...


class Gateway(Protocol):
    name: str

    def open(self, concurrency: int) -> AbstractAsyncContextManager[Sender]: ...
