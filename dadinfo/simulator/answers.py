"""What Twilio's Messages API answers to a call, whichever web server the call came through."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dadinfo.simulator.errors import error_body, explain
from dadinfo.simulator.faults import Operation
from dadinfo.simulator.listing import list_page
from dadinfo.simulator.messages import Exchange
from dadinfo.simulator.resource import message_resource

LONGEST_BODY = 1600
# A country code and number; a British one has nine or ten digits after +44. A seeded one, too long to be real, passes.
NUMBER = re.compile(r"\+(?:44[1-9]\d{8,9}|447700900\d{7}|(?!44)[1-9]\d{6,14})")


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the API: its form, or for a read its query."""

    operation: Operation
    account_sid: str
    authorization: str
    fields: Mapping[str, str] = field(default_factory=dict)
    sid: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What to send after `hold` seconds; without a body, the connection is closed on the caller instead."""

    status: int
    body: Mapping[str, object] | None
    hold: float = 0.0

    @property
    def text(self) -> str:
        """The body as it is sent."""
        return json.dumps(self.body)


def answer_call(exchange: Exchange, call: Call) -> Answer:
    """Do what a call asks, unless a planned fault has it otherwise."""
    fault = exchange.faults.take(call.operation)
    latency = exchange.faults.latency
    if fault is None:
        return replace(_respond(exchange, call), hold=latency)
    match fault.kind:
        case "429":
            return replace(refused(20429), hold=latency)
        case "500":
            return replace(refused(20500), hold=latency)
        case "timeout":
            return Answer(0, None, hold=fault.seconds)
        case "accept_then_drop":
            _respond(exchange, call)
            return Answer(0, None, hold=latency)


def change_faults(exchange: Exchange, text: str) -> Answer:
    """Set the faults from the JSON of `POST /simulator/faults`."""
    try:
        exchange.faults.change(json.loads(text))
    except (TypeError, ValueError) as error:
        return Answer(400, {"message": str(error)})
    return Answer(200, {"message": "changed"})


def refused(code: int) -> Answer:
    """Twilio's answer to a call it will not carry out."""
    return Answer(explain(code)[0], error_body(code))


def refusal(exchange: Exchange, to: str, sender: str | None, body: str) -> int | None:
    """The error code for which Twilio would not send this text, if any."""
    checks = (
        (not to, 21604),
        (not NUMBER.fullmatch(to), 21211),
        (not sender, 21603),
        (not body, 21602),
        (len(body) > LONGEST_BODY, 21617),
        (to in exchange.blocked, 21610),
    )
    return next((code for failed, code in checks if failed), exchange.faults.refusals.get(to))


def _respond(exchange: Exchange, call: Call) -> Answer:
    if call.authorization != exchange.credentials or call.account_sid != exchange.account_sid:
        return refused(20003)
    match call.operation:
        case "create":
            return _create(exchange, call.fields)
        case "fetch":
            message = exchange.find(call.sid)
            return Answer(200, message_resource(message)) if message else refused(20404)
        case "list":
            page = list_page(exchange, call.fields)
            return refused(20001) if page is None else Answer(200, page)


def _create(exchange: Exchange, form: Mapping[str, str]) -> Answer:
    to, body = form.get("To", ""), form.get("Body", "")
    from_, service = form.get("From"), form.get("MessagingServiceSid")
    code = refusal(exchange, to, from_ or service, body)
    if code is not None:
        return refused(code)
    validity = form.get("ValidityPeriod", "")
    message = exchange.record(
        "outbound-api",
        to,
        from_,
        body,
        status="accepted" if service else "queued",
        messaging_service_sid=service,
        status_callback=form.get("StatusCallback"),
        validity_period=int(validity) if validity.isdecimal() else None,
    )
    return Answer(201, message_resource(message))
