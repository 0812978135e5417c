"""Pages of the Messages list, filtered and linked as Twilio's are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import urlencode

from dadinfo.simulator.messages import Exchange, Message
from dadinfo.simulator.resource import message_resource, messages_uri

FILTERS = ("To", "From", "DateSent", "DateSent<", "DateSent>")


@dataclass(frozen=True, slots=True)
class Sought:
    """Which messages a list asks for; both ends of the time sent are included, as Twilio includes them."""

    to: str | None
    from_: str | None
    since: datetime | None
    until: datetime | None

    def fits(self, message: Message) -> bool:
        """Whether a message (already known to go to the right number) is asked for."""
        if self.from_ and message.from_ != self.from_:
            return False
        if self.since is None and self.until is None:
            return True
        if message.date_sent is None:
            return False
        # Twilio keeps whole seconds.
        sent = message.date_sent.replace(microsecond=0)
        return (self.since is None or sent >= self.since) and (self.until is None or sent <= self.until)


def list_page(exchange: Exchange, query: Mapping[str, str]) -> dict[str, object] | None:
    """One page of the list, newest first; None for a query that cannot be read."""
    try:
        sought = _read_filters(query)
        size = min(max(int(query.get("PageSize") or 50), 1), 1000)
        number = int(query.get("Page") or 0)
    except ValueError:
        return None
    below = query["PageToken"].removeprefix("PA") if query.get("PageToken") else None
    found = list(islice(_search(exchange, sought, below), size + 1))
    shown = found[:size]
    uri = messages_uri(exchange.account_sid) + ".json?"
    kept = {name: query[name] for name in FILTERS if name in query} | {"PageSize": str(size)}
    following = kept | {"Page": str(number + 1), "PageToken": "PA" + shown[-1].sid} if len(found) > size else None
    return {
        "end": number * size + max(len(shown) - 1, 0),
        "first_page_uri": uri + urlencode(kept | {"Page": "0"}),
        "messages": [message_resource(message) for message in shown],
        "next_page_uri": uri + urlencode(following) if following else None,
        "page": number,
        "page_size": size,
        "previous_page_uri": None,
        "start": number * size,
        "uri": uri + urlencode(kept | {"Page": str(number)}),
    }


def _search(exchange: Exchange, sought: Sought, below: str | None) -> Iterator[Message]:
    newest_shown = exchange.now() - timedelta(seconds=exchange.faults.list_lag)
    for message in exchange.newest(sought.to, below):
        if message.date_created <= newest_shown and sought.fits(message):
            yield message


def _read_filters(query: Mapping[str, str]) -> Sought:
    since, until = _read_date(query.get("DateSent>")), _read_date(query.get("DateSent<"))
    if day := query.get("DateSent"):
        since = until = _read_date(day)
        if until and len(day) == len("2026-01-31"):
            until += timedelta(days=1, seconds=-1)
    return Sought(query.get("To") or None, query.get("From") or None, since, until)


def _read_date(text: str | None) -> datetime | None:
    """A date, meaning its midnight, or a time, in UTC unless it says otherwise."""
    if not text:
        return None
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
