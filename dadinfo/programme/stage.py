"""Where a journey stands on a day: expecting, past the due date, or how old the baby is."""

from datetime import date, timedelta
from typing import NamedTuple

TERM = timedelta(days=21)  # born earlier than this before the due date is before 37+0
PREGNANCY = timedelta(days=280)
NEAR = timedelta(days=34 * 7)
LONG_PAST = timedelta(days=12 * 7)


class Dates(NamedTuple):
    """What planning knows of a journey. `due` or `born` is always set; `told` is a bit for each step he had.

    `since` is the day from which we plan: joining, or the last START or report of a birth; an optional step that
    fell due before it is never sent.
    """

    due: date | None
    born: date | None
    home: date | None
    twins: bool
    joined: date
    since: date


class Circumstances(NamedTuple):
    """What else chooses his words, each told by himself: nation, family (`apart` or `alone`), YOUNG, language."""

    nation: str | None = None
    family: str | None = None
    young: bool = False
    lang: str = "en"


def is_early(dates: Dates) -> bool:
    """Born before 37+0, so that crying and development count from the due date (Bliss; brief 2.6 and 5)."""
    return bool(dates.born and dates.due and dates.born < dates.due - TERM)


def homecoming(dates: Dates) -> date | None:
    """The day from which the baby counts as at home; for one born early, the due date while nobody has told us."""
    if not dates.born or not is_early(dates):
        return dates.born
    return dates.home or dates.due


def in_hospital(dates: Dates, on: date) -> bool:
    """Whether a baby born early counts as still in the neonatal unit."""
    home = homecoming(dates)
    return is_early(dates) and home is not None and on < home


def may_be_in_hospital(dates: Dates, on: date) -> bool:
    """Born early, no homecoming told, and not so long past the due date that it must have been."""
    return bool(is_early(dates) and dates.home is None and dates.due and on < dates.due + LONG_PAST)


def anchors(dates: Dates) -> list[tuple[str, date]]:
    """Each anchor that now counts, with its day; `gestation` counts only while no birth is reported."""
    if dates.born:
        start = dates.due if dates.due and is_early(dates) else dates.born
        return [
            ("age", dates.born),
            ("corrected_age", start),
            ("home", homecoming(dates) or dates.born),
            ("joined", dates.joined),
        ]
    if dates.due:
        return [("gestation", dates.due - PREGNANCY), ("joined", dates.joined)]
    return []


def is_near(dates: Dates, on: date) -> bool:
    """34 weeks pregnant or more, or born."""
    return dates.born is not None or (dates.due is not None and on >= dates.due - PREGNANCY + NEAR)


def gestation(due: date, on: date) -> str:
    """Completed weeks and days on `on`, such as "20+3"; day 280 is the due date."""
    weeks, days = divmod((on - (due - PREGNANCY)).days, 7)
    return f"{weeks}+{days}"


def label(dates: Dates, on: date) -> str:
    """The stage in words: "34 weeks pregnant", "5 days old", "10 weeks old (6 from the due date)"."""
    if not dates.born:
        if not dates.due:
            return "dates not known"
        days = (on - (dates.due - PREGNANCY)).days
        return f"{days // 7} weeks pregnant" if days <= 282 else f"{days - 280} days past the due date"
    words = _age(dates.born, on)
    if is_early(dates) and dates.due and on < dates.born + timedelta(days=365):
        weeks = (on - dates.due).days // 7
        words += f" ({weeks} from the due date)" if on >= dates.due else " (not yet due)"
    return words


def _age(born: date, on: date) -> str:
    days = (on - born).days
    if days < 14:
        return f"{days} day{'' if days == 1 else 's'} old"
    if days < 140:
        return f"{days // 7} weeks old"
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    return f"{months} months old"
