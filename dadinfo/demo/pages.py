"""The addresses of the demo phone."""

from flask import Blueprint, Response, abort, current_app, jsonify, render_template, request

from dadinfo.demo import view
from dadinfo.demo.scenarios import SCENARIOS
from dadinfo.demo.world import World

bp = Blueprint("demo", __name__, url_prefix="/demo")
LONGEST_TEXT = 1600


def _world() -> World:
    world: World = current_app.extensions["demo_world"]
    return world


def _asked(name: str) -> str:
    """One field of the JSON that the page sent; pages of other origins are refused."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        abort(403)
    sent = request.get_json(silent=True)
    value = sent.get(name) if isinstance(sent, dict) else None
    return value if isinstance(value, str) else ""


def _sorry(sentence: str) -> tuple[Response, int]:
    return jsonify(error=sentence), 400


@bp.get("")
def phone() -> str:
    return render_template("demo.html")


@bp.get("/state")
def show() -> Response:
    return jsonify(view.state(_world()))


@bp.post("/text")
def text() -> Response | tuple[Response, int]:
    words = _asked("text")
    if not words.strip():
        return _sorry("Write something first, for example DAD.")
    if len(words) > LONGEST_TEXT:
        return _sorry(f"A text holds at most {LONGEST_TEXT} characters. Make it shorter.")
    _world().text(words)
    return show()


@bp.post("/move")
def move() -> Response | tuple[Response, int]:
    try:
        _world().move_by(_asked("by"))
    except KeyError:
        return _sorry("Time moves by hour, day, week, birth or peak.")
    return show()


@bp.post("/start")
def start() -> Response | tuple[Response, int]:
    scenario = _asked("scenario")
    if scenario not in SCENARIOS:
        return _sorry("Choose one of the ready-made dads.")
    _world().start(scenario)
    return show()
