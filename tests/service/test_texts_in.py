"""Every text in is answered, once, whatever it holds and whatever of ours is broken."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import create_engine, select, text
from structlog.testing import capture_logs

from dadinfo.conversation import acts
from dadinfo.db import base
from dadinfo.db.base import connect
from dadinfo.db.messages import Inbound
from dadinfo.db.people import Told
from dadinfo.simulator.messages import Exchange, new_sid
from dadinfo.simulator.posting import signed_headers
from dadinfo.sms import segments
from tests.conftest import make_settings
from tests.house import DAD, INBOUND, House

NASTY = {
    "empty": "", "space": "   ", "newlines": "\n\r\n", "long": "a" * 1600, "long words": "my baby " * 200, "emoji": "👶😭😭🍼",
    "urdu": "بچہ رو رہا ہے", "bengali": "বাচ্চা কাঁদছে", "rtl marks": "\u202e\u200fSTAR\u202c", "nul": "he\0llo\0",
    "placeholder": "{service} {helpline:samaritans} {stop_url}", "percent": "%s %(x)s {0} {{}}", "sql": "'; DROP TABLE dads;--",
    "xml": "<Response><Message to='+447700900999'>&amp;]]></Message> & \"'</Response>", "controls": "\x01\x02\x1b[31m\x7f",
    "numbers": "0" * 1600, "surrogate pair": "\U0001f468\u200d\U0001f37c" * 100, "combining": "e\u0301" * 500, "tabs": "\t\tDAD\t",
    "dots": "." * 1600, "brackets": "((((" * 400, "a zero width": "D\u200bAD", "full width": "ＤＡＤ",
}  # fmt: skip


def webhook(house: House, body: str, *, sid: str = "", sender: str = DAD) -> tuple[int, str]:
    """One signed text as Twilio posts it: the status and the TwiML."""
    form = {"MessageSid": sid or new_sid(), "From": sender, "To": "+447700900000", "Body": body, "NumMedia": "0"}
    reply = house._post(INBOUND, form, signed_headers(house.exchange.auth_token, INBOUND, form))
    return reply.status, reply.text


def messages(twiml: str) -> list[str]:
    root = ET.fromstring(twiml)  # noqa: S314 - our own answer
    assert root.tag == "Response"
    return ["".join(one.itertext()) for one in root]


@pytest.mark.parametrize("body", NASTY.values(), ids=NASTY.keys())
@pytest.mark.parametrize("stage", ["unknown", "joining", "active"])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_the_text_holds_it_is_answered(house: House, body: str, stage: str) -> None:
    for word in {"unknown": [], "joining": ["DAD"], "active": ["DAD", "20 weeks"]}[stage]:
        house.text(word)
    status, twiml = webhook(house, body)
    assert status == 200
    heard = messages(twiml)
    assert heard
    assert all("999" in one for one in heard[:1])
    assert not any("{" in one or "DROP" in one for one in heard)


@pytest.mark.parametrize("body", [NASTY["nul"], NASTY["urdu"], NASTY["emoji"], NASTY["sql"]])
def test_nasty_texts_are_answered_on_both_databases(house: House, body: str) -> None:
    assert webhook(house, body)[0] == 200
    assert house.text("DAD")[0].startswith("Welcome")


def test_a_text_with_missing_fields_is_no_error(house: House) -> None:
    for form in (
        {"MessageSid": new_sid()},
        {"MessageSid": new_sid(), "From": DAD},
        {"MessageSid": new_sid(), "Body": "DAD"},
    ):
        reply = house._post(INBOUND, form, signed_headers(house.exchange.auth_token, INBOUND, form))
        assert reply.status == 200


def test_a_repeated_text_gets_the_same_answer_and_changes_nothing(house: House) -> None:
    house.text("DAD")
    sid = new_sid()
    first = webhook(house, "8 weeks old", sid=sid)
    before = (len(house.deliveries()), house.journey().next_due_at)
    assert webhook(house, "8 weeks old", sid=sid) == first
    assert webhook(house, "STOP", sid=sid) == first  # it is the sid that counts
    assert (len(house.deliveries()), house.journey().next_due_at) == before
    with house.service.database.look() as session:
        assert len(session.scalars(select(Told)).all()) == 2


def test_a_repeated_start_after_a_later_stop_does_not_start_again(house: House) -> None:
    sid = new_sid()
    webhook(house, "DAD 20 weeks", sid=sid)
    house.text("STOP")
    webhook(house, "DAD 20 weeks", sid=sid)
    assert house.dad().state == "stopped"  # type: ignore[union-attr]


def test_two_dads_never_share_an_answer(house: House) -> None:
    house.text("DAD 20 weeks")
    assert "When is baby due" in house.text("DAD", "+447700900456")[0]


def test_every_automatic_answer_says_that_nobody_reads_or_names_999(house: House) -> None:
    for words in (
        "HELP",
        "MENU",
        "CRY",
        "ICON",
        "thanks",
        "hello",
        "DAD",
        "20 weeks",
        "EVENING",
        "DUE 14 march",
        "BABY",
        "HOME",
        "STOP",
    ):
        heard = house.text(words)
        assert any("999" in one for one in heard), words
        assert any("Nobody reads" in one for one in heard), words


def test_an_answer_of_several_texts_is_numbered_and_the_first_stands_alone(house: House) -> None:
    heard = house.text("ive shook him")
    assert [one[:4] for one in heard] == ["1/2 ", "2/2 "]
    assert heard[0].startswith("1/2 Call 999 now")
    assert all(segments.count(one).encoding == "GSM-7" for one in heard)


@pytest.fixture
def impatient(database_url: str, exchange: Exchange, simulator: tuple[Exchange, str], tmp_path: Path,
              monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:  # fmt: skip
    """A house that waits one second for a lock."""
    monkeypatch.setattr(base, "WAIT_SECONDS", 1)
    made = House(make_settings(database_url, tmp_path, simulator[1]), exchange)
    yield made
    made.service.database.dispose()


def is_last_resort(answer: str) -> bool:
    return all(part in answer for part in ("999", "111", "text that again in a few minutes", "Nobody reads"))


def test_a_locked_database_is_answered_in_the_same_response_and_raises_an_alarm(impatient: House) -> None:
    impatient.text("DAD")
    other = create_engine(impatient.service.settings.database_url)
    with other.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("LOCK TABLE dads IN ACCESS EXCLUSIVE MODE"))
        with capture_logs() as logs:
            status, twiml = webhook(impatient, "20 weeks")
            urgent = messages(webhook(impatient, "ive shook him")[1])
        connection.rollback()
    other.dispose()
    assert status == 200
    assert len(messages(twiml)) == 1
    assert is_last_resort(messages(twiml)[0])
    assert urgent[0].startswith("1/3 Call 999 now")
    assert is_last_resort(urgent[-1])
    assert "text_not_saved" in {line.get("kind") for line in logs if line["event"] == "alarm"}
    assert "Due date" in impatient.text("20 weeks")[0]  # he did as he was told


def test_a_database_that_is_gone_is_answered_too(house: House, tmp_path: Path) -> None:
    url = house.service.settings.database_url.replace("/t_", "/gone_")
    if house.service.database.write.dialect.name == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    house.app.extensions["dadinfo"] = replace(house.service, database=connect(url))
    with capture_logs() as logs:
        status, twiml = webhook(house, "DAD")
        assert messages(webhook(house, "baby is floppy and blue")[1])[0].startswith("1/3 Call 999 now")
    assert status == 200
    assert is_last_resort(messages(twiml)[0])
    assert [line for line in logs if line["event"] == "alarm"]


def test_a_stop_that_the_journal_cannot_take_is_not_half_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.text("DAD 20 weeks")
    folder = house.service.rules.journal.path.parent / "a_file"
    folder.write_text("not a folder")
    object.__setattr__(house.service.rules.journal, "path", folder / "stops.journal")
    with capture_logs() as logs:
        assert is_last_resort(messages(webhook(house, "STOP")[1])[0])
    assert [line for line in logs if line["event"] == "alarm"]
    assert house.dad().state == "active"  # type: ignore[union-attr]


@pytest.mark.parametrize("error", [RuntimeError, KeyError, ValueError, RecursionError])
def test_a_mistake_of_ours_is_answered_with_the_text_held_in_code(
    house: House, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def broken(*_: object) -> None:
        raise error("the number is +447700900123")

    monkeypatch.setattr(acts, "act", broken)
    with capture_logs() as logs:
        status, twiml = webhook(house, "hello")
        urgent = messages(webhook(house, "ive shook him")[1])
    assert status == 200
    assert is_last_resort(messages(twiml)[0])
    assert "Call 999 now" in urgent[0]
    assert [line for line in logs if line["event"] == "alarm"]


def test_even_when_texts_cannot_be_read_at_all_the_last_resort_goes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dadinfo.conversation import intent

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(intent, "read", broken)
    assert is_last_resort(messages(webhook(house, "ive shook him")[1])[0])


def test_a_lost_data_key_does_not_silence_a_repeated_text(house: House) -> None:
    from dadinfo.db.encrypted import Keys

    sid = new_sid()
    webhook(house, "DAD", sid=sid)
    other = Keys(("B" * 42 + "A=",), house.service.settings.lookup_keys)
    house.app.extensions["dadinfo"] = replace(house.service, keys=other)
    assert is_last_resort(messages(webhook(house, "DAD", sid=sid)[1])[0])


@pytest.mark.parametrize("word", ["STOP", "HELP"])
def test_where_twilio_has_answered_itself_our_twiml_is_empty(house: House, word: str) -> None:
    house.text("DAD 20 weeks")
    form = {"MessageSid": new_sid(), "From": DAD, "To": "+447700900000", "Body": word, "OptOutType": word}
    reply = house._post(INBOUND, form, signed_headers(house.exchange.auth_token, INBOUND, form))
    assert reply.status == 200
    assert messages(reply.text) == []
    assert house.dad().state == {"STOP": "stopped", "HELP": "active"}[word]  # type: ignore[union-attr]


def test_what_is_kept_of_a_text_is_its_sid_time_and_intent(house: House) -> None:
    house.text("ive shook him and my name is Bartholomew")
    with house.service.database.look() as session:
        row = session.scalars(select(Inbound)).one()
        assert (row.intent, row.risk) == ("unknown", "baby_in_danger")
        assert b"Bartholomew" not in (row.answer or b"")
        assert "Bartholomew" not in str({c.name: getattr(row, c.name) for c in Inbound.__table__.columns})


def test_another_service_name_stands_in_the_answers(database_url: str, exchange: Exchange, simulator: tuple[Exchange, str],
                                                    tmp_path: Path) -> None:  # fmt: skip
    house = House(make_settings(database_url, tmp_path, simulator[1], service_name="Dads of Kent"), exchange)
    assert "Welcome to Dads of Kent" in house.text("DAD")[0]
    house.service.database.dispose()
