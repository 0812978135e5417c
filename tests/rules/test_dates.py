"""Which dates are read from a dad's words, and which numbers are no dates."""

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.conversation.dates import Found, example, read

TODAY = date(2026, 11, 10)  # a Tuesday
MARCH = date(2027, 3, 14)
JUST_A_DATE = (
    """14/3/27|14.03.2027|14-3-27|14th of March 2027|march 14|14 mar|14 march|14 march 27|2027-03-14|14 3 27"""
)
DUE = {
    "20 weeks": date(2027, 3, 30), "im 20 weeks": date(2027, 3, 30), "twenty weeks": date(2027, 3, 30),
    "she's 20 weeks gone": date(2027, 3, 30), "she's 20 weeks pregnant": date(2027, 3, 30), "20+3": date(2027, 3, 27),
    "20w3d": date(2027, 3, 27), "20 weeks 3 days": date(2027, 3, 27), "twenty-one weeks": date(2027, 3, 23),
    "due in 6 weeks": date(2026, 12, 22), "due 3 march": date(2027, 3, 3), "she's due on the 14th": date(2026, 11, 14),
    "DUE 14 march": MARCH, "due today": TODAY, "due 30 october": date(2026, 10, 30),
}  # fmt: skip
BIRTH = {
    "3 weeks old": date(2026, 10, 20), "5 days old": date(2026, 11, 5), "8 month old": date(2026, 3, 10),
    "a week old": date(2026, 11, 3), "born yesterday": date(2026, 11, 9), "born today": TODAY,
    "born last friday": date(2026, 11, 6), "born 3 weeks ago": date(2026, 10, 20), "BORN 12 MAR": date(2026, 3, 12),
    "BABY 12 MAR": date(2026, 3, 12), "baby was born on sunday": date(2026, 11, 8),
    "she had the baby this morning": TODAY, "born yesterday at 10.15, due 3 march": date(2026, 11, 9),
    "born at 36 weeks on 3 nov": date(2026, 11, 3), "born 3 weeks early on 3rd nov": date(2026, 11, 3),
    "gave birth to a boy yesterday": date(2026, 11, 9),
}  # fmt: skip
NOT_A_DATE = """
see you at 14.30|3/4 of the bottle|10/10|he took 4 oz|07700 900123|14.30|£12.50|today|had a bad day yesterday
scan at 20 weeks
crying for 6 weeks|baby crying today|jabs due 14 march|may|3 weeks|vaccines at 8 weeks old|i was born 12 march|🎂|hello
my wife is pregnant and had a bad day yesterday|بچہ رو رہا ہے|{due}|'; DROP TABLE dads;--|baby 3 days constipated
"""


def each(table: str) -> list[str]:
    return [text for line in table.strip().split("\n") for text in line.split("|")]


@pytest.mark.parametrize("asked", [None, "due", "due_or_birth"])
@pytest.mark.parametrize("text", each(JUST_A_DATE))
def test_a_bare_date_ahead_is_a_due_date(text, asked):
    assert read(text, TODAY, asked=asked) == Found("due", MARCH)


@pytest.mark.parametrize("asked", [None, "due_or_birth"])
@pytest.mark.parametrize(("text", "day"), DUE.items())
def test_due_dates(text, day, asked):
    assert read(text, TODAY, asked=asked) == Found("due", day)


@pytest.mark.parametrize("asked", [None, "due", "birth", "due_or_birth"])
@pytest.mark.parametrize(("text", "day"), BIRTH.items())
def test_births(text, day, asked):
    assert read(text, TODAY, asked=asked) == Found("birth", day)


