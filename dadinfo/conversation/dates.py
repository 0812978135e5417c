"""The day a baby is due or was born, read from a dad's own words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dadinfo.conversation.date_words import BABY, BORN, DUE, DUE_BEFORE, FILLER, OTHER_DUE, TWINS, tidy

PREGNANCY = timedelta(days=280)
LONGEST = 480  # characters in which we look for a date: three parts of a text message
AHEAD, OVERDUE = timedelta(days=300), timedelta(days=42)  # how far from today a due date may lie
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """`kind` is "due", "birth", "unclear" (ask again) or "impossible"; `day` is set for the first two."""

    kind: str
    day: date | None = None
    twins: bool = False


@dataclass(frozen=True, slots=True)
class _View:
    """How to look at a date: from which day, and towards "due" or "birth" if his words or our question say so."""

    today: date
    lean: str | None


@dataclass(frozen=True, slots=True)
class _Hint:
    """The word that says what a date is: where it stands, and whether it alone makes a date of a day near it."""

    kind: str | None
    start: int
    end: int
    firm: bool


_Reader = Callable[[re.Match[str], _View], Found | None]


def read(text: str, today: date, *, asked: str | None) -> Found | None:
    """The date in `text`; `asked` is our open question: None, "due_or_birth", "due" or "birth".

    Without a question only a text that clearly speaks of such a date is read.
    """
    words = tidy(text[:LONGEST])
    hint = _hint(words)
    view = _View(today, hint.kind or (asked if asked in ("due", "birth") else None))
    for match, reader in _matches(words, hint):
        if not _is_meant(match, reader, words, hint, asked):
            continue
        found = reader(match, view)
        if found and (asked or hint.kind or found.kind != "unclear" or reader is _months_gone):
            return Found(found.kind, found.day, bool(TWINS.search(words)))
    return None


def example(today: date) -> str:
    """A date about four months ahead, in the words in which we hope to get one: "14 March"."""
    day = today + timedelta(days=120)
    return f"{day.day} {MONTHS[day.month - 1]}"


def _hint(words: str) -> _Hint:
    """What his words say the date is; a birth that is told outweighs a due date."""
    if born := BORN.search(words):
        return _Hint("birth", *born.span(), firm=True)
    if (due := DUE.search(words)) and not OTHER_DUE.search(words):
        return _Hint("due", *due.span(), firm=True)
    if baby := BABY.match(words):
        return _Hint("birth", *baby.span(), firm=False)
    return _Hint(None, 0, 0, firm=False)


def _is_meant(match: re.Match[str], reader: _Reader, words: str, hint: _Hint, asked: str | None) -> bool:
    """Whether this is his date, and not the day of a scan or the weeks that the crying has lasted."""
    if reader in (_age, _months_gone) or (
        _is_all(match, words) and (asked or hint.kind or match.re not in _TOO_LITTLE)
    ):
        return True
    if reader in (_near_day, _weekday, _span):
        return hint.firm and _is_close(match, words, hint)
    return hint.firm or (asked is not None and reader in (_calendar, _day_of_month))


def _is_all(match: re.Match[str], words: str) -> bool:
    if len(words) > 60:
        return False
    return not FILLER.sub("", f"{words[: match.start()]} {words[match.end() :]}")


def _is_close(match: re.Match[str], words: str, hint: _Hint) -> bool:
    """Whether a loose day such as "yesterday" stands by the word that says what happened then."""
    between = words[hint.end : match.start()] or words[match.end() : hint.start]
    return len(FILLER.sub(" ", between).split()) <= (2 if hint.kind == "birth" else 0)


# Readers: each takes a match of its pattern.


def _age(found: re.Match[str], view: _View) -> Found | None:
    """ "3 weeks old", "born 3 weeks ago", "due 3 days ago"."""
    day = _back(view.today, int(found["n"]), found["unit"]) - timedelta(days=int(found["d"] or 0))
    return _judged("due" if view.lean == "due" and found["how"] == "ago" else "birth", day, view)


def _months_gone(_found: re.Match[str], _view: _View) -> Found:
    return Found("unclear")  # too coarse to plan by


def _vague(_found: re.Match[str], _view: _View) -> Found:
    return Found("unclear")


def _ahead(found: re.Match[str], view: _View) -> Found | None:
    """ "due in 6 weeks", "6 weeks to go"; a count of months is too coarse to plan by."""
    if view.lean == "birth":
        return None
    if found["unit"][0] in "my":
        return Found("unclear")
    days = int(found["n"]) * (7 if found["unit"][0] == "w" else 1)
    return _judged("due", view.today + timedelta(days=days), view)


def _gestation(found: re.Match[str], view: _View) -> Found | None:
    """ "20 weeks", "20+3", "20w3d": weeks pregnant, unless we asked for a birth."""
    weeks, days = int(found["n"]), int(found["plus"] or found["d"] or 0)
    if view.lean == "birth":
        born = view.today - timedelta(weeks=weeks, days=days)
        return Found("unclear") if found["plus"] or weeks >= 22 else _judged("birth", born, view)
    if weeks < 4:
        return Found("unclear")
    if weeks > 42 or days > 6:
        return Found("impossible")
    return Found("due", view.today + PREGNANCY - timedelta(weeks=weeks, days=days))


def _span(found: re.Match[str], view: _View) -> Found:
    """ "5 days" or "3 months" and no more: an age only where a birth is meant."""
    if view.lean != "birth":
        return Found("unclear")
    return _judged("birth", _back(view.today, int(found["n"]), found["unit"]), view)


def _near_day(found: re.Match[str], view: _View) -> Found:
    days = {"tomorrow": 1, "day before yesterday": -2, "yesterday": -1, "last night": -1}.get(found[0], 0)
    return _judged(view.lean or ("due" if days > 0 else "birth"), view.today + timedelta(days=days), view)


def _weekday(found: re.Match[str], view: _View) -> Found:
    """The nearest such day: back for a birth, ahead for a due date."""
    name = found["full"] or found["short"]
    number = ("mon", "tue", "wed", "thu", "fri", "sat", "sun").index(name[:3])
    which = found["which"] or ""
    kind = view.lean or {"last": "birth", "next": "due"}.get(which)
    if kind is None:
        return Found("unclear")
    step = -1 if which == "last" or (kind == "birth" and which != "next") else 1
    days = step * (number - view.today.weekday()) % 7
    days = days or (7 if which in ("last", "next") else 0)
    return _judged(kind, view.today + timedelta(days=step * days), view)


def _calendar(found: re.Match[str], view: _View) -> Found | None:
    """Numbers or a month's name, day first unless the year stands first; a time such as 14.30 is no date."""
    parts = found.groupdict()
    name = parts.get("name")
    month = _MONTH_NUMBERS[name[:3]] if name else int(parts["month"])
    number, year = int(parts["day"]), _year(parts["year"])
    if year is None and not name and parts["dot"] == "." and (month > 12 or number > 31):
        return None
    return _settled(number, month, year, view)


