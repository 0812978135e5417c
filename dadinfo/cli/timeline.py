"""`dadinfo timeline`: the 1001 days of one dad, as a calendar to read or as JSON."""

import json
import textwrap
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

import click

from dadinfo.content import library
from dadinfo.content.languages import LANGUAGES
from dadinfo.programme import preview
from dadinfo.programme.preview import Shown
from dadinfo.programme.stage import Circumstances
from dadinfo.programme.timetable import Timetable
from dadinfo.programme.window import DEFAULT, WINDOWS
from dadinfo.settings import ROOT
from dadinfo.sms import segments

ZONE = ZoneInfo("Europe/London")
WIDTH = 100


class Day(click.ParamType[date]):
    """A date such as 2027-03-14."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2027-03-14", param, ctx)
        if not 1900 < day.year < 2200:
            self.fail(f"{day.year} is no year for this; write the date like 2027-03-14", param, ctx)
        return day


@click.command()
@click.option("--due", type=Day(), required=True, help="The due date, like 2027-03-14.")
@click.option("--born", type=Day(), help="The birth date; without it nobody ever tells us of the birth.")
@click.option("--joined", type=Day(), help="The day he joins; without it, at 12 weeks of pregnancy.")
@click.option("--window", "hours", type=click.Choice(sorted(WINDOWS)), default=DEFAULT, show_default=True)
@click.option("--twins", is_flag=True, help="Twins or more.")
@click.option("--home", type=Day(), help="The day a baby born early comes home.")
@click.option("--nation", type=click.Choice(["england", "wales", "scotland", "northern_ireland"]))
@click.option("--family", type=click.Choice(["apart", "alone"]), help="Apart from his child, or alone with it.")
@click.option("--young", is_flag=True, help="He asked for young dads' words.")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of a calendar.")
def timeline(
    due: date, born: date | None, joined: date | None, hours: str, twins: bool, home: date | None,
    nation: str | None, family: str | None, young: bool, lang: str, as_json: bool,
) -> None:  # fmt: skip
    """Every text that a dad with these dates gets, in order."""
    _plausible(due, born)
    plans = Timetable(library.load(ROOT / "content"), ZONE)
    shown = preview.whole(plans, due=due, born=born, joined=joined, hours=WINDOWS[hours], twins=twins, home=home,
                           his=Circumstances(nation, family, young, lang))  # fmt: skip
    click.echo(json.dumps([as_row(one) for one in shown], indent=1, ensure_ascii=False) if as_json else calendar(shown))


def _plausible(due: date, born: date | None) -> None:
    if born and not -18 * 7 <= (born - due).days <= 5 * 7:
        raise click.UsageError("--born must lie between 18 weeks before and 5 weeks after --due")


def as_row(one: Shown) -> dict[str, object]:
    """The row of the contract; `due_at` with its offset from UTC."""
    cost = segments.count(one.words)
    return {
        "step": one.step.id, "stage": one.stage, "due_at": _local(one.at).isoformat(), "anchor": one.step.anchor,
        "essential": one.step.essential, "catch_up": one.catch_up, "segments": cost.parts, "encoding": cost.encoding,
        "text": one.words, "page": one.step.page,
    }  # fmt: skip


def calendar(shown: list[Shown]) -> str:
    """Month by month: the day and hour, the stage, the parts, then the text."""
    lines = []
    for month, texts in groupby(shown, key=lambda one: f"{_local(one.at):%B %Y}"):
        lines.append(f"\n{month}\n{'─' * len(month)}")
        lines += [line for one in texts for line in _entry(one)]
    parts = sum(segments.count(one.words).parts for one in shown)
    lines.append(f"\n{len(shown)} texts, {parts} parts.")
    return "\n".join(lines).lstrip("\n")


def _entry(one: Shown) -> list[str]:
    at = _local(one.at)
    marks = [one.stage, *(["essential"] if one.step.essential else []), *(["catch-up"] if one.catch_up else [])]
    parts = segments.count(one.words).parts
    cost = f"{parts} part{'s' if parts > 1 else ''}"
    head = f"{at:%a} {at.day:>2}  {at:%H:%M}  {click.style(' · '.join(marks), bold=True)}  {one.step.id}, {cost}"
    return [head, *textwrap.wrap(one.words, WIDTH, initial_indent=" " * 15, subsequent_indent=" " * 15), ""]


def _local(at: datetime) -> datetime:
    return at.astimezone(ZONE)
