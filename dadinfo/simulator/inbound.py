"""A phone's text to the service: the signed webhook Twilio posts, and the replies it reads from the TwiML."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

from dadinfo.simulator.answers import refusal
from dadinfo.simulator.messages import Exchange, new_sid
from dadinfo.simulator.posting import Signing, signed_headers

OptOutType = Literal["STOP", "START", "HELP"]

KEYWORDS: Final[dict[str, OptOutType]] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "REVOKE"), "STOP"),
    **dict.fromkeys(("START", "UNSTOP", "YES"), "START"),
    **dict.fromkeys(("HELP", "INFO"), "HELP"),
}
# Twilio's own default words.
AUTO_REPLIES: Final[dict[OptOutType, str]] = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from this number."
    " Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP for help."
    " Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}


@dataclass(frozen=True, slots=True)
class Verb:
    """One <Message> of a TwiML answer."""

    text: str
    to: str | None
    callback: str | None


def text_in(
    exchange: Exchange,
    webhook_url: str,
    from_: str,
    to: str,
    body: str,
    *,
    fallback_url: str | None = None,
    message_sid: str | None = None,
    signing: Signing = "right",
) -> list[str]:
    """Text the service; gives the texts the phone gets back. A `message_sid` used before repeats only its webhook."""
    opt_out = KEYWORDS.get(body.strip().upper()) if exchange.manages_opt_out else None
    sid = message_sid or new_sid()
    heard: list[str] = []
    if exchange.find(sid) is None:
        exchange.record("inbound", to, from_, body, sid=sid, status="received")
        heard += _answer_opt_out(exchange, opt_out, from_, to)
    form = _webhook_form(exchange, sid, from_, to, body)
    if opt_out:
        form["OptOutType"] = opt_out
    urls = [webhook_url] + ([fallback_url] if fallback_url else [])
    return heard + _ask_service(exchange, urls, form, signing)


def read_twiml(text: str) -> list[Verb]:
    """The messages a TwiML document asks for; ParseError if it is not one."""
    if not text.strip():
        return []
    # The document comes from the service under test, on this machine.
    root = ET.fromstring(text)  # noqa: S314
    if root.tag != "Response":
        raise ET.ParseError(f"<{root.tag}> is not TwiML")
    return [_read_verb(element) for element in root.iter("Message")]


def _read_verb(element: ET.Element) -> Verb:
    text = "".join([element.text or "", *(body.text or "" for body in element.iter("Body"))])
    # Twilio's library calls statusCallback deprecated in favour of action.
    return Verb(text.strip(), element.get("to"), element.get("action") or element.get("statusCallback"))


def _answer_opt_out(exchange: Exchange, opt_out: OptOutType | None, phone: str, number: str) -> list[str]:
    """Block or unblock a phone as its keyword asks, and text it Twilio's own answer if that changed anything."""
    was_blocked = phone in exchange.blocked
    if opt_out == "STOP":
        exchange.blocked.add(phone)
    elif opt_out == "START":
        exchange.blocked.discard(phone)
    if opt_out is None or (opt_out != "HELP" and was_blocked == (phone in exchange.blocked)):
        return []
    exchange.record("outbound-reply", phone, number, AUTO_REPLIES[opt_out])
    return [AUTO_REPLIES[opt_out]]


def _webhook_form(exchange: Exchange, sid: str, from_: str, to: str, body: str) -> dict[str, str]:
    return {
        "AccountSid": exchange.account_sid,
        "ApiVersion": "2010-04-01",
        "Body": body,
        "From": from_,
        "FromCity": "",
        "FromCountry": _country(from_),
        "FromState": "",
        "FromZip": "",
        "MessageSid": sid,
        "NumMedia": "0",
        "NumSegments": str(exchange.count_parts(body)),
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "SmsStatus": "received",
        "To": to,
        "ToCity": "",
        "ToCountry": _country(to),
        "ToState": "",
        "ToZip": "",
    }


def _country(number: str) -> str:
    return "GB" if number.startswith("+44") else ""


def _ask_service(exchange: Exchange, urls: Sequence[str], form: dict[str, str], signing: Signing) -> list[str]:
    """Post the webhook to each address until one answers, and send the replies it asks for."""
    for url in urls:
        reply = exchange.post(url, form, signed_headers(exchange.auth_token, url, form, signing))
        if reply is not None and reply.good:
            return _send_replies(exchange, url, form, reply.text)
        exchange.alert(11200, url, form["MessageSid"])
        form = form | {"ErrorCode": "11200", "ErrorUrl": url}
    return []


def _send_replies(exchange: Exchange, url: str, form: dict[str, str], twiml: str) -> list[str]:
    try:
        verbs = read_twiml(twiml)
    except ET.ParseError:
        exchange.alert(12100, url, form["MessageSid"])
        return []
    return [verb.text for verb in verbs if _send_reply(exchange, url, form, verb)]


def _send_reply(exchange: Exchange, url: str, form: dict[str, str], verb: Verb) -> bool:
    """Send one reply, or record it as failed; gives whether it goes to the phone that texted."""
    to = verb.to or form["From"]
    code = refusal(exchange, to, form["To"], verb.text)
    exchange.record(
        "outbound-reply",
        to,
        form["To"],
        verb.text,
        status="queued" if code is None else "failed",
        error_code=code,
        status_callback=urljoin(url, verb.callback) if verb.callback else None,
    )
    return code is None and to == form["From"]
