"""What leads to a dad is nowhere but in sealed columns; what he wrote is nowhere at all; an old backup brings nobody back."""

import io
import json
import logging
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import select
from structlog.testing import capture_logs

from dadinfo import log
from dadinfo.db.base import Base
from dadinfo.db.messages import Inbound
from dadinfo.db.people import Dad
from dadinfo.jobs import jobs
from dadinfo.journal import JournalShort
from tests.house import DAD, House

MARKER = "Bartholomew-Zebedee"
FORMS = ("7700900123", "07700 900123", "7700 900 123", "900123")
BORN_IN_ANY_FORM = ("2026-09-27", "27 September", "27/9", "8 weeks old")


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """What the log of the service wrote, in the form that operators keep."""
    root, written, real = logging.getLogger(), io.StringIO(), sys.stderr
    before = root.handlers, root.level
    sys.stderr = written
    try:
        log.configure(json=True)
        yield written
    finally:
        sys.stderr = real
        root.handlers, root.level = before
        structlog.reset_defaults()


def live(house: House) -> None:
    """A dad's whole life with the service, with a name in everything that he writes."""
    for words in (
        "DAD", f"{MARKER} 8 weeks old", f"{MARKER} is crying", f"ive shook {MARKER} him", "MORNING", f"my name is {MARKER}", "BABY 27 september",
    ):  # fmt: skip
        house.text(words)
    house.go(timedelta(days=4))
    house.exchange.faults.plan("429")
    house.go(timedelta(days=1))
    house.exchange.faults.callbacks = False
    house.exchange.faults.plan("accept_then_drop")
    house.go(timedelta(days=2))
    house.exchange.faults.callbacks = True


def rows(house: House) -> str:
    """Every column of every table as text."""
    with house.service.database.look() as session:
        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))
        )


def files(house: House) -> bytes:
    folder = house.service.settings.stop_journal.parent
    return b"\n".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_his_number_and_words_stand_in_no_table_log_file_or_address(house: House, said: io.StringIO) -> None:
    live(house)
    house.text(f"stop texting {MARKER}")
    house.client.post("/stop", data={"number": DAD})
    house.client.post("/twilio/inbound", data={"From": DAD, "Body": MARKER})  # unsigned
    for place in (rows(house), files(house).decode("latin-1"), said.getvalue()):
        assert MARKER not in place
        assert not [form for form in FORMS if form in place]
    addresses = [m.status_callback or "" for m in house.exchange.newest()]
    assert any(addresses)
    assert not [a for a in addresses if any(form in a for form in FORMS) or MARKER in a]
    assert said.getvalue()


def test_no_date_of_birth_stands_in_a_log_line(house: House, said: io.StringIO) -> None:
    live(house)
    assert not [form for form in BORN_IN_ANY_FORM if form in said.getvalue()]


