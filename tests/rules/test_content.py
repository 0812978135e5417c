"""Each fault in the content is named with its file and line, in words that an author can act on."""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from dadinfo.content import coverage, library
from dadinfo.content.checks import risk, translations
from dadinfo.content.checks.replies import ANSWERS
from dadinfo.content.library import ContentFault

CONTENT = Path(__file__).parents[2] / "content"
STEP = "content/programme/a.yaml"
REPLY = "content/replies/a.yaml"
GOOD = {
    "id": "sleep-1", "anchor": "age", "offset": "3d", "expiry": "7d", "topic": "sleep",
    "text": "On the back.", "sources": '["4"]',
}  # fmt: skip
Broken = Callable[..., list[str]]


def entry(**changed: str | None) -> str:
    """A good step on eight lines (seven, then what is added, then covers), with some fields changed or (None) left out."""
    fields = [f"{name}: {value}" for name, value in {**GOOD, **changed, "covers": "[R02]"}.items() if value is not None]
    return "- " + "\n  ".join(fields) + "\n"


@pytest.fixture
def broken(tmp_path: Path) -> Broken:
    """Writes a small content folder with real facts and helplines; the faults found in it."""

    def _broken(
        steps: str = "", replies: str = "", register: Iterable[str] = ("sleep-1",), facts: str = ""
    ) -> list[str]:
        folder = tmp_path / "content"
        for part in ("programme", "replies"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for name in ("facts.yaml", "helplines.yaml"):
            shutil.copy(CONTENT / name, folder / name)
        (folder / "facts.yaml").write_text(
            (CONTENT / "facts.yaml").read_text(encoding="utf-8") + facts, encoding="utf-8"
        )
        (folder / "programme/a.yaml").write_text(steps, encoding="utf-8")
        (folder / "replies/a.yaml").write_text(replies, encoding="utf-8")
        (folder / "programme/register.txt").write_text("\n".join(register), encoding="utf-8")
        return [str(fault) for fault in library.read(folder)[1]]

    return _broken


def test_the_service_has_a_whole_and_sound_programme() -> None:
    found = library.load(CONTENT)
    assert sum(step is not None for step in found.steps) >= 70
    assert set(found.replies) == ANSWERS


def test_a_good_step_has_no_fault(broken: Broken) -> None:
    assert broken(entry()) == []


LONG = "a" * 307
CURLY = "That’s it – for now"
UNBORN = {"anchor": "gestation", "topic": "birth"}
STEP_FAULTS = [
    (entry(tpoic="sleep"), 8, "unknown key tpoic; take it out or mend its spelling"),
    (entry(topic="slep"), 5, "topic: Input should be 'joining', 'fragility'"),
    (entry(anchor="birthday"), 2, "anchor: Input should be 'gestation', 'age', 'corrected_age',"),
    (entry(only="[premature]"), 8, "only.0: Input should be 'early', 'term', 'twins', 'single' or 'near'"),
    (entry(variants="{triplets: x}"), 8, "variants.triplets.[key]: Input should be 'home_unknown', 'twins', 'apart'"),
    (entry(id="Sleep 1"), 1, "id: String should match pattern"),
    (entry(anchor=None), 1, "anchor is missing; add it"),
    (entry(sources=None), 1, "sources is missing; add it"),
    (entry(sources="[]"), 7, "sources: List should have at least 1 item"),
    (entry(sources='["2.3", "fact:moon"]'), 7, "source fact:moon is no section of the fact base (like 2.3)"),
    (entry(offset="6 weeks"), 3, "offset: '6 weeks' is no length of time; write it like 3d, 6w, 6w+3d"),
    (entry(expiry="soon"), 4, "expiry: 'soon' is no length of time; write it like 3d, 6w, 6w+3d"),
    (entry(anchor="contact"), 1, "anchor: contact and contact: NAME go together"),
    (entry(contact="new_birth"), 1, "anchor: contact and contact: NAME go together"),
    (entry(catch_up="3"), 1, "superseded_by and catch_up are for essential steps; add essential: true"),
    (entry(essential="true"), 8, "an essential step is never merely too late; say what he gets instead: superseded_by"),
    (entry(essential="true", superseded_by="[sleep-9]"), 9, "superseded_by names sleep-9, which is no essential step"),
    (entry(text=LONG), 6, "307 characters cost 3 parts; at most 306 characters, 2 parts"),
    (entry(text=f'"{CURLY}"'), 6, "'’' at 5, '–' at 11: such a character cuts a part from 160 characters"),
    (entry(variants=f'{{twins: "{CURLY}"}}'), 8, "'’' at 5, '–' at 11: such a character cuts a part from 160"),
    (entry(text="Ring 0800 448 0737"), 6, "'0800 448 0737' is typed in; name it instead: {fact:…} or {helpline:…}"),
    (entry(text="Ring Samaritans 116 123"), 6, "'116 123' is typed in; name it instead: {fact:…} or {helpline:…}"),
    (entry(text="Ring 01234567890 now"), 6, "'01234567890' is typed in; name it instead: {fact:…} or {helpline:…}"),
    (entry(text="Text SHOUT to 85258"), 6, "'85258' is typed in; name it instead: {fact:…} or {helpline:…}"),
    (entry(text="It pays £194 a week"), 6, "'£194' is typed in; name it instead: {fact:…} or {helpline:…}"),
    (entry(text='"{helpline:moon}"'), 6, "{helpline:moon} stands for nothing; add it to facts.yaml or helplines.yaml"),
    (entry(text='"Ring {Helpline:Samaritans}"'), 6, "{Helpline:Samaritans} stands for nothing; add it to facts.yaml"),
    (entry(text='"Due on {due_date}"'), 6, "{due_date} stands for nothing; add it to facts.yaml or helplines.yaml"),
    (entry(**UNBORN, offset="39w", expiry="11d"), 4, "would still be sent after 40w+2d, when the baby may be here"),
    (entry(**UNBORN, offset="40w+3d"), 6, "after the due date a text must end 'Text STOP any time, no reason needed.'"),
    (entry(**UNBORN, offset="43w"), 6, "so long after the due date a text must open 'If your baby is here'"),
    (
        entry(**UNBORN, offset="48w", expiry="15d", text='"If your baby is here, rest."'), 4,
        "would be sent later than ten weeks after the due date (50w); shorten expiry",
    ),
    (entry(anchor="contact", contact="antenatal", offset="13w"), 6, "after the due date a text must end"),
    (entry() + "  text: Twice.\n", 9, "text stands here twice; keep one"),
    ("sleep: on the back\n", 1, "must be a list: each entry starts with a dash"),
    ("- just words\n", 1, "must be an entry with fields, such as `id: …`"),
    (entry() + "- id: [\n", 10, "not readable as YAML: "),
    (entry(text='"not closed'), 7, "not readable as YAML: "),
    (entry(text="a\x07bell"), 1, "not readable as YAML: "),
]  # fmt: skip


@pytest.mark.parametrize(("steps", "line", "what"), STEP_FAULTS)
def test_a_fault_in_a_step_is_named_with_its_line(broken: Broken, steps: str, line: int, what: str) -> None:
    found = [fault for fault in broken(steps) if fault.startswith(f"{STEP}:{line}: {what}")]
    assert len(found) == 1, broken(steps)


def test_a_text_may_be_sent_until_the_last_day_before_the_questions_and_no_later(broken: Broken) -> None:
    assert broken(entry(**UNBORN, offset="39w", expiry="10d")) == []


def test_an_id_used_twice_is_named_with_where_it_stands_first(broken: Broken) -> None:
    assert broken(entry() + entry()) == [f"{STEP}:9: id sleep-1 is used twice; it stands first at line 1 of {STEP}"]


def test_a_fact_given_twice_is_named(broken: Broken) -> None:
    lines = len((CONTENT / "facts.yaml").read_text(encoding="utf-8").splitlines())
    twice = '- {id: crying_peak, value: "9", about: x, source: "2.1", last_checked: 2026-11-22, check_by: 2027-11-22}\n'
    (fault,) = broken(entry(), facts=twice)
    assert fault.startswith(f"content/facts.yaml:{lines + 1}: id crying_peak is used twice; it stands first at line ")


def test_a_date_that_no_calendar_has_is_named_with_its_file_and_line(broken: Broken) -> None:
    lines = len((CONTENT / "facts.yaml").read_text(encoding="utf-8").splitlines())
    (fault,) = broken(entry(), facts='- {id: x, value: "9", about: x, source: "2.1", last_checked: 2027-02-30}\n')
    assert fault == f"content/facts.yaml:{lines + 1}: holds a value that is not readable: day is out of range for month"


def test_a_step_that_is_not_in_the_register_is_named(broken: Broken) -> None:
    assert broken(entry(), register=[]) == [f"{STEP}:1: sleep-1 is not in register.txt; add it there as the last line"]


def test_a_register_line_that_stands_twice_is_named_and_a_retired_id_is_none(broken: Broken) -> None:
    assert broken(entry(), register=["retired", "sleep-1", "sleep-1"]) == [
        "content/programme/register.txt:3: sleep-1 is listed twice; take this line out if it was never deployed"
    ]


def test_a_folder_without_facts_is_named(tmp_path: Path) -> None:
    files = {fault.file for fault in library.read(tmp_path / "content")[1]}
    assert files == {"content/facts.yaml", "content/helplines.yaml"}


REPLY_FAULTS = [
    ('{id: crry, texts: {any: ["x"]}, sources: ["2"], covers: [R02]}', "no answer is called crry; mend its spelling"),
    ('{id: cry, texts: {born: ["x"]}, sources: ["2"], covers: [R02]}', "an answer needs the wording any"),
    ('{id: cry, texts: {any: []}, sources: ["2"], covers: [R02]}', "texts.any: List should have at least 1 item"),
    ('{id: cry, texts: {any: [a, b, c, d]}, sources: ["2"], covers: [R02]}', "texts.any: List should have at most 3 items"),
    ('{id: cry, texts: {any: ["x"], after_loss: ["x", "A baby"]}, sources: ["2"], covers: [R02]}', "after a loss no text says 'baby'"),
    ('{id: loss, texts: {any: ["Text JOIN"]}, sources: ["2"], covers: [R02]}', "after a loss no text says 'JOIN'"),
    ('{id: loss, texts: {any: [x]}, night: {any: [Cots]}, sources: ["2"], covers: [R02]}', "after a loss no text says 'Cots'"),
    ('{id: cry, texts: {any: ["Ring 0800 448 0737"]}, sources: ["2"], covers: [R02]}', "'0800 448 0737' is typed in; name it instead"),
    ('{id: cry, texts: {any: ["x"]}, night: {any: ["{moon}"]}, sources: ["2"], covers: [R02]}', "{moon} stands for nothing"),
    ('{id: cry, texts: {any: ["%s", "x"]}, sources: ["2"], covers: [R02]}' % ("a" * 303), "307 characters cost 3 parts"),
    ('{id: cry, texts: {any: ["x"]}, sources: ["fact:moon"], covers: [R02]}', "source fact:moon is no section of the fact base"),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "what"), REPLY_FAULTS)
