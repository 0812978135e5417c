"""The words around a date: made plain, and those that say what the date is."""

import re

_ONES = {word: n for n, word in enumerate((
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), 1)}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_NUMBER = re.compile(rf"\b(?:({'|'.join(_TENS)})(?:[ -]?({'|'.join(list(_ONES)[:9])}))?|({'|'.join(_ONES)}))\b")

_TIDY = [
    (re.compile(r"['’‘`´]"), ""),
    (re.compile(r"[\s\x00,;:!?\"“”()*_]+"), " "),
    (re.compile(r"(?<!\d)\.|\.(?!\d)"), " "),  # a full stop, not the dot of 14.03
    (re.compile(r" (?:and a half|1/2)(?= ?w| ?m)|½"), ""),
    (re.compile(r"\b(?:a |1 )?fortnight\b"), "2 weeks"),
    (re.compile(r"\ban? (?=(?:day|week|wk|month|year)\b)"), "1 "),
    (re.compile(r"\b(im|were|shes|now|is|are) at (?=\d)"), r"\1 "),
    (re.compile(r" {2,}"), " "),
]
TWINS = re.compile(r"\b(?:twins?|triplets?|quads)\b")
FILLER = re.compile(
    r"\b(?:its|it|is|was|on|the|for|im|shes|she|were|we|are|my|wife|partner|baby|date|hi|hello|hey|mate|"
    r"about|around|now|and|"
    r"i|think|maybe|roughly|just|over|nearly|exactly|approx|be|will|shell|hes|he|to|a|our|boy|girl|little|"
    r"today|\d+ ?weeks|"
    r"with|twins|triplets|please|pls|thanks|x+)\b|[^\w]+"
)

BORN = re.compile(
    r"(?<!i was )(?<!be )(?<!being )(?<!get )\bborn\b(?! to\b)|\bdelivered\b|\bgave birth\b|\barrived\b|\bdob\b|"
    r"\b(?:had|has had) (?:the |our |a |her )?(?:baby|babies|twins|him|her|them)\b|\bdate of birth\b"
)
DUE = re.compile(
    r"\bdue\b(?! to\b)|\bexpecting\b|\bpreg(?:nant|gers|o)?\b|\bedd\b|\bbe born\b|\d ?w\w* (?:gone|along)\b"
)
BABY = re.compile(r"^(?:the |our )?(?:baby|babys|twins)(?: is| was| came)? (?=\S)")
OTHER_DUE = re.compile(  # a jab, a visit or a bill is due: not the baby
    r"\b(?:jabs?|vaccin\w+|scan|appointment|midwife|visitor|hv|rent|payment|bill|visit|results?) (?:\w+ ){0,3}due\b"
)
DUE_BEFORE = re.compile(r"\bdue (?:date )?(?:(?:was|is|on|the|for) ){0,3}$")


def tidy(text: str) -> str:
    """`text` in small letters, without punctuation, its numbers as digits."""
    words = text.casefold()
    for pattern, instead in _TIDY:
        words = pattern.sub(instead, words)
    return _NUMBER.sub(_digits, words).strip(" .-")


def _digits(found: re.Match[str]) -> str:
    if found[3]:
        return str(_ONES[found[3]])
    return str(_TENS[found[1]] + _ONES.get(found[2] or "", 0))
