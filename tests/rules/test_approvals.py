"""The ledger of approvals: who must approve what, and that any change of a text ends its approval."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from dadinfo.cli.content import content
from dadinfo.content import approvals, library
from dadinfo.content.approvals import Approval
from dadinfo.programme.stage import Dates
from dadinfo.programme.timetable import Timetable

CONTENT = Path(__file__).parents[2] / "content"
LIBRARY = library.load(CONTENT)
ESSENTIAL, ORDINARY = LIBRARY.step("home-icon-comfort"), LIBRARY.step("preg-tell-your-gp")
DAY = "2026-11-22"


def approved(item: approvals.Item, *roles: str, language: str = "en") -> list[Approval]:
    return [Approval(approvals.digest(item), item.id, language, role, "A Tester", DAY) for role in roles]


def test_the_shipped_ledger_is_empty() -> None:
    assert LIBRARY.ledger == ()
    assert len(LIBRARY.unapproved()) == sum(step is not None for step in LIBRARY.steps) + len(LIBRARY.replies)


def test_a_clinician_approves_everything_and_two_more_what_matters_most() -> None:
    assert approvals.wanted(ORDINARY) == ("clinician",)
    assert approvals.wanted(ESSENTIAL) == ("clinician", "dad", "safeguarding lead")
    assert approvals.wanted(LIBRARY.replies["suicide"]) == ("clinician", "dad", "safeguarding lead")
    assert approvals.wanted(ORDINARY, "ur") == ("clinician", "translator")


def test_an_approval_counts_for_one_language_and_role() -> None:
    ledger = approved(ESSENTIAL, "clinician", "dad")
    assert approvals.missing(ESSENTIAL, ledger) == ("safeguarding lead",)
    assert approvals.missing(ESSENTIAL, ledger, "ur") == approvals.wanted(ESSENTIAL, "ur")


@pytest.mark.parametrize(
    "change",
    [{"text": "Other words."}, {"essential": True}, {"expiry": ORDINARY.offset}, {"only": frozenset({"twins"})}],
)
def test_a_changed_text_or_timing_loses_its_approval(change: dict[str, object]) -> None:
    ledger = approved(ORDINARY, "clinician", "dad", "safeguarding lead")
    assert approvals.missing(ORDINARY, ledger) == ()
    assert "clinician" in approvals.missing(replace(ORDINARY, **change), ledger)


def test_a_changed_number_ends_the_approval_of_the_texts_that_hold_it(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    lines = folder / "helplines.yaml"
    before = next(step for step in LIBRARY.steps if step and "116 123" in step.text)
    lines.write_text(lines.read_text(encoding="utf-8").replace('"116 123"', '"116 124"'), encoding="utf-8")
    after = library.load(folder).step(before.id)
    assert approvals.missing(before, approved(before, *approvals.wanted(before))) == ()
    assert approvals.missing(after, approved(before, *approvals.wanted(before))) != ()


def test_a_changed_pattern_ends_the_approval_of_urgent_answers_only(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    with (folder / "risk/suicide.yaml").open("a", encoding="utf-8") as file:
        file.write("    a new saying\n")
    changed = library.load(folder).replies
    assert approvals.digest(changed["suicide"]) != approvals.digest(LIBRARY.replies["suicide"])
    assert approvals.digest(changed["sleep"]) == approvals.digest(LIBRARY.replies["sleep"])


def test_a_step_withheld_is_never_planned_and_nothing_else_changes() -> None:
    dates = Dates(date(2027, 3, 14), None, None, False, date(2026, 8, 30), date(2026, 8, 30))
    zone, told = ZoneInfo("Europe/London"), 0
    whole = Timetable(LIBRARY, zone)
    without = Timetable(LIBRARY, zone, frozenset({ORDINARY.id}))
    for day in (date(2026, 9, 1 + n) for n in range(30)):
        assert without.open_on(dates, told, day) == whole.open_on(dates, told, day) & ~(1 << ORDINARY.number)


def test_approve_shows_the_text_and_writes_a_line_that_is_read_again(tmp_path: Path) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    command = ["approve", "--folder", str(folder), "--role", "clinician", "--name", "Dr A Tester", ORDINARY.id]
    asked = CliRunner().invoke(content, command, input="y\n")
    assert asked.exit_code == 0, asked.output
    assert "tell" in asked.output.lower()
    assert "1 of 1 approved" in asked.output
    (line,) = library.load(folder).ledger
    assert (line.id, line.role, line.name, line.hash) == (
        ORDINARY.id, "clinician", "Dr A Tester", approvals.digest(ORDINARY),
    )  # fmt: skip
    assert ORDINARY.id not in library.load(folder).unapproved()


def test_approving_what_does_not_exist_says_so(tmp_path: Path) -> None:
    asked = CliRunner().invoke(content, ["approve", "--role", "dad", "--name", "X", "moon"])
    assert asked.exit_code == 2
    assert "no step, answer, page or line in English is called moon" in asked.output


LEDGER_FAULTS = [
    ("hash,id\n", 1, "the first line must be hash,id,language,role,name,date"),
    ("hash,id,language,role,name,date\nx,y\n", 2, "must hold 6 values: hash, id, language, role, name, date"),
    ("hash,id,language,role,name,date\nx,y,en,nurse,N,2026-11-22\n", 2, "no role is called 'nurse'; choose from"),
    (
        "hash,id,language,role,name,date\nx,y,en,dad,N,yesterday\n",
        2,
        "'yesterday' is no date; write it like 2027-03-14",
    ),
]


@pytest.mark.parametrize(("ledger", "line", "what"), LEDGER_FAULTS)
def test_a_fault_in_the_ledger_is_named(tmp_path: Path, ledger: str, line: int, what: str) -> None:
    folder = shutil.copytree(CONTENT, tmp_path / "content")
    (folder / "approvals.csv").write_text(ledger, encoding="utf-8")
    faults = [str(fault) for fault in library.read(folder)[1]]
    assert len(faults) == 1
    assert faults[0].startswith(f"content/approvals.csv:{line}: {what}")
