"""Numbers, addresses and keywords inside a text that is read from right to left (Unicode's bidirectional algorithm)."""

import re
import unicodedata

LEFT_TO_RIGHT, RIGHT_TO_LEFT = "\u200e", "\u200f"  # marks without width
# After Arabic letters "116 123" would be shown as "123 116", and "/crying" as "crying/"; a mark before them mends that.
_WHOLE = re.compile(r"(?<![A-Za-z0-9\u200e])[0-9/+£](?:[A-Za-z0-9/+£:.,%_-]| (?=[A-Za-z0-9/+£]))*[A-Za-z0-9/%]")
_JUST_A_NUMBER = re.compile(r"[0-9]+")


def from_right(text: str) -> str:
    """`text`, mostly in a script that runs from right to left, with marks so that it is shown in its right order."""
    marked = _WHOLE.sub(
        lambda found: found[0] if _JUST_A_NUMBER.fullmatch(found[0]) else LEFT_TO_RIGHT + found[0], text
    )
    first = next((way for c in marked if (way := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "R")
    return RIGHT_TO_LEFT + marked if first == "L" else marked
