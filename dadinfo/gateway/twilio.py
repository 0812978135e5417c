"""All that the service knows of Twilio: sending, its list, its errors, its signatures and its answers."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse

from dadinfo.gateway.base import Listed, Outcome, Reason, Refused, Sender, Sent, TryLater, Unsure
from dadinfo.settings import Settings

API = "https://api.twilio.com"
TIMEOUT_SECONDS = 10
CONNECT_SECONDS = 5
SHORTEST_VALIDITY, LONGEST_VALIDITY = timedelta(minutes=5), timedelta(hours=10)

# Twilio's error dictionary: which codes will never succeed for this number or this text, and why.
REFUSED: Mapping[int, Reason] = {
    21610: "opted_out",
    21211: "bad_number", 21214: "bad_number", 21217: "bad_number", 21265: "bad_number", 21401: "bad_number",
    21407: "bad_number", 21421: "bad_number", 21614: "bad_number", 30005: "bad_number", 30006: "bad_number",
    21408: "blocked", 21612: "blocked", 30004: "blocked", 30007: "blocked", 30450: "blocked",
    21602: "content", 21617: "content", 21619: "content", 30019: "content",
}  # fmt: skip
# Ours to mend: credentials, sender, account. The text waits meanwhile.
OURS = frozenset({20003, 20005, 20403, 21603, 21606, 21611, 21620, 21701, 21703, 21704, 30002})


class Transport(AsyncTwilioHttpClient):  # type: ignore[misc]  # the client has no types
    """The client's own transport with room for many connections, a time limit, and the address from the settings."""

    def __init__(self, base_url: str, concurrency: int) -> None:
        super().__init__(pool_connections=False)
        self._base_url = base_url
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=concurrency),
            timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
        )

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        kwargs["timeout"] = None  # then the session's own holds
        return await super().request(method, url.replace(API, self._base_url, 1), *args, **kwargs)


class TwilioGateway:
    name = "twilio"

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @asynccontextmanager
    async def open(self, concurrency: int) -> AsyncIterator[Sender]:
        http = Transport(self._settings.twilio_api_url, concurrency)
        try:
            yield TwilioSender(self._settings, http)
        finally:
            await http.close()


class TwilioSender:
    def __init__(self, settings: Settings, http: AsyncTwilioHttpClient) -> None:
        client = Client(settings.twilio_account_sid, settings.twilio_auth_token, http_client=http)
        self._messages = client.messages
        self._settings = settings
        service = settings.twilio_messaging_service_sid
        self._origin = {"messaging_service_sid": service} if service else {"from_": settings.twilio_from}

    async def send(self, to: str, text: str, *, delivery_id: int, valid_for: timedelta | None) -> Outcome:
        options: dict[str, Any] = dict(self._origin)
        if valid_for is not None:
            options["validity_period"] = int(min(max(valid_for, SHORTEST_VALIDITY), LONGEST_VALIDITY).total_seconds())
        try:
            message = await self._messages.create_async(
                to=to, body=text, status_callback=receipt_url(self._settings, delivery_id), **options
            )
        except TwilioRestException as error:
            return outcome_of(error.status, error.code)
        except aiohttp.ClientConnectorError:
            return TryLater("no connection")
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
            return Unsure("no answer")
        return Sent(str(message.sid))

    async def sent_to(self, to: str, *, since: datetime) -> list[Listed]:
        """Newest first until before `since`. No DateSent filter: that date is empty until a text has left Twilio."""
        found = []
        try:
            async for message in await self._messages.stream_async(to=to, page_size=200):
                if message.date_created and message.date_created < since:
                    break
                found.append(Listed(str(message.sid), str(message.body), message.date_created))
        except (TimeoutError, TwilioException, aiohttp.ClientError, ValueError) as error:
            raise OSError(f"the gateway's list cannot be read: {type(error).__name__}") from None
        return found


def ping(settings: Settings) -> tuple[int, str]:
    """The HTTP status of a harmless question to Twilio (0 when it does not answer), and Twilio's clock."""
    url = f"{settings.twilio_api_url}/2010-04-01/Accounts/{settings.twilio_account_sid}/Messages.json?PageSize=1"
    try:
        answer = requests.get(
            url, auth=(settings.twilio_account_sid, settings.twilio_auth_token), timeout=TIMEOUT_SECONDS
        )
    except requests.RequestException:
        return 0, ""
    return answer.status_code, answer.headers.get("Date", "")


def outcome_of(status: int, code: int | None) -> Outcome:
    """What an error answer of Twilio's means for the text: HTTP status and Twilio's code, which some answers lack."""
    if code is not None and code in REFUSED:
        return Refused(str(code), REFUSED[code])
    if status in (401, 403) or code in OURS:
        return TryLater(str(code or status), ours=True)
    if status == 429 or status >= 500:
        return TryLater(str(code or status))
    return Refused(str(code or status), "content")


def receipt_url(settings: Settings, delivery_id: int) -> str:
    """Where Twilio reports on a text: our own id is in it, so a receipt is understood even if an answer was lost."""
    return f"{settings.public_url}/twilio/status?delivery={delivery_id}"


def is_signed(settings: Settings, path_and_query: str, form: Mapping[str, Any], signature: str | None) -> bool:
    """Whether Twilio signed this request, at the address by which Twilio knows us."""
    validator = RequestValidator(settings.twilio_auth_token)
    return bool(validator.validate(settings.public_url + path_and_query, form, signature or ""))


def answer(settings: Settings, texts: Sequence[tuple[int | None, str]]) -> str:
    """TwiML that sends each (delivery id, text); without an id no receipt is asked for."""
    response = MessagingResponse()
    for delivery_id, text in texts:
        response.message(text, **({"action": receipt_url(settings, delivery_id)} if delivery_id is not None else {}))
    return str(response)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Twilio's word on a text: `state` in our words, or None for one that tells nothing new."""

    gateway_id: str
    state: str | None
    error: str | None


def read_receipt(form: Mapping[str, str]) -> Receipt:
    words = {
        "sent": "sent",
        "delivered": "delivered",
        "read": "delivered",
        "undelivered": "undelivered",
        "failed": "undelivered",
    }
    return Receipt(form.get("MessageSid", ""), words.get(form.get("MessageStatus", "")), form.get("ErrorCode") or None)


def means_stop(error: str | None) -> bool:
    return error == "21610"


def names_no_phone(error: str | None) -> bool:
    return error is not None and error.isdigit() and REFUSED.get(int(error)) == "bad_number"
