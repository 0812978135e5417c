"""The service as one frozen bundle: settings, database, library, rules, keys, gateway and clock."""

import re
from dataclasses import dataclass, replace

from dadinfo.clock import Clock, utcnow
from dadinfo.content import library
from dadinfo.content.library import ContentFault, Library
from dadinfo.content.patterns import Unknown
from dadinfo.content.reading import Fault
from dadinfo.conversation import risk
from dadinfo.conversation.receive import Desk
from dadinfo.conversation.risk import Ears
from dadinfo.db.base import Database, connect
from dadinfo.db.encrypted import Keys
from dadinfo.gateway.base import Gateway
from dadinfo.gateway.console import ConsoleGateway
from dadinfo.gateway.twilio import TwilioGateway
from dadinfo.journal import StopJournal
from dadinfo.lifecycle import Rules
from dadinfo.outbox.post import Post
from dadinfo.programme.timetable import Timetable
from dadinfo.settings import Settings


@dataclass(frozen=True, slots=True)
class Service:
    settings: Settings
    database: Database
    library: Library
    ears: Ears
    rules: Rules
    keys: Keys
    gateway: Gateway
    clock: Clock

    @property
    def desk(self) -> Desk:
        return Desk(
            self.database,
            self.library,
            self.ears,
            self.rules,
            self.keys,
            self.settings.stop_address,
            self.settings.allow_test_numbers,
        )

    @property
    def post(self) -> Post:
        return Post(
            self.database,
            self.rules,
            self.keys,
            self.gateway,
            self.clock,
            self.settings.send_rate,
            self.settings.send_concurrency,
        )

    def at(self, clock: Clock) -> "Service":
        """The same service by another clock: for `tick --now` and rehearsals."""
        return replace(self, clock=clock)


def build(settings: Settings, *, clock: Clock = utcnow) -> Service:
    """Everything that the settings name, ready. Raises ContentFault."""
    words = library.load(settings.content_dir, service_name=settings.service_name)
    withheld = frozenset(words.unapproved()) if gated(settings, words) else frozenset[str]()
    # The demo shows drafts; its time is not ours, so nothing in it grows old.
    words = replace(words, dated={}) if settings.demo else words.approved()
    return Service(
        settings=settings,
        database=connect(settings.database_url),
        library=words,
        ears=_ears(words),
        rules=Rules(Timetable(words, settings.zone, withheld), StopJournal(settings.stop_journal)),
        keys=Keys(settings.data_keys, settings.lookup_keys),
        gateway=TwilioGateway(settings) if settings.gateway == "twilio" else ConsoleGateway(),
        clock=clock,
    )


def _ears(words: Library) -> Ears:
    try:
        return risk.ears(words)
    except (re.error, Unknown, OSError, ValueError) as fault:
        raise ContentFault([Fault("content/risk", 1, f"{fault}: run dadinfo content check")]) from fault


def gated(settings: Settings, words: Library) -> bool:
    """Whether a programme text goes out only when it is approved."""
    return (
        settings.require_approval if settings.require_approval is not None else not settings.demo and bool(words.ledger)
    )
