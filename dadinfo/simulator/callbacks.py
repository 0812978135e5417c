"""Delivers waiting messages and tells the service about each step, as Twilio's status callbacks do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from queue import Empty
from threading import Thread

from dadinfo.simulator.faults import Outcome
from dadinfo.simulator.messages import Exchange, Message
from dadinfo.simulator.posting import signed_headers

Step = tuple[str, int | None]


def deliver_due(exchange: Exchange) -> int:
    """Deliver every waiting message now; gives how many callbacks the service answered."""
    answered = 0
    while True:
        try:
            sid = exchange.waiting.get_nowait()
        except Empty:
            return answered
        if sid is not None:
            answered += _deliver(exchange, sid)


@contextmanager
def background_delivery(exchange: Exchange, workers: int = 4) -> Iterator[None]:
    """Deliver messages soon after they are taken, in daemon threads, until the block ends."""
    threads = [Thread(target=_deliver_forever, args=(exchange,), daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for _ in threads:
            exchange.waiting.put(None)
        for thread in threads:
            thread.join(timeout=5)


def _deliver_forever(exchange: Exchange) -> None:
    while (sid := exchange.waiting.get()) is not None:
        _deliver(exchange, sid)


def _deliver(exchange: Exchange, sid: str) -> int:
    message = exchange.find(sid)
    steps = _steps(exchange, message) if message else []
    if not message or not steps:
        return 0
    url = message.status_callback if exchange.faults.callbacks else None
    if url is None:
        # Nobody hears of the steps between, and a benchmark has hundreds of thousands of them.
        exchange.move(sid, *steps[-1])
        return 0
    # Lazy, so that the service hears of each step while the message stands at it.
    stages: Iterable[Message] = (exchange.move(sid, *step) for step in steps)
    if exchange.faults.reverse_callbacks:
        stages = reversed(list(stages))
    times = 2 if exchange.faults.duplicate_callbacks else 1
    return sum(_post(exchange, url, stage) for stage in stages for _ in range(times))


def _steps(exchange: Exchange, message: Message) -> list[Step]:
    if message.status == "failed":
        return [("failed", message.error_code)]
    outcome = exchange.faults.outcomes.get(message.to, Outcome())
    # Only a Messaging Service's messages start as accepted, and those alone report being queued.
    steps: list[Step] = [("queued", None)] if message.status == "accepted" else []
    if outcome.status in ("sent", "delivered", "undelivered"):
        steps.append(("sent", None))
    if outcome.status in ("delivered", "undelivered", "failed"):
        steps.append((outcome.status, outcome.error_code))
    return steps


def _post(exchange: Exchange, url: str, message: Message) -> int:
    form = callback_form(message)
    reply = exchange.post(url, form, signed_headers(exchange.auth_token, url, form))
    if reply is None or not reply.good:
        exchange.alert(11200, url, message.sid)
    return int(reply is not None)


def callback_form(message: Message) -> dict[str, str]:
    """What a status callback says of a message."""
    form = {
        "AccountSid": message.account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.from_ or "",
        "MessageSid": message.sid,
        "MessageStatus": message.status,
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "To": message.to,
    }
    if message.messaging_service_sid:
        form["MessagingServiceSid"] = message.messaging_service_sid
    if message.error_code is not None:
        form["ErrorCode"] = str(message.error_code)
    if message.status in ("delivered", "undelivered"):
        form["RawDlrDoneDate"] = message.date_updated.strftime("%y%m%d%H%M")
    return form
