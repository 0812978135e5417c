"""`make messages`: the translators' files brought up to date with the English of `content/`, and compiled."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from dadinfo.content import library, messages, translations
from dadinfo.content.languages import LANGUAGES
from dadinfo.content.reading import name_of

HEADER = """\
# {name}: what the service says to dads. DRAFTS: each goes out only once content/approvals.csv says
# that a native speaker and a clinician approved it. A fuzzy one is out of use: its English has changed."""
_METHOD = "dadinfo.content.catalogues:extract"
_PGETTEXT = {"pgettext": ((1, "c"), 2)}
_LIKE = 0.6  # how much of a page's block must be the same to count as changed rather than new


def extract(
    fileobj: IO[bytes], keywords: object, comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str, str], list[str]]]:
    """Babel's extraction method for `content/`: the context of a text message is its id, of a block its page."""
    del keywords, comment_tags, options  # every string of ours is for translators
    path = Path(fileobj.name).resolve()
    folder = next(one for one in path.parents if (one / "facts.yaml").exists())
    for message in _by_file(folder).get(name_of(folder, path), ()):
        yield message.line, "pgettext", (message.context, message.words), [message.note] if message.note else []


@lru_cache(maxsize=1)
def _by_file(folder: Path) -> Mapping[str, list[messages.Message]]:
    files: dict[str, list[messages.Message]] = {}
    for message in messages.every(library.find(folder)[0]):
        files.setdefault(message.file, []).append(message)
    return files


def template(folder: Path) -> Catalog:
    """Every English string, as Babel extracts them."""
    catalog = Catalog(domain=translations.DOMAIN, charset="utf-8", fuzzy=False)
    _by_file.cache_clear()
    methods = [("**.yaml", _METHOD), ("**.md", _METHOD)]
    found = extract_from_dir(folder, methods, keywords=_PGETTEXT, comment_tags=())
    for name, line, words, notes, context in found:
        catalog.add(words, locations=[(f"{folder.name}/{name}", line)], auto_comments=notes, context=context)
    return catalog


def update(folder: Path, tag: str, english: Catalog) -> Catalog:
    """A language's catalogue with today's English: a translation whose English changed stays, fuzzy."""
    path = translations.catalogue(folder, tag)
    old = _read(path, tag) if path.exists() else Catalog(locale=tag, fuzzy=False)
    left: dict[str | None, dict[str, Message]] = {}
    for message in old:
        if message.id and message.string and (message.id, message.context) not in _keys(english):
            left.setdefault(message.context, {})[str(message.id)] = message
    name = LANGUAGES[tag].name
    new = Catalog(
        locale=tag, domain=translations.DOMAIN, charset="utf-8", fuzzy=False, creation_date=old.creation_date,
        revision_date=old.revision_date or old.creation_date, header_comment=HEADER.format(name=name),
        project="dadinfo", version="content", msgid_bugs_address="see CONTRIBUTING.md", last_translator="draft",
        language_team=name,
    )  # fmt: skip
    for message in english:
        if message.id:
            _add(new, message, old.get(message.id, message.context), left.get(message.context, {}))
    return new


@lru_cache(maxsize=1)
def _keys(catalog: Catalog) -> frozenset[tuple[object, object]]:
    return frozenset((message.id, message.context) for message in catalog)


def _add(new: Catalog, message: Message, same: Message | None, left: dict[str, Message]) -> None:
    flags, notes, said = set[str](), list[str](), ""
    if same and same.string:
        flags, notes, said = set(same.flags), same.user_comments, str(same.string)
    else:
        likeness = _LIKE if str(message.context).startswith("page:") else 0.0
        if close := get_close_matches(str(message.id), left, 1, likeness):
            flags, notes, said = {"fuzzy"}, [f"English was: {close[0]}"], str(left.pop(close[0]).string)
    new.add(message.id, said, message.locations, flags, message.auto_comments,
            notes if "fuzzy" in flags else [], context=message.context)  # fmt: skip


def write(folder: Path, tag: str, catalog: Catalog) -> None:
    """The translators' file, and beside it its compiled form without what is fuzzy."""
    path = translations.catalogue(folder, tag)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=0, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _read(path: Path, tag: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=tag)


def refresh(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Bring every language up to date: by tag, strings translated, fuzzy, and in all."""
    english = template(folder)
    counts = {}
    for tag in LANGUAGES:
        if tag == "en":
            continue
        catalog = update(folder, tag, english)
        write(folder, tag, catalog)
        said = [message for message in catalog if message.id and message.string]
        fuzzy = sum(message.fuzzy for message in said)
        counts[tag] = (len(said) - fuzzy, fuzzy, len(catalog))
    return counts
