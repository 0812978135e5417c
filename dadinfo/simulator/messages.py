"""The exchange: every message the pretended Twilio has taken, and who has blocked it."""

from base64 import b64encode
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from queue import SimpleQueue
from sys import intern
from threading import Lock
from typing import Literal
from uuid import uuid4

from dadinfo.simulator.faults import Faults
from dadinfo.simulator.posting import Post, post_form

Direction = Literal["inbound", "outbound-api", "outbound-reply"]

# Twilio's own documentation numbers its accounts like this; nothing real answers to it.
ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "simulated-token"  # noqa: S105
# Numbers from Ofcom's drama range, which reach nobody.
SENDER = "+447700900000"
# The statuses of a message that has left.
SENT = ("sent", "delivered", "undelivered")


@dataclass(frozen=True, slots=True)
class Message:
    """One text, in or out, as Twilio remembers it."""

    sid: str
    account_sid: str
    direction: Direction
    to: str
    from_: str | None
    body: str
    status: str
    num_segments: int
    date_created: datetime
    date_updated: datetime
    date_sent: datetime | None = None
    error_code: int | None = None
    messaging_service_sid: str | None = None
    status_callback: str | None = None
    validity_period: int | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """What Twilio would show in its debugger: a webhook that failed."""

    code: int
    url: str
    message_sid: str
    at: datetime


def new_sid() -> str:
    """A message's identifier, in Twilio's form."""
    return "SM" + uuid4().hex


def real_time() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


def simple_parts(text: str) -> int:
    """How many texts a body takes, by the plain rule of 160 characters, or 70 with any beyond ASCII."""
    size = 160 if text.isascii() else 70
    return max(1, -(-len(text) // size))


class Exchange:
    """Takes messages and remembers them; safe to share between threads."""

    def __init__(
        self,
        *,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        sender: str = SENDER,
        now: Callable[[], datetime] = real_time,
        count_parts: Callable[[str], int] = simple_parts,
        manages_opt_out: bool = False,
        faults: Faults | None = None,
        post: Post = post_form,
    ) -> None:
        self.account_sid = account_sid
        self.auth_token = auth_token
        self.credentials = "Basic " + b64encode(f"{account_sid}:{auth_token}".encode()).decode()
        self.sender = sender
        self.now = now
        self.count_parts = count_parts
        self.manages_opt_out = manages_opt_out
        self.faults = faults or Faults()
        self.post = post
        self.blocked: set[str] = set()
        self.alerts: list[Alert] = []
        self.waiting: SimpleQueue[str | None] = SimpleQueue()
        self._messages: list[Message] = []
        self._places: dict[str, int] = {}
        self._places_by_to: dict[str, list[int]] = {}
        self._lock = Lock()

    def record(
        self,
        direction: Direction,
        to: str,
        from_: str | None,
        body: str,
        *,
        sid: str | None = None,
        status: str = "queued",
        error_code: int | None = None,
        messaging_service_sid: str | None = None,
        status_callback: str | None = None,
        validity_period: int | None = None,
    ) -> Message:
        """Remember a message; one going out joins those `waiting` to be delivered."""
        at = self.now()
        # Interned, because a long run holds the same few senders hundreds of thousands of times.
        message = Message(
            sid=sid or new_sid(),
            account_sid=self.account_sid,
            direction=direction,
            to=intern(to),
            from_=intern(from_) if from_ else None,
            body=body,
            status=status,
            num_segments=0 if status == "accepted" else self.count_parts(body),
            date_created=at,
            date_updated=at,
            date_sent=at if direction == "inbound" else None,
            error_code=error_code,
            messaging_service_sid=intern(messaging_service_sid) if messaging_service_sid else None,
            status_callback=status_callback,
            validity_period=validity_period,
        )
        self._add(message)
        if direction != "inbound":
            self.waiting.put(message.sid)
        return message

    def _add(self, message: Message) -> None:
        with self._lock:
            place = len(self._messages)
            self._messages.append(message)
            self._places[message.sid] = place
            self._places_by_to.setdefault(message.to, []).append(place)

    def find(self, sid: str) -> Message | None:
        """The message with this identifier, as it stands now."""
        place = self._places.get(sid)
        return None if place is None else self._messages[place]

    def move(self, sid: str, status: str, error_code: int | None = None) -> Message:
        """Carry a message to its next status, at this moment of the exchange's clock."""
        at = self.now()
        with self._lock:
            place = self._places[sid]
            message = self._messages[place]
            moved = replace(
                message,
                status=status,
                from_=message.from_ or self.sender,
                num_segments=message.num_segments or self.count_parts(message.body),
                date_updated=at,
                date_sent=message.date_sent or (at if status in SENT else None),
                error_code=error_code,
            )
            self._messages[place] = moved
        return moved

    def newest(self, to: str | None = None, below: str | None = None) -> Iterator[Message]:
        """Messages from the newest down: all or those to one number, from under a given one on."""
        # Places are only ever added, so walking down from a length read once needs no lock.
        count = len(self._messages)
        places: Sequence[int] = range(count) if to is None else tuple(self._places_by_to.get(to, ()))
        ceiling = count if below is None else self._places.get(below, 0)
        return (self._messages[place] for place in reversed(places[: bisect_left(places, ceiling)]))

    def alert(self, code: int, url: str, message_sid: str) -> None:
        """Note a webhook that failed."""
        self.alerts.append(Alert(code, url, message_sid, self.now()))

    @property
    def count(self) -> int:
        """How many messages there are, in and out."""
        return len(self._messages)
