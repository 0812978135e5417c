"""The floor for what comes in: Flask, the signature, one insert."""

from flask import Flask, Response, request
from sqlalchemy import insert

from dadinfo.clock import utcnow
from dadinfo.db.base import connect
from dadinfo.db.events import Event
from dadinfo.gateway import twilio
from dadinfo.settings import load


def make_app() -> Flask:
    settings = load()
    database = connect(settings.database_url)
    app = Flask("bare")

    def take() -> Response:
        address = request.full_path if request.query_string else request.path
        if not twilio.is_signed(settings, address, request.form, request.headers.get("X-Twilio-Signature")):
            return Response(status=403)
        with database.write.begin() as connection:
            connection.execute(insert(Event.__table__).values(at=utcnow(), kind="bare"))
        return Response("<Response/>", mimetype="text/xml")

    app.add_url_rule("/twilio/inbound", "inbound", take, methods=["POST"])
    app.add_url_rule("/twilio/status", "status", take, methods=["POST"])
    return app
