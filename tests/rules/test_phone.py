"""Which numbers the service texts: UK mobiles however a dad writes them, and no others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.sms import phone
from dadinfo.sms.phone import PhoneFault

MOBILE = "+447400123456"  # libphonenumber's own example


@pytest.mark.parametrize(
    "written",
    [
        "07400123456", "07400 123456", "07400 123 456", "(07400) 123-456", "07400.123.456", "+447400123456",
        "+44 7400 123456", "+44 (0)7400 123456", "0044 7400 123456", "447400123456", "7400 123456",
        " 07400 123456\n", "07400\u00a0123456", "tel:07400123456",
    ],
)  # fmt: skip
def test_a_uk_mobile_is_read_in_all_usual_writings(written: str) -> None:
    assert phone.parse(written) == MOBILE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("020 7946 0018", "landline"),
        ("0161 850 1234", "landline"),
        ("056 1234 5678", "landline"),
        ("0300 123 4567", "landline"),
        ("070 1234 5678", "premium"),
        ("0900 123 4567", "premium"),
        ("0845 46 4646", "malformed"),
        ("0800 448 0737", "premium"),
        ("+1 202 555 0143", "foreign"),
        ("+353 85 012 3456", "foreign"),
        ("+33 6 12 34 56 78", "foreign"),
        ("07797 712345", "foreign"),  # Jersey
        ("07781 123456", "foreign"),  # Guernsey
        ("07624 312345", "foreign"),  # Isle of Man
        ("+44 7624 312345", "foreign"),
        ("", "malformed"),
        ("dad", "malformed"),
        ("07400", "malformed"),
        ("07400 123 45", "malformed"),
        ("07400 123 4567", "malformed"),
        ("+999 123 456 789", "malformed"),
        ("14 March", "malformed"),
        ("999", "malformed"),
        ("85258", "malformed"),
        ("😀", "malformed"),
        ("07400 12345😀", "malformed"),
    ],
)
def test_any_other_number_is_refused_with_its_reason(written: str, code: str) -> None:
    with pytest.raises(PhoneFault) as refused:
        phone.parse(written)
    assert refused.value.code == code


DRAMA = [
    "07700900123",
    "07700 900123",
    "+447700900123",
    "+44 (0)7700 900123",
    "447700900123",
    "00447700900123",
    "7700900123",
]


@pytest.mark.parametrize("written", DRAMA)
def test_a_drama_number_is_refused_unless_test_numbers_are_allowed(written: str) -> None:
    with pytest.raises(PhoneFault) as refused:
        phone.parse(written)
    assert refused.value.code == "test"
    assert phone.parse(written, allow_test=True) == "+447700900123"


@pytest.mark.parametrize("written", ["+4477009001234567", "077009001234567"])
def test_an_over_long_seeded_number_passes_only_as_a_test_number(written: str) -> None:
    with pytest.raises(PhoneFault) as refused:
        phone.parse(written)
    assert refused.value.code == "test"
    assert phone.parse(written, allow_test=True) == "+4477009001234567"


@pytest.mark.parametrize(
    "written", ["07700 9001234", "+44770090012345", "07700 90012", "+44770090012345678", "07700900１23"]
)
def test_a_number_that_only_resembles_a_test_number_is_malformed(written: str) -> None:
    with pytest.raises(PhoneFault) as refused:
        phone.parse(written, allow_test=True)
    assert refused.value.code == "malformed"


def test_allowing_test_numbers_changes_nothing_for_real_ones() -> None:
    assert phone.parse("07400 123456", allow_test=True) == MOBILE
    with pytest.raises(PhoneFault) as refused:
        phone.parse("070 1234 5678", allow_test=True)
    assert refused.value.code == "premium"


@given(st.one_of(st.text(max_size=30), st.text("0123456789+ ()-", max_size=20)), st.booleans())
def test_whatever_is_written_comes_back_as_a_uk_mobile_or_a_refusal_without_digits(raw: str, allow_test: bool) -> None:
    number, said = _parsed(raw, allow_test)
    assert not re.search(r"\d", said)
    if number:
        assert re.fullmatch(r"\+447[0-9]{9}([0-9]{4})?", number)
        assert phone.parse(number, allow_test=allow_test) == number


def _parsed(raw: str, allow_test: bool) -> tuple[str | None, str]:
    try:
        return phone.parse(raw, allow_test=allow_test), ""
    except PhoneFault as refused:
        return None, f"{refused} {refused!r} {refused.args} {refused.__cause__}"
