"""The pages: cards that are closed, links that lead somewhere, markers that agree with the head."""

import re
from collections.abc import Iterator

from dadinfo.content.found import Found, FoundPage
from dadinfo.content.pages import CARDS, MARKER, quotes
from dadinfo.content.reading import Fault
from dadinfo.sms import text

SITE = ("/", "/now", "/crying", "/icon", "/weeks", "/support", "/join", "/privacy", "/accessibility", "/stop")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]*)\)")
_OPEN = re.compile(r":::\s*(\w+)\s*(.*)")
_PATH_IN_TEXT = re.compile(r"(?<![\w/.])/(?:guide/)?[a-z][a-z0-9-]*")


def check(found: Found) -> Iterator[Fault]:
    slugs = {page.entry.id for page in found.pages}
    known = {*found.values, *(f"line:{entry.id}" for entry, _ in found.helplines)}
    for page in found.pages:
        yield from _cards(page)
        yield from _markers(page)
        yield from _lines(page, slugs, known)
    for one in found.texts if slugs else ():
        for path in _PATH_IN_TEXT.findall(one.words):
            if not _leads_somewhere(path, slugs):
                yield one.fault(f"{path} leads nowhere; see docs/content.md, links")


def _lines(page: FoundPage, slugs: set[str], known: set[str]) -> Iterator[Fault]:
    for line, words in page.numbered():
        for target in _LINK.findall(words):
            if not _leads_somewhere(target, slugs):
                yield Fault(page.place.file, line, f"the link {target} leads nowhere; see docs/content.md, links")
        for name in text.placeholders(words):
            if name not in known:
                yield Fault(page.place.file, line, f"{{{name}}} stands for nothing; add it to the data files")
        if re.match(r"#\s", words):
            yield Fault(page.place.file, line, "the title stands in the head; headings here start with ##")


def _leads_somewhere(target: str, slugs: set[str]) -> bool:
    if target.startswith("/guide/"):
        return target.removeprefix("/guide/").split("#")[0] in slugs
    return target in SITE or target.startswith("https://")


def _cards(page: FoundPage) -> Iterator[Fault]:
    opened: int | None = None
    cards = 0
    for line, words in page.numbered():
        if not words.startswith(":::"):
            continue
        start = _OPEN.fullmatch(words.strip())
        if start and opened is not None:
            yield Fault(page.place.file, opened, "this card is not closed before the next opens; end it with :::")
        if start and start[1] not in CARDS:
            yield Fault(page.place.file, line, f"no card is called {start[1]}; choose from {', '.join(CARDS)}")
        if start is None and opened is None:
            yield Fault(page.place.file, line, "::: closes a card, but none is open")
        opened = line if start else None
        cards += start is not None
    if opened is not None:
        yield Fault(page.place.file, opened, "this card is never closed; end it with a line :::")
    if not cards:
        yield page.place.fault("a page needs at least one card, such as ::: help Who can help now")


def _markers(page: FoundPage) -> Iterator[Fault]:
    marked = set(quotes(page))
    for missing in sorted(set(page.entry.covers) - marked):
        yield page.place.fault(f"covers {missing}, but no line of the page is marked <!-- {missing} -->", "covers")
    for line, words in page.numbered():
        for marker in MARKER.finditer(words):
            for extra in sorted(set(re.findall(r"R\d\d", marker[1])) - set(page.entry.covers)):
                yield Fault(page.place.file, line, f"marked {extra}, which covers: in the head does not name")
