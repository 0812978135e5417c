"""`dadinfo understand`: what the service makes of a text, sending nothing."""

import json
import sys
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import click

from dadinfo.clock import utcnow
from dadinfo.content import library
from dadinfo.conversation import intent, risk
from dadinfo.settings import ROOT

ZONE = ZoneInfo("Europe/London")
DETAILS = frozenset(("happened", "may_happen", "by_him", "to_him", "pregnancy", "mother"))  # as the contract has them
ASKED = ("due_or_birth", "due", "birth")


@click.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help="Read one JSON object a line from standard input.")
def understand(text: str | None, jsonl: bool) -> None:
    """What a text is taken to mean: {"risk", "detail", "intent", "date"}, one JSON object a line."""
    if jsonl == (text is not None):
        raise click.UsageError("give a TEXT, or --jsonl with lines on standard input")
    if text is not None:
        click.echo(_line(text, utcnow().astimezone(ZONE).date(), None))
        return
    for number, line in enumerate(sys.stdin, 1):
        try:
            click.echo(_from_json(line))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise click.UsageError(f'line {number} must be JSON such as {{"text": "…", "asked": "due"}}') from None


@lru_cache
def _ears() -> risk.Ears:
    return risk.ears(library.load(ROOT / "content"))


def _from_json(line: str) -> str:
    row = json.loads(line)
    asked = row.get("asked")
    if asked is not None and asked not in ASKED:
        raise ValueError(asked)
    now = datetime.fromisoformat(row["now"]) if row.get("now") else utcnow()
    local = now.astimezone(ZONE) if now.tzinfo else now
    return _line(str(row["text"]), local.date(), asked)


def _line(text: str, today: date, asked: str | None) -> str:
    reading = intent.read(_ears(), text, today, asked=asked)
    found = reading.found
    day = (
        {
            "kind": "unclear" if found.kind == "impossible" else found.kind,
            "date": found.day.isoformat() if found.day else None,
        }
        if found
        else None
    )
    return json.dumps(
        {
            "risk": reading.risk.group,
            "detail": sorted(reading.risk.detail & DETAILS) or None,
            "intent": reading.intent,
            "date": day,
        },
        ensure_ascii=False,
    )
