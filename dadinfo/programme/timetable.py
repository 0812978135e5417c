"""Which step a journey is to get on which day: a pure function of its dates, what it was told, and the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from dadinfo.content.library import Library
from dadinfo.content.model import Step
from dadinfo.programme import stage, window
from dadinfo.programme.stage import Dates

DAY = timedelta(days=1)
FIRST_TEXT_AFTER = timedelta(hours=1)  # he has just had the welcome


@dataclass(frozen=True, slots=True)
class Planned:
    """One text to come: on which local day, at which instant (UTC), and whether it makes up for joining late."""

    day: date
    at: datetime
    step: Step
    catch_up: bool


class Timetable:
    """The programme laid out for planning. What is told is an int: bit n is the step on line n of the register."""

    def __init__(self, library: Library, zone: ZoneInfo) -> None:
        self.zone = zone
        self.steps = library.steps
        self.by_id = {s.id: s for s in library.steps if s}
        planned = [s for s in library.steps if s and not _is_welcome(s)]
        self._tracks: dict[str, list[Step]] = {}
        for step in planned:
            self._tracks.setdefault(step.base, []).append(step)
        self._essential = _bits(s for s in planned if s.essential)
        self._neonatal = _bits(s for s in planned if s.closes_at_home)
        self._only = {name: _bits(s for s in planned if name in s.only) for name in ("early", "term", "twins", "single", "near")}
        self._longest_optional = max((s.expiry.months * 31 + s.expiry.days for s in planned if not s.essential), default=0)
        order = sorted(planned, key=lambda s: (not s.essential, s.catch_up or 99, s.offset.months * 30 + s.offset.days, s.number))
        self._rank = {step.number: rank for rank, step in enumerate(order)}
        self._calendar = lru_cache(maxsize=8192)(self._lay_out)
        self._open_bits = lru_cache(maxsize=65536)(self._find_open)
        self._begun_bits = lru_cache(maxsize=65536)(self._find_begun)

    def welcome(self, dates: Dates, on: date) -> list[Step]:
        """The steps that go out at once, in the answer that makes him active."""
        near = stage.is_near(dates, on)
        return [s for s in self.steps if s and _is_welcome(s) and (near or "near" not in s.only)]

    def open_on(self, dates: Dates, told: int, day: date) -> int:
        """Bits of the steps that are right to send on `day`."""
        anchors = stage.anchors(dates)
        bits = 0
        for anchor, start in anchors:
            bits |= self._open_bits(anchor, start, day)
        bits &= ~told
        if not bits:
            return 0
        early = stage.is_early(dates)
        bits &= ~(self._only["term" if early else "early"] | self._only["single" if dates.twins else "twins"])
        if early and not stage.in_hospital(dates, day):
            bits &= ~self._neonatal
        if (day - dates.since).days <= self._longest_optional:
            for anchor, start in anchors:
                bits &= ~(self._begun_bits(anchor, start, dates.since) & ~self._essential)
        return bits

    def choose(self, dates: Dates, told: int, day: date) -> Step | None:
        """The one step for that day: essential before optional, the catch-up in its order."""
        bits = self.open_on(dates, told, day)
        best, best_rank = None, len(self.steps)
        while bits:
            number = (bits & -bits).bit_length() - 1
            bits &= bits - 1
            if self._rank[number] < best_rank:
                best, best_rank = number, self._rank[number]
        return None if best is None else self.steps[best]

    def next_slot(
        self, dates: Dates, told: int, hours: window.Window, minute: int, start: datetime
    ) -> tuple[date, datetime] | None:
        """The first local day and instant, not before `start`, at which something is to be sent; None if never again."""
        while True:
            day, at = next(window.slots(hours, minute, self.zone, start))
            if self.open_on(dates, told, day):
                return day, at
            begins = self._next_beginning(dates, told, day)
            if begins is None:
                return None
            start = datetime.combine(begins, datetime.min.time(), self.zone)

    def plan(self, dates: Dates, told: int, hours: window.Window, minute: int, start: datetime) -> Iterator[Planned]:
        """Every text from `start` on, in order, if nothing changes."""
        while slot := self.next_slot(dates, told, hours, minute, start):
            day, at = slot
            step = self.choose(dates, told, day)
            if step is None:
                return
            yield Planned(day, at, step, catch_up=self._is_catch_up(dates, step))
            told |= 1 << step.number
            start = datetime.combine(day + DAY, datetime.min.time(), self.zone)

    def is_right(self, dates: Dates, step: Step, day: date) -> bool:
        """Whether a step already in the outbox is still right to send on `day`."""
        return bool(self.open_on(dates, 0, day) >> step.number & 1)

    def closing(self, dates: Dates, step: Step) -> date:
        """The first day on which the step is too late."""
        start = dict(stage.anchors(dates))[step.base]
        return step.expiry.after(step.offset.after(start))

    def _is_catch_up(self, dates: Dates, step: Step) -> bool:
        start = dict(stage.anchors(dates))[step.base]
        return step.essential and step.offset.after(start) < dates.since

    def _next_beginning(self, dates: Dates, told: int, after: date) -> date | None:
        days = []
        for anchor, start in stage.anchors(dates):
            for begins, _closes, bit in self._calendar(anchor, start):
                if begins > after and not told & bit and self.open_on(dates, told, begins):
                    days.append(begins)
                    break
        return min(days, default=None)

    def _lay_out(self, anchor: str, start: date) -> tuple[tuple[date, date, int], ...]:
        rows = []
        for step in self._tracks.get(anchor, []):
            begins = step.offset.after(start)
            rows.append((begins, step.expiry.after(begins), 1 << step.number))
        return tuple(sorted(rows))

    def _find_open(self, anchor: str, start: date, day: date) -> int:
        return sum(bit for begins, closes, bit in self._calendar(anchor, start) if begins <= day < closes)

    def _find_begun(self, anchor: str, start: date, day: date) -> int:
        return sum(bit for begins, _closes, bit in self._calendar(anchor, start) if begins < day)


def _is_welcome(step: Step) -> bool:
    return step.anchor == "joined" and step.offset.days == 0 and step.offset.months == 0


def _bits(steps: Iterator[Step]) -> int:
    return sum(1 << step.number for step in steps)


def words(step: Step, dates: Dates) -> str:
    """The text of a step in the words that fit this journey."""
    if "home_unknown" in step.variants and stage.is_early(dates) and dates.home is None:
        return step.variants["home_unknown"]
    if "twins" in step.variants and dates.twins:
        return step.variants["twins"]
    return step.text
