"""The patterns of danger: each can be read, and names only words that exist."""

import re
from collections.abc import Iterator

from dadinfo.content import patterns
from dadinfo.content.found import Found
from dadinfo.content.reading import Fault

CALM = "thanks menu"  # nothing may find danger in this


def check(found: Found) -> Iterator[Fault]:
    words = {entry.id: entry.words for entry, _ in found.shared_words}
    for entry, place in found.risks:
        start = place.fields["patterns"] + 1
        for line, pattern in enumerate(entry.patterns.splitlines(), start):
            if "'" in pattern or "’" in pattern:
                yield Fault(place.file, line, "a text is read without apostrophes: write cant, dont, hes")
            try:
                if patterns.compiled(patterns.bounded(pattern), words).search(CALM):
                    yield Fault(place.file, line, f"this pattern also finds {CALM!r}; make it narrower")
            except patterns.Unknown as unknown:
                yield Fault(place.file, line, f"{unknown} stands for nothing; add it to content/risk/words.yaml")
            except re.error as error:
                yield Fault(place.file, line, f"this pattern cannot be read: {error.msg} at character {error.pos}")
