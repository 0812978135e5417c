"""Twilio's webhooks: a text comes in and is answered in the same response; a receipt comes in."""

from flask import Blueprint, Response, abort, current_app, request
from sqlalchemy.orm import Session

from dadinfo import log
from dadinfo.alarm import raise_alarm
from dadinfo.conversation.receive import Answered, TextIn
from dadinfo.db.events import Event
from dadinfo.db.messages import Delivery
from dadinfo.gateway import twilio
from dadinfo.outbox import receipts
from dadinfo.service import Service

bp = Blueprint("twilio", __name__, url_prefix="/twilio")
LONGEST_ID = 18  # digits: what a database integer holds


def _service() -> Service:
    service: Service = current_app.extensions["dadinfo"]
    return service


@bp.before_request
def refuse_unsigned() -> None:
    """Anyone can find this address; only Twilio can sign for it."""
    address = request.full_path if request.query_string else request.path  # below PUBLIC_URL, wherever that is mounted
    if not twilio.is_signed(_service().settings, address, request.form, request.headers.get("X-Twilio-Signature")):
        log.get_logger().warning("webhook_not_signed", path=request.path)
        abort(403)


@bp.post("/inbound")
def inbound() -> Response:
    service = _service()
    came = TextIn(
        sid=request.form.get("MessageSid", "")[:40],
        sender=request.form.get("From", ""),
        body=request.form.get("Body", "").replace("\0", ""),
        opt_out=request.form.get("OptOutType", ""),
    )
    now = service.clock()
    try:
        answered: Answered = service.desk.take(came, now)
    except Exception:  # noqa: BLE001 - whatever it was, he is answered in this response
        log.get_logger().exception("text_not_saved")
        raise_alarm(
            service.settings,
            "text_not_saved",
            "a dad was told to text again: the log names the error; look at the database and the stop journal first",
        )
        answered = [(None, words) for words in service.desk.without_database(came.body, now)]
    return Response(twilio.answer(service.settings, answered), mimetype="text/xml")


@bp.post("/status")
def status() -> Response:
    service = _service()
    receipt = twilio.read_receipt(request.form)
    delivery_id = request.args.get("delivery", "")
    if receipt.state and delivery_id.isdigit() and len(delivery_id) <= LONGEST_ID:
        _record(service, int(delivery_id), receipt)
    return Response(status=204)


def _record(service: Service, delivery_id: int, receipt: twilio.Receipt) -> None:
    now, state = service.clock(), receipt.state or ""
    if state != "undelivered":
        with service.database.write.begin() as connection:
            receipts.record(connection, delivery_id, state, receipt.gateway_id, receipt.error, now)
        return
    with service.database.begin() as session:
        if receipts.record(session.connection(), delivery_id, state, receipt.gateway_id, receipt.error, now):
            _obey(service, session, session.get_one(Delivery, delivery_id), receipt.error)


def _obey(service: Service, session: Session, delivery: Delivery, error: str | None) -> None:
    """A text that did not arrive: what follows from why."""
    now = service.clock()
    if twilio.means_stop(error):
        session.add(Event(at=now, kind="block_swallowed_text"))
        if delivery.kind == "reply":
            advice = "Twilio's own opt-out block swallowed an answer; have its default opt-out handling turned off"
            raise_alarm(service.settings, "answer_swallowed", advice)
        receipts.opted_out(session, service.rules, delivery, now)
    elif twilio.names_no_phone(error) and delivery.journey_id:
        receipts.no_phone(session, service.rules, delivery, now)
    else:
        receipts.not_reached(session, service.rules, delivery, now)
