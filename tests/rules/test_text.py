"""Placeholders filled and answers numbered before they go out."""

import pytest

from dadinfo.sms import text


def test_placeholders_are_named_in_the_order_in_which_they_stand() -> None:
    words = "Ring {helpline:samaritans} before week {fact:paternity_notice_week}, says {service}"
    assert text.placeholders(words) == ["helpline:samaritans", "fact:paternity_notice_week", "service"]


@pytest.mark.parametrize("misspelt", ["Helpline:Samaritans", "fact-week", "fact: week", ""])
def test_a_misspelt_placeholder_is_still_seen_as_one(misspelt: str) -> None:
    assert text.placeholders(f"Ring {{{misspelt}}} now") == [misspelt]


def test_every_placeholder_is_filled_each_time_it_stands() -> None:
    filled = text.fill("{service}: {stop_url}, {service}", {"service": "DadInfo", "stop_url": "https://x.example/stop"})
    assert filled == "DadInfo: https://x.example/stop, DadInfo"


def test_what_is_filled_in_is_never_read_as_a_placeholder_itself() -> None:
    assert text.fill("{service}", {"service": "{stop_url}", "stop_url": "no"}) == "{stop_url}"


def test_a_text_with_a_hole_in_it_is_never_sent() -> None:
    with pytest.raises(KeyError, match="helpline:crysis"):
        text.fill("Ring {helpline:crysis}", {"service": "DadInfo"})


def test_a_single_text_is_not_numbered() -> None:
    assert text.numbered(["Thanks, dad."]) == ["Thanks, dad."]


@pytest.mark.parametrize(
    ("texts", "sent"), [(["a", "b"], ["1/2 a", "2/2 b"]), (["a", "b", "c"], ["1/3 a", "2/3 b", "3/3 c"]), ([], [])]
)
def test_several_texts_of_one_answer_say_which_of_how_many(texts: list[str], sent: list[str]) -> None:
    assert text.numbered(texts) == sent
