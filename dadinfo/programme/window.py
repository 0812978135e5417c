"""The hours a dad chose for programme texts, and his own steady minute inside them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Window:
    """`opens` and `closes` in the service's time zone, on `weekdays` (Monday is 0); it never crosses midnight."""

    name: str
    opens: time
    closes: time
    weekdays: frozenset[int] = EVERY_DAY

    @property
    def minutes(self) -> int:
        return (self.closes.hour - self.opens.hour) * 60 + self.closes.minute - self.opens.minute


WINDOWS = {
    w.name: w
    for w in (
        Window("evening", time(18), time(21)),
        Window("morning", time(7), time(9, 30)),
        Window("night", time(21, 30), time(23, 45)),
        Window("weekend", time(10), time(13), frozenset({5, 6})),
    )
}
DEFAULT = "evening"
LAST_MINUTES = 15  # kept free at the end of a window, so that a small delay does not cost a day


def steady_minute(dad_id: int, window: Window) -> int:
    """The dad's own minute after the window opens: the same each day, and spread over all dads."""
    return dad_id * 7919 % (window.minutes - LAST_MINUTES)


@lru_cache(maxsize=8192)
def opening(window: Window, day: date, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
    """When the window opens and closes on that local day, in UTC; None on a day that it skips."""
    if day.weekday() not in window.weekdays:
        return None
    opens = datetime.combine(day, window.opens, zone).astimezone(UTC)
    return opens, datetime.combine(day, window.closes, zone).astimezone(UTC)


def slots(window: Window, minute: int, zone: ZoneInfo, start: datetime) -> Iterator[tuple[date, datetime]]:
    """Each local day from `start` on that has room for a text, with the instant for it, never before `start`."""
    day = start.astimezone(zone).date()
    while True:
        hours = opening(window, day, zone)
        if hours:
            at = max(hours[0] + timedelta(minutes=minute), start)
            if at < hours[1]:
                yield day, at
        day += timedelta(days=1)


def closes_at(window: Window, zone: ZoneInfo, now: datetime) -> datetime | None:
    """When the window that is open at `now` closes; None while it is shut."""
    hours = opening(window, now.astimezone(zone).date(), zone)
    return hours[1] if hours and hours[0] <= now < hours[1] else None
