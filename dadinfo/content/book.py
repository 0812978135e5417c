"""The book: everything that the service says, in the order of a dad's time, for reviewers to read on paper."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dadinfo.content import approvals, render
from dadinfo.content.found import Found
from dadinfo.content.library import Library
from dadinfo.content.model import Step
from dadinfo.sms import segments

CHAPTERS = (
    ("Joining", lambda step: step.base == "joined"),
    ("Pregnancy", lambda step: step.base == "gestation" and step.offset.days <= 282),
    ("If nobody tells us of the birth", lambda step: step.base == "gestation"),
    ("Only for babies born early", lambda step: "early" in step.only),
    ("Birth to 13 weeks", lambda step: _day(step) < 98),
    ("Three to six months", lambda step: _day(step) < 182),
    ("Six months to the first birthday", lambda step: _day(step) < 365),
    ("The second year", lambda step: _day(step) >= 365),
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text message as the book shows it."""

    name: str
    words: str
    parts: int


@dataclass(frozen=True, slots=True)
class Row:
    """One step or answer as the book shows it."""

    id: str
    when: str
    marks: Sequence[str]
    texts: Sequence[Text]
    sources: Sequence[str]
    covers: Sequence[str]
    missing: Sequence[str]


def html(library: Library, found: Found) -> str:
    """The whole book as one page that needs nothing else."""
    environment = Environment(
        loader=PackageLoader("dadinfo.content", "."), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["page"] = lambda body: Markup(render.page(body, library.helplines))  # noqa: S704 - our Markdown
    return environment.get_template("book.html").render(
        service=library.values["service"],
        chapters=list(_chapters(library)),
        answers=[_answer(library, reply_id) for reply_id in sorted(library.replies)],
        gentle=[Row(e.id, f"{e.after} after he asks", (), [_text("", found.filled(e.text))], e.sources, e.covers, ())
                for e, _ in found.gentle],
        pages=sorted(library.pages.values(), key=lambda page: (page.subject, page.title)),
        helplines=[entry for entry, _ in found.helplines],
        facts=[entry for entry, _ in found.facts],
        approved=bool(library.ledger),
    )  # fmt: skip


def table(library: Library, found: Found) -> str:
    """The same words as CSV for a translation agency: kind, id, part, English."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("kind", "id", "part", "characters", "english"))
    for kind, name, part, words in _words(library, found):
        writer.writerow((kind, name, part, len(words), words))
    return lines.getvalue()


def _words(library: Library, found: Found) -> Iterator[tuple[str, str, str, str]]:
    for one in found.texts:
        yield one.kind, one.owner, one.wording or one.field, found.filled(one.words)
    for page in library.pages.values():
        for part in ("title", "summary", "body"):
            yield "page", page.id, part, getattr(page, part)
    for entry, _ in found.helplines:
        yield "helpline", entry.id, "for", entry.for_


def _chapters(library: Library) -> Iterator[tuple[str, list[Row]]]:
    left = sorted((step for step in library.steps if step), key=lambda step: (_day(step), step.number))
    for title, belongs in CHAPTERS:
        inside = [step for step in left if belongs(step)]
        left = [step for step in left if step not in inside]
        if inside:
            yield title, [_row(library, step) for step in inside]


def _day(step: Step) -> int:
    return step.offset.days + round(step.offset.months * 30.44)


def _row(library: Library, step: Step) -> Row:
    marks = [*(["essential"] if step.essential else []), *sorted(step.only), f"sent for {_length(step)}"]
    texts = [_text("", step.text), *(_text(name, words) for name, words in step.variants.items())]
    return Row(step.id, _when(step), marks, texts, step.sources, step.covers, approvals.missing(step, library.ledger))


def _answer(library: Library, reply_id: str) -> Row:
    reply = library.replies[reply_id]
    texts = list(_wordings("day", reply.day.items())) + list(_wordings("night", reply.night.items()))
    return Row(reply.id, "", (), texts, reply.sources, reply.covers, approvals.missing(reply, library.ledger))


def _wordings(hour: str, wordings: Iterable[tuple[str, Sequence[str]]]) -> Iterator[Text]:
    for wording, texts in wordings:
        for number, words in enumerate(texts, 1):
            yield _text(f"{hour}, {wording}{f' {number}/{len(texts)}' if len(texts) > 1 else ''}", words)


def _text(name: str, words: str) -> Text:
    return Text(name.replace("_", " "), words, segments.count(words).parts)


def _when(step: Step) -> str:
    clock = {"gestation": "pregnant", "age": "old", "corrected_age": "from the due date if early", "home": "at home",
             "joined": "after joining"}[step.base]  # fmt: skip
    months, days = step.offset.months, step.offset.days
    parts = [f"{months} months" if months else "", f"{days // 7}w{days % 7:+d}d" if days else ""]
    return f"{' '.join(part for part in parts if part) or 'at once'} {clock}"


def _length(step: Step) -> str:
    return f"{step.expiry.months} months" if step.expiry.months else f"{step.expiry.days} days"
