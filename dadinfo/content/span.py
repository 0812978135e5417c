"""Lengths of time as authors write them: `6w+3d`, `-2d`, `4m`, `2y-14d`."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_PART = re.compile(r"([+-]?)(\d+)([ymwd])")
_WHOLE = re.compile(r"[+-]?\d+[ymwd](?:[+-]\d+[ymwd])*")


@dataclass(frozen=True, slots=True)
class Span:
    """Calendar months and exact days; either may be negative."""

    months: int
    days: int

    def __add__(self, other: "Span") -> "Span":
        return Span(self.months + other.months, self.days + other.days)

    def after(self, day: date) -> date:
        """The day that lies this span after `day`; the 31st becomes a shorter month's last day."""
        if self.months:
            month = day.year * 12 + day.month - 1 + self.months
            year, month = month // 12, month % 12 + 1
            day = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
        return day + timedelta(days=self.days)


def parse(words: str) -> Span:
    """Read `6w+3d`. Raises ValueError that says how to write it."""
    if not _WHOLE.fullmatch(words):
        raise ValueError(f"{words!r} is no length of time; write it like 3d, 6w, 6w+3d, -2d, 4m or 2y-14d")
    months = days = 0
    for sign, digits, unit in _PART.findall(words):
        n = int(digits) * (-1 if sign == "-" else 1)
        if unit in "ym":
            months += n * (12 if unit == "y" else 1)
        else:
            days += n * (7 if unit == "w" else 1)
    return Span(months, days)