def test_an_error_in_the_middle_of_a_text_puts_nothing_of_it_in_the_log(
    house: House, said: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dadinfo.conversation import acts

    def broken(*everything: object) -> None:
        raise RuntimeError(f"{MARKER} {DAD} {everything}")

    monkeypatch.setattr(acts, "act", broken)
    house.text(MARKER)
    assert "RuntimeError" in said.getvalue()
    assert MARKER not in said.getvalue()
    assert not [form for form in FORMS if form in said.getvalue()]


def test_a_database_error_quotes_no_row_in_the_log(house: House, said: io.StringIO) -> None:
    from sqlalchemy import text

    house.text("DAD")
    with house.service.database.begin() as session:
        session.execute(text("DROP TABLE inbounds"))
    house.text(MARKER)
    assert "text_not_saved" in said.getvalue()
    assert MARKER not in said.getvalue()
    assert not [form for form in FORMS if form in said.getvalue()]


@pytest.mark.parametrize("words", ["wrong number", "not me", "sorry you have the wrong number"])
def test_a_wrong_number_erases_every_row_about_him(house: House, words: str) -> None:
    live(house)
    assert "deleted this number" in house.text(words)[0]
    assert house.dad() is None
    with house.service.database.look() as session:
        counts = {t.name: len(session.execute(select(t)).all()) for t in Base.metadata.sorted_tables}
        assert set(session.scalars(select(Inbound.dad_id))) == {None}
    assert {name: counts[name] for name in ("dads", "journeys", "told", "deliveries")} == {
        "dads": 0, "journeys": 0, "told": 0, "deliveries": 0,
    }  # fmt: skip
    assert not [form for form in BORN_IN_ANY_FORM if form in rows(house)]
    before = len(house.received())
    house.go(timedelta(days=20))
    assert len(house.received()) == before


def test_the_journal_holds_only_times_and_hashes(house: House) -> None:
    live(house)
    for words in ("STOP", "START", "LOSS", "wrong number"):
        house.text(words)
    house.client.post("/stop", data={"number": "07700 900456"})
    lines = [json.loads(line) for line in house.service.rules.journal.path.read_text().splitlines()]
    assert len(lines) == 4
    assert all(set(line) == {"at", "number"} and len(line["number"]) == 64 for line in lines)


def test_after_a_day_no_danger_and_no_answer_is_left(house: House) -> None:
    house.text("ive shook him")
    house.text("i want to die")
    house.now += timedelta(hours=23)
    jobs.forget_answers(house.service)
    with house.service.database.look() as session:
        assert len(session.scalars(select(Inbound.risk).where(Inbound.risk.is_not(None))).all()) == 2
    house.now += timedelta(hours=2)
    jobs.forget_answers(house.service)
    with house.service.database.look() as session:
        kept = session.scalars(select(Inbound)).all()
        assert [(row.risk, row.answer) for row in kept] == [(None, None)] * 2
        assert all(row.message_sid and row.received_at and row.intent for row in kept)


def test_a_text_repeated_after_its_answer_was_forgotten_changes_nothing(house: House) -> None:
    sid = "SM" + "1" * 32
    house.text("DAD 20 weeks", sid=sid)
    house.text("STOP")
    house.now += timedelta(hours=25)
    jobs.forget_answers(house.service)
    assert house.text("DAD 20 weeks", sid=sid) == []
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_what_a_stop_leaves_of_him_is_a_hash(house: House) -> None:
    live(house)
    house.text("STOP")
    with house.service.database.look() as session:
        assert session.scalars(select(Dad.number)).all() == [None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("leaving", ["STOP", "LOSS", "wrong number"])
def test_an_old_backup_put_back_texts_nobody_who_left_since(house: House, leaving: str) -> None:
    house.text("DAD 8 weeks old")
    house.go(timedelta(days=2))
    restore = backup(house)
    house.text(leaving)
    before = len(house.received())
    restore()
    assert house.dad().state == "active"  # type: ignore[union-attr]
    house.go(timedelta(days=10))
    assert len(house.received()) == before
    assert house.dad().number is None  # type: ignore[union-attr]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_old_backup_put_back_goes_on_for_everybody_else(house: House) -> None:
    house.text("DAD 8 weeks old")
    house.text("DAD 8 weeks old", "+447700900456")
    restore = backup(house)
    house.text("STOP", "+447700900456")
    restore()
    house.go(timedelta(days=2))
    assert len(house.programme()) == 2
    assert house.dad().state == "active"  # type: ignore[union-attr]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_text_queued_in_the_backup_of_a_dad_who_left_is_cancelled(house: House) -> None:
    from dadinfo.outbox.fill import fill

    house.text("DAD 8 weeks old")
    house.now = house.next_due()  # type: ignore[assignment]
    fill(house.service.database, house.service.rules, house.now)
    restore = backup(house)
    house.text("STOP")
    restore()
    house.tick()
    assert [d.state for d in house.deliveries("programme")] == ["cancelled"]


def test_a_journal_that_was_cut_sends_nothing_and_raises_an_alarm(house: House) -> None:
    house.text("STOP", "+447700900456")
    house.text("STOP", "+447700900457")
    house.text("DAD 8 weeks old")
    house.tick()
    path = house.service.rules.journal.path
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    house.now = house.next_due()  # type: ignore[assignment]
    before = len(house.received())
    with capture_logs() as logs, pytest.raises(JournalShort):
        house.tick()
    assert [line["kind"] for line in logs if line["event"] == "alarm"] == ["stop_journal_short"]
    assert len(house.received()) == before
    path.write_bytes(whole)
    house.tick()
    assert len(house.received()) == before + 1


def test_texts_are_answered_also_while_the_journal_is_cut(house: House) -> None:
    house.text("STOP", "+447700900456")
    house.tick()
    house.service.rules.journal.path.write_bytes(b"")
    assert "Call 999 now" in house.text("ive shook him")[0]


def backup(house: House):  # type: ignore[no-untyped-def]
    """Copy the SQLite file as it stands; what comes back puts the copy in its place."""
    path = Path(house.service.settings.database_url.removeprefix("sqlite:///"))
    house.service.database.dispose()  # closes the file, so that the write-ahead log is folded in
    kept = path.with_suffix(".backup")
    shutil.copy(path, kept)

    def restore() -> None:
        house.service.database.dispose()
        for leftover in path.parent.glob(f"{path.name}-*"):
            leftover.unlink()
        shutil.copy(kept, path)

    return restore
