"""The demo phone: its page, its JSON, its ready-made dads, and time that moves only forward."""

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from dadinfo.app import create_app
from dadinfo.demo import pages, serve
from dadinfo.demo.scenarios import SCENARIOS
from dadinfo.demo.world import World
from dadinfo.simulator.server import QuietHandler

State = dict[str, Any]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Flask]]:
    """The phone with its own service and Twilio on a free port, wired as `serve` does it."""
    folder = tmp_path_factory.mktemp("demo")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    world = World(serve.demo_settings(f"{origin}/demo/service", f"{origin}/demo/twilio", folder / "phone.sqlite"))
    app = create_app(world.service)
    app.extensions["demo_world"] = world
    app.register_blueprint(pages.bp)
    mounts = DispatcherMiddleware(app, {"/demo/service": world.app, "/demo/twilio": serve._phone_twilio(world)})
    server = make_server("127.0.0.1", port, mounts, threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield world, app
    server.shutdown()
    thread.join()
    server.server_close()
    world.service.database.dispose()


@pytest.fixture
def world(demo: tuple[World, Flask]) -> World:
    demo[0].start("fresh")
    return demo[0]


@pytest.fixture
def phone(demo: tuple[World, Flask], world: World) -> FlaskClient:
    return demo[1].test_client()


def post(phone: FlaskClient, action: str, **values: object) -> State:
    answer = phone.post(f"/demo/{action}", json=values)
    assert answer.status_code == 200, answer.text
    found: State = answer.json
    return found


def theirs(state: State) -> list[State]:
    return [message for message in state["messages"] if not message["mine"]]


def test_the_page_loads_without_inline_script_and_under_the_policy(phone: FlaskClient) -> None:
    page = phone.get("/demo")
    assert page.status_code == 200
    assert page.text.count("<script") == page.text.count("<script src=") == 1
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_a_new_phone_is_empty_and_says_how_to_join(phone: FlaskClient) -> None:
    state = phone.get("/demo/state").json
    assert state is not None
    assert (state["messages"], state["next"], state["stage"]) == ([], [], None)
    assert state["hint"] == "Text DAD to join"
    assert "No text in it has been approved" in state["note"]


def test_joining_by_text_shows_the_thread_and_what_comes_next(phone: FlaskClient) -> None:
    post(phone, "text", text="DAD")
    state = post(phone, "text", text="20 weeks")
    assert [m["mine"] for m in state["messages"]] == [True, False, True, False, False]
    assert {m["state"] for m in theirs(state)} == {"delivered"}
    assert all(m["reason"] for m in theirs(state))
    assert state["stage"] == "20 weeks pregnant"
    assert len(state["next"]) == 6
    assert all({"day", "time", "reason", "text"} == set(one) for one in state["next"])


def test_time_moves_on_and_each_text_comes_at_its_own_instant(phone: FlaskClient, world: World) -> None:
    post(phone, "text", text="DAD")
    post(phone, "text", text="8 weeks old")
    before = world.clock()
    state = post(phone, "move", by="week")
    assert (world.clock() - before).days == 7
    programme = theirs(state)[4:]
    assert len(programme) == 7
    assert len({m["day"] for m in programme}) == 7
    assert all(18 <= int(m["time"][:2]) < 21 for m in programme)


def test_what_is_announced_next_is_what_then_comes(phone: FlaskClient) -> None:
    post(phone, "text", text="DAD")
    announced = post(phone, "text", text="8 weeks old")["next"][0]
    came = theirs(post(phone, "move", by="day"))[-1]
    assert (came["text"], came["day"], came["time"]) == (announced["text"], announced["day"], announced["time"])


def test_time_never_goes_back(phone: FlaskClient, world: World) -> None:
    for by in ("hour", "day", "birth", "peak", "week"):
        before = world.clock()
        phone.post("/demo/move", json={"by": by})
        assert world.clock() >= before


def test_to_the_birth_he_reports_it_and_to_the_peak_the_crying_texts_have_come(
    phone: FlaskClient, world: World
) -> None:
    post(phone, "start", scenario="expecting")
    state = post(phone, "move", by="birth")
    assert state["messages"][-2]["text"] == "BABY"
    assert not next(m for m in state["moves"] if m["by"] == "birth")["possible"]
    assert "days old" in state["stage"]
    state = post(phone, "move", by="peak")
    assert state["stage"] == "6 weeks old"
    assert not next(m for m in state["moves"] if m["by"] == "peak")["possible"]


def test_stop_ends_what_comes_next(phone: FlaskClient) -> None:
    post(phone, "start", scenario="late")
    state = post(phone, "text", text="STOP")
    assert state["next"] == []
    assert len(post(phone, "move", by="week")["messages"]) == len(state["messages"])


@pytest.mark.parametrize("scenario", sorted(SCENARIOS))
def test_every_ready_made_dad_starts_and_reads_well(phone: FlaskClient, scenario: str) -> None:
    state = post(phone, "start", scenario=scenario)
    assert state["scenario"] == scenario
    assert [m["text"] for m in state["messages"] if m["mine"]] == [
        act for act in SCENARIOS[scenario].acts if isinstance(act, str)
    ]
    for message in theirs(state):
        assert message["state"] == "delivered"
        assert message["encoding"] == "GSM-7"
        assert "could not" not in message["text"]
    if scenario != "fresh":
        assert state["next"]
        later = post(phone, "move", by="week")
        assert len(later["messages"]) >= len(state["messages"])


def test_a_new_start_forgets_everything(phone: FlaskClient) -> None:
    post(phone, "start", scenario="late")
    assert post(phone, "start", scenario="fresh")["messages"] == []


@pytest.mark.parametrize(
    ("action", "values"),
    [
        ("text", {"text": ""}), ("text", {"text": "  "}), ("text", {"text": "a" * 1601}), ("text", {"text": 7}), ("text", {}),
        ("move", {"by": "year"}), ("move", {"by": ""}), ("move", {"by": ["day"]}), ("start", {"scenario": "nobody"}), ("start", {}),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_a_sentence(phone: FlaskClient, action: str, values: dict[str, object]) -> None:
    answer = phone.post(f"/demo/{action}", json=values)
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["error"].endswith(".")


@pytest.mark.parametrize("body", ["", "nonsense", "[]", "null", '"text"'])
def test_what_is_no_json_is_said_too(phone: FlaskClient, body: str) -> None:
    assert phone.post("/demo/text", data=body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_cannot_text_for_him(phone: FlaskClient, site: str) -> None:
    for action in ("text", "move", "start"):
        answer = phone.post(f"/demo/{action}", json={"text": "STOP"}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403


def test_a_text_in_any_script_is_shown_as_it_was_written(phone: FlaskClient) -> None:
    words = "<b>بچہ رو رہا ہے</b> & 👶"
    state = post(phone, "text", text=words)
    assert state["messages"][0]["text"] == words
    assert state["messages"][0]["encoding"] == "UCS-2"


def test_the_demo_lives_on_this_machine_only(tmp_path: Path) -> None:
    settings = serve.demo_settings("http://127.0.0.1:8000", "http://127.0.0.1:8000/simulator", tmp_path / "a.sqlite")
    assert not settings.live
    assert (
        settings.secret_key
        != serve.demo_settings("http://127.0.0.1:1", "http://127.0.0.1:1", tmp_path / "a.sqlite").secret_key
    )


def test_the_demo_phone_exists_only_in_the_demo(world: World) -> None:
    assert create_app(world.service).test_client().get("/demo").status_code == 404