def _day_of_month(found: re.Match[str], view: _View) -> Found:
    """ "the 14th": the next one for a due date, the latest for a birth."""
    if view.lean is None:
        return Found("unclear")
    step = timedelta(days=1 if view.lean == "due" else -1)
    days = (view.today + step * n for n in range(62))
    day = next((day for day in days if day.day == int(found[1])), None)
    return _judged(view.lean, day, view) if day else Found("impossible")


# Years and limits.


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _settled(number: int, month: int, year: int | None, view: _View) -> Found:
    """The date as due or birth; without a year, in the year that makes sense."""
    years = [year] if year is not None else [view.today.year + n for n in (1, 0, -1)]
    days = [day for y in years if (day := _day(y, month, number))]
    if not days:
        return Found("impossible")
    past = [day for day in days if day <= view.today]
    ahead = [day for day in days if day > view.today]
    if view.lean == "birth":
        return _judged("birth", (past or ahead)[0], view)
    if view.lean == "due":
        likely = [day for day in days if -OVERDUE <= day - view.today <= AHEAD]
        return _judged("due", (likely or days)[0], view)
    # Nobody tells us of a pregnancy before its fourth week, so a day further ahead was meant as last year's.
    if ahead and (year is not None or not past or ahead[-1] - view.today <= PREGNANCY - timedelta(weeks=4)):
        return _judged("due", ahead[-1], view)
    return _judged("birth", past[0], view)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _judged(kind: str, day: date, view: _View) -> Found:
    """`day` as `kind`, or "impossible" outside what the service can serve."""
    if kind == "due":
        possible = -OVERDUE <= day - view.today <= AHEAD
    else:
        possible = _back(view.today, 2, "year") - timedelta(days=1) <= day <= view.today
    return Found(kind, day) if possible else Found("impossible")