@pytest.mark.parametrize("text", [*each(NOT_A_DATE), "", " ", "\x00", "a" * 1600])
def test_what_is_no_date_is_not_read_unasked(text):
    assert read(text, TODAY, asked=None) is None


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("today", "due_or_birth", Found("birth", TODAY)),
        ("yesterday", "due_or_birth", Found("birth", date(2026, 11, 9))),
        ("last tuesday", "due_or_birth", Found("birth", date(2026, 11, 3))),
        ("tuesday", "due_or_birth", Found("unclear")),
        ("tuesday", "birth", Found("birth", TODAY)),
        ("30 october", "due_or_birth", Found("birth", date(2026, 10, 30))),
        ("30 october", "due", Found("due", date(2026, 10, 30))),
        ("14 march", "birth", Found("birth", date(2026, 3, 14))),
        ("20 weeks", "birth", Found("birth", date(2026, 6, 23))),
        ("3 weeks", "due_or_birth", Found("unclear")),
        ("5 days", "due_or_birth", Found("unclear")),
        ("5 days", "birth", Found("birth", date(2026, 11, 5))),
        ("may", "due_or_birth", Found("unclear")),
        ("5 months pregnant", None, Found("unclear")),
        ("14/3", "due_or_birth", Found("due", MARCH)),
    ],
)
def test_our_question_settles_what_a_bare_date_means(text, asked, found):
    assert read(text, TODAY, asked=asked) == found


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("31/2/27", "due"), ("31/2/27", None), ("29/2/28", "due_or_birth"), ("14/3/29", "due_or_birth"),
        ("due 28/9/26", None),
        ("born 14/3/27", None), ("born 8/11/24", None), ("tomorrow", "birth"),
        ("43 weeks", "due_or_birth"), ("20+9", "due"),
        ("3 years old", None), ("999 years old", None), ("0000-01-01", "due"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_impossible(text, asked):
    assert read(text, TODAY, asked=asked) == Found("impossible")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("due 29/9/26", "due"),
        ("due 6/9/27", "due"),
        ("due 7/9/27", "impossible"),
        ("born 9/11/24", "birth"),
        ("42 weeks", "due"),
    ],
)
def test_the_limits_themselves(text, kind):
    assert read(text, TODAY, asked="due_or_birth").kind == kind


@pytest.mark.parametrize("text", ["twins due 14 march", "14 march, triplets", "due 14 march its twins!"])
def test_twins_are_noticed(text):
    assert read(text, TODAY, asked="due_or_birth") == Found("due", MARCH, twins=True)


def test_the_29th_of_february_is_the_last_one():
    assert read("born 29 feb", date(2028, 3, 10), asked=None) == Found("birth", date(2028, 2, 29))
    assert read("born 31/12", date(2027, 1, 1), asked=None) == Found("birth", date(2026, 12, 31))
    assert read("1 month old", date(2027, 3, 31), asked=None) == Found("birth", date(2027, 2, 28))


@given(st.dates(date(2024, 1, 1), date(2040, 1, 1)))
def test_our_own_example_is_always_read_as_a_due_date(today):
    assert read(example(today), today, asked="due_or_birth") == Found("due", today + timedelta(days=120))


@given(st.text(max_size=1600), st.sampled_from([None, "due_or_birth", "due", "birth"]))
def test_no_text_breaks_it(text, asked):
    found = read(text, TODAY, asked=asked)
    assert found is None or found.kind in ("due", "birth", "unclear", "impossible")


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "31",
                "20",
                "14/3",
                "999",
                "0000",
                "weeks",
                "old",
                "ago",
                "born",
                "due",
                "march",
                "in",
                "+",
                ".",
                "the",
                "last",
                "sunday",
                "29",
                "feb",
                "27",
            ]
        ),
        max_size=12,
    )
)
def test_no_jumble_of_the_words_breaks_it(words):
    for asked in (None, "due_or_birth", "due", "birth"):
        found = read(" ".join(words), TODAY, asked=asked)
        assert found is None or (found.day is None) == (found.kind in ("unclear", "impossible"))


@pytest.mark.parametrize(
    "unit", ["a", "1/", "20 weeks ", "9", " ", "due ", "1 1 ", "in 1", "twenty one ", "14 march ", "born 1."]
)
def test_the_longest_text_takes_milliseconds(unit):
    text = (unit * 1600)[:1600]
    spent = []
    for _ in range(5):
        start = time.perf_counter()
        read(text, TODAY, asked="due_or_birth")
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.01
