"""The service starts only on settings that are whole and strong, and says what to mend without showing a secret."""

import base64
import os
import re
from collections.abc import Callable

import pytest

from dadinfo import settings
from dadinfo.settings import MAKE_DATA_KEY, MAKE_SECRET, Settings, SettingsFault

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
OTHER_KEY = base64.urlsafe_b64encode(bytes(range(100, 132))).decode()
STRONG = "a-secret-key-for-tests-0123456789-abcdef"
GOOD = {
    "SECRET_KEY": STRONG, "DATA_KEYS": KEY, "LOOKUP_KEYS": STRONG + "2", "PUBLIC_URL": "https://dadinfo.example.nhs.uk",
    "ALERT_EMAIL": "alarms@example.nhs.uk",
}  # fmt: skip
TWILIO = {
    "GATEWAY": "twilio",
    "TWILIO_ACCOUNT_SID": "ACx",
    "TWILIO_AUTH_TOKEN": "token",
    "TWILIO_FROM": "+447700900000",
}
Put = Callable[..., None]


@pytest.fixture(autouse=True)
def _only_these(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in os.environ if n.upper().startswith("DADINFO_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Put:
    def _put(**changed: str | None) -> None:
        for name, value in {**GOOD, **changed}.items():
            if value is not None:
                monkeypatch.setenv(f"DADINFO_{name}", value)

    return _put


def _refusal() -> str:
    with pytest.raises(SettingsFault) as refused:
        settings.load()
    assert refused.value.__cause__ is None
    return str(refused.value)


def test_good_settings_start_the_service_with_no_live_gateway(put: Put) -> None:
    put()
    found = settings.load()
    assert (found.gateway, found.live, found.allow_test_numbers, found.demo) == ("console", False, False, False)
    assert found.stop_address == "https://dadinfo.example.nhs.uk/stop"


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("SECRET_KEY", MAKE_SECRET),
        ("LOOKUP_KEYS", MAKE_SECRET),
        ("DATA_KEYS", MAKE_DATA_KEY),
        ("PUBLIC_URL", "set the address that Twilio and dads reach"),
    ],
)
def test_a_missing_variable_is_named_with_how_to_make_it(put: Put, name: str, advice: str) -> None:
    put(**{name: None})
    assert _refusal() == f"DADINFO_{name} is missing; {advice}"


def test_all_missing_variables_are_named_at_once() -> None:
    named = re.findall(r"^DADINFO_(\w+) is missing", _refusal(), re.MULTILINE)
    assert named == ["SECRET_KEY", "DATA_KEYS", "LOOKUP_KEYS", "PUBLIC_URL"]


WEAK_SECRETS = [
    "changeme",
    "s3cret-but-too-short",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1",
    "12345678901234567890123456789012345",
]
WEAK_DATA_KEYS = ["not base64 £", "c2hvcnQ=", base64.urlsafe_b64encode(bytes(32)).decode(), KEY[:-4], "é" * 44]


@pytest.mark.parametrize("name", ["SECRET_KEY", "LOOKUP_KEYS"])
@pytest.mark.parametrize("weak", WEAK_SECRETS)
def test_a_weak_secret_stops_the_start_and_is_not_shown(put: Put, name: str, weak: str) -> None:
    put(**{name: weak})
    said = _refusal()
    assert said == f"DADINFO_{name}: too weak: at least 32 random characters; {MAKE_SECRET}"
    assert weak not in said


@pytest.mark.parametrize("weak", WEAK_DATA_KEYS)
def test_a_weak_data_key_stops_the_start_and_is_not_shown(put: Put, weak: str) -> None:
    put(DATA_KEYS=f"{KEY},{weak}")
    said = _refusal()
    assert said == f"DADINFO_DATA_KEYS: each key must be 32 random bytes in base64; {MAKE_DATA_KEY}"
    assert weak not in said
    assert KEY not in said


@pytest.mark.parametrize(("name", "advice"), [("DATA_KEYS", MAKE_DATA_KEY), ("LOOKUP_KEYS", MAKE_SECRET)])
@pytest.mark.parametrize("empty", ["", " , "])
def test_an_empty_list_of_keys_stops_the_start(put: Put, name: str, advice: str, empty: str) -> None:
    put(**{name: empty})
    assert _refusal() == f"DADINFO_{name}: is empty; {advice}"


