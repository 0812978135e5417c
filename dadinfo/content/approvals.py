"""Who approved which words: `content/approvals.csv`, where any change of a text ends its approval."""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter

from dadinfo.content.model import EMERGENCY, ROLES, Gentle, Line, Page, Reply, Step
from dadinfo.content.reading import Fault

FILE = "approvals.csv"
KEPT = "approved.jsonl"
Item = Step | Reply | Page | Line | Gentle


@dataclass(frozen=True, slots=True)
class Approval:
    """One line of the ledger; `hash` is what `digest` gave for the text that the person was shown."""

    hash: str
    id: str
    language: str
    role: str
    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was approved, kept so that it still goes out while a changed one waits (safety rule 20)."""

    hash: str
    language: str
    reply: Reply


HEAD = tuple(field.name for field in fields(Approval))


def digest(item: Item) -> str:
    """The words as they are sent with their facts, and all that decides when and to whom (safety rule 26)."""
    parts: object
    match item:
        case Step():
            parts = [item.base, item.offset.months, item.offset.days, item.expiry.months, item.expiry.days,
                     item.essential, item.superseded_by, item.catch_up, sorted(item.only), item.closes_at_home,
                     item.text, dict(item.variants)]  # fmt: skip
        case Reply():
            parts = [dict(item.day), dict(item.night), item.heard_by]
        case Page():
            parts = [item.title, item.summary, item.body, [question.model_dump() for question in item.quiz]]
        case Line():
            parts = item.text
        case Gentle():
            parts = [item.after.months, item.after.days, item.text]
    return hashlib.sha256(json.dumps([item.id, parts], sort_keys=True).encode()).hexdigest()[:16]


def wanted(item: Item, language: str = "en") -> tuple[str, ...]:
    """The roles that must approve it: a clinician all; essentials and urgent answers a dad and a lead too."""
    crucial = (isinstance(item, Step) and item.essential) or (isinstance(item, Reply) and item.id in EMERGENCY)
    roles: tuple[str, ...] = ("clinician", "dad", "safeguarding lead") if crucial else ("clinician",)
    if isinstance(item, Gentle):
        roles = ("clinician", "bereaved dad")
    return roles if language == "en" else (*roles, "translator")


def missing(item: Item, ledger: Iterable[Approval], language: str = "en") -> tuple[str, ...]:
    """The roles that have not approved it as it now stands."""
    now = digest(item)
    given = {one.role for one in ledger if one.id == item.id and one.hash == now and one.language == language}
    return tuple(role for role in wanted(item, language) if role not in given)


def read(folder: Path) -> tuple[list[Approval], list[Fault]]:
    """The ledger, and what in it cannot be read. A missing file is an empty ledger."""
    path = folder / FILE
    if not path.exists():
        return [], []
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    name = f"{folder.name}/{FILE}"
    if not rows or tuple(rows[0]) != HEAD:
        return [], [Fault(name, 1, f"the first line must be {','.join(HEAD)}")]
    found, faults = [], []
    for line, row in enumerate(rows[1:], 2):
        fault = _fault(row)
        if fault:
            faults.append(Fault(name, line, fault))
        else:
            found.append(Approval(*row))
    return found, faults


def _fault(row: Sequence[str]) -> str | None:
    if len(row) != len(HEAD):
        return f"must hold {len(HEAD)} values: {', '.join(HEAD)}; take the line out and approve again"
    if row[3] not in ROLES:
        return f"no role is called {row[3]!r}; choose from {', '.join(ROLES)}"
    try:
        date.fromisoformat(row[5])
    except ValueError:
        return f"{row[5]!r} is no date; write it like 2027-03-14"
    return None


def add(folder: Path, approvals: Sequence[Approval]) -> None:
    """Append lines to the ledger."""
    path = folder / FILE
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if not path.exists() or not path.read_text(encoding="utf-8").strip():
        writer.writerow(HEAD)
    writer.writerows(astuple(one) for one in approvals)
    with path.open("a", encoding="utf-8") as file:
        file.write(lines.getvalue())


def keep(folder: Path, replies: Iterable[Reply], language: str) -> None:
    """Append answers as they were just approved, each once."""
    known = {(one.hash, one.language) for one in read_kept(folder)}
    with (folder / KEPT).open("a", encoding="utf-8") as file:
        for reply in replies:
            if (digest(reply), language) not in known:
                whole = {field.name: getattr(reply, field.name) for field in fields(reply)}
                row = {"language": language, "reply": whole}
                file.write(json.dumps(row, ensure_ascii=False, default=dict) + "\n")


def read_kept(folder: Path) -> list[Kept]:
    """The answers as they were approved, the oldest first."""
    path = folder / KEPT
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    replies = [(row["language"], _REPLY.validate_python(row["reply"])) for row in rows]
    return [Kept(digest(reply), language, reply) for language, reply in replies]


def last_approved(
    now: Reply | None, reply_id: str, kept: Sequence[Kept], ledger: Sequence[Approval], language: str
) -> Reply | None:
    """The answer as it stands if it is approved; else as it was last approved; else None."""
    older = [one.reply for one in reversed(kept) if one.reply.id == reply_id and one.language == language]
    return next((one for one in (now, *older) if one and not missing(one, ledger, language)), None)


def lacking(items: Iterable[Item], ledger: Sequence[Approval], language: str = "en") -> Mapping[str, tuple[str, ...]]:
    """Id -> the roles whose approval it lacks."""
    return {item.id: roles for item in items if (roles := missing(item, ledger, language))}


def shown(item: Item) -> list[str]:
    """What somebody reads before approving it: the timing, and every wording."""
    match item:
        case Step():
            months, days = item.offset.months, item.offset.days
            when = f"{months} months" if months else f"{days // 7} weeks and {days % 7} days"
            timing = (
                f"{item.base.replace('_', ' ')}: {when}; sent for {item.expiry.months * 30 + item.expiry.days} days"
            )
            return [timing, item.text, *(f"{name}: {words}" for name, words in item.variants.items())]
        case Reply():
            wordings = [*item.day.items(), *((f"night, {name}", texts) for name, texts in item.night.items())]
            return [f"{name}: {words}" for name, texts in wordings for words in texts]
        case Page():
            return [item.title, item.summary, *item.body.splitlines()]
        case Line():
            return [item.text]
        case Gentle():
            return [f"{item.after.days} days after he asks", item.text]


_REPLY = TypeAdapter(Reply)
