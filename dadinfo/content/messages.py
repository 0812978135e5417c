"""The English of `content/` as translators get it, string by string: SMS by id as context, pages by block."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dadinfo.content import pages
from dadinfo.content.found import Found, FoundPage

_LETTER = re.compile(r"[A-Za-z]")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True, slots=True)
class Message:
    """One string to translate: `context` says what it belongs to, so that the same words may differ elsewhere."""

    context: str
    words: str
    file: str
    line: int
    note: str = ""


def every(found: Found) -> Iterator[Message]:
    """All strings, in the order of the files."""
    for line, place in found.lines:
        yield Message(f"line:{line.id}", line.text, place.file, place.line, line.about)
    for fact, place in found.facts:
        if has_words(fact.value):
            yield Message(f"fact:{fact.id}", fact.value, place.file, place.line, fact.about)
    for helpline, place in found.helplines:
        for words in (helpline.text, helpline.for_):
            if words:
                yield Message(f"helpline:{helpline.id}", words, place.file, place.line, helpline.name)
    for text in found.texts:
        yield Message(text.context, text.words, text.place.file, text.place.line)
    for page in found.pages:
        yield from of_page(page)


def of_page(page: FoundPage) -> Iterator[Message]:
    """A page's title, summary, blocks and quiz."""
    entry, context = page.entry, f"page:{page.entry.id}"
    for words in (entry.title, entry.summary):
        yield Message(context, words, page.place.file, page.place.line)
    for number, line in page.numbered():
        if words := block(line):
            yield Message(context, words, page.place.file, number)
    for question in entry.quiz:
        for words in (question.ask, *question.answers, question.why):
            yield Message(context, words, page.place.file, page.place.fields.get("quiz", page.place.line))


@lru_cache(maxsize=4096)
def block(line: str) -> str:
    """What of a line of a page is to translate: without its marks; empty where it has no words."""
    words = pages.CARD.sub("", pages.plain(line))
    return words if has_words(words) else ""


def has_words(words: str) -> bool:
    return bool(_LETTER.search(_PLACEHOLDER.sub("", words)))