def test_a_fault_in_an_answer_is_named_with_its_line(broken: Broken, reply: str, what: str) -> None:
    found = broken(entry(), f"# one line above\n- {reply}\n")
    assert len([fault for fault in found if fault.startswith(f"{REPLY}:2: {what}")]) == 1, found


def test_an_answer_that_the_service_sends_and_nobody_wrote_is_named(broken: Broken) -> None:
    found = broken(entry(), '- {id: cry, texts: {any: ["x"]}, sources: ["2"], covers: [R02]}\n')
    assert [f for f in found if "is missing" in f] == [
        f"content/replies:1: the answer {one} is missing; the service sends it" for one in sorted(ANSWERS - {"cry"})
    ]


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., list[str]]:
    """The real content with one edit in one file; the faults found in it."""

    def _edited(file: str, old: str, new: str) -> list[str]:
        folder = shutil.copytree(CONTENT, tmp_path / "content")
        before = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(before.replace(old, new, 1), encoding="utf-8")
        assert old in before
        with pytest.raises(ContentFault) as refused:
            library.load(folder)
        return str(refused.value).splitlines()

    return _edited


def test_a_long_silence_in_the_programme_is_named_at_the_step_that_breaks_it(edited: Broken) -> None:
    found = edited("programme/months.yaml", "offset: 35w+6d\n", "offset: 60w\n")
    assert any("14 days of silence before this step; the most here is 10" in fault for fault in found), found


