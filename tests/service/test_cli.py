"""The `dadinfo` command: what each prints, its exit code, and that no fault shows a traceback, a number or a secret."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
import structlog

from dadinfo.cli.main import main
from dadinfo.clock import utcnow
from dadinfo.conversation.receive import TextIn
from dadinfo.db.base import Database, connect
from dadinfo.jobs import jobs
from dadinfo.service import Service, build
from dadinfo.settings import load
from tests.conftest import KEY, _admin, _named

SECRET, LOOKUP = "a-secret-key-for-tests-0123456789-abcdef", "a-lookup-key-for-tests-0123456789-abcdef"
PASSWORD = "correct-horse-battery-staple"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Complete settings for a database's address."""

    def choose(url: str) -> None:
        for name, value in {
            "SECRET_KEY": SECRET, "DATA_KEYS": KEY, "LOOKUP_KEYS": LOOKUP, "PUBLIC_URL": "http://dadinfo.example", "DATABASE_URL": url,
            "STOP_JOURNAL": str(tmp_path / "stops.journal"), "DEMO": "1", "ALLOW_TEST_NUMBERS": "1", "GATEWAY": "console",
        }.items():  # fmt: skip
            monkeypatch.setenv(f"DADINFO_{name}", value)

    return choose


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs the command in this process; every run is searched for what must never be shown."""
    root, opened = logging.getLogger(), list[Database]()
    before = root.handlers, root.level

    def recorded(url: str) -> Database:
        opened.append(connect(url))
        return opened[-1]

    monkeypatch.setattr("dadinfo.db.base.connect", recorded)
    monkeypatch.setattr("dadinfo.service.connect", recorded)

    def call(*arguments: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["dadinfo", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as leave:
            code = int(leave.code or 0)
        while opened:  # a real run ends with its process
            opened.pop().dispose()
        ran = Ran(code, *capsys.readouterr())
        shown = ran.out + ran.err
        assert "Traceback" not in shown
        assert not [hidden for hidden in (SECRET, LOOKUP, KEY, PASSWORD, "7700900") if hidden in shown]
        assert code == 0 or ran.err or "FAIL" in ran.out
        return ran

    yield call
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.fixture
def service(environment: Callable[[str], None], database_url: str) -> Iterator[Service]:
    """A service with its tables, and the environment that leads to it."""
    environment(database_url)
    made = build(load())
    yield made
    made.database.dispose()


def join(service: Service, at: datetime, words: str = "DAD 8 weeks old") -> None:
    service.desk.take(TextIn(sid=uuid4().hex, sender="+447700900123", body=words), at)


# tick


def test_tick_sends_what_is_due_once_and_prints_the_count(run: Run, service: Service) -> None:
    join(service, datetime.fromisoformat("2026-11-22T12:00:00+00:00"))
    ran = run("tick", "--now", "2026-11-22T20:50:00+00:00")
    assert ran.code == 0
    assert ran.out.splitlines()[-1] == "planned 1, sent 1, failed 0, held 0"
    assert run("tick", "--now", "2026-11-22T20:55").out == "planned 0, sent 0, failed 0, held 0\n"


@pytest.mark.parametrize("now", ["tomorrow", "2026-13-45", ""])
def test_tick_refuses_what_is_no_instant(run: Run, service: Service, now: str) -> None:
    ran = run("tick", "--now", now)
    assert (ran.code, ran.out) == (2, "")
    assert "write it like" in ran.err


@pytest.mark.parametrize("command", [("tick", "--now", "2026-11-22T12:00"), ("seed", "--dads", "3")])
def test_rehearsals_are_refused_while_texts_reach_real_people(
    run: Run, service: Service, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    for name, value in {
        "GATEWAY": "twilio", "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": PASSWORD, "TWILIO_FROM": "+15005550006",
        "PUBLIC_URL": "https://dadinfo.example", "ALLOW_TEST_NUMBERS": "0",
    }.items():  # fmt: skip
        monkeypatch.setenv(f"DADINFO_{name}", value)
    ran = run(*command)
    assert ran.code == 2
    assert "refused while texts reach real people" in ran.err


def test_tick_with_a_cut_journal_sends_nothing_and_exits_one(run: Run, service: Service) -> None:
    at = datetime.fromisoformat("2026-11-22T12:00:00+00:00")
    join(service, at, "STOP")
    run("tick", "--now", at.isoformat())
    service.rules.journal.path.write_bytes(b"")
    ran = run("tick", "--now", at.isoformat())
    assert (ran.code, ran.out) == (1, "")
    assert "put the newest copy back" in ran.err


# faults of the database and the settings


@pytest.mark.parametrize("command", [("tick",), ("seed", "--dads", "1")])
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_database_without_tables_is_said_in_a_sentence(
    run: Run,
    environment: Callable[[str], None],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    kind: str,
    command: tuple[str, ...],
) -> None:
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if kind == "postgresql":
        postgres, name = request.getfixturevalue("postgres"), f"c_{uuid4().hex}"
        _admin(postgres, f"CREATE DATABASE {name}")
        url = _named(postgres, name)
    environment(url)
    ran = run(*command)
    assert ran.code == 1
    assert "dadinfo db upgrade" in ran.err


@pytest.mark.parametrize("command", [("tick",), ("db", "upgrade"), ("db", "check"), ("seed", "--dads", "1")])
@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"postgresql+psycopg://dad:{PASSWORD}@127.0.0.1:9/nothing", 1),
        ("nonsense", 2),
        (f"nosuchdb://x:{PASSWORD}@y/z", 2),
    ],
)
def test_a_database_that_is_not_there_is_said_in_a_sentence_without_its_password(
    run: Run, environment: Callable[[str], None], command: tuple[str, ...], url: str, code: int
) -> None:
    environment(url)
    ran = run(*command)
    assert ran.code == code
    assert "DADINFO_DATABASE_URL" in ran.err


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATA_KEYS", "LOOKUP_KEYS", "PUBLIC_URL"])
def test_a_missing_setting_is_named_and_exits_two(
    run: Run, environment: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    environment("sqlite://")
    monkeypatch.delenv(f"DADINFO_{name}")
    ran = run("tick")
    assert ran.code == 2
    assert f"DADINFO_{name} is missing" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("tick", "--nothing"), ("seed",), ("seed", "--dads", "0"), ("timeline",), ("understand",)],
)
def test_wrong_usage_exits_two(run: Run, environment: Callable[[str], None], arguments: tuple[str, ...]) -> None:
    environment("sqlite://")
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")


def test_the_installed_command_runs_and_shows_no_traceback() -> None:
    command = str(Path(sys.executable).parent / "dadinfo")
    ran = subprocess.run(
        [command, "tick"], capture_output=True, text=True, env={"PATH": "/usr/bin"}, cwd="/", check=False
    )
    assert ran.returncode == 2
    assert "is missing" in ran.stderr
    assert "Traceback" not in ran.stderr


# seed


def test_seed_makes_a_population_that_a_tick_can_serve(run: Run, service: Service) -> None:
    assert run("seed", "--dads", "40", "--now", "2026-11-22T12:00").out == "made 40 dads\n"
    before = service.rules.journal.size()
    with service.database.look() as session:
        from sqlalchemy import func, select

        from dadinfo.db.people import Dad, Journey

        assert session.scalar(select(func.count()).select_from(Dad)) == 40
        assert session.scalar(select(func.count()).select_from(Journey).where(Journey.next_due_at.is_not(None))) > 10  # type: ignore[operator]
    assert service.rules.journal.size() == before


def test_the_same_random_seed_makes_the_same_dads(run: Run, environment: Callable[[str], None], tmp_path: Path) -> None:
    from sqlalchemy import select

    from dadinfo.db.people import Journey

    seen = []
    for name in ("one", "two"):
        url = f"sqlite:///{tmp_path / name}.sqlite"
        environment(url)
        run("db", "upgrade")
        run("seed", "--dads", "20", "--now", "2026-11-22T12:00", "--random-seed", "7")
        made = connect(url)
        with made.look() as session:
            seen.append(
                [
                    (j.due_date, j.birth_date, j.next_due_at)
                    for j in session.scalars(select(Journey).order_by(Journey.id))
                ]
            )
        made.dispose()
    assert seen[0] == seen[1]


# timeline

FIELDS = {"step", "stage", "due_at", "anchor", "essential", "catch_up", "segments", "encoding", "text", "page"}


def rows(run: Run, *arguments: str) -> list[dict[str, object]]:
    ran = run("timeline", *arguments, "--json")
    assert ran.code == 0
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_timeline_gives_the_rows_of_the_contract_in_order(run: Run) -> None:
    found = rows(run, "--due", "2027-03-14", "--born", "2027-03-10")
    assert all(set(row) == FIELDS for row in found)
    instants = [datetime.fromisoformat(str(row["due_at"])) for row in found]
    assert instants == sorted(instants)
    assert all(at.utcoffset() is not None for at in instants)
    assert {at.strftime("%z") for at in instants} == {"+0000", "+0100"}
    assert len({row["step"] for row in found}) == len(found)
    assert len([row for row in found if "icon" in str(row["step"])]) >= 8
    assert all(isinstance(row["segments"], int) and row["segments"] >= 1 for row in found)


def test_timeline_without_a_birth_never_says_that_the_baby_is_here(run: Run) -> None:
    found = rows(run, "--due", "2027-03-14")
    assert not [row for row in found if str(row["step"]).startswith(("home-", "crying-"))]
    assert [row["step"] for row in found if str(row["step"]).startswith("unreported")][:3] == [
        "unreported-question-1", "unreported-question-2", "unreported-question-3",
    ]  # fmt: skip


def test_timeline_of_a_late_joiner_marks_the_catch_up(run: Run) -> None:
    found = rows(run, "--due", "2027-01-14", "--born", "2027-01-14", "--joined", "2027-03-11")
    assert [row["catch_up"] for row in found if row["anchor"] != "joined"][:10] == [True] * 10


@pytest.mark.parametrize("hours", ["evening", "morning", "night", "weekend"])
def test_timeline_keeps_to_the_window(run: Run, hours: str) -> None:
    from dadinfo.programme.window import WINDOWS

    for row in rows(run, "--due", "2027-03-14", "--born", "2027-03-14", "--window", hours):
        at = datetime.fromisoformat(str(row["due_at"]))
        assert row["anchor"] == "joined" or WINDOWS[hours].opens <= at.time() < WINDOWS[hours].closes


def test_timeline_to_read_ends_with_its_sum(run: Run) -> None:
    out = run("timeline", "--due", "2027-03-14").out
    assert out.rstrip().endswith("parts.")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--due", "14/3/27"), ("--due", "2027-02-30"), ("--due", "9999-12-31"), ("--due", "0001-01-01"),
        ("--due", "2027-03-14", "--born", "2026-03-14"), ("--due", "2027-03-14", "--born", "2027-08-01"),
        ("--due", "2027-03-14", "--window", "noon"), ("--due", "2027-03-14", "--lang", "xx"),
    ],
)  # fmt: skip
def test_timeline_refuses_what_cannot_be(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run("timeline", *arguments)
    assert (ran.code, ran.out) == (2, "")


# understand


def test_understand_answers_each_line_in_order(run: Run) -> None:
    lines = [
        {"text": "ive shook him"}, {"text": "STOP"}, {"text": "20 weeks", "asked": "due_or_birth", "now": "2026-11-22T12:00:00+00:00"},
        {"text": "born yesterday", "asked": "birth", "now": "2026-07-01T00:30:00+01:00"}, {"text": "soon", "asked": "due", "lang": "en"},
    ]  # fmt: skip
    ran = run("understand", "--jsonl", stdin="".join(json.dumps(line) + "\n" for line in lines))
    assert ran.code == 0
    assert [json.loads(line) for line in ran.out.splitlines()] == [
        {"risk": "baby_in_danger", "detail": ["happened"], "intent": "unknown", "date": None},
        {"risk": "none", "detail": None, "intent": "stop", "date": None},
        {"risk": "none", "detail": None, "intent": "join", "date": {"kind": "due", "date": "2027-04-11"}},
        {"risk": "none", "detail": None, "intent": "baby_born", "date": {"kind": "birth", "date": "2026-06-30"}},
        {"risk": "none", "detail": None, "intent": "due_changed", "date": {"kind": "unclear", "date": None}},
    ]


def test_understand_reads_one_text(run: Run) -> None:
    ran = run("understand", "we lost the baby")
    assert json.loads(ran.out) == {
        "risk": "loss",
        "detail": json.loads(ran.out)["detail"],
        "intent": "loss",
        "date": None,
    }


@pytest.mark.parametrize(
    "line", ["not json", "[]", "{}", '{"text": "hi", "asked": "age"}', '{"text": "hi", "now": "soon"}', '"hi"', "null"]
)
def test_understand_names_the_line_that_it_cannot_read(run: Run, line: str) -> None:
    ran = run("understand", "--jsonl", stdin='{"text": "hello"}\n' + line + "\n")
    assert ran.code == 2
    assert "line 2" in ran.err


def test_understand_sends_and_stores_nothing(run: Run, service: Service) -> None:
    run("understand", "DAD 20 weeks")
    from sqlalchemy import select

    from dadinfo.db.messages import Inbound

    with service.database.look() as session:
        assert session.scalars(select(Inbound)).all() == []


# content, database, doctor


def test_content_is_sound(run: Run) -> None:
    ran = run("content", "check")
    assert ran.code == 0
    assert ran.out.startswith("Sound: ")


def test_a_fault_in_the_content_is_named_with_its_line(run: Run, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "content"
    shutil.copytree(Path(__file__).parents[2] / "content", folder)
    (folder / "replies" / "help.yaml").write_text("- id: help\n  colour: red\n")
    ran = run("content", "check", "--folder", str(folder))
    assert (ran.code, ran.out) == (1, "")
    assert "content/replies/help.yaml:2:" in ran.err


def test_db_upgrade_then_check(run: Run, environment: Callable[[str], None], tmp_path: Path) -> None:
    environment(f"sqlite:///{tmp_path / 'a' / 'b' / 'dadinfo.sqlite'}")
    assert run("db", "upgrade").code == 0
    assert run("db", "check") == Ran(0, "The database is whole.\n", "")


def test_db_check_names_what_differs(run: Run, service: Service) -> None:
    from sqlalchemy import text

    with service.database.write.begin() as connection:
        connection.execute(text("ALTER TABLE dads ADD COLUMN shoe_size INTEGER"))
    ran = run("db", "check")
    assert (ran.code, ran.out) == (1, "")
    assert "shoe_size" in ran.err


def test_doctor_says_one_line_each_and_is_content_with_a_service_that_runs(run: Run, service: Service) -> None:
    join(service, utcnow())
    jobs.send(service)
    ran = run("doctor")
    assert ran.code == 0, ran.out
    assert len(ran.out.splitlines()) >= 6
    assert "FAIL" not in ran.out


def test_doctor_fails_when_the_jobs_do_not_run(run: Run, service: Service) -> None:
    ran = run("doctor")
    assert ran.code == 1
    assert "start dadinfo worker" in ran.out


def test_doctor_fails_when_the_key_does_not_open_what_is_stored(
    run: Run, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    join(service, utcnow())
    monkeypatch.setenv("DADINFO_DATA_KEYS", "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfE=")
    ran = run("doctor")
    assert ran.code == 1
    assert "put the old key back" in ran.out


def test_doctor_fails_on_a_database_without_tables(
    run: Run, environment: Callable[[str], None], tmp_path: Path
) -> None:
    environment(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    ran = run("doctor")
    assert ran.code == 1
    assert "migrations are missing" in ran.out


def test_doctor_tells_when_twilio_answers_opt_outs_itself(run: Run, service: Service) -> None:
    jobs.send(service)
    service.desk.take(TextIn(sid="SM1", sender="+447700900123", body="STOP", opt_out="STOP"), utcnow())
    ran = run("doctor")
    assert ran.code == 1
    assert "default opt-out handling" in ran.out
