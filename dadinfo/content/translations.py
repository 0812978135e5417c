"""The library in other languages: gettext catalogues in `content/translations`, drafts until a human approves them."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from babel.support import NullTranslations, Translations

from dadinfo.content import messages
from dadinfo.content.found import Found, FoundPage
from dadinfo.content.languages import LANGUAGES, Language
from dadinfo.content.model import Entry, GentleEntry, ReplyEntry, StepEntry
from dadinfo.content.reading import Fault, Place, name_of
from dadinfo.sms import text

DOMAIN = "content"
FOLDER = "translations"
Say = Callable[[str, str], str | None]  # context and English -> the words, or None where nobody has translated them
Some = TypeVar("Some", bound=Entry)


def catalogue(folder: Path, tag: str) -> Path:
    """Where the translators' file of a language stands; its compiled form lies beside it as .mo."""
    return folder / FOLDER / tag / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(folder: Path) -> tuple[dict[str, Say], list[Fault]]:
    """What each language says, as far as it is translated, and the catalogues that have not been compiled."""
    spoken: dict[str, Say] = {}
    faults = []
    for tag in LANGUAGES:
        written = catalogue(folder, tag)
        if not written.exists():
            continue
        if written.with_suffix(".mo").exists():
            spoken[tag] = _saying(Translations.load(folder / FOLDER, [tag], DOMAIN))
        else:
            faults.append(Fault(name_of(folder, written), 1, "is not compiled: run make messages"))
    return spoken, faults


class _Silent(NullTranslations):
    """Asked when a catalogue lacks a string: an empty one, so that a translation may read like its English."""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's own form
        return ""


def _saying(found: NullTranslations) -> Say:
    found.add_fallback(_Silent())

    def say(context: str, words: str) -> str | None:
        said = str(found.pgettext(context, words))
        return None if "{" in words + said and _differ(words, said) else said or None

    return say


def _differ(words: str, said: str) -> bool:
    return sorted(text.placeholders(said)) != sorted(text.placeholders(words))


def translated(found: Found, language: Language, say: Say) -> Found:
    """What is wholly translated: an entry with one string missing, or one value in it, is left out."""
    lines = [(entry.model_copy(update={"text": said}), place) for entry, place in found.lines
             if (said := say(f"line:{entry.id}", entry.text))]  # fmt: skip
    facts = []
    for fact, place in found.facts:
        if not messages.has_words(fact.value):
            facts.append((fact, place))
        elif said := say(f"fact:{fact.id}", fact.value):
            facts.append((fact.model_copy(update={"value": said}), place))
    helplines = [
        (line.model_copy(update={
            "text": line.text and (say(f"helpline:{line.id}", line.text) or line.text),
            "for_": say(f"helpline:{line.id}", line.for_) or line.for_,
        }), place)
        for line, place in found.helplines
    ]  # fmt: skip
    bare = replace(found, lines=lines, facts=facts, helplines=helplines, steps=(), replies=(), gentle=(), pages=(),
                   language=language)  # fmt: skip
    lost = found.values.keys() - bare.values.keys()

    def whole(context: str, words: str) -> str | None:
        return None if lost and lost.intersection(text.placeholders(words)) else say(context, words)

    return replace(
        bare,
        steps=_each(found.steps, whole, _step),
        replies=_each(found.replies, whole, _reply),
        gentle=_each(found.gentle, whole, _gentle),
        pages=[page for one in found.pages if (page := _page(one, whole))],
    )


def _each(
    entries: Iterable[tuple[Some, Place]], say: Say, turn: Callable[[Some, Say], Some | None]
) -> list[tuple[Some, Place]]:
    return [(said, place) for entry, place in entries if (said := turn(entry, say))]


def _step(entry: StepEntry, say: Say) -> StepEntry | None:
    words = say(f"step:{entry.id}", entry.text)
    variants = {name: say(f"step:{entry.id}:{name}", variant) for name, variant in entry.variants.items()}
    return entry.model_copy(update={"text": words, "variants": variants}) if words and all(variants.values()) else None


def _reply(entry: ReplyEntry, say: Say) -> ReplyEntry | None:
    said = {
        field: {
            wording: [
                say(f"reply:{entry.id}:{field}:{wording}:{number}", words) for number, words in enumerate(texts, 1)
            ]
            for wording, texts in getattr(entry, field).items()
        }
        for field in ("texts", "night")
    }
    every = [words for wordings in said.values() for texts in wordings.values() for words in texts]
    return entry.model_copy(update=said) if all(every) else None


def _gentle(entry: GentleEntry, say: Say) -> GentleEntry | None:
    words = say(f"gentle:{entry.id}", entry.text)
    return entry.model_copy(update={"text": words}) if words else None


def _page(page: FoundPage, say: Say) -> FoundPage | None:
    said = {}
    for message in messages.of_page(page):
        words = say(message.context, message.words)
        if words is None:
            return None
        said[message.words] = words
    quiz = [
        question.model_copy(update={
            "ask": said[question.ask], "answers": [said[one] for one in question.answers], "why": said[question.why],
        })
        for question in page.entry.quiz
    ]  # fmt: skip
    head = page.entry.model_copy(
        update={"title": said[page.entry.title], "summary": said[page.entry.summary], "quiz": quiz}
    )
    lines = tuple(
        line.replace(words, said[words], 1) if (words := messages.block(line)) else line for line in page.lines
    )
    return replace(page, entry=head, lines=lines)
