"""The public pages: what this is, and stopping a number without login or proof."""

from flask import Blueprint, current_app, render_template, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from dadinfo import lifecycle, log, throttle
from dadinfo.alarm import raise_alarm
from dadinfo.service import Service
from dadinfo.sms import phone
from dadinfo.subscribers import enrol

bp = Blueprint("public", __name__)
MOST_STOPS_A_NETWORK, MOST_STOPS_A_DAY, BULK = 10, 200, 50


@bp.get("/")
def home() -> str:
    return render_template("home.html")


@bp.get("/stop")
def stop_form() -> str:
    return render_template("stop.html", done=False, fault=None)


@bp.post("/stop")
def stop() -> tuple[str, int]:
    """Stop a number silently. The same page whether we know it or not; nothing is sent to it."""
    service: Service = current_app.extensions["dadinfo"]
    raw = request.form.get("number", "")
    try:
        number = phone.parse(raw, allow_test=service.settings.allow_test_numbers)
    except phone.PhoneFault as fault:
        if fault.code == "malformed":
            return render_template(
                "stop.html", done=False, fault="Check the number. It should look like 07700 900123."
            ), 400
        return render_template("stop.html", done=True, fault=None), 200
    try:
        with service.database.begin() as session:
            allowed = _may_stop(service, session)
            if allowed:
                _stop_silently(service, session, number)
    except (SQLAlchemyError, OSError):
        return _stop_not_saved(service)
    if not allowed:
        return render_template(
            "stop.html",
            done=False,
            fault="Too many numbers today. Text STOP from the phone itself, or try tomorrow.",
        ), 429
    return render_template("stop.html", done=True, fault=None), 200


def _stop_not_saved(service: Service) -> tuple[str, int]:
    log.get_logger().exception("stop_not_saved")
    advice = "a stop on the web page was not saved: look at the database and the stop journal"
    raise_alarm(service.settings, "stop_not_saved", advice)
    fault = "We could not save that. Try again in a few minutes, or text STOP from the phone itself."
    return render_template("stop.html", done=False, fault=fault), 503


def _may_stop(service: Service, session: Session) -> bool:
    now = service.clock()
    network = throttle.network(request.remote_addr or "")
    if not throttle.allow(session, service.keys, "stop-bulk", "everyone", now, most=BULK):
        raise_alarm(
            service.settings,
            "stops_in_bulk",
            f"more than {BULK} numbers were stopped on the web page today; look whether somebody misuses it",
        )
    allowed = throttle.allow(session, service.keys, "stop", network, now, most=MOST_STOPS_A_NETWORK)
    return allowed and throttle.allow(session, service.keys, "stop", "everyone", now, most=MOST_STOPS_A_DAY)


def _stop_silently(service: Service, session: Session, number: str) -> None:
    now = service.clock()
    dad = enrol.find(session, service.keys, number)
    if dad is None:
        dad = enrol.add(session, service.keys, number, now, state="stopped")
        service.rules.journal.append(dad.number_hash, now)
    elif dad.state not in ("stopped", "lost"):
        lifecycle.stop(session, service.rules, dad, now)
