"""Which words reach him: those of his own circumstances, and only approved ones where that is required."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dadinfo.content import approvals
from dadinfo.content.approvals import Approval
from dadinfo.programme.stage import Circumstances
from dadinfo.programme.timetable import Timetable
from dadinfo.simulator.messages import Exchange
from dadinfo.web.health import unapproved
from tests.conftest import make_settings
from tests.house import House


def test_young_is_chosen_by_text_and_never_asked(house: House) -> None:
    house.text("DAD")
    house.text("20 weeks")
    assert house.dad().young is False  # type: ignore[union-attr]
    (heard,) = house.text("YOUNG")
    assert house.dad().young is True  # type: ignore[union-attr]
    assert "?" not in heard


def test_the_law_of_his_nation_comes_before_his_other_circumstances(house: House) -> None:
    step = next(s for s in house.service.library.steps if s and {"scotland", "twins"} <= s.variants.keys())
    house.text("DAD")
    house.text("20 weeks")
    dates = house.journey().dates._replace(twins=True)
    today = house.service.rules.today(house.now)
    words = house.service.rules.timetable.words
    assert words(step, dates, today, Circumstances()) == step.variants["twins"]
    assert words(step, dates, today, Circumstances("scotland", "apart", young=True)) == step.variants["scotland"]


def test_a_dad_in_scotland_gets_the_words_for_scotland(house: House) -> None:
    house.text("DAD")
    house.text("12 weeks")
    with house.service.database.begin() as session:
        session.get_one(type(house.dad()), house.dad().id).nation = "scotland"  # type: ignore[union-attr]
    house.go(timedelta(weeks=30))
    theirs = {s.variants["scotland"] for s in house.service.library.steps if s and "scotland" in s.variants}
    assert theirs & {message.body for message in house.received()}


@pytest.fixture
def strict(database_url: str, exchange: Exchange, simulator: tuple[Exchange, str], tmp_path: Path) -> Iterator[House]:
    """A service that sends only what is approved, which is nothing yet."""
    made = House(make_settings(database_url, tmp_path, simulator[1], require_approval=True), exchange)
    yield made
    made.service.database.dispose()


def test_an_unapproved_programme_text_waits_while_answers_go(strict: House) -> None:
    strict.text("DAD")
    assert strict.text("20 weeks")
    strict.go(timedelta(weeks=4))
    assert strict.programme() == []
    assert "999" in " ".join(strict.text("CRY"))
    assert "programme texts are not approved and wait" in unapproved(strict.service)[0]


def test_once_approved_it_goes_if_it_is_not_too_late(strict: House) -> None:
    strict.text("DAD")
    strict.text("20 weeks")
    strict.go(timedelta(weeks=1))
    service = strict.service
    ledger = tuple(
        Approval(approvals.digest(step), step.id, "en", role, "A Tester", "2026-11-22")
        for step in service.library.steps if step for role in approvals.wanted(step)
    )  # fmt: skip
    library = replace(service.library, ledger=ledger)
    withheld = frozenset(library.unapproved())
    rules = replace(service.rules, timetable=Timetable(library, service.settings.zone, withheld))
    strict.service = strict.app.extensions["dadinfo"] = replace(service, library=library, rules=rules)
    strict.text("MORNING")
    strict.go(timedelta(weeks=1))
    assert strict.programme()
