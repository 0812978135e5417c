"""Requirement by requirement, what content serves it, in the words that do."""

from collections.abc import Sequence
from dataclasses import dataclass

from dadinfo.content.found import Found
from dadinfo.content.model import RequirementEntry
from dadinfo.content.pages import quotes


@dataclass(frozen=True, slots=True)
class Serving:
    """One line that serves a requirement: `where` is the step, answer or page that holds it."""

    where: str
    quote: str


def cover(found: Found) -> list[tuple[RequirementEntry, Sequence[Serving]]]:
    """Every requirement with all that says it serves it."""
    serving: dict[str, list[Serving]] = {entry.id: [] for entry, _ in found.requirements}
    for page in found.pages:
        for requirement, quote in quotes(page).items():
            serving.setdefault(requirement, []).append(Serving(f"/guide/{page.entry.id}", quote))
    for step, _ in found.steps:
        for requirement in step.covers:
            serving.setdefault(requirement, []).append(Serving(step.id, found.filled(step.text)))
    for reply, _ in found.replies:
        for requirement in reply.covers:
            first = next(iter(reply.texts.values()))[0]
            serving.setdefault(requirement, []).append(Serving(f"answer {reply.id}", found.filled(first)))
    for one, _ in found.gentle:
        for requirement in one.covers:
            serving.setdefault(requirement, []).append(Serving(one.id, one.text))
    return [(entry, serving[entry.id]) for entry, _ in found.requirements]


def listing(found: Found) -> str:
    """docs/requirements.md: who meets each requirement, as Markdown."""
    lines = [
        "# Who meets each requirement",
        "",
        "From section 1 of the fact base, in our words. `dadinfo content coverage` quotes the line that serves each;",
        "`dadinfo content coverage --list` makes this page.",
        "",
        "| id | asks | met by |",
        "| --- | --- | --- |",
    ]
    for entry, serving in cover(found):
        where = [one.where for one in serving]
        more = f" and {len(where) - 4} more" if len(where) > 4 else ""
        met = ", ".join(f"`{one}`" for one in where[:4]) + more
        parts = [part for part in (met, f"{entry.served_by}: {entry.reason}" if entry.reason else "") if part]
        lines.append(f"| {entry.id} | {entry.asks} | {'; '.join(parts)} |")
    return "\n".join(lines) + "\n"
