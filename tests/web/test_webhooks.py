"""Twilio's webhooks: what is not signed is refused, what is signed is answered in TwiML that Twilio can read."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import select

from dadinfo.db.base import Base
from dadinfo.simulator.inbound import text_in
from dadinfo.simulator.messages import Exchange, new_sid
from dadinfo.simulator.posting import signed_headers
from tests.conftest import make_settings
from tests.house import DAD, INBOUND, House

STATUS = "http://dadinfo.example/twilio/status"


def form(body: str = "DAD") -> dict[str, str]:
    return {"MessageSid": new_sid(), "From": DAD, "To": "+447700900000", "Body": body}


def kept(house: House) -> int:
    """How many rows there are in all."""
    with house.service.database.look() as session:
        return sum(len(session.execute(select(table)).all()) for table in Base.metadata.sorted_tables)


@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status", "/twilio/status?delivery=1"])
@pytest.mark.parametrize("signature", [None, "", "nonsense", "é", "a" * 5000])
def test_an_unsigned_request_is_refused_and_leaves_nothing(house: House, path: str, signature: str | None) -> None:
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    assert house.client.post(path, data=form(), headers=headers).status_code == 403
    assert kept(house) == 0


def test_a_request_signed_with_another_token_is_refused_and_leaves_nothing(house: House) -> None:
    text_in(house.exchange, INBOUND, DAD, "+447700900000", "STOP", signing="wrong")
    assert [alert.code for alert in house.exchange.alerts] == [11200]
    assert kept(house) == 0


def test_a_signature_holds_for_its_own_form_and_address_only(house: House) -> None:
    signed = form("DAD")
    headers = signed_headers(house.exchange.auth_token, INBOUND, signed)
    assert house.client.post("/twilio/inbound", data=signed | {"Body": "STOP"}, headers=headers).status_code == 403
    assert house.client.post("/twilio/inbound?x=1", data=signed, headers=headers).status_code == 403
    assert house.client.post("/twilio/status", data=signed, headers=headers).status_code == 403
    assert kept(house) == 0
    assert house.client.post("/twilio/inbound", data=signed, headers=headers).status_code == 200


@pytest.mark.parametrize("query", ["delivery=1", "delivery=1&b=2", "delivery=%31", "delivery=1&note=a%20b+c%C3%A9"])
def test_a_signature_covers_the_query_as_it_was_sent(house: House, query: str) -> None:
    one = {"MessageSid": new_sid(), "MessageStatus": "delivered"}
    headers = signed_headers(house.exchange.auth_token, f"{STATUS}?{query}", one)
    assert house.client.post(f"/twilio/status?{query}", data=one, headers=headers).status_code == 204
    assert house.client.post(f"/twilio/status?{query}9", data=one, headers=headers).status_code == 403


def test_the_signature_is_checked_against_our_public_address_and_not_the_requests_own(house: House) -> None:
    one = form()
    headers = signed_headers(house.exchange.auth_token, INBOUND, one) | {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
    }
    assert house.client.post("/twilio/inbound", data=one, headers=headers).status_code == 200


def test_below_a_path_of_the_public_address_signatures_and_receipts_work(
    database_url: str, exchange: Exchange, simulator: tuple[Exchange, str], tmp_path: Path
) -> None:
    house = House(
        make_settings(database_url, tmp_path, simulator[1], public_url="http://dadinfo.example/dads"), exchange
    )
    address = "http://dadinfo.example/dads/twilio/inbound"
    one = form()
    answer = house.client.post("/twilio/inbound", data=one, headers=signed_headers(exchange.auth_token, address, one))
    assert answer.status_code == 200
    assert 'action="http://dadinfo.example/dads/twilio/status?delivery=' in answer.text
    house.service.database.dispose()


@pytest.mark.parametrize("method", ["get", "put", "delete"])
@pytest.mark.parametrize("path", ["/twilio/inbound", "/twilio/status"])
def test_nothing_but_a_signed_post_reaches_a_webhook(house: House, method: str, path: str) -> None:
    assert getattr(house.client, method)(path).status_code in (403, 405)


def test_the_answer_is_twiml(house: House) -> None:
    one = form()
    answer = house.client.post(
        "/twilio/inbound", data=one, headers=signed_headers(house.exchange.auth_token, INBOUND, one)
    )
    assert answer.mimetype == "text/xml"
    root = ET.fromstring(answer.text)  # noqa: S314 - our own answer
    assert [child.tag for child in root] == ["Message"]
    assert root[0].get("action", "").startswith(f"{STATUS}?delivery=")
    assert root[0].get("to") is None


def test_a_request_far_too_large_is_refused_and_not_read(house: House) -> None:
    assert house.client.post("/twilio/inbound", data={"Body": "a" * 100_000}).status_code in (403, 413)
    assert kept(house) == 0


def test_a_longest_text_in_any_script_still_fits(house: House) -> None:
    one = form("ش" * 1600)
    answer = house.client.post(
        "/twilio/inbound", data=one, headers=signed_headers(house.exchange.auth_token, INBOUND, one)
    )
    assert answer.status_code == 200


def test_an_address_in_a_receipt_names_no_one(house: House) -> None:
    house.text("DAD")
    addresses = [m.status_callback for m in house.exchange.newest() if m.status_callback]
    assert addresses
    assert all(address.split("delivery=")[1].isdigit() for address in addresses)
