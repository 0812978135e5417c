"""How the patterns of danger are written: one a line, whole words, with shared words in capitals."""

import re
from collections.abc import Iterator, Mapping

_SHARED = re.compile(r"[A-Z]{4,}")
_PLAIN_BRACKET = re.compile(r"\((?!\?)")


class Unknown(Exception):
    """A word in capitals that content/risk/words.yaml does not hold."""


def compiled(pattern: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """`pattern` with the words in capitals put in and every plain bracket made one that only groups.

    Raises Unknown, re.error.
    """
    while found := _SHARED.search(pattern):
        if found[0] not in words:
            raise Unknown(found[0])
        pattern = f"{pattern[: found.start()]}{words[found[0]]}{pattern[found.end() :]}"
    return re.compile(_PLAIN_BRACKET.sub("(?:", pattern))


def whole_words(block: str, words: Mapping[str, str]) -> Iterator[re.Pattern[str]]:
    """The patterns of a block, one a line, each bound to whole words."""
    return (compiled(bounded(line), words) for line in block.splitlines() if line.strip())


def bounded(line: str) -> str:
    line = line.strip()
    return ("" if line.startswith(("^", "(?", "TOLD")) else r"\b") + line + ("" if line.endswith("$") else r"\b")
