"""The book for reviewers, the list of requirements, and the six topics that every dad is told."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from dadinfo.content import book, coverage, library, render
from dadinfo.content.languages import ENGLISH
from dadinfo.content.model import COMPULSORY_TOPICS
from tests.rules.test_preview import life

ROOT = Path(__file__).parents[2]
LIBRARY = library.load(ROOT / "content")
FOUND, _ = library.find(ROOT / "content")
HTML = book.html(LIBRARY, FOUND, LIBRARY.english)


def test_the_book_holds_every_step_answer_and_page_once() -> None:
    for one in [*(step.id for step in LIBRARY.steps if step), *LIBRARY.replies]:
        assert HTML.count(f'id="{one}"') == 1, one
    for page in LIBRARY.pages:
        assert HTML.count(f'id="page-{page}"') == 1, page


def test_the_book_says_that_nothing_is_approved_and_leaves_no_placeholder() -> None:
    assert "Nothing in this book is approved yet." in HTML
    assert "{fact:" not in HTML
    assert "{helpline:" not in HTML
    assert "{line:" not in HTML
    assert "<!-- R" not in HTML


def test_the_table_for_translators_holds_the_words_of_every_text() -> None:
    rows = list(csv.DictReader(io.StringIO(book.table(FOUND, ENGLISH, lambda *_: None))))
    ids = {row["id"] for row in rows}
    assert {f"step:{step.id}" for step in LIBRARY.steps if step} <= ids
    assert {f"page:{page}" for page in LIBRARY.pages} <= ids
    assert {f"helpline:{line}" for line in LIBRARY.helplines} <= ids


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        ("24/7", "day and night"),
        ("Mo-Fr 10:00-17:00", "Monday to Friday, 10am to 5pm"),
        ("Mo-Su 17:00-24:00", "every day, 5pm to midnight"),
        ("Mo-Fr 09:00-20:00; Sa-Su 11:00-16:30", "Monday to Friday, 9am to 8pm; Saturday to Sunday, 11am to 4.30pm"),
        ("Mo,Fr 10:00-15:00", "Mo,Fr 10:00-15:00"),
    ],
)
def test_opening_hours_are_said_in_words(hours: str, words: str) -> None:
    assert render.opening_words(hours, LIBRARY.english) == words


def test_a_page_lets_no_html_through() -> None:
    assert "<script>" not in render.page(
        "<script>alert(1)</script>\n\n::: emergency Call 999 if\n- x\n:::\n", LIBRARY.english
    )


def test_the_list_of_requirements_is_up_to_date() -> None:
    written = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
    assert written == coverage.listing(FOUND), "run: dadinfo content coverage --list > docs/requirements.md"


SHAPES = {
    "term": {"born": timedelta()},
    "born at 30 weeks": {"born": -timedelta(70)},
    "born late": {"born": timedelta(13)},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_dad_who_joins_before_the_first_birthday_is_told_all_six_topics(shape: str) -> None:
    for joined in range(-28 * 7, 330, 11):
        told = {one.step.topic for one in life(timedelta(joined), **SHAPES[shape])}
        assert set(COMPULSORY_TOPICS) <= told, joined
