"""A message as Twilio's API writes it in JSON."""

from datetime import datetime
from email.utils import format_datetime

from dadinfo.simulator.errors import explain
from dadinfo.simulator.messages import Message


def messages_uri(account_sid: str) -> str:
    """The address of an account's list of messages, without its ending."""
    return f"/2010-04-01/Accounts/{account_sid}/Messages"


def message_resource(message: Message) -> dict[str, object]:
    """The whole resource."""
    uri = f"{messages_uri(message.account_sid)}/{message.sid}"
    return {
        "account_sid": message.account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": format_datetime(message.date_created),
        "date_sent": _date(message.date_sent),
        "date_updated": format_datetime(message.date_updated),
        "direction": message.direction,
        "error_code": message.error_code,
        "error_message": None if message.error_code is None else explain(message.error_code)[1],
        "from": message.from_,
        "messaging_service_sid": message.messaging_service_sid,
        "num_media": "0",
        "num_segments": str(message.num_segments),
        "price": None,
        "price_unit": "USD",
        "sid": message.sid,
        "status": message.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message.to,
        "uri": f"{uri}.json",
    }


def _date(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)
