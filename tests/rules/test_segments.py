"""What a text costs: parts and characters as a network counts them (3GPP TS 23.038)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.sms import segments
from dadinfo.sms.segments import GSM_BASIC, GSM_EXTENDED, Segments

SMILE = "😀"  # two UTF-16 units
CURLY = "’"
PLAIN = st.text(st.sampled_from(sorted(GSM_BASIC | GSM_EXTENDED)), max_size=500)
ANY = st.one_of(PLAIN, st.text(st.sampled_from(["a", CURLY, SMILE, "é", "€"]), max_size=300))


@pytest.mark.parametrize(
    ("length", "parts"), [(0, 1), (1, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4)]
)
def test_plain_characters_fill_160_alone_and_153_in_each_joined_part(length: int, parts: int) -> None:
    assert segments.count("a" * length) == Segments("GSM-7", parts)


@pytest.mark.parametrize(("length", "parts"), [(70, 1), (71, 2), (134, 2), (135, 3)])
def test_one_dear_character_leaves_70_alone_and_67_in_each_joined_part(length: int, parts: int) -> None:
    assert segments.count(CURLY + "a" * (length - 1)) == Segments("UCS-2", parts)


@pytest.mark.parametrize(
    ("extended", "plain", "parts"), [(1, 158, 1), (1, 159, 2), (80, 0, 1), (81, 0, 2), (76, 1, 1), (0, 160, 1)]
)
def test_an_extension_character_counts_twice(extended: int, plain: int, parts: int) -> None:
    assert segments.count("€" * extended + "a" * plain) == Segments("GSM-7", parts)


@pytest.mark.parametrize("letter", sorted(GSM_EXTENDED))
def test_an_extension_character_is_never_split_between_two_parts(letter: str) -> None:
    fits = "a" * 151 + letter + "a" * 153
    pushed = "a" * 152 + letter + "a" * 152
    assert (segments.count(fits).parts, segments.count(pushed).parts) == (2, 3)


def test_153_extension_characters_do_not_fit_two_parts_though_306_units_would() -> None:
    assert segments.count("€" * 152).parts == 2
    assert segments.count("€" * 153).parts == 3


def test_a_smiley_is_never_split_between_two_parts() -> None:
    assert segments.count("a" * 65 + SMILE + "a" * 67).parts == 2
    assert segments.count("a" * 66 + SMILE + "a" * 66).parts == 3


@pytest.mark.parametrize(("length", "parts"), [(35, 1), (36, 2), (66, 2), (67, 3)])
def test_a_smiley_counts_twice(length: int, parts: int) -> None:
    assert segments.count(SMILE * length) == Segments("UCS-2", parts)


@pytest.mark.parametrize("letter", ["’", "“", "–", "…", "ê", "ś", "ا", "ਪ", "\u00a0", "\t", SMILE])
def test_a_single_character_outside_the_plain_set_makes_the_whole_text_dear(letter: str) -> None:
    text = "a" * 80 + letter
    assert segments.count(text) == Segments("UCS-2", 2)
    assert segments.dear_characters(text) == [(81, letter)]


@pytest.mark.parametrize("letter", ["'", '"', "£", "é", "à", "ñ", "\n", "@", "€", "[", "~"])
def test_plain_and_extension_characters_are_not_dear(letter: str) -> None:
    assert segments.dear_characters(letter) == []
    assert segments.count(letter).encoding == "GSM-7"


def test_dear_characters_are_counted_from_one_in_the_order_of_the_text() -> None:
    assert segments.dear_characters("“Hi” dad €") == [(1, "“"), (4, "”")]


def test_the_plain_set_holds_127_characters_and_the_extension_ten() -> None:
    """128 places, of which one is the escape."""
    assert (len(GSM_BASIC), len(GSM_EXTENDED)) == (127, 10)
    assert not GSM_BASIC & GSM_EXTENDED


@given(PLAIN)
def test_a_text_of_plain_characters_fills_each_part_up_to_the_last_place_but_one(text: str) -> None:
    units = sum(2 if c in GSM_EXTENDED else 1 for c in text)
    parts = segments.count(text).parts
    assert parts == 1 if units <= 160 else -(-units // 153) <= parts <= -(-units // 152)


@given(ANY)
def test_a_text_is_dear_exactly_when_it_holds_a_dear_character(text: str) -> None:
    assert (segments.count(text).encoding == "UCS-2") == bool(segments.dear_characters(text))


@given(PLAIN, st.sampled_from(sorted(GSM_BASIC | GSM_EXTENDED)))
def test_a_longer_text_never_costs_fewer_parts(text: str, letter: str) -> None:
    assert segments.count(text + letter).parts >= segments.count(text).parts
