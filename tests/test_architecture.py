"""The house is built as it says: small files, thin edges, and each outside thing known in one place."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "dadinfo"
FILES = sorted(p for p in HOUSE.rglob("*.py") if "versions" not in p.parts)
LONGEST_FILE, LONGEST_FUNCTION = 300, 60


def name(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


def imports(path: Path) -> Iterator[str]:
    """The full names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def importers(package: str) -> set[str]:
    return {name(p) for p in FILES if any(one == package or one.startswith(f"{package}.") for one in imports(p))}


def within(found: set[str], *places: str) -> bool:
    return all(any(one == place or one.startswith(place) for place in places) for one in found)


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_is_small_enough_to_read(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_FILE


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_function_is_small_enough_to_read(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


@pytest.mark.parametrize("path", FILES, ids=name)
def test_a_file_opens_with_a_sentence_that_says_what_it_is_for(path: Path) -> None:
    if path.name == "__init__.py":
        assert path.read_text(encoding="utf-8") == ""
    else:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_flask_stays_at_the_edge() -> None:
    assert within(importers("flask") | importers("werkzeug"), "web/", "simulator/", "app.py", "demo/")
    assert importers("flask")


def test_only_the_gateway_and_the_simulator_know_twilio() -> None:
    assert within(importers("twilio"), "gateway/twilio.py", "simulator/")
    assert importers("twilio")


def test_only_the_demo_brings_the_simulator_into_the_service() -> None:
    assert within(importers("dadinfo.simulator"), "simulator/", "demo/")


def test_rules_know_no_database_and_read_no_clock() -> None:
    pure = (
        "programme/",
        "sms/",
        "conversation/risk.py",
        "conversation/intent.py",
        "conversation/dates.py",
        "conversation/patterns.py",
        "conversation/danger.py",
        "conversation/date_words.py",
    )
    for path in FILES:
        if name(path).startswith(pure):
            known = set(imports(path))
            assert not any(one.startswith(("sqlalchemy", "dadinfo.db", "dadinfo.clock")) for one in known), name(path)
            source = path.read_text(encoding="utf-8")
            assert "utcnow(" not in source, name(path)
            assert ".now(" not in source, name(path)


def test_the_machines_clock_is_read_in_one_place_and_at_the_edges() -> None:
    readers = {name(p) for p in FILES if "datetime.now(" in p.read_text(encoding="utf-8")}
    assert readers <= {"clock.py", "cli/checkup.py", "jobs/embedded.py", "simulator/messages.py"}


def test_only_lifecycle_and_the_outbox_change_a_journeys_state() -> None:
    writers = set()
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in [t for one in targets for t in (one.elts if isinstance(one, ast.Tuple) else [one])]:
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr == "state"
                    and ast.unparse(target.value) in ("journey", "j")
                ):
                    writers.add(name(path))
    assert writers == {"lifecycle.py"}


def test_domain_functions_never_commit() -> None:
    for path in FILES:
        if not name(path).startswith(("db/", "outbox/post.py")):
            assert ".commit(" not in path.read_text(encoding="utf-8"), name(path)


def test_no_test_is_skipped() -> None:
    marks = ("mark." + "skip", "mark." + "xfail", "pytest." + "skip(", "importor" + "skip", "pytest." + "xfail(")
    for path in (ROOT / "tests").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert not [mark for mark in marks if mark in source], path


def test_nothing_of_ours_is_imported_by_a_package_itself() -> None:
    empty = [
        p
        for p in [*HOUSE.rglob("__init__.py"), *(ROOT / "tests").rglob("__init__.py")]
        if p.read_text(encoding="utf-8")
    ]
    assert empty == []
