"""The words themselves: what a text costs, what is typed that must be named, and what is never said."""

import re
from collections.abc import Iterator

from dadinfo.content.checks.names import REPLY_VALUES
from dadinfo.content.found import Found, FoundText
from dadinfo.content.reading import Fault
from dadinfo.sms import segments

MOST_PARTS = 2
_TYPED = re.compile(r"£\s?[\d,]*\d|\+\d[ \d-]{6,}|\b0\d{2,4}[ \d-]{5,}|\b116 ?123\b|\b85258\b|\b\d{3,4} \d{3,4}\b")
# Brief, sections 0.3, 2.7 and 12: words that blame or frighten, and claims that the evidence does not bear.
BANNED = {
    r"perpetrators?": "a man is not his worst hour; say what he does",
    r"risk factors?": "say the thing itself",
    r"abusers?": "a man is not his worst hour; say what he does",
    r"(?<!not a )bad dads?": "never blame",
    r"should have": "never blame; say what to do now",
    r"babysit\w*": "a dad is a parent",
    r"unborn": "say baby",
    r"colicky": "crying is not an illness",
    r"proven": "the evidence does not bear it (brief 2.7)",
    r"reduces? injur\w*": "the evidence does not bear it (brief 2.7)",
    r"75 ?%": "not to be repeated (brief 0.3)",
    r"47 times": "not to be repeated (brief 0.3)",
    r"(?<!not )(?<!not use )111 online": "for a child under 5 it is always: call 111 (brief 0.3)",
}
# Safety rules 16 and 29: a text shows on a locked screen.
LOCKED = (
    "abus(?:e|es|ed|ive)", "violen(?:t|ce)", "victims?", "suicid(?:e|al)", "self-harm", "miscarr(?:y|ied|iage)",
    "stillb(?:orn|irth)", "died", "death", "depress(?:ed|ion|ive)", "psychosis", "bipolar", "schizophrenia",
    "prison", "probation", "police", "social workers?", "child protection", "cannabis", "cocaine",
)  # fmt: skip
# All of these look at small letters: quicker than letting the pattern ignore the case.
_BANNED = [(re.compile(rf"\b{pattern}\b"), why) for pattern, why in BANNED.items()]
_ANY_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b")
_LOCKED = re.compile(rf"\b(?:{'|'.join(LOCKED)})\b")
_LONG_NUMBER = re.compile(r"[£+]|\d[\d -]{3,}\d")  # what a typed number must hold


def check(found: Found) -> Iterator[Fault]:
    for one in found.texts:
        filled = found.filled(one.as_sent, REPLY_VALUES)
        yield from _cost(filled, one)
        yield from (one.fault(what) for what in typed(one.words))
        for word in _LOCKED.finditer(filled.lower()):
            yield one.fault(f"{word[0]!r} would show on a locked screen; say it on a page instead")
        yield from (one.fault(what) for what in banned(filled))
    for page in found.pages:
        whole = "\n".join(page.lines)
        if any(typed(whole)) or any(banned(whole)):
            for line, words in page.numbered():
                yield from (Fault(page.place.file, line, what) for what in (*typed(words), *banned(words)))


def typed(words: str) -> Iterator[str]:
    if _LONG_NUMBER.search(words):
        for number in _TYPED.finditer(words):
            yield f"{number[0].strip()!r} is typed in; name it instead: {{fact:…}} or {{helpline:…}}"


def banned(words: str) -> Iterator[str]:
    small = words.lower()
    if not _ANY_BANNED.search(small):
        return
    for pattern, why in _BANNED:
        for word in pattern.finditer(small):
            yield f"{word[0]!r} is never said: {why}"


def _cost(words: str, one: FoundText) -> Iterator[Fault]:
    dear = segments.dear_characters(words)
    if dear:
        marks = ", ".join(f"{c!r} at {i}" for i, c in dear[:5])
        yield one.fault(
            f"{marks}: such a character cuts a part from 160 characters to 70; use a plain one, such as ' or -"
        )
    parts = segments.count(words).parts
    if parts > MOST_PARTS:
        yield one.fault(f"{len(words)} characters cost {parts} parts; at most 306 characters, {MOST_PARTS} parts")
