"""How well texts are understood: python -m understanding.measure [tune|test] [--missed GROUP]"""

import argparse
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from dadinfo.content import library
from dadinfo.conversation import intent, risk
from dadinfo.conversation.risk import ALARMS, ORDER
from understanding.train import texts

ZONE = ZoneInfo("Europe/London")
SOME_DAY = datetime(2027, 2, 10, 20, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=["train", "tune", "test"], nargs="?", default="test")
    parser.add_argument("--missed", help="Show the texts of this group (or intent) that were read otherwise.")
    parser.add_argument("--patterns", action="store_true", help="Without the learned model.")
    asked = parser.parse_args()
    ears = risk.ears(library.load(Path(__file__).parents[1] / "content"))
    if asked.patterns:
        ears = risk.Ears(ears.harmless, ears.tables, ears.harm)
    rows, took = [], []
    for one in texts(asked.part):
        start = perf_counter()
        reading = intent.read(ears, one["text"], _day(one), asked=one.get("asked"))
        took.append(perf_counter() - start)
        rows.append((one, reading))
    _show(rows)
    took.sort()
    print(f"\n{len(rows)} texts; p99 {took[int(len(took) * 0.99)] * 1000:.1f} ms a text")
    if asked.missed:
        for one, reading in rows:
            if asked.missed in (one["risk"], one["intent"]) and (
                reading.risk.group != one["risk"] if asked.missed in ORDER else reading.intent != one["intent"]
            ):
                print(f"  {one['risk']}/{one['intent']} read as {reading.risk.group}/{reading.intent}: {one['text']}")
    sys.exit(0)


def _day(one: dict[str, str]) -> date:
    now = datetime.fromisoformat(one["now"]) if one.get("now") else SOME_DAY
    return now.astimezone(ZONE).date() if now.tzinfo else now.date()


def _show(rows: list[tuple[dict[str, str], intent.Reading]]) -> None:
    print(f"{'group':<15}{'texts':>6}{'alarm':>8}{'right':>8}   read as")
    for group in ORDER:
        his = [reading for one, reading in rows if one["risk"] == group]
        if his:
            alarmed = sum(reading.risk.group in ALARMS for reading in his) / len(his)
            right = sum(reading.risk.group == group for reading in his) / len(his)
            others = Counter(reading.risk.group for reading in his if reading.risk.group != group)
            print(f"{group:<15}{len(his):>6}{alarmed:>8.1%}{right:>8.1%}   {dict(others.most_common(5))}")
    grave = [(one, r) for one, r in rows if one["risk"] in ALARMS]
    calm = [(one, r) for one, r in rows if one["risk"] not in ALARMS]
    harmless = [(one, r) for one, r in rows if one["risk"] == "none"]
    for name, part in (("alarms found", grave), ("false alarms, harmless", harmless), ("false alarms, all", calm)):
        if part:
            print(f"{name:<25}{sum(r.risk.group in ALARMS for _, r in part) / len(part):>8.1%} of {len(part)}")
    for lang in sorted({one.get("lang", "en") for one, _ in rows}):
        part = [(one, r) for one, r in grave if one.get("lang", "en") == lang]
        if part:
            print(
                f"  found in {lang:<16}{sum(r.risk.group in ALARMS for _, r in part) / len(part):>8.1%} of {len(part)}"
            )
    stops = [(one, r) for one, r in rows if "stop" in (one["intent"], r.intent)]
    print(f"{'intent right':<25}{sum(r.intent == one['intent'] for one, r in rows) / len(rows):>8.1%} of {len(rows)}")
    if stops:
        wrong = sum(r.intent != one["intent"] for one, r in stops)
        print(f"{'opt-out right':<25}{1 - wrong / len(rows):>8.1%} ({wrong} wrong of {len(stops)})")
    dated = [(one, r) for one, r in rows if one.get("date")]
    if dated:
        print(f"{'dates right':<25}{sum(_same(one['date'], r) for one, r in dated) / len(dated):>8.1%} of {len(dated)}")


def _same(wanted: dict[str, str | None], reading: intent.Reading) -> bool:
    found = reading.found
    if found is None:
        return False
    kind = "unclear" if found.kind == "impossible" else found.kind
    return (kind, found.day.isoformat() if found.day else None) == (wanted["kind"], wanted["date"])


if __name__ == "__main__":
    main()
