"""How the patterns of danger are written: one a line, whole words, with shared words in capitals."""

import re

Table = list[tuple[re.Pattern[str], frozenset[str]]]

# Words that stand in capitals in the patterns below.

_BABY = (
    "((the|my|our|a|this|that|own) ){0,2}((fucking?|bloody|poor|little|lil|wee|newborn|crying|screaming|"
    "first|second|other|unborn|beautiful) ){0,2}"
    "(baby|babies|bubba|bubs?|bby|babby|bairn|newborn|little (one|man)|lo|son|daughter|boy|girl|lad|kids?|"
    "child|children|twins?|toddler)"
)
# Fear of a loss, a guide's words on it, or its denial; and a loss of long ago.
_FEAR = (
    r"\b(scared|worr(y|ied|ying)|afraid|terrified|fear(ful)?|frightened|anxious|what if|risk|chances? of|signs? of|"
    r"could (we|she|it|this)|will (we|she)|might|in case|threatened|prevent|causes?|"
    r"havent|hasnt|didnt|not a|isnt a)\b"
)
_PAST = (
    r"^(?!.*\b(today|yesterday|this morning|last night|last week|just|tonight)\b).*"
    r"(\byears? ago\b|\blast year\b|\bin 20\d\d\b|\bprevious\w*\b|"
    r"\b(our|my|her|the|a) (last|previous|earlier) (loss|one|baby|pregnancy|miscarriage)\b|"
    r"\bafter (our|her|my|the|an?|two|three|\d) (miscarriage|stillbirth|loss)|\blast time\b)"
)
_WORDS = {
    "THEM": rf"(him|her|it|them|{_BABY})",
    "BABY": _BABY,
    "SOMEONE": "(he|hes|she|shes|baby|babys|bubs?|son|daughter|lo|little one|twins?|it|its|theyre)",
    "PARTNER": (
        "((my|his|her|the|our|babys|kids) ){0,2}(wife|wifey|partner|girlfriend|gf|missus|mrs|misses|fiancee?|ex|mum|"
        "mother|mam|bird|other half|baby mama|husband)"
    ),
    "FOOD": (
        "(kebab|pint|beer|brew|tea|cuppa|coffee|curry|pizza|burger|game|quiz|exam|sofa|gym|pub|milestone|"
        "snooze|sack|hay|road|shops?|dog|neighbou?rs?)"
    ),
    "PAST": _PAST,
    "TOLD": rf"^(?!.*{_FEAR}( \w+){{0,3}} (mis|stil|no |ectop|term|abort|sids|cot))(?!{_PAST}).*",
}


def compiled(pattern: str) -> re.Pattern[str]:
    """`pattern` with the words in capitals put in and every plain bracket made one that only groups."""
    full = re.sub(r"[A-Z]{4,}", lambda word: _WORDS[word[0]], pattern)
    return re.compile(re.sub(r"\((?!\?)", "(?:", full))


def patterns(block: str) -> list[re.Pattern[str]]:
    """The patterns of a table, each bound to whole words."""
    lines = re.sub(r"\|\n +", "|", block).split("\n")
    return [compiled(_bounded(line.strip())) for line in lines if line.strip()]


def _bounded(line: str) -> str:
    return ("" if line.startswith(("^", "(?", "TOLD")) else r"\b") + line + ("" if line.endswith("$") else r"\b")


def table(*rows: tuple[str, str]) -> Table:
    return [(pattern, frozenset(detail.split())) for detail, block in rows for pattern in patterns(block)]
