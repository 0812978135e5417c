"""Nothing in the log leads to a person: no number in any writing, no words of an exception."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from dadinfo import log

WRITINGS = [
    "07700 900123", "07700900123", "+447700900123", "07700-900-123", "+44 7700 900 123", "+44 (0)7700 900123",
    "(07700) 900-123", "07700 - 900123", "07700.900.123", "07700/900/123",
    "447700900123", "00447700900123", "%2B447700900123",
    "07700\u2011900\u2011123", "0 7 7 0 0 9 0 0 1 2 3", "07700\u00a0900123", "+353 85 012 3456",
]  # fmt: skip
Line = Callable[[], dict[str, Any]]
SID = "SM" + "0123456789abcdef" * 2


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the configured log wrote."""
    root, written = logging.getLogger(), io.StringIO()
    before = root.handlers, root.level
    root.handlers = []  # pytest's own are put back as they were
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", written)
        log.configure(json=True)
    yield written
    root.handlers, root.level = before
    structlog.reset_defaults()


@pytest.fixture
def line(said: io.StringIO) -> Line:
    """Reads the last line of the log."""
    return lambda: json.loads(said.getvalue().splitlines()[-1])


def _digits(event: dict[str, Any]) -> str:
    return "".join(c for c in json.dumps({k: v for k, v in event.items() if k != "timestamp"}) if c.isdigit())


@pytest.mark.parametrize("written", WRITINGS)
def test_a_number_never_comes_out_in_any_writing(line: Line, written: str) -> None:
    log.get_logger().info(f"texted {written}", to=written, all=[written], row={"number": written})
    event = line()
    assert "[number]" in event["event"]
    assert "[number]" in event["to"]
    assert _digits(event) in {"", "2" * 4}  # the 2 of %2B is no part of the number


@pytest.mark.parametrize("written", WRITINGS)
def test_a_number_in_another_librarys_line_never_comes_out(line: Line, written: str) -> None:
    logging.getLogger("some.library").warning("could not reach %s", written)
    event = line()
    assert event["event"].startswith("could not reach ")
    assert _digits(event) in {"", "2"}


def test_a_number_kept_as_an_integer_or_inside_an_object_never_comes_out(line: Line) -> None:
    log.get_logger().info("row", number=447700900123, fault=ValueError("+447700900123"))
    event = line()
    assert (event["number"], event["fault"]) == ("[number]", "ValueError('[number]')")


def test_the_id_of_a_message_survives(line: Line) -> None:
    log.get_logger().info("sent", sid=SID, place=f"/status/{SID}")
    event = line()
    assert (event["sid"], event["place"]) == (SID, f"/status/{SID}")


def test_a_number_beside_the_id_of_a_message_is_still_hidden(line: Line) -> None:
    log.get_logger().info(f"{SID} to +447700900123 failed")
    assert line()["event"] == f"{SID} to [number] failed"


@pytest.mark.parametrize("value", [3, 0, 12345678, 0.123456789012, True, None, "evening", "2026-11-22", [1, 2], 30007])
def test_counts_days_and_codes_come_out_as_they_are(line: Line, value: object) -> None:
    log.get_logger().info("counted", value=value)
    assert line()["value"] == value


def test_an_exception_keeps_its_kind_and_place_and_loses_its_words(line: Line) -> None:
    try:
        raise ValueError("he texted: I shook him, from +447700900123")
    except ValueError:
        log.get_logger().exception("job_failed", job="fill")
    event = line()
    assert (event["event"], event["error"], event["job"]) == ("job_failed", "ValueError", "fill")
    assert event["at"].split(":")[0] == __file__
    assert "shook" not in json.dumps(event)


def test_another_librarys_exception_loses_its_words_too(said: io.StringIO) -> None:
    try:
        raise RuntimeError("he texted: I shook him")
    except RuntimeError:
        logging.getLogger("some.library").exception("request failed")
    assert "RuntimeError" in said.getvalue()
    assert "shook" not in said.getvalue()


def test_an_exception_passed_by_hand_loses_its_words_and_keeps_its_kind(line: Line) -> None:
    try:
        raise KeyError("I shook him")
    except KeyError as error:
        caught = error
    log.get_logger().error("late", exc_info=(type(caught), caught, caught.__traceback__))
    event = line()
    assert event["error"] == "KeyError"
    assert "shook" not in json.dumps(event)


def test_noisy_libraries_are_silent_below_a_warning(said: io.StringIO) -> None:
    for noisy in ("twilio", "urllib3", "sqlalchemy.engine", "apscheduler"):
        logging.getLogger(noisy).info("a request body")
    assert said.getvalue() == ""
