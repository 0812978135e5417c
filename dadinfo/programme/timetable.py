"""Which step a journey is to get on which day: a pure function of its dates, what it was told, and the day."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dadinfo.content.library import Library
from dadinfo.content.model import Step
from dadinfo.programme import stage, window
from dadinfo.programme.stage import Circumstances, Dates

DAY = timedelta(days=1)
FIRST_TEXT_AFTER = timedelta(hours=1)  # he has just had the welcome


@dataclass(frozen=True, slots=True)
class Planned:
    """One text to come: on which local day, at which instant (UTC), and whether it makes up for joining late."""

    day: date
    at: datetime
    step: Step
    catch_up: bool


class _View(NamedTuple):
    """One journey for planning: its anchors, the bits that fit it, and the homecoming of a baby born early, if told."""

    anchors: list[tuple[str, date]]
    fitting: int
    home: date | None
    since: date


class Timetable:
    """The programme laid out for planning. What is told is an int: bit n is the step on line n of the register.

    Steps `withheld` are never planned, and not counted as told: they go once they are approved, if it is not too late.
    """

    def __init__(self, library: Library, zone: ZoneInfo, withheld: frozenset[str] = frozenset()) -> None:
        self.zone = zone
        self.library = library
        self.steps = library.steps
        self.by_id = {s.id: s for s in library.steps if s}
        planned = [s for s in library.steps if s and not _is_welcome(s) and s.id not in withheld]
        self._tracks: dict[str, list[Step]] = {}
        for step in planned:
            self._tracks.setdefault(step.base, []).append(step)
        self._essential = _bits(s for s in planned if s.essential)
        self._neonatal = _bits(s for s in planned if s.closes_at_home)
        self._only = {
            name: _bits(s for s in planned if name in s.only) for name in ("early", "term", "twins", "single", "near")
        }
        self._longest_optional = max(
            (s.expiry.months * 31 + s.expiry.days for s in planned if not s.essential), default=0
        )
        self._rank = {step.number: rank for rank, step in enumerate(sorted(planned, key=_urgency))}
        self._calendar = lru_cache(maxsize=16384)(self._lay_out)
        self._beginnings = lru_cache(maxsize=8192)(self._find_beginnings)
        self._open_bits = lru_cache(maxsize=65536)(self._find_open)
        self._begun_bits = lru_cache(maxsize=65536)(self._find_begun)

    def welcome(self, dates: Dates, on: date) -> list[Step]:
        """The steps that go out at once, in the answer that makes him active."""
        near = stage.is_near(dates, on)
        return [s for s in self.steps if s and _is_welcome(s) and (near or "near" not in s.only)]

    def open_on(self, dates: Dates, told: int, day: date) -> int:
        """Bits of the steps that are right to send on `day`."""
        return self._open(self._view(dates), told, day)

    def _open(self, view: "_View", told: int, day: date) -> int:
        bits = 0
        for anchor, start in view.anchors:
            bits |= self._open_bits(anchor, start, day)
        bits &= view.fitting & ~told
        if view.home and day >= view.home:
            bits &= ~self._neonatal
        if bits and (day - view.since).days <= self._longest_optional:
            for anchor, start in view.anchors:
                bits &= ~(self._begun_bits(anchor, start, view.since) & ~self._essential)
        return bits

    def _view(self, dates: Dates) -> "_View":
        """What of a journey counts for planning, worked out once for many days."""
        early = stage.is_early(dates)
        unfit = self._only["term" if early else "early"] | self._only["single" if dates.twins else "twins"]
        anchors = [pair for pair in stage.anchors(dates) if pair[0] in self._tracks]
        return _View(anchors, ~unfit, dates.home if early else None, dates.since)

    def begun_before(self, dates: Dates, day: date) -> int:
        """Bits of every step that fits this journey and fell due before `day`, late or not."""
        view, bits = self._view(dates), 0
        for anchor, start in view.anchors:
            bits |= self._begun_bits(anchor, start, day)
        return bits & view.fitting

    def choose(self, dates: Dates, told: int, day: date) -> Step | None:
        """The one step for that day: essential before optional, the catch-up in its order."""
        return self._choose(self._view(dates), told, day)

    def _choose(self, view: "_View", told: int, day: date) -> Step | None:
        bits = self._open(view, told, day)
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
        """The first local day and instant, not before `start`, with something to send; None if never again."""
        view = self._view(dates)
        while True:
            day, at = next(window.slots(hours, minute, self.zone, start))
            if self._open(view, told, day):
                return day, at
            begins = self._next_beginning(view, told, day)
            if begins is None:
                return None
            start = datetime.combine(begins, time(), self.zone)

    def plan(self, dates: Dates, told: int, hours: window.Window, minute: int, start: datetime) -> Iterator[Planned]:
        """Every text from `start` on, in order, if nothing changes."""
        while slot := self.next_slot(dates, told, hours, minute, start):
            day, at = slot
            step = self.choose(dates, told, day)
            if step is None:
                return
            yield Planned(day, at, step, catch_up=self._is_catch_up(dates, step))
            told |= 1 << step.number
            start = datetime.combine(day + DAY, time(), self.zone)

    def is_right(self, dates: Dates, step: Step, day: date) -> bool:
        """Whether a step already in the outbox is still right to send on `day`."""
        return bool(self.open_on(dates, 0, day) >> step.number & 1)

    def closing(self, dates: Dates, step: Step) -> date:
        """The first day on which the step is too late."""
        start = dict(stage.anchors(dates))[step.base]
        return step.expiry.after(step.offset.after(start))

    def words(self, step: Step, dates: Dates, on: date, his: Circumstances) -> str:
        """The text of a step in the words that fit this journey on that day; the law of his nation before all else."""
        fitting = (
            his.nation,
            "home_unknown" if stage.may_be_in_hospital(dates, on) else None,
            "twins" if dates.twins else None,
            "young" if his.young else None,
            his.family,
        )
        said, after = self.library.in_language(step, his.lang)
        return next((said.variants[name] for name in fitting if name and name in said.variants), said.text) + after

    def _is_catch_up(self, dates: Dates, step: Step) -> bool:
        start = dict(stage.anchors(dates))[step.base]
        return step.essential and step.offset.after(start) < dates.since

    def _next_beginning(self, view: "_View", told: int, after: date) -> date | None:
        """The next day on which a step begins that this journey is yet to be told."""
        wanted, today = view.fitting & ~told, after.toordinal()
        late = wanted & ~self._neonatal  # what is left of it once a baby born early is home
        home = view.home.toordinal() if view.home else None
        first = None
        for anchor, start in view.anchors:
            days, bits = self._beginnings(anchor, start)
            for place in range(bisect_right(days, today), len(days)):
                if first and days[place] >= first:
                    break
                if bits[place] & (late if home and days[place] >= home else wanted):
                    first = days[place]
                    break
        return date.fromordinal(first) if first else None

    def _lay_out(self, anchor: str, start: date) -> list[tuple[int, int, int]]:
        """When each step of an anchor begins and closes, as day numbers, with its bit; in order."""
        first, rows = start.toordinal(), []
        for step in self._tracks[anchor]:
            offset, length = step.offset, step.expiry
            begins = offset.after(start).toordinal() if offset.months else first + offset.days
            closes = length.after(date.fromordinal(begins)).toordinal() if length.months else begins + length.days
            rows.append((begins, closes, 1 << step.number))
        return sorted(rows)

    def _find_beginnings(self, anchor: str, start: date) -> tuple[list[int], list[int]]:
        rows = self._calendar(anchor, start)
        return [row[0] for row in rows], [row[2] for row in rows]

    def _find_open(self, anchor: str, start: date, day: date) -> int:
        today = day.toordinal()
        return sum(bit for begins, closes, bit in self._calendar(anchor, start) if begins <= today < closes)

    def _find_begun(self, anchor: str, start: date, day: date) -> int:
        today = day.toordinal()
        return sum(bit for begins, _closes, bit in self._calendar(anchor, start) if begins < today)


def _is_welcome(step: Step) -> bool:
    return step.anchor == "joined" and step.offset.days == 0 and step.offset.months == 0


def _urgency(step: Step) -> tuple[bool, int, int, int]:
    """When several are open: essential first, the catch-up in its order, then whichever closes soonest."""
    return not step.essential, step.catch_up or 99, step.expiry.months * 31 + step.expiry.days, step.number


def _bits(steps: Iterator[Step]) -> int:
    return sum(1 << step.number for step in steps)
