"""Which numbers the service can text: UK mobiles, as E.164."""

import re
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberType

Fault = Literal["malformed", "foreign", "landline", "premium", "test"]

DRAMA = re.compile(r"\+447700900[0-9]{3}")  # Ofcom's numbers for drama: 07700 900000 to 900999
SEEDED = re.compile(r"\+447700900[0-9]{7}")  # over-long, so that no network can route it
_NATIONAL_DRAMA = re.compile(r"^(?:\+44|0044|44)?0?(?=7700900)")
_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LANDLINE = {PhoneNumberType.FIXED_LINE, PhoneNumberType.VOIP, PhoneNumberType.UAN}


class PhoneFault(ValueError):
    """A number that the service does not text; `code` says why, and the message holds no digit of it."""

    def __init__(self, code: Fault) -> None:
        super().__init__(code)
        self.code: Fault = code


def parse(raw: str, *, allow_test: bool = False) -> str:
    """`raw` as E.164, such as "+447700900123". Raises PhoneFault."""
    compact = re.sub(r"[\s().-]", "", raw)
    compact = _NATIONAL_DRAMA.sub("+44", compact)
    if DRAMA.fullmatch(compact) or SEEDED.fullmatch(compact):
        if allow_test:
            return compact
        raise PhoneFault("test")
    return _parse_real(compact)


def _parse_real(compact: str) -> str:
    try:
        number = phonenumbers.parse(compact, "GB")
    except phonenumbers.NumberParseException:
        raise PhoneFault("malformed") from None
    if number.country_code != 44:
        raise PhoneFault("foreign" if phonenumbers.is_possible_number(number) else "malformed")
    if not phonenumbers.is_valid_number(number):
        raise PhoneFault("malformed")
    if phonenumbers.region_code_for_number(number) != "GB":
        raise PhoneFault("foreign")
    kind = phonenumbers.number_type(number)
    if kind not in _MOBILE:
        raise PhoneFault("landline" if kind in _LANDLINE else "premium")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
