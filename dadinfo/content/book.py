"""The book: everything that the service says, in the order of a dad's time, for reviewers to read on paper."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from dadinfo.content import approvals, messages, render
from dadinfo.content.edition import Edition
from dadinfo.content.found import Found
from dadinfo.content.languages import ENGLISH, Language
from dadinfo.content.library import Library
from dadinfo.content.model import Step
from dadinfo.content.translations import Say
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
    """One text message as the book shows it; `english` beside a translation."""

    name: str
    words: str
    parts: int
    english: str = ""


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


def html(library: Library, found: Found, edition: Edition) -> str:
    """The whole book as one page that needs nothing else; in another language, translations with their English."""
    environment = Environment(
        loader=PackageLoader("dadinfo.content", "."), autoescape=select_autoescape(default=True),
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["page"] = lambda body: Markup(render.page(body, edition))  # noqa: S704 - our Markdown
    own = edition is library.english
    return environment.get_template("book.html").render(
        service=library.values["service"],
        language=edition.language,
        direction="rtl" if edition.language.from_right else "ltr",
        chapters=list(_chapters(library, edition)),
        answers=[_answer(library, edition, reply_id) for reply_id in sorted(edition.replies)],
        gentle=[Row(e.id, f"{e.after} after he asks", (), [_text("", found.filled(e.text))], e.sources, e.covers, ())
                for e, _ in found.gentle] if own else [],
        pages=sorted(edition.pages.values(), key=lambda page: (page.subject, page.title)),
        helplines=edition.helplines.values(),
        facts=[(entry, edition.values[f"fact:{entry.id}"]) for entry, _ in found.facts],
        approved=any(one.language == edition.language.tag for one in library.ledger),
    )  # fmt: skip


def table(found: Found, language: Language, say: Say) -> str:
    """Every string as CSV for a translation agency: its id, English as written, and what stands so far."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(("id", "english", "characters", language.name, "note"))
    for one in messages.every(found):
        said = "" if language is ENGLISH else say(one.context, one.words) or ""
        writer.writerow((one.context, one.words, len(one.words), said, one.note))
    return lines.getvalue()


def _chapters(library: Library, edition: Edition) -> Iterator[tuple[str, list[Row]]]:
    every = (step for step in library.steps if step and step.id in edition.steps)
    left = sorted(every, key=lambda step: (_day(step), step.number))
    for title, belongs in CHAPTERS:
        inside = [step for step in left if belongs(step)]
        left = [step for step in left if step not in inside]
        if inside:
            yield title, [_row(library, edition, step) for step in inside]


def _day(step: Step) -> int:
    return step.offset.days + round(step.offset.months * 30.44)


def _row(library: Library, edition: Edition, step: Step) -> Row:
    marks = [*(["essential"] if step.essential else []), *sorted(step.only), f"sent for {_length(step)}"]
    said, other = edition.steps[step.id], edition is not library.english
    texts = [_text("", said.text, step.text if other else "")]
    texts += [_text(name, words, step.variants[name] if other else "") for name, words in said.variants.items()]
    missing = approvals.missing(said, library.ledger, edition.language.tag)
    return Row(step.id, _when(step), marks, texts, step.sources, step.covers, missing)


def _answer(library: Library, edition: Edition, reply_id: str) -> Row:
    reply, english = edition.replies[reply_id], library.replies[reply_id]
    both = edition is not library.english
    texts = [*_wordings("day", reply.day, english.day, both), *_wordings("night", reply.night, english.night, both)]
    missing = approvals.missing(reply, library.ledger, edition.language.tag)
    return Row(reply.id, "", (), texts, reply.sources, reply.covers, missing)


def _wordings(
    hour: str, said: Mapping[str, Sequence[str]], english: Mapping[str, Sequence[str]], both: bool
) -> Iterator[Text]:
    for wording, texts in said.items():
        for number, words in enumerate(texts, 1):
            name = f"{hour}, {wording}{f' {number}/{len(texts)}' if len(texts) > 1 else ''}"
            yield _text(name, words, english[wording][number - 1] if both else "")


def _text(name: str, words: str, english: str = "") -> Text:
    return Text(name.replace("_", " "), words, segments.count(words).parts, english)


def _when(step: Step) -> str:
    clock = {"gestation": "pregnant", "age": "old", "corrected_age": "from the due date if early", "home": "at home",
             "joined": "after joining"}[step.base]  # fmt: skip
    months, days = step.offset.months, step.offset.days
    parts = [f"{months} months" if months else "", f"{days // 7}w{days % 7:+d}d" if days else ""]
    return f"{' '.join(part for part in parts if part) or 'at once'} {clock}"


def _length(step: Step) -> str:
    return f"{step.expiry.months} months" if step.expiry.months else f"{step.expiry.days} days"