def test_one_weak_lookup_key_among_good_ones_stops_the_start(put: Put) -> None:
    put(LOOKUP_KEYS=f"{STRONG},weak")
    assert _refusal().startswith("DADINFO_LOOKUP_KEYS: too weak")


def test_several_keys_stand_in_one_variable_newest_first(put: Put) -> None:
    put(DATA_KEYS=f"{OTHER_KEY}, {KEY}")
    assert settings.load().data_keys == (OTHER_KEY, KEY)


@pytest.mark.parametrize(
    "name", ["TIMEZONE", "GATEWAY", "SEND_RATE", "SEND_CONCURRENCY", "PUBLIC_URL", "TWILIO_API_URL", "DEMO"]
)
@pytest.mark.parametrize("value", ["Nowhere/Land", "-1", "ftp://x.example"])
def test_a_value_that_makes_no_sense_is_named(put: Put, name: str, value: str) -> None:
    put(**{name: value})
    assert _refusal().startswith(f"DADINFO_{name}: ")


def test_a_time_zone_that_does_not_exist_says_how_to_write_one(put: Put) -> None:
    put(TIMEZONE="London")
    assert _refusal() == "DADINFO_TIMEZONE: no such time zone; write it like Europe/London"


def test_a_service_with_nowhere_to_send_alarms_does_not_start_unless_it_is_a_demo(put: Put) -> None:
    put(ALERT_EMAIL=None)
    assert _refusal() == "DADINFO_ALERT_EMAIL or DADINFO_ALERT_URL is missing; say where alarms go"
    put(ALERT_EMAIL=None, DEMO="true")
    assert settings.load().demo


@pytest.mark.parametrize(
    ("without", "named"),
    [
        ("TWILIO_ACCOUNT_SID", "DADINFO_TWILIO_ACCOUNT_SID"),
        ("TWILIO_AUTH_TOKEN", "DADINFO_TWILIO_AUTH_TOKEN"),
        ("TWILIO_FROM", "DADINFO_TWILIO_MESSAGING_SERVICE_SID or DADINFO_TWILIO_FROM"),
    ],
)
def test_each_missing_piece_of_the_twilio_account_is_named(put: Put, without: str, named: str) -> None:
    put(**{**TWILIO, without: None})
    assert _refusal() == f"{named} is missing; copy it from the Twilio console"


def test_a_messaging_service_stands_in_for_a_number(put: Put) -> None:
    put(**{**TWILIO, "TWILIO_FROM": None, "TWILIO_MESSAGING_SERVICE_SID": "MGx"})
    assert settings.load().live


def test_a_live_gateway_wants_https_and_no_test_numbers(put: Put) -> None:
    put(**TWILIO, PUBLIC_URL="http://dadinfo.example.nhs.uk", ALLOW_TEST_NUMBERS="true")
    said = _refusal()
    assert "DADINFO_PUBLIC_URL must start with https:// when texts reach real people" in said
    assert "DADINFO_ALLOW_TEST_NUMBERS must be off on a live gateway; remove it" in said
    assert "token" not in said


@pytest.mark.parametrize("host", ["127.0.0.1:8025", "localhost:8025", "localhost"])
def test_a_simulated_twilio_on_this_machine_is_not_live(put: Put, host: str) -> None:
    put(**TWILIO, TWILIO_API_URL=f"http://{host}", PUBLIC_URL="http://localhost:8000", ALLOW_TEST_NUMBERS="true")
    assert not settings.load().live


@pytest.mark.parametrize(
    "url",
    [
        "https://api.twilio.com",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://example.org/localhost",
    ],
)
def test_any_other_address_is_live(put: Put, url: str) -> None:
    put(**TWILIO, TWILIO_API_URL=url)
    assert settings.load().live


def test_settings_cannot_be_changed_once_read(put: Put) -> None:
    put()
    found = settings.load()
    with pytest.raises(ValueError, match="frozen"):
        found.demo = True
    assert isinstance(found, Settings)