def test_more_texts_than_the_rhythm_allows_are_named(edited: Broken) -> None:
    found = edited("programme/months.yaml", "offset: 35w+6d\n", "offset: 37w+1d\n")
    assert any("text 2 within 6 days; the most here is 1" in fault for fault in found), found


CATCH_UP_FAULTS = [
    ("  catch_up: 4\n", "  catch_up: 3\n", "must hold catch_up 1 to 10 once each; it holds [1, 2, 3, 3, 5"),
    ("id: preg-icon-crying", "id: preg-crying-plan", "the gestation set must hold the four ICON texts"),
    ("topic: fragility", "topic: crying", "the home set lacks the topics fragility"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what"), CATCH_UP_FAULTS)
def test_a_set_of_ten_that_is_not_whole_is_named(edited: Broken, old: str, new: str, what: str) -> None:
    assert [fault for fault in edited("programme/icon.yaml", old, new) if what in fault]


PAGE = """---
title: When it cries
summary: What to do.
subject: crying
stages: [newborn]
covers: [R02]
sources: ["2.1"]
---
Put baby down safe. <!-- R02 -->

::: help Who can help now
- {line:samaritans}
:::
"""
PAGE_FAULTS = [
    (PAGE.replace("---\ntitle", "title", 1), 1, "a page opens with a head between two lines that hold only ---"),
    (PAGE.replace("subject: crying", "subject: tears"), 4, "subject: Input should be 'crying', 'safety'"),
    (PAGE.replace("title: When", "title: 'When"), 7, "the head is not readable: "),
    (PAGE.replace("sources:", "module: 1\nsources:"), 2, "a module of the class ends in a quiz of three questions"),
    (PAGE.replace(" <!-- R02 -->", ""), 6, "covers R02, but no line of the page is marked <!-- R02 -->"),
    (PAGE.replace("R02 -->", "R02 R08 -->"), 9, "marked R08, which covers: in the head does not name"),
    (PAGE.replace("safe.", "safe, see [more](/guide/moon)."), 9, "the link /guide/moon leads nowhere"),
    (PAGE.replace("safe.", "safe, or ring 0800 448 0737."), 9, "'0800 448 0737' is typed in; name it instead"),
    (PAGE.replace("{line:samaritans}", "{line:moon}"), 12, "{line:moon} stands for nothing; add it to the data files"),
    (
        PAGE.replace("::: help", "::: hlep"),
        11,
        "no card is called hlep; choose from emergency, urgent, gp, do, dont, help",
    ),
    (PAGE.removesuffix(":::\n"), 11, "this card is never closed; end it with a line :::"),
    (PAGE.replace("::: help Who can help now\n", ""), 12, "::: closes a card, but none is open"),
    (PAGE[: PAGE.index("::: help")], 2, "a page needs at least one card"),
    (PAGE.replace("Put baby", "# Put baby"), 9, "the title stands in the head; headings here start with ##"),
    (
        PAGE.replace("safe.", "safe. It is proven."),
        9,
        "'proven' is never said: the evidence does not bear it (brief 2.7)",
    ),
]


@pytest.mark.parametrize(("written", "line", "what"), PAGE_FAULTS)
def test_a_fault_in_a_page_is_named_with_its_line(tmp_path: Path, written: str, line: int, what: str) -> None:
    found = paged(tmp_path, written)
    named = f"content/pages/crying.md:{line}: {what}"
    assert [fault for fault in found if fault.startswith(named)], found


def test_a_good_page_has_no_fault(tmp_path: Path) -> None:
    assert [fault for fault in paged(tmp_path, PAGE) if "pages" in fault] == []


def paged(tmp_path: Path, written: str) -> list[str]:
    """The faults of a content folder that holds one page beside the real facts and helplines."""
    folder = tmp_path / "content"
    (folder / "pages").mkdir(parents=True)
    for name in ("facts.yaml", "helplines.yaml"):
        shutil.copy(CONTENT / name, folder / name)
    (folder / "pages/crying.md").write_text(written, encoding="utf-8")
    return [str(fault) for fault in library.read(folder)[1]]


WORDS_NEVER_SAID = [
    ("If you are abused, ring.", "'abused' would show on a locked screen; say it on a page instead"),
    ("You should have asked.", "'should have' is never said: never blame; say what to do now"),
    ("Look at 111 online.", "'111 online' is never said: for a child under 5 it is always: call 111 (brief 0.3)"),
    ("See /moon for more.", "/moon leads nowhere"),
]


@pytest.mark.parametrize(("words", "what"), WORDS_NEVER_SAID)
def test_words_that_no_text_says_are_named(edited: Broken, words: str, what: str) -> None:
    found = edited("programme/crying.yaml", "    Crying", f"    {words} Crying")
    assert [fault for fault in found if what in fault], found


def test_a_line_whose_hours_cannot_be_read_is_named(edited: Broken) -> None:
    found = edited("helplines.yaml", 'opening_hours: "24/7"', 'opening_hours: "whenever"')
    assert found[0].startswith("content/helplines.yaml:"), found
    assert "opening_hours is not readable, write it like Mo-Fr 09:00-17:00" in found[0]


def test_every_requirement_that_needs_content_has_it_in_words() -> None:
    found, _ = library.find(CONTENT)
    bare = [entry.id for entry, serving in coverage.cover(found) if entry.served_by == "content" and not serving]
    assert bare == []


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("shes (gone|went", "this pattern cannot be read: missing ), unterminated subpattern"),
        ("hurt SOMEBODY", "SOMEBODY stands for nothing; add it to content/risk/words.yaml"),
        (".*", "this pattern also finds 'thanks menu'; make it narrower"),
        ("can't settle my head", "a text is read without apostrophes: write cant, dont, hes"),
    ],
)
def test_a_pattern_of_danger_that_cannot_work_is_named(tmp_path: Path, pattern: str, what: str) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    file = folder / "risk/low_mood.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}    {pattern}\n", encoding="utf-8")
    found, _ = library.find(folder)
    line = len(file.read_text(encoding="utf-8").splitlines())
    assert str(next(risk.check(found))).startswith(f"content/risk/low_mood.yaml:{line}: {what}")


def test_a_catalogue_changed_since_it_was_compiled_is_named(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    written = folder / "translations/pl/LC_MESSAGES/content.po"
    os.utime(written, (2e9, 2e9))
    found, _ = library.find(folder)
    faults = [str(fault) for fault in translations.faults(found, folder)]
    assert faults == [
        "content/translations/pl/LC_MESSAGES/content.po:1: has changed since it was compiled: run make messages"
    ]
