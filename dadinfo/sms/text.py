"""Placeholders in a text: which it names, and the text with them filled."""

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(text: str) -> list[str]:
    """Names in braces, in order: "fact:crying_peak", "service", …"""
    return _PLACEHOLDER.findall(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each placeholder replaced. Raises KeyError for one that `values` lacks."""
    return _PLACEHOLDER.sub(lambda found: values[found[1]], text)


def numbered(texts: list[str]) -> list[str]:
    """Several texts of one answer marked 1/2, 2/2: networks may deliver them out of order."""
    if len(texts) < 2:
        return texts
    return [f"{i}/{len(texts)} {text}" for i, text in enumerate(texts, 1)]
