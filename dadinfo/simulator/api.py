"""The simulator as a Flask application, to be mounted beside the service or served in a test."""

import errno
import socket
from time import sleep
from typing import NoReturn

from flask import Flask, Response, request

from dadinfo.simulator.answers import Answer, Call, answer_call, change_faults
from dadinfo.simulator.messages import Exchange

MESSAGES = "/2010-04-01/Accounts/<account_sid>/Messages"


def create_simulator(exchange: Exchange) -> Flask:
    """Twilio's Messages API in front of an exchange."""
    app = Flask(__name__)
    # A dropped connection is raised as an error, which must reach the server and not become a 500.
    app.config["PROPAGATE_EXCEPTIONS"] = True

    @app.post(f"{MESSAGES}.json")
    def create(account_sid: str) -> Response:
        call = Call("create", account_sid, _authorization(), request.form.to_dict())
        return _send(answer_call(exchange, call))

    @app.get(f"{MESSAGES}/<sid>.json")
    def fetch(account_sid: str, sid: str) -> Response:
        return _send(answer_call(exchange, Call("fetch", account_sid, _authorization(), sid=sid)))

    @app.get(f"{MESSAGES}.json")
    def list_messages(account_sid: str) -> Response:
        call = Call("list", account_sid, _authorization(), request.args.to_dict())
        return _send(answer_call(exchange, call))

    @app.post("/simulator/faults")
    def faults() -> Response:
        return _send(change_faults(exchange, request.get_data(as_text=True)))

    return app


def _authorization() -> str:
    return request.headers.get("Authorization", "")


def _send(answer: Answer) -> Response:
    sleep(answer.hold)
    if answer.body is None:
        _drop_connection()
    return Response(answer.text, answer.status, mimetype="application/json")


def _drop_connection() -> NoReturn:
    for server in ("werkzeug", "gunicorn"):
        if connection := request.environ.get(f"{server}.socket"):
            connection.shutdown(socket.SHUT_RDWR)
    # Both servers take this for a caller who left, and write no answer.
    raise ConnectionResetError(errno.ECONNRESET, "dropped by the simulator")
