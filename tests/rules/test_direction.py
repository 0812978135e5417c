"""Marks that keep numbers and addresses whole in a text read from right to left."""

import pytest

from dadinfo.sms.direction import LEFT_TO_RIGHT as LRM
from dadinfo.sms.direction import RIGHT_TO_LEFT as RLM
from dadinfo.sms.direction import from_right


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("اتصل بالرقم 116 123.", f"اتصل بالرقم {LRM}116 123."),
        ("اتصل بالرقم 999 الآن", "اتصل بالرقم 999 الآن"),
        ("اقرأ /guide/crying الليلة", f"اقرأ {LRM}/guide/crying الليلة"),
        ("الحرارة 38C أو أكثر", f"الحرارة {LRM}38C أو أكثر"),
        ("أرسل STOP", "أرسل STOP"),
        ("أرسل SHOUT إلى 85258.", "أرسل SHOUT إلى 85258."),
        ("STOP لإيقاف الرسائل", f"{RLM}STOP لإيقاف الرسائل"),
        ("1/2 ضع الطفل", f"{RLM}{LRM}1/2 ضع الطفل"),
        ("اتصل 999", "اتصل 999"),
        ("", ""),
    ],
)
def test_what_would_be_turned_round_gets_a_mark(text: str, marked: str) -> None:
    assert from_right(text) == marked


def test_a_marked_text_gets_no_second_mark() -> None:
    once = from_right("STOP أو 116 123 أو /crying")
    assert from_right(once) == once
