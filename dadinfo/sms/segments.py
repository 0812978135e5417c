"""How many parts a text costs, and which characters make it dear (GSM 03.38, 3GPP TS 23.038)."""

from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("\f^{}\\[~]|€")


@dataclass(frozen=True, slots=True)
class Segments:
    """What a text costs: `encoding` is "GSM-7" or "UCS-2", `parts` at least 1."""

    encoding: str
    parts: int


def count(text: str) -> Segments:
    """Parts and encoding of `text`, counting that no character is split across two parts."""
    if all(c in GSM_BASIC or c in GSM_EXTENDED for c in text):
        return Segments("GSM-7", _parts([2 if c in GSM_EXTENDED else 1 for c in text], single=160, joined=153))
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
    return [(i, c) for i, c in enumerate(text, 1) if c not in GSM_BASIC and c not in GSM_EXTENDED]
