"""Facts about the pretended Twilio, told through the real Twilio library."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest
import requests
from flask import Flask, Response, request
from twilio.base.exceptions import TwilioRestException
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from dadinfo.simulator.api import create_simulator
from dadinfo.simulator.callbacks import background_delivery, deliver_due
from dadinfo.simulator.faults import Faults, Outcome
from dadinfo.simulator.inbound import AUTO_REPLIES, text_in
from dadinfo.simulator.messages import ACCOUNT_SID, AUTH_TOKEN, SENDER, Exchange, new_sid
from dadinfo.simulator.posting import Reply
from dadinfo.simulator.server import QuietHandler, running_simulator

DAD = "+447700900101"
OTHER_DAD = "+447700900102"
SERVICE_SID = "MG" + "1" * 32
# Twilio's library signs in by a way that aiohttp has begun to warn about.
OLD_SIGN_IN = pytest.mark.filterwarnings("ignore:.*is deprecated.*encode_basic_auth:DeprecationWarning")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class LocalHttpClient(TwilioHttpClient):
    """Twilio's own transport, sent here instead of to api.twilio.com."""

    def __init__(self, base_url: str, **options: Any) -> None:
        super().__init__(**options)
        self.base_url = base_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return super().request(method, url.replace("https://api.twilio.com", self.base_url), *args, **kwargs)


class LocalAsyncHttpClient(AsyncTwilioHttpClient):
    """The same for the asynchronous library."""

    def __init__(self, base_url: str) -> None:
        super().__init__()
        self.base_url = base_url

    async def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Any:
        return await super().request(method, url.replace("https://api.twilio.com", self.base_url), *args, **kwargs)


def client_of(url: str, token: str = AUTH_TOKEN, timeout: float = 5) -> Client:
    return Client(ACCOUNT_SID, token, http_client=LocalHttpClient(url, timeout=timeout))


