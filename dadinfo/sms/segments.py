"""How many parts a text costs, and which characters make it dear (GSM 03.38, 3GPP TS 23.038)."""

import re
from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")
_FOREIGN = re.compile(f"[^{re.escape(''.join(sorted(GSM_BASIC | GSM_EXTENDED)))}]")


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: `encoding` is "GSM-7" or "UCS-2", `parts` at least 1."""

    encoding: str
    parts: int


def count(text: str) -> Segments:
    """Parts and encoding of `text`, counting that no character is split across two parts."""
    if not _FOREIGN.search(text):
        if GSM_EXTENDED.isdisjoint(text):
            return Segments("GSM-7", 1 if len(text) <= 160 else -(-len(text) // 153))
        return Segments("GSM-7", _parts([2 if c in GSM_EXTENDED else 1 for c in text], single=160, joined=153))
    if max(text) <= "\uffff":
        return Segments("UCS-2", 1 if len(text) <= 70 else -(-len(text) // 67))
    return Segments("UCS-2", _parts([2 if ord(c) > 0xFFFF else 1 for c in text], single=70, joined=67))


def _parts(widths: list[int], *, single: int, joined: int) -> int:
    if sum(widths) <= single:
        return 1
    parts, room = 1, joined
    for width in widths:
        if width > room:
            parts, room = parts + 1, joined
        room -= width
    return parts


def dear_characters(text: str) -> list[tuple[int, str]]:
    """Position (from 1) and character of each one that forces 70-character parts."""
    return [(found.start() + 1, found[0]) for found in _FOREIGN.finditer(text)]
