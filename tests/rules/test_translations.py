"""Other languages: what is wholly translated speaks, what is not goes in English with a line, and drafts wait."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from dadinfo.content import approvals, catalogues, library
from dadinfo.content.approvals import Approval
from dadinfo.content.checks import translations as checks
from dadinfo.content.library import Library
from dadinfo.content.model import EMERGENCY
from dadinfo.sms import segments

CONTENT = Path(__file__).parents[2] / "content"
LINE = ("line:not_yet", "Jeszcze nie po polsku.")
Draft = Callable[..., Library]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The real content without any translation."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("translations", "approv*"))
    return copy


@pytest.fixture
def draft(folder: Path) -> Draft:
    """Writes strings of one language by their contexts, compiles them, and loads everything."""

    def _draft(said: Mapping[str, str], tag: str = "pl") -> Library:
        catalog = catalogues.update(folder, tag, catalogues.template(folder))
        for message in catalog:
            if message.context in said:
                message.string = said[message.context]
        catalogues.write(folder, tag, catalog)
        return library.load(folder)

    return _draft


def sound(folder: Path) -> list[str]:
    found, _ = library.find(folder)
    return [str(fault) for fault in checks.faults(found, folder)]


def approve(words: Library, tag: str, ids: list[str]) -> list[Approval]:
    items = words.editions[tag].items
    return [Approval(approvals.digest(items[one]), one, tag, role, "A. Name", "2026-11-22")
            for one in ids for role in approvals.wanted(items[one], tag)]  # fmt: skip


def test_a_step_speaks_his_language_and_another_goes_in_english_with_a_line(draft: Draft) -> None:
    words = draft(dict([("step:preg-tell-your-gp", "Lekarz."), LINE]))
    said, other = words.step("preg-tell-your-gp"), words.step("preg-scan-dating")
    assert [one.text for one, _ in [words.in_language(said, "pl")]] == ["Lekarz."]
    assert words.in_language(other, "pl") == (other, " Jeszcze nie po polsku.")
    assert words.in_language(other, "en") == (other, "")
    assert words.in_language(other, "xx") == (other, "")


def test_a_step_with_one_wording_or_number_untranslated_goes_in_english(draft: Draft) -> None:
    name = next(s.id for s in library.load(CONTENT).steps if s and s.variants)
    assert name not in draft({f"step:{name}": "Tak."}).editions["pl"].steps
    assert "home-crying-plan" not in draft({"step:home-crying-plan": "Bez numeru."}).editions["pl"].steps


def test_an_answer_speaks_his_language_with_dates_as_it_writes_them(draft: Draft, folder: Path) -> None:
    found, _ = library.find(folder)
    unread = ("line:unread", "Nikt tego nie czyta. 999.")
    texts = {one.context: "Termin: {due_date}. {unread}" for one in found.texts if one.owner == "due_changed"}
    words = draft({**texts, **dict([unread])})
    due = {"due_date": date(2027, 3, 14)}
    assert words.answer("due_changed", "any", night=False, values=due, tag="pl") == [
        "Termin: 14 marca 2027. Nikt tego nie czyta. 999."
    ]
    assert "14 March 2027" in words.answer("due_changed", "any", night=False, values=due)[0]
    assert "999" in words.answer("fallback", "any", night=True, values={}, tag="pl")[0]


def test_a_changed_english_text_puts_its_translation_out_of_use_and_keeps_it_to_mend(
    draft: Draft, folder: Path
) -> None:
    draft({"step:preg-tell-your-gp": "Lekarz.", "step:preg-scan-dating": "Badanie."})
    file = folder / "programme/pregnancy.yaml"
    before = library.load(folder).step("preg-tell-your-gp").text
    file.write_text(file.read_text(encoding="utf-8").replace(before, before + " Today."), encoding="utf-8")
    assert catalogues.refresh(folder)["pl"][:2] == (1, 1)
    words = library.load(folder)
    assert words.editions["pl"].steps.keys() == {"preg-scan-dating"}
    written = (folder / "translations/pl/LC_MESSAGES/content.po").read_text(encoding="utf-8")
    assert f"# English was: {before[:40]}" in written
    assert catalogues.refresh(folder)["pl"][:2] == (1, 1)
    assert (folder / "translations/pl/LC_MESSAGES/content.po").read_text(encoding="utf-8") == written


def test_a_catalogue_that_is_not_compiled_stops_the_start_and_says_what_to_do(draft: Draft, folder: Path) -> None:
    draft({})
    (folder / "translations/pl/LC_MESSAGES/content.mo").unlink()
    with pytest.raises(
        library.ContentFault, match=r"content/translations/pl/LC_MESSAGES/content.po:1: is not compiled"
    ):
        library.load(folder)


@pytest.mark.parametrize(
    ("context", "said", "what"),
    [
        ("step:preg-tell-your-gp", "Lekarz {unread}", "must hold none, each once"),
        ("step:preg-tell-your-gp", "Masz 12 lat.", "numbers differ: 12 here, none in English"),
        ("step:preg-tell-your-gp", "Czytaj /guide/inne", "addresses differ: /guide/inne here, none in English"),
        ("step:preg-tell-your-gp", "STOP", "words to text differ: STOP here, none in English"),
        ("step:preg-tell-your-gp", "١٢ سنة", "'١': write numbers with 0 to 9, as he must dial them"),
        ("step:preg-tell-your-gp", "ą" * 269, "269 characters cost 5 UCS-2 parts; at most 4"),
        ("step:preg-tell-your-gp", "a" * 307, "307 characters cost 3 GSM-7 parts; at most 2"),
    ],
)
def test_a_fault_in_a_translation_is_named_with_its_line(
    draft: Draft, folder: Path, context: str, said: str, what: str
) -> None:
    draft({context: said})
    po = (folder / "translations/pl/LC_MESSAGES/content.po").read_text(encoding="utf-8").splitlines()
    line = next(n for n, words in enumerate(po, 1) if words == f'msgctxt "{context}"')
    found = [fault for fault in sound(folder) if context in fault]
    assert len(found) == 1
    file, number, rest = found[0].split(":", 2)
    assert (file, rest) == ("content/translations/pl/LC_MESSAGES/content.po", f" {context}: {what}")
    assert abs(int(number) - line) <= 2


def test_an_urgent_answer_says_what_to_call_his_language(draft: Draft, folder: Path) -> None:
    found, _ = library.find(folder)
    texts = {one.context: one.words for one in found.texts if one.owner == "suicide"}
    draft({**{context: f"{words} ." for context, words in texts.items()}, "line:unread": "Nikt. 999."})
    assert any("must tell him to say 'Polish' when he rings" in fault for fault in sound(folder))
    draft({**{context: f"{words} Polish." for context, words in texts.items()}, "line:unread": "Nikt. 999."})
    assert not any("must tell him to say" in fault for fault in sound(folder))


def test_an_english_step_too_long_for_the_line_that_says_so_is_named(draft: Draft, folder: Path) -> None:
    draft({"line:not_yet": "ł" * 250})
    assert any("with the line that it is not in Polish yet it costs" in fault for fault in sound(folder))


def test_where_approval_is_required_only_what_is_approved_speaks_his_language(draft: Draft, folder: Path) -> None:
    words = draft(dict([("step:preg-tell-your-gp", "Lekarz."), ("step:preg-scan-dating", "Badanie."), LINE]))
    step = words.step("preg-tell-your-gp")
    assert words.approved().in_language(step, "pl") == (step, "")  # the line itself waits for its approval
    approvals.add(folder, approve(words, "pl", ["preg-tell-your-gp", "not_yet"]))
    words = library.load(folder).approved()
    assert words.in_language(step, "pl")[0].text == "Lekarz."
    assert words.in_language(words.step("preg-scan-dating"), "pl")[1] == " Jeszcze nie po polsku."


def test_a_language_is_offered_once_its_urgent_answers_essentials_and_fallback_line_are_approved(
    draft: Draft, folder: Path
) -> None:
    found, _ = library.find(folder)
    essential = {entry.id for entry, _ in found.steps if entry.essential}
    crucial = [one for one in found.texts if one.owner in essential | EMERGENCY]
    every = {one.context: f"{one.words} Polish" for one in crucial}
    facts = {f"fact:{entry.id}": f"{entry.value}." for entry, _ in found.facts}
    words = draft({**every, **facts, **dict([LINE]), "line:unread": "Nikt. 999."})
    assert words.editions["pl"].language not in words.offered()
    approvals.add(folder, approve(words, "pl", [*essential, *EMERGENCY]))
    assert words.editions["pl"].language not in library.load(folder).offered()
    approvals.add(folder, approve(words, "pl", ["not_yet"]))
    assert words.editions["pl"].language in library.load(folder).offered()


def test_an_answer_that_was_changed_goes_as_it_was_last_approved(folder: Path) -> None:
    words = library.load(folder)
    approvals.add(folder, approve(words, "en", ["suicide"]))
    approvals.keep(folder, [words.replies["suicide"]], "en")
    approvals.keep(folder, [words.replies["suicide"]], "en")
    assert len(approvals.read_kept(folder)) == 1
    file = folder / "replies/urgent.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("call 999", "ring 999"), encoding="utf-8")
    changed = library.load(folder)
    assert changed.replies["suicide"] != words.replies["suicide"]
    assert changed.approved().replies["suicide"] == words.replies["suicide"]
    assert changed.approved().replies["low_mood"] == changed.replies["low_mood"]  # never approved: it goes all the same


@pytest.mark.parametrize("tag", sorted(library.load(CONTENT).editions.keys() - {"en"}))
def test_every_draft_that_we_ship_is_sound(tag: str) -> None:
    edition = library.load(CONTENT).editions[tag]
    english = library.load(CONTENT)
    assert {s.id for s in english.steps if s and s.essential} <= edition.steps.keys()
    assert english.replies.keys() == edition.replies.keys()
    assert len(edition.pages) >= 15
    for step in edition.steps.values():
        assert all(segments.count(words).parts <= 4 for words in (step.text, *step.variants.values()))
    assert not english.ledger  # nothing is approved
