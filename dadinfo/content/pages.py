"""Pages of the guide: a head between two lines `---`, then Markdown with care cards and requirement markers."""

import re
from pathlib import Path

import yaml

from dadinfo.content.found import FoundPage
from dadinfo.content.model import PageEntry
from dadinfo.content.reading import Fault, entry_of, name_of

MARKER = re.compile(r"\s*<!--\s*(R\d\d(?:[ ,]+R\d\d)*)\s*-->")
CARDS = ("emergency", "urgent", "gp", "do", "dont", "help")
CARD = re.compile(rf"^:::\s*(?:(?:{'|'.join(CARDS)})\b)?\s*")
_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+|^#+\s+")


def read_page(folder: Path, path: Path, faults: list[Fault]) -> FoundPage | None:
    """A page with its head read; what is not sound is added to `faults`."""
    name = name_of(folder, path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        faults.append(Fault(name, 1, f"not readable as text: {error}"))
        return None
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        faults.append(Fault(name, 1, "a page opens with a head between two lines that hold only ---"))
        return None
    end = lines.index("---", 1)
    try:
        head = yaml.compose("\n" + "\n".join(lines[1:end]), Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        faults.append(
            Fault(name, mark.line + 1 if mark else 1, f"the head is not readable: {getattr(error, 'problem', error)}")
        )
        return None
    found = entry_of(head, name, PageEntry, faults, {"id": path.stem}) if head else None
    if found is None:
        return None
    return FoundPage(*found, tuple(lines[end + 1 :]), end + 2)


def quotes(page: FoundPage) -> dict[str, str]:
    """Requirement -> the line of the body that serves it."""
    return {
        requirement: plain(line)
        for _, line in page.numbered()
        for marker in MARKER.finditer(line)
        for requirement in re.findall(r"R\d\d", marker[1])
    }


def plain(line: str) -> str:
    """A line of the body without its markers and its list mark."""
    return _LIST_MARK.sub("", MARKER.sub("", line)).strip()


def body(page: FoundPage) -> str:
    return "\n".join(MARKER.sub("", line) for line in page.lines).strip() + "\n"
