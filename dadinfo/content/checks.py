"""What is wrong with the content, said so that an author who knows no Python can mend it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from dadinfo.content.model import COMPULSORY_TOPICS, CONTACTS, FactEntry, HelplineEntry, ReplyEntry, Step, StepEntry
from dadinfo.content.reading import Fault, Place
from dadinfo.content.span import Span, parse
from dadinfo.sms import segments, text

FoundStep = tuple[StepEntry, Place]
FoundReply = tuple[ReplyEntry, Place]
REGISTER = "content/programme/register.txt"
MOST_PARTS = 2
ICON_TEXTS = 4

# Values of the right length for what an answer is filled with when it is sent.
REPLY_VALUES = {
    "due_date": "14 September 2027",
    "birth_date": "14 September 2027",
    "window": "in the evening, 6 to 9 pm",
    "example": "14 September 2027",
    "stop_url": "https://dadinfo.example.nhs.uk/stop",
}
ANSWERS = frozenset(
    [
        "join_ask",
        "date_unclear",
        "date_impossible",
        "joined_expecting",
        "joined_born",
        "window_set",
        "already_joined",
        "baby_born",
        "baby_born_early",
        "due_changed",
        "home_set",
        "second_baby",
        "stop",
        "stop_undoable",
        "stop_unknown",
        "start",
        "stopped_thanks",
        "loss",
        "loss_undoable",
        "loss_unknown",
        "after_loss_any",
        "undone",
        "undo_nothing",
        "wrong_number",
        "help",
        "menu",
        "cry",
        "icon",
        "thanks",
        "fallback",
        "foreign",
        "not_a_mobile",
        "baby_in_danger_happened",
        "baby_in_danger_may",
        "suicide",
        "suicide_mother",
        "baby_unwell",
        "pregnancy_urgent",
        "abuse_by_him",
        "abuse_to_him",
        "abuse_unsure",
        "overwhelmed",
        "low_mood",
    ]
)
_TYPED = re.compile(r"£\s?[\d,]*\d|\+\d[ \d-]{6,}|\b0\d{2,4}[ \d-]{5,}|\b116 ?123\b|\b85258\b|\b\d{3,4} \d{3,4}\b")
_AFTER_LOSS = re.compile(r"\b(bab(y|ies)|menu|join\w*|cots?)\b", re.IGNORECASE)
_SECTION = re.compile(r"\d{1,2}(\.\d{1,2})?")
LAST_PREGNANCY_DAY = parse("40w+2d").days
FIRST_IF_DAY, LAST_IF_DAY = parse("43w").days, parse("50w").days
QUESTION_ENDS = "Text STOP any time, no reason needed."
IF_OPENS = "If your baby is here"
WHOLE_PROGRAMME = 40  # fewer steps than this are an author's draft or a test
GAPS = {
    "gestation": [(84, 280, 14)],
    "age": [(0, 140, 8), (140, 365, 28), (365, 720, 62)],
}  # from day, to day, longest gap


def entries(
    steps: Sequence[FoundStep], replies: Sequence[FoundReply], register: Sequence[str], values: Mapping[str, str]
) -> list[Fault]:
    """Faults of the files as they were written."""
    return [
        *ids(steps),
        *ids(replies),
        *_registered(steps, register),
        *_sources([*steps, *replies], values),
        *_typed_numbers(steps, replies),
        *_placeholders(steps, replies, values),
        *_essentials(steps),
        *_catch_up_sets(steps),
        *_unborn(steps),
        *_gaps(steps),
        *_answers(replies),
        *_reply_texts(replies, values),
    ]


def rendered(steps: Iterable[Step], places: Mapping[str, Place]) -> list[Fault]:
    """Faults of the texts as a phone would show them: parts, and characters that make them dear."""
    return [
        fault
        for step in steps
        for field, words in [("text", step.text), *(("variants", v) for v in step.variants.values())]
        for fault in _cost(words, places[step.id], field)
    ]


def ids(found: Sequence[tuple[StepEntry | ReplyEntry | FactEntry | HelplineEntry, Place]]) -> Iterator[Fault]:
    """Each id that stands twice in one kind of file."""
    first: dict[str, Place] = {}
    for entry, place in found:
        if entry.id in first:
            line, file = first[entry.id].line, first[entry.id].file
            yield place.fault(f"id {entry.id} is used twice; it stands first at line {line} of {file}", "id")
        first.setdefault(entry.id, place)


def _registered(steps: Sequence[FoundStep], register: Sequence[str]) -> Iterator[Fault]:
    known = set(register)
    for entry, place in steps:
        if entry.id not in known:
            yield place.fault(f"{entry.id} is not in register.txt; add it there as the last line", "id")
    for line, step_id in enumerate(register, 1):
        if step_id in register[: line - 1]:
            yield Fault(REGISTER, line, f"{step_id} is listed twice; take this line out if it was never deployed")


def _sources(found: Sequence[FoundStep | FoundReply], values: Mapping[str, str]) -> Iterator[Fault]:
    for entry, place in found:
        for source in entry.sources:
            if not _SECTION.fullmatch(source) and source not in values:
                yield place.fault(
                    f"source {source} is no section of the fact base (like 2.3), nor a fact:name that exists", "sources"
                )


def _typed_numbers(steps: Sequence[FoundStep], replies: Sequence[FoundReply]) -> Iterator[Fault]:
    for words, place, field in _all_texts(steps, replies):
        for typed in _TYPED.finditer(words):
            yield place.fault(f"{typed[0].strip()!r} is typed in; name it instead: {{fact:…}} or {{helpline:…}}", field)


def _all_texts(steps: Sequence[FoundStep], replies: Sequence[FoundReply]) -> Iterator[tuple[str, Place, str]]:
    for entry, place in steps:
        yield entry.text, place, "text"
        yield from ((words, place, "variants") for words in entry.variants.values())
    for reply, place in replies:
        yield from ((words, place, "texts") for texts in reply.texts.values() for words in texts)
        yield from ((words, place, "night") for texts in reply.night.values() for words in texts)


def _placeholders(
    steps: Sequence[FoundStep], replies: Sequence[FoundReply], values: Mapping[str, str]
) -> Iterator[Fault]:
    reply_places = {id(place) for _, place in replies}
    for words, place, field in _all_texts(steps, replies):
        known = {*values, *REPLY_VALUES} if id(place) in reply_places else set(values)
        for name in text.placeholders(words):
            if name not in known:
                yield place.fault(
                    f"{{{name}}} stands for nothing; add it to facts.yaml or helplines.yaml, or mend its spelling",
                    field,
                )


def _essentials(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    essential = {entry.id for entry, _ in steps if entry.essential}
    for entry, place in steps:
        if entry.essential and not entry.superseded_by and entry.anchor != "joined" and entry.id != "ending":
            yield place.fault(
                "an essential step is never merely too late; say what he gets instead: superseded_by", "essential"
            )
        for other in entry.superseded_by:
            if other not in essential and other != "ending":
                yield place.fault(f"superseded_by names {other}, which is no essential step", "superseded_by")


def _catch_up_sets(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    for anchor in ("gestation", "home"):
        ranked = [(e, p) for e, p in steps if e.anchor == anchor and e.catch_up]
        if not ranked:
            continue
        place = ranked[0][1]
        ranks = sorted(e.catch_up or 0 for e, _ in ranked)
        if ranks != list(range(1, 11)):
            yield place.fault(f"the {anchor} set must hold catch_up 1 to 10 once each; it holds {ranks}", "catch_up")
        missing = [t for t in COMPULSORY_TOPICS if t not in {e.topic for e, _ in ranked}]
        if missing:
            yield place.fault(f"the {anchor} set lacks the topics {', '.join(missing)}", "catch_up")
        if sum("icon" in e.id for e, _ in ranked) != ICON_TEXTS:
            yield place.fault(f"the {anchor} set must hold the four ICON texts, each with icon in its id", "catch_up")


def _unborn(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    for entry, place in steps:
        start, length = _base_offset(entry)
        if _base(entry) != "gestation":
            continue
        end = start.days + length.days
        if start.days <= LAST_PREGNANCY_DAY:
            if end > LAST_PREGNANCY_DAY + 1:
                yield place.fault(
                    "would still be sent after 40w+2d, when the baby may be here; shorten expiry", "expiry"
                )
        elif start.days < FIRST_IF_DAY:
            if not entry.text.rstrip().endswith(QUESTION_ENDS):
                yield place.fault(f"after the due date a text must end {QUESTION_ENDS!r}", "text")
        elif not entry.text.startswith(IF_OPENS):
            yield place.fault(f"so long after the due date a text must open {IF_OPENS!r}", "text")
        if end > LAST_IF_DAY:
            yield place.fault("would be sent later than ten weeks after the due date (50w); shorten expiry", "expiry")


def _base(entry: StepEntry) -> str:
    return CONTACTS[entry.contact][0] if entry.contact else entry.anchor


def _base_offset(entry: StepEntry) -> tuple[Span, Span]:
    start = CONTACTS[entry.contact][1] if entry.contact else Span(0, 0)
    return start + parse(entry.offset), parse(entry.expiry)


def _gaps(steps: Sequence[FoundStep]) -> Iterator[Fault]:
    if len(steps) < WHOLE_PROGRAMME:
        return
    for clock, bases in {"gestation": {"gestation"}, "age": {"age", "corrected_age", "home"}}.items():
        shared = [(e, p) for e, p in steps if _base(e) in bases and not {"early", "twins"} & set(e.only)]
        days = sorted(((_rough_day(e), p) for e, p in shared), key=lambda found: found[0])
        for (before, _), (after, place) in pairwise(days):
            for lowest, highest, most in GAPS[clock]:
                if lowest <= before and after <= highest and after - before > most:
                    yield place.fault(
                        f"{after - before} days of silence before this step; the most here is {most}", "offset"
                    )


def _rough_day(entry: StepEntry) -> int:
    start, _ = _base_offset(entry)
    return start.days + round(start.months * 30.44)


def _answers(replies: Sequence[FoundReply]) -> Iterator[Fault]:
    if not replies:
        return
    for missing in sorted(ANSWERS - {entry.id for entry, _ in replies}):
        yield Fault("content/replies", 1, f"the answer {missing} is missing; the service sends it")
    for entry, place in replies:
        if entry.id not in ANSWERS:
            yield place.fault(f"no answer is called {entry.id}; mend its spelling or take it out", "id")
        if "any" not in entry.texts:
            yield place.fault("an answer needs the wording any, for when no closer one stands", "texts")


def _reply_texts(replies: Sequence[FoundReply], values: Mapping[str, str]) -> Iterator[Fault]:
    for entry, place in replies:
        for field, wordings in (("texts", entry.texts), ("night", entry.night)):
            for wording, texts in wordings.items():
                for words in texts:
                    full = {name: {**values, **REPLY_VALUES}.get(name, "") for name in text.placeholders(words)}
                    yield from _cost(("1/2 " if len(texts) > 1 else "") + text.fill(words, full), place, field)
                    if wording == "after_loss" or entry.id.startswith("loss") or entry.id == "after_loss_any":
                        yield from _loss_words(words, place, field)


def _loss_words(words: str, place: Place, field: str) -> Iterator[Fault]:
    for found in _AFTER_LOSS.finditer(words):
        yield place.fault(f"after a loss no text says {found[0]!r}", field)


def _cost(words: str, place: Place, field: str) -> Iterator[Fault]:
    dear = segments.dear_characters(words)
    if dear:
        marks = ", ".join(f"{c!r} at {i}" for i, c in dear[:5])
        yield place.fault(f"{marks}: such a character cuts a part from 160 characters to 70; use a plain one", field)
    parts = segments.count(words).parts
    if parts > MOST_PARTS:
        yield place.fault(
            f"{len(words)} characters cost {parts} parts; at most 306 characters, {MOST_PARTS} parts", field
        )
