"""/stop: anyone may stop a number, silently, and learns nothing about it."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from dadinfo.web import public
from tests.house import DAD, House

UNKNOWN = "07700 900456"


def stop(house: House, number: str, *, network: str = "198.51.100.7") -> tuple[int, str]:
    answer = house.client.post("/stop", data={"number": number}, environ_base={"REMOTE_ADDR": network})
    return answer.status_code, answer.text


def state(house: House) -> str | None:
    dad = house.dad()
    return dad.state if dad else None


@pytest.mark.parametrize(
    "number", [DAD, "07700 900123", "07700900123", "0044 7700 900123", "(07700) 900-123", " 07700 900123 "]
)
def test_a_number_in_any_writing_is_stopped_silently(house: House, number: str) -> None:
    house.text("DAD 8 weeks old")
    before = len(house.received())
    assert stop(house, number)[0] == 200
    assert state(house) == "stopped"
    house.go(house.now.replace(day=29))
    assert len(house.received()) == before


def test_the_page_is_the_same_whether_the_number_is_known_or_not(house: House) -> None:
    house.text("DAD 8 weeks old")
    known = stop(house, DAD)
    assert stop(house, DAD) == known  # stopped by now
    assert stop(house, UNKNOWN) == known
    assert stop(house, "+33612345678") == known
    assert stop(house, "020 7946 0958") == known
    assert "7700" not in known[1]


def test_a_number_stopped_before_it_ever_joined_is_texted_by_nobody_else(house: House) -> None:
    stop(house, UNKNOWN)
    dad = house.dad("+447700900456")
    assert dad is not None
    assert (dad.state, dad.number) == ("stopped", None)
    assert "When is baby due" in house.text("DAD", "+447700900456")[0]  # but he himself may


@pytest.mark.parametrize("leaving", ["LOSS", "we lost the baby", "STOP"])
def test_it_works_on_a_dad_who_has_left_and_changes_nothing_for_him(house: House, leaving: str) -> None:
    house.text("DAD 8 weeks old")
    house.text(leaving)
    before = state(house)
    assert stop(house, DAD)[0] == 200
    assert state(house) == before


def test_it_stops_a_dad_on_hold_or_still_joining(house: House) -> None:
    house.text("DAD")
    stop(house, DAD)
    assert state(house) == "stopped"
    assert "not sending you any texts" in house.text("20 weeks")[0]


def test_he_himself_can_start_again_by_text_afterwards(house: House) -> None:
    house.text("DAD 8 weeks old")
    stop(house, DAD)
    house.text("WRONG")
    assert state(house) == "stopped"
    house.text("START")
    assert state(house) == "active"


@pytest.mark.parametrize(
    "number", ["", "hello", "07700", "0770090012", "077009001234567890", "<script>alert(1)</script>", "\0"]
)
def test_what_is_no_number_is_said_with_an_example(house: House, number: str) -> None:
    status, page = stop(house, number)
    assert status == 400
    assert "It should look like 07700 900123" in page
    assert "<script>alert" not in page
    assert 'aria-invalid="true"' in page
    assert "Error:" in page


def test_one_network_can_stop_ten_numbers_a_day(house: House) -> None:
    for n in range(public.MOST_STOPS_A_NETWORK):
        assert stop(house, f"07700 9002{n:02d}")[0] == 200
    status, page = stop(house, DAD, network="198.51.100.200")  # the same network
    assert status == 429
    assert "Text STOP from the phone itself" in page
    assert house.dad() is None
    assert stop(house, DAD, network="203.0.113.9")[0] == 200
    house.now = house.now.replace(day=house.now.day + 1)
    assert stop(house, UNKNOWN)[0] == 200


def test_one_ipv6_network_counts_as_one(house: House) -> None:
    for n in range(public.MOST_STOPS_A_NETWORK):
        assert stop(house, f"07700 9002{n:02d}", network=f"2001:db8:1:2::{n:x}")[0] == 200
    assert stop(house, DAD, network="2001:db8:1:2:ffff::1")[0] == 429
    assert stop(house, DAD, network="2001:db8:1:3::1")[0] == 200


def test_stops_in_bulk_raise_an_alarm_and_end_at_the_days_limit(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "BULK", 3)
    monkeypatch.setattr(public, "MOST_STOPS_A_DAY", 5)
    with capture_logs() as logs:
        answers = [stop(house, f"07700 9002{n:02d}", network=f"10.0.{n}.1")[0] for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert {line["kind"] for line in logs if line["event"] == "alarm"} == {"stops_in_bulk"}
    assert not [line for line in logs if "7700" in str(line)]


def test_a_stop_that_cannot_be_saved_says_so_and_raises_an_alarm(house: House) -> None:
    from sqlalchemy import text

    with house.service.database.begin() as session:
        session.execute(text("DROP TABLE throttles"))
    with capture_logs() as logs:
        status, page = stop(house, DAD)
    assert status == 503
    assert "text STOP from the phone itself" in page
    assert [line["kind"] for line in logs if line["event"] == "alarm"] == ["stop_not_saved"]


class Inputs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "input":
            self.found.append(dict(attrs))
        self.scripts += tag == "script"


def test_the_form_asks_for_a_number_and_nothing_else_and_needs_no_script(house: House) -> None:
    page = house.client.get("/stop")
    inputs = Inputs()
    inputs.feed(page.text)
    assert [one["name"] for one in inputs.found] == ["number"]
    assert inputs.scripts == 0
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_the_page_echoes_no_number(house: House) -> None:
    assert "0777" not in stop(house, "0777")[1]
    assert Path("dadinfo/web/templates/stop.html").exists()