def _back(today: date, n: int, unit: str) -> date:
    """`n` units before `today`; the 31st counts as the last day of a shorter month."""
    if unit[0] in "dw":
        return today - timedelta(days=n * (7 if unit[0] == "w" else 1))
    months = today.year * 12 + today.month - 1 - n * (12 if unit[0] == "y" else 1)
    days = (_day(months // 12, months % 12 + 1, number) for number in range(today.day, 27, -1))
    return next((day for day in days if day), None) or date(months // 12, months % 12 + 1, min(today.day, 28))


# Patterns, each with what it catches.

_D, _W, _M, _Y = r"d(?:ays?|ys?)?", r"w(?:ee?ks?|eaks?|ks?)?", r"m(?:on?ths?|nths?|ths?|os?)", r"(?:years?|yrs?)"
_ALONE = r"(?<![\w/.+£$-])"  # not the end of a longer number, nor an amount
_N, _UNIT = rf"{_ALONE}(?P<n>\d{{1,3}}) ?-?", rf"(?P<unit>{_D}|{_W}|{_M}|{_Y})\b"
_EARLY = r"(?! (?:early|late|prem\w*|over\w*|before|after)\b)"
_MONTH_NUMBERS = {name[:3].lower(): n for n, name in enumerate(MONTHS, 1)}
_NAME = (
    r"(?P<name>jan(?:r?u?a?ry)?|feb(?:r?u?a?ry)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = rf"{_ALONE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?: ?(?P<year>20\d\d|\d\d(?![\d.:]| ?(?:[ap]m|w|d|kg|lb|oz)))\b)?"
_NO_MEASURE = r"(?![\w/-]|\.\d| ?(?:kg|lbs?|oz|ml|am|pm|of|%|oclock|hours?|hrs?|mins?)\b|%)"
_SHORT = rf"(?<!\bat )(?<!\d ){_ALONE}(?P<day>\d{{1,2}})(?P<dot>[./-])(?P<month>\d{{1,2}}){_NO_MEASURE}(?P<year>)"
_FULL = (
    rf"{_ALONE}(?P<day>\d{{1,2}}) ?(?P<dot>[./ -]) ?(?P<month>\d{{1,2}}) ?(?P=dot) ?(?P<year>(?:20)?\d\d)"
    r"(?![\w/-]|\.\d)"
)
_WEEKS = rf"(?<!\bat ){_N}(?:\+ ?(?P<plus>\d)\b|{_W}(?: ?(?:and )?(?P<d>\d) ?{_D})?\b){_EARLY}"
_NEAR = r"day before yesterday|yesterday|last night|this (?:morning|afternoon|evening)|today|tonight|tomorrow"
_WHICH = r"(?P<which>last|next|this|on|born|due) "
_ROWS: list[tuple[str, _Reader]] = [
    (rf"(?<!at )(?<!by ){_N}{_UNIT}(?: (?:and )?(?P<d>\d) ?{_D})?[ -](?P<how>old|ago)\b", _age),  # 3 weeks old
    (rf"{_N}{_M} (?:pregnant|preg|gone|along)\b", _months_gone),  # 5 months pregnant
    (rf"\bin {_N}{_UNIT}", _ahead),  # in 6 weeks
    (rf"{_N}{_UNIT} (?:to go|left|away|time|till|until)\b", _ahead),  # 6 weeks to go
    (_WEEKS, _gestation),  # 20 weeks, 20+3, 20w3d
    (rf"{_N}(?P<unit>{_D}|{_M}|{_Y})\b{_EARLY}", _span),  # 5 days, 3 months
    (rf"\b(?:{_NEAR})\b", _near_day),  # yesterday
    (rf"\b(?:{_WHICH})?(?P<full>(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?P<short>)", _weekday),  # last friday
    (rf"\b{_WHICH}(?P<short>mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b(?P<full>)", _weekday),  # on sun
    (r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b", _calendar),  # 2027-03-14
    (rf"{_DAY} ?(?:of )?{_NAME}\b{_YEAR}", _calendar),  # 14 march 27
    (rf"\b{_NAME} (?:the )?{_DAY}\b{_YEAR}", _calendar),  # march 14
    (_FULL, _calendar),  # 14/3/27
    (_SHORT, _calendar),  # 14/3
    (rf"{_ALONE}(\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:of )?(?:next|last|birthday|time|week|child))", _day_of_month),
    (rf"\b(?:{_NAME}|next (?:week|month|year)|last (?:week|month)|any day now|soon)\b", _vague),  # no day in it
]
_PATTERNS = [(re.compile(pattern), reader) for pattern, reader in _ROWS]
_TOO_LITTLE = {p for p, reader in _PATTERNS if reader in (_near_day, _weekday) or p.pattern == _SHORT}  # "10/10"


def _matches(words: str, hint: _Hint) -> list[tuple[re.Match[str], _Reader]]:
    """All that looks like a date: first what follows the word that says which date it is, then the rest."""
    hits = [(match, reader) for pattern, reader in _PATTERNS for match in pattern.finditer(words)]
    if hint.kind == "birth":
        hits = [hit for hit in hits if not DUE_BEFORE.search(words[max(0, hit[0].start() - 40) : hit[0].start()])]
    return sorted(hits, key=lambda hit: (hit[0].start() < hint.start, hit[0].start()))