@dataclass
class Clock:
    """A clock that moves when told to."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@dataclass
class Service:
    """A service that keeps what it is posted and answers what it is told to."""

    answer: str = ""
    status: int = 200
    posts: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    url: str = ""

    def take(self) -> Response:
        self.posts.append((request.url, request.form.to_dict(), request.headers.get("X-Twilio-Signature", "")))
        return Response(self.answer, self.status, mimetype="text/xml")

    @property
    def forms(self) -> list[dict[str, str]]:
        return [form for _, form, _ in self.posts]

    @property
    def statuses(self) -> list[str]:
        return [form["MessageStatus"] for form in self.forms if "MessageStatus" in form]


@contextmanager
def serving(app: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    app = Flask("service")
    app.add_url_rule("/<path:_>", view_func=lambda _: service.take(), methods=["POST"])
    with serving(app) as url:
        service.url = url
        yield service


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def simulator(clock: Clock) -> Iterator[tuple[Exchange, Client]]:
    with running_simulator(Exchange(now=clock)) as (exchange, url):
        yield exchange, client_of(url)


def refused_with(client: Client, **given: Any) -> tuple[int, int]:
    with pytest.raises(TwilioRestException) as refusal:
        client.messages.create(**({"to": DAD, "from_": SENDER, "body": "Hello"} | given))
    return refusal.value.status, refusal.value.code


# Sending, fetching and listing


def test_a_created_message_is_queued_with_twilios_whole_resource(simulator):
    exchange, client = simulator
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello", validity_period=600)
    assert message.sid.startswith("SM")
    assert len(message.sid) == 34
    assert (message.status, message.direction, message.num_segments) == ("queued", "outbound-api", "1")
    assert (message.to, message.from_, message.body, message.account_sid) == (DAD, SENDER, "Hello", ACCOUNT_SID)
    assert (message.date_created, message.date_sent, message.error_code) == (NOON, None, None)
    assert message.uri == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages/{message.sid}.json"
    assert exchange.find(message.sid).validity_period == 600


def test_a_messaging_service_accepts_first_and_names_its_sender_later(simulator):
    exchange, client = simulator
    message = client.messages.create(to=DAD, messaging_service_sid=SERVICE_SID, body="Hello")
    assert (message.status, message.from_, message.num_segments) == ("accepted", None, "0")
    deliver_due(exchange)
    delivered = message.fetch()
    assert (delivered.status, delivered.from_, delivered.num_segments) == ("delivered", SENDER, "1")


def test_the_parts_are_counted_as_the_exchange_is_told_to():
    with running_simulator(Exchange(count_parts=lambda _: 7)) as (_, url):
        assert client_of(url).messages.create(to=DAD, from_=SENDER, body="Hello").num_segments == "7"


def test_a_fetched_message_shows_its_delivery(simulator, clock):
    exchange, client = simulator
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello")
    clock.pass_seconds(3)
    deliver_due(exchange)
    fetched = client.messages(message.sid).fetch()
    assert (fetched.status, fetched.date_sent) == ("delivered", NOON + timedelta(seconds=3))


def test_the_list_pages_through_everything_newest_first(simulator):
    _, client = simulator
    for number in range(7):
        client.messages.create(to=DAD, from_=SENDER, body=str(number))
    assert [message.body for message in client.messages.list(page_size=3)] == list("6543210")
    assert [message.body for message in client.messages.list(limit=2)] == ["6", "5"]


def test_pages_do_not_repeat_when_messages_arrive_between_them(simulator):
    _, client = simulator
    for number in range(4):
        client.messages.create(to=DAD, from_=SENDER, body=str(number))
    page = client.messages.page(page_size=2)
    client.messages.create(to=DAD, from_=SENDER, body="new")
    assert [message.body for message in page.next_page()] == ["1", "0"]


def test_the_list_is_filtered_by_number(simulator):
    _, client = simulator
    client.messages.create(to=DAD, from_=SENDER, body="one")
    client.messages.create(to=OTHER_DAD, from_=SENDER, body="two")
    client.messages.create(to=DAD, from_="DadInfo", body="three")
    assert [message.body for message in client.messages.list(to=DAD)] == ["three", "one"]
    assert [message.body for message in client.messages.list(to=DAD, from_=SENDER, page_size=1)] == ["one"]


def test_the_list_is_filtered_by_the_time_sent_with_both_ends_included(simulator, clock):
    exchange, client = simulator
    for hours in (0, 6, 18):
        clock.at = NOON + timedelta(hours=hours)
        client.messages.create(to=DAD, from_=SENDER, body=str(hours))
        deliver_due(exchange)
    six = NOON + timedelta(hours=6)
    assert [message.body for message in client.messages.list(date_sent_after=six)] == ["18", "6"]
    assert [message.body for message in client.messages.list(date_sent_before=six)] == ["6", "0"]
    assert [message.body for message in client.messages.list(date_sent="2026-03-02")] == ["6", "0"]
    assert [message.body for message in client.messages.list(date_sent_after=date(2026, 3, 3))] == ["18"]


def test_a_message_not_yet_sent_fits_no_time_sent(simulator):
    exchange, client = simulator
    client.messages.create(to=DAD, from_=SENDER, body="Hello")
    assert client.messages.list(date_sent_after=NOON - timedelta(days=1)) == []
    deliver_due(exchange)
    assert len(client.messages.list(date_sent_after=NOON - timedelta(days=1))) == 1


def test_the_list_lags_behind_but_fetching_does_not(simulator, clock):
    exchange, client = simulator
    exchange.faults.list_lag = 5
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello")
    assert client.messages.list(to=DAD) == []
    assert message.fetch().sid == message.sid
    clock.pass_seconds(5)
    assert [listed.sid for listed in client.messages.list(to=DAD)] == [message.sid]


@OLD_SIGN_IN
def test_the_asynchronous_library_is_served_too(simulator):
    exchange, client = simulator

    async def send_and_list() -> list[Any]:
        async with LocalAsyncHttpClient(client.http_client.base_url) as transport:
            messages = Client(ACCOUNT_SID, AUTH_TOKEN, http_client=transport).messages
            await messages.create_async(to=DAD, from_=SENDER, body="Hello")
            return await messages.list_async(to=DAD)

    assert [message.body for message in asyncio.run(send_and_list())] == ["Hello"]
    assert exchange.count == 1


# Refusals


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "07700900101"}, 21211),
        ({"to": "+4477009001"}, 21211),
        ({"from_": ""}, 21603),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
    ],
)
def test_a_message_that_cannot_be_sent_is_refused_with_twilios_code(simulator, given, code):
    exchange, client = simulator
    assert refused_with(client, **given) == (400, code)
    assert exchange.count == 0


def test_a_configured_number_is_refused(simulator):
    exchange, client = simulator
    exchange.faults.refusals[OTHER_DAD] = 21614
    assert refused_with(client, to=OTHER_DAD) == (400, 21614)
    assert client.messages.create(to=DAD, from_=SENDER, body="Hello").status == "queued"


def test_a_blocked_number_is_refused(simulator):
    exchange, client = simulator
    exchange.blocked.add(DAD)
    assert refused_with(client) == (400, 21610)


def test_a_wrong_token_is_refused(simulator):
    _, client = simulator
    assert refused_with(client_of(client.http_client.base_url, token="wrong")) == (401, 20003)


def test_an_unknown_message_is_not_found(simulator):
    _, client = simulator
    with pytest.raises(TwilioRestException) as refusal:
        client.messages(new_sid()).fetch()
    assert (refusal.value.status, refusal.value.code) == (404, 20404)


def test_a_list_asked_for_in_an_unreadable_way_is_refused(simulator):
    _, client = simulator
    uri = f"{client.http_client.base_url}/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    answer = requests.get(uri, params={"DateSent>": "yesterday"}, auth=(ACCOUNT_SID, AUTH_TOKEN), timeout=5)
    assert (answer.status_code, answer.json()["code"]) == (400, 20001)


# Faults


def test_planned_refusals_are_used_up_in_order(simulator):
    exchange, client = simulator
    exchange.faults.plan("429", count=2)
    exchange.faults.plan("500")
    assert [refused_with(client) for _ in range(3)] == [(429, 20429), (429, 20429), (500, 20500)]
    assert client.messages.create(to=DAD, from_=SENDER, body="Hello").status == "queued"
    assert exchange.count == 1


def test_a_fault_planned_for_the_list_leaves_sending_alone(simulator):
    exchange, client = simulator
    exchange.faults.plan("500", on="list")
    client.messages.create(to=DAD, from_=SENDER, body="Hello")
    assert exchange.faults.planned
    answer = client.http_client.request(
        "GET", f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json", auth=(ACCOUNT_SID, AUTH_TOKEN)
    )
    assert answer.status_code == 500
    assert not exchange.faults.planned


def test_a_held_call_times_out_and_nothing_was_sent(simulator):
    exchange, client = simulator
    exchange.faults.plan("timeout", seconds=0.5)
    with pytest.raises(requests.Timeout):
        client_of(client.http_client.base_url, timeout=0.1).messages.create(to=DAD, from_=SENDER, body="Hello")
    assert exchange.count == 0


def test_a_call_may_be_carried_out_and_its_answer_lost(simulator):
    exchange, client = simulator
    exchange.faults.plan("accept_then_drop")
    with pytest.raises(requests.ConnectionError):
        client.messages.create(to=DAD, from_=SENDER, body="Hello")
    assert [message.body for message in client.messages.list(to=DAD)] == ["Hello"]


def test_every_answer_waits_for_the_latency(simulator):
    exchange, client = simulator
    exchange.faults.latency = 0.2
    started = monotonic()
    client.messages.create(to=DAD, from_=SENDER, body="Hello")
    assert monotonic() - started >= 0.2


def test_faults_are_set_over_http(simulator):
    exchange, client = simulator
    settings = {
        "list_lag": 2,
        "refusals": {DAD: 21614},
        "outcomes": {OTHER_DAD: {"status": "undelivered", "error_code": 30003}},
        "planned": [{"kind": "429"}],
    }
    url = f"{client.http_client.base_url}/simulator/faults"
    assert requests.post(url, json=settings, timeout=5).status_code == 200
    assert refused_with(client) == (429, 20429)
    assert refused_with(client) == (400, 21614)
    assert exchange.faults.outcomes == {OTHER_DAD: Outcome("undelivered", 30003)}
    for mistaken in ({"speed": 1}, {"_lock": 1}, {"planned": [{"kind": "fire"}]}, {"outcomes": {DAD: {"colour": 1}}}):
        assert requests.post(url, json=mistaken, timeout=5).status_code == 400


# Status callbacks


def test_callbacks_are_signed_as_the_real_library_checks(simulator, service):
    exchange, client = simulator
    callback = f"{service.url}/status?text=12&note=a%20b"
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello", status_callback=callback)
    assert deliver_due(exchange) == 2
    assert service.statuses == ["sent", "delivered"]
    for _, form, signature in service.posts:
        assert RequestValidator(AUTH_TOKEN).validate(callback, form, signature)
        assert not RequestValidator("wrong").validate(callback, form, signature)
        assert (form["MessageSid"], form["SmsSid"], form["AccountSid"]) == (message.sid, message.sid, ACCOUNT_SID)
        assert (form["To"], form["From"], form["ApiVersion"]) == (DAD, SENDER, "2010-04-01")
        assert "ErrorCode" not in form


def test_a_messaging_services_message_also_reports_being_queued(simulator, service):
    exchange, client = simulator
    client.messages.create(to=DAD, messaging_service_sid=SERVICE_SID, body="Hello", status_callback=f"{service.url}/s")
    deliver_due(exchange)
    assert service.statuses == ["queued", "sent", "delivered"]
    assert {form["MessagingServiceSid"] for form in service.forms} == {SERVICE_SID}


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        (Outcome("undelivered", 30003), ["sent", "undelivered"]),
        (Outcome("failed", 30007), ["failed"]),
        (Outcome("sent"), ["sent"]),
        (Outcome("queued"), []),
    ],
)
def test_a_numbers_messages_end_as_configured(simulator, service, outcome, statuses):
    exchange, client = simulator
    exchange.faults.outcomes[DAD] = outcome
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello", status_callback=f"{service.url}/status")
    assert deliver_due(exchange) == len(statuses)
    assert service.statuses == statuses
    fetched = message.fetch()
    assert (fetched.status, fetched.error_code) == (outcome.status, outcome.error_code)
    if outcome.error_code:
        assert service.forms[-1]["ErrorCode"] == str(outcome.error_code)


@pytest.mark.parametrize(
    ("faults", "statuses"),
    [
        (Faults(duplicate_callbacks=True), ["sent", "sent", "delivered", "delivered"]),
        (Faults(reverse_callbacks=True), ["delivered", "sent"]),
        (Faults(callbacks=False), []),
    ],
)
def test_callbacks_come_doubled_backwards_or_not_at_all(simulator, service, faults, statuses):
    exchange, client = simulator
    exchange.faults = faults
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello", status_callback=f"{service.url}/status")
    assert deliver_due(exchange) == len(statuses)
    assert service.statuses == statuses
    assert message.fetch().status == "delivered"


def test_a_callback_nobody_takes_is_an_alert(simulator):
    exchange, client = simulator
    message = client.messages.create(to=DAD, from_=SENDER, body="Hello", status_callback="http://127.0.0.1:9/status")
    assert deliver_due(exchange) == 0
    assert {(alert.code, alert.message_sid) for alert in exchange.alerts} == {(11200, message.sid)}


def test_messages_deliver_themselves_in_the_background(service):
    with running_simulator(background=True) as (_, url):
        client = client_of(url)
        for _ in range(10):
            client.messages.create(to=DAD, from_=SENDER, body="Hello", status_callback=f"{service.url}/status")
        give_up = monotonic() + 5
        while len(service.posts) < 20 and monotonic() < give_up:
            sleep(0.01)
    assert sorted(service.statuses) == ["delivered"] * 10 + ["sent"] * 10


def test_callbacks_may_be_taken_without_a_network():
    taken: list[str] = []

    def take(url: str, form: Any, headers: Any) -> Reply:
        taken.append(f"{url} {form['MessageStatus']}")
        return Reply(204, "")

    exchange = Exchange(post=take)
    exchange.record("outbound-api", DAD, SENDER, "Hello", status_callback="https://dads.example/status")
    with background_delivery(exchange, workers=1):
        pass
    assert taken == ["https://dads.example/status sent", "https://dads.example/status delivered"]


# Texts in


def test_a_text_in_arrives_as_a_signed_webhook(service):
    exchange = Exchange()
    assert text_in(exchange, f"{service.url}/sms?v=1", DAD, SENDER, "Hello £ 🙂") == []
    url, form, signature = service.posts[0]
    assert url == f"{service.url}/sms?v=1"
    assert RequestValidator(AUTH_TOKEN).validate(url, form, signature)
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert (form["From"], form["To"], form["Body"]) == (DAD, SENDER, "Hello £ 🙂")
    assert (form["NumMedia"], form["NumSegments"], form["FromCountry"]) == ("0", "1", "GB")
    assert "OptOutType" not in form
    inbound = exchange.find(form["MessageSid"])
    assert (inbound.direction, inbound.status) == ("inbound", "received")


@pytest.mark.parametrize("signing", ["wrong", "none"])
def test_a_webhook_may_come_from_someone_else(service, signing):
    text_in(Exchange(), f"{service.url}/sms", DAD, SENDER, "Hello", signing=signing)
    url, form, signature = service.posts[0]
    assert not RequestValidator(AUTH_TOKEN).validate(url, form, signature)


def test_the_replies_of_the_twiml_are_sent_with_their_callbacks(simulator, service):
    exchange, client = simulator
    twiml = MessagingResponse()
    twiml.message("Welcome & hello", action="/status?text=1")
    twiml.message(status_callback="/old").body("Second")
    service.answer = str(twiml)
    assert text_in(exchange, f"{service.url}/sms", DAD, SENDER, "DAD") == ["Welcome & hello", "Second"]
    deliver_due(exchange)
    called = [(url.removeprefix(service.url), form.get("MessageStatus")) for url, form, _ in service.posts[1:]]
    assert called == [
        ("/status?text=1", "sent"),
        ("/status?text=1", "delivered"),
        ("/old", "sent"),
        ("/old", "delivered"),
    ]
    replies = client.messages.list(to=DAD)
    assert {(reply.direction, reply.from_, reply.status) for reply in replies} == {
        ("outbound-reply", SENDER, "delivered")
    }


def test_a_repeated_webhook_has_the_same_sid_and_no_second_message(service):
    exchange, sid = Exchange(), new_sid()
    for _ in range(2):
        text_in(exchange, f"{service.url}/sms", DAD, SENDER, "Hello", message_sid=sid)
    assert [form["MessageSid"] for form in service.forms] == [sid, sid]
    assert exchange.count == 1


def test_a_failing_webhook_falls_back(service):
    exchange = Exchange()
    service.answer = "<Response><Message>From the fallback</Message></Response>"
    dead = "http://127.0.0.1:9/sms"
    heard = text_in(exchange, dead, DAD, SENDER, "Hello", fallback_url=f"{service.url}/fallback")
    assert heard == ["From the fallback"]
    assert (service.forms[0]["ErrorCode"], service.forms[0]["ErrorUrl"]) == ("11200", dead)


@pytest.mark.parametrize(
    ("status", "answer", "code"), [(503, "", 11200), (200, "not XML", 12100), (200, "<html/>", 12100)]
)
def test_a_webhook_answered_badly_sends_nothing_and_is_an_alert(service, status, answer, code):
    exchange = Exchange()
    service.status, service.answer = status, answer
    assert text_in(exchange, f"{service.url}/sms", DAD, SENDER, "Hello") == []
    assert [alert.code for alert in exchange.alerts] == [code]


# Twilio's own opting out


def test_stop_blocks_the_number_until_start(service):
    exchange = Exchange(manages_opt_out=True)
    webhook = f"{service.url}/sms"
    service.answer = "<Response><Message>Our own reply</Message></Response>"
    assert text_in(exchange, webhook, DAD, SENDER, " Stop ") == [AUTO_REPLIES["STOP"]]
    assert DAD in exchange.blocked
    failed = next(exchange.newest(DAD))
    assert (failed.body, failed.status, failed.error_code) == ("Our own reply", "failed", 21610)
    assert text_in(exchange, webhook, DAD, SENDER, "stop") == []
    assert text_in(exchange, webhook, DAD, SENDER, "unstop") == [AUTO_REPLIES["START"], "Our own reply"]
    assert text_in(exchange, webhook, DAD, SENDER, "yes") == ["Our own reply"]
    assert [form["OptOutType"] for form in service.forms] == ["STOP", "STOP", "START", "START"]


def test_a_reply_failed_for_opting_out_reports_so(service):
    exchange = Exchange(manages_opt_out=True)
    service.answer = '<Response><Message action="/status">Reply</Message></Response>'
    text_in(exchange, f"{service.url}/sms", DAD, SENDER, "STOP")
    deliver_due(exchange)
    assert [(form["MessageStatus"], form["ErrorCode"]) for form in service.forms[1:]] == [("failed", "21610")]


def test_help_is_answered_and_passed_on(service):
    exchange = Exchange(manages_opt_out=True)
    assert text_in(exchange, f"{service.url}/sms", DAD, SENDER, "INFO") == [AUTO_REPLIES["HELP"]]
    assert service.forms[0]["OptOutType"] == "HELP"


@pytest.mark.parametrize(("manages_opt_out", "body"), [(True, "please stop"), (True, "stop!"), (False, "STOP")])
def test_anything_but_a_whole_keyword_twilio_manages_is_an_ordinary_text(service, manages_opt_out, body):
    exchange = Exchange(manages_opt_out=manages_opt_out)
    assert text_in(exchange, f"{service.url}/sms", DAD, SENDER, body) == []
    assert not exchange.blocked
    assert "OptOutType" not in service.forms[0]


# Other ways of running it


def test_it_may_be_mounted_inside_another_application():
    exchange = Exchange()
    mounted = DispatcherMiddleware(Flask("demo"), {"/twilio": create_simulator(exchange)})
    with serving(mounted) as url:
        client = client_of(f"{url}/twilio")
        for number in range(3):
            client.messages.create(to=DAD, from_=SENDER, body=str(number))
        assert [message.body for message in client.messages.list(page_size=2)] == ["2", "1", "0"]
        exchange.faults.plan("accept_then_drop")
        with pytest.raises(requests.ConnectionError):
            client.messages.create(to=DAD, from_=SENDER, body="lost")


@pytest.fixture(scope="module")
def fast_url() -> Iterator[str]:
    command = [sys.executable, "-m", "dadinfo.simulator.fast", "--port", "0", "--latency", "0.1", "--no-callbacks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.terminate()


@OLD_SIGN_IN
def test_the_fast_server_answers_the_same_with_its_latency_shared(fast_url):
    async def send_many() -> list[Any]:
        async with LocalAsyncHttpClient(fast_url) as transport:
            messages = Client(ACCOUNT_SID, AUTH_TOKEN, http_client=transport).messages
            sends = [messages.create_async(to=DAD, from_=SENDER, body=str(number)) for number in range(50)]
            return await asyncio.gather(*sends)

    started = monotonic()
    sent = asyncio.run(send_many())
    assert 0.1 <= monotonic() - started < 2.5
    client = client_of(fast_url)
    listed = client.messages.list(to=DAD, page_size=20)
    assert {message.sid for message in listed} == {message.sid for message in sent}
    assert client.messages(sent[0].sid).fetch().status == "delivered"
    assert refused_with(client, body="") == (400, 21602)


def test_the_fast_server_loses_answers_on_request(fast_url):
    client = client_of(fast_url)
    requests.post(f"{fast_url}/simulator/faults", json={"planned": [{"kind": "accept_then_drop"}]}, timeout=5)
    with pytest.raises(requests.ConnectionError):
        client.messages.create(to=OTHER_DAD, from_=SENDER, body="lost")
    assert [message.body for message in client.messages.list(to=OTHER_DAD)] == ["lost"]
    assert requests.post(f"{fast_url}/simulator/faults", data="{", timeout=5).status_code == 400
