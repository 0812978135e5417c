"""Translations: what a machine can see of them; whether they say the same, only a human can."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po

from dadinfo.content import translations
from dadinfo.content.checks.names import REPLY_VALUES
from dadinfo.content.checks.replies import KEYWORDS
from dadinfo.content.found import Found
from dadinfo.content.languages import LANGUAGES, Language
from dadinfo.content.model import EMERGENCY
from dadinfo.content.reading import Fault, name_of
from dadinfo.sms import segments, text

MOST_PARTS = {"GSM-7": 2, "UCS-2": 4}
_WORDS = {*(word.upper() for word in KEYWORDS), "STOP", "START", "DAD", "JOIN", "BABY", "HOME", "DUE", "LOSS", "WRONG",
          "EVENING", "MORNING", "NIGHT", "WEEKEND", "YES", "NO"}  # fmt: skip
_NUMBER = re.compile(r"[0-9]+")
_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_ADDRESS = re.compile(r"https?://[^\s)]+|(?<![\w/])/[a-z][a-z/-]*")
_OTHER_DIGITS = re.compile(r"[^\D0-9]")


@dataclass(frozen=True, slots=True)
class Said:
    """One translated string and where it stands."""

    context: str
    english: str
    words: str
    file: str
    line: int

    def fault(self, what: str) -> Fault:
        return Fault(self.file, self.line, f"{self.context}: {what}")


def faults(found: Found, folder: Path) -> Iterator[Fault]:
    """Every fault in every language's catalogue, and the English texts too long for the line that says so."""
    spoken, _ = translations.read(folder)
    for tag, say in spoken.items():
        language, written = LANGUAGES[tag], translations.catalogue(folder, tag)
        if written.stat().st_mtime > written.with_suffix(".mo").stat().st_mtime:
            yield Fault(name_of(folder, written), 1, "has changed since it was compiled: run make messages")
        known = translations.translated(found, language, say)
        said = list(_said(folder, tag))
        for one in said:
            yield from _same(one)
        yield from _cost(known, said)
        yield from _ring(known, said, language)
        yield from _fallback(found, known)


def _said(folder: Path, tag: str) -> Iterator[Said]:
    path = translations.catalogue(folder, tag)
    with path.open("rb") as file:
        catalog = read_po(file, locale=tag)
    for message in catalog:
        if message.id and message.string and not message.fuzzy:
            line = message.lineno or 1
            yield Said(str(message.context), str(message.id), str(message.string), name_of(folder, path), line)


def _same(one: Said) -> Iterator[Fault]:
    """What must be the same in every language: placeholders, numbers, addresses, and the words that he texts."""
    bare = [re.sub(r"\{[^{}]*\}", " ", words) for words in (one.english, one.words)]
    alike: dict[str, Callable[[str], list[str]]] = {
        "numbers": lambda words: sorted(set(_NUMBER.findall(words))),
        "addresses": lambda words: sorted(_ADDRESS.findall(words)),
        "words to text": lambda words: sorted(_WORDS.intersection(_CAPITALS.findall(words))),
    }
    if sorted(text.placeholders(one.english)) != sorted(text.placeholders(one.words)):
        yield one.fault(f"must hold {_list(text.placeholders(one.english))}, each once")
    for what, find in alike.items():
        if find(bare[0]) != find(bare[1]):
            yield one.fault(f"{what} differ: {_list(find(bare[1]))} here, {_list(find(bare[0]))} in English")
    if found := _OTHER_DIGITS.search(one.words):
        yield one.fault(f"{found[0]!r}: write numbers with 0 to 9, as he must dial them")


def _list(words: list[str]) -> str:
    return ", ".join(words) or "none"


def _cost(known: Found, said: list[Said]) -> Iterator[Fault]:
    texts = {one.context: one for one in known.texts}
    for one in said:
        if one.context in texts:
            filled = known.filled(texts[one.context].as_sent, {**REPLY_VALUES, "window": _longest_window(known)})
            cost = segments.count(filled)
            if cost.parts > MOST_PARTS[cost.encoding]:
                most = MOST_PARTS[cost.encoding]
                yield one.fault(f"{len(filled)} characters cost {cost.parts} {cost.encoding} parts; at most {most}")


def _longest_window(known: Found) -> str:
    return max((entry.text for entry, _ in known.lines if entry.id.startswith("window_")), key=len, default="")


def _ring(known: Found, said: list[Said], language: Language) -> Iterator[Fault]:
    """Whom he rings speaks English: each wording of an urgent answer names his language in it (safety rule 18)."""
    places = {one.context: one for one in said}
    wordings: dict[tuple[str, str, str], list[str]] = {}
    for one in known.texts:
        if one.kind == "reply" and one.owner in EMERGENCY - {"stop", "stop_undoable"}:
            wordings.setdefault((one.owner, one.field, one.wording), []).append(one.words)
    for (owner, field, wording), texts in wordings.items():
        where = places.get(f"reply:{owner}:{field}:{wording}:1")
        if where and not any(language.name in words for words in texts):
            yield where.fault(f"one of its texts must tell him to say {language.name!r} when he rings")


def _fallback(found: Found, known: Found) -> Iterator[Fault]:
    """A step that nobody has translated goes in English with a line, in at most four parts."""
    line = next((entry.text for entry, _ in known.lines if entry.id == "not_yet"), None)
    done = {entry.id for entry, _ in known.steps}
    for one in found.texts:
        if line and one.kind == "step" and one.owner not in done:
            words = f"{found.filled(one.words)} {line}"
            cost = segments.count(words)
            if MOST_PARTS["UCS-2"] < cost.parts and len(words) < 400:  # a longer one is named as too long in English
                yield one.fault(
                    f"with the line that it is not in {known.language.name} yet it costs {cost.parts} parts; "
                    f"take out {len(words) - 4 * 67} characters, or translate it"
                )
