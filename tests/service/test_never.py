"""What must never happen, looked for by Hypothesis in months of several men's lives, outages and odd clocks.

The judge is the simulated Twilio's record of what it accepted, and each man's own texts; our tables are asked only for
which journey a text was and for its dates. The five statements (docs/architecture.md):

1. No API call for a man starts after his STOP, LOSS, "not me" or a stop by someone else has committed, until he himself
   starts again; the answer to a STOP or LOSS is one text.
2. The API accepts each step at most once for a journey; an essential one whose receipt says that it did not arrive, at
   most three times.
3. A programme text is accepted inside his window by his local time and weekday, at most one a local day for each man.
4. No step that counts from a birth (age, corrected age, home) before he told us, since that journey began, of a birth.
5. On every quiet day (a whole local day of an active man on which his window opens, the worker runs, and neither he nor
   anything else interferes) that begins with an essential step open and untold, he gets exactly one programme text, and
   it is an essential one. So an essential step can only be put off by others, and never for more than twenty quiet days
   for each baby that he follows (days on which his phone was off not counted). One that had those days and closed untold has a successor told or still to come.
"""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from dadinfo.simulator.server import running_simulator
from tests.conftest import make_settings
from tests.service.never import NUMBERS, Man, World, back, deleted, joined, left, phone_is_off

EXAMPLES = int(os.environ.get("NEVER_EXAMPLES", "10"))
STEPS = 25
# Shrinking takes minutes; a story of 25 steps can be read as it is.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate, *((Phase.shrink,) if os.environ.get("NEVER_SHRINK") else ()))
STARTS = (
    datetime(2026, 3, 24, 12, tzinfo=UTC),  # the Tuesday before summer time
    datetime(2026, 6, 10, 17, 30, tzinfo=UTC),
    datetime(2026, 10, 21, 20, tzinfo=UTC),  # the Wednesday before it ends
    datetime(2026, 12, 29, 9, tzinfo=UTC),
    datetime(2028, 2, 26, 22, tzinfo=UTC),  # before a leap day
)
men = st.sampled_from(NUMBERS)


def said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class Never(RuleBasedStateMachine):
    """Men text, time passes, things break; after every step the record is judged."""

    world: World

    def man(self, number: str) -> Man:
        return self.world.men[number]

    @initialize(
        start=st.sampled_from(STARTS),
        expecting=st.integers(70, 300),
        age=st.integers(0, 400),
        doubt=st.sampled_from((None, "accept_then_drop", "dies before", "dies after")),
    )
    def two_men_join(self, start: datetime, expecting: int, age: int, doubt: str | None) -> None:
        """And how the first text to one of them ended may be in doubt."""
        self.world.reset(start)
        self._join(NUMBERS[0], expecting=expecting, twins=False)
        self._join(NUMBERS[1], age=age, twins=False)
        if doubt:
            self._one_in_doubt(doubt, None, NUMBERS[0])

    # Joining

    @rule(number=men, days=st.integers(60, 320), twins=st.booleans())
    def joins_expecting(self, number: str, days: int, twins: bool) -> None:
        self._join(number, expecting=days, twins=twins)

    @rule(number=men, days=st.one_of(st.integers(0, 60), st.integers(0, 740)), twins=st.booleans())
    def joins_born(self, number: str, days: int, twins: bool) -> None:
        self._join(number, age=days, twins=twins)

    def _join(self, number: str, *, twins: bool, expecting: int | None = None, age: int = 0) -> None:
        man, today = self.man(number), self.world.today
        word = " twins" if twins else ""
        if expecting is None:
            man.births.append(today)
            heard = self.world.text(man, f"DAD born {said(today - timedelta(days=age))}{word}")
        else:
            heard = self.world.text(man, f"DAD due {said(today + timedelta(days=280 - expecting))}{word}")
        joined(man, heard)

    @rule(number=men, days=st.integers(100, 270))
    def second_baby(self, number: str, days: int) -> None:
        self._dated(number, "DUE", self.world.today + timedelta(days=days))

    # Changes

    @rule(number=men, days=st.integers(0, 80), bare=st.booleans())
    def baby_is_born(self, number: str, days: int, bare: bool) -> None:
        """Early or late as it falls: the due date is whatever it was."""
        man = self.man(number)
        man.births.append(self.world.today)
        if bare:
            self.world.text(man, "BABY")
            if man.phase == "new":
                man.phase = "joining"
        else:
            self._dated(number, "BABY", self.world.today - timedelta(days=days))

    @rule(number=men)
    def baby_comes_home(self, number: str) -> None:
        self.world.text(self.man(number), "HOME")

    @rule(number=men, days=st.integers(-40, 40))
    def due_date_moves(self, number: str, days: int) -> None:
        dad = self.world.house.dad(number)
        due = next((j.due_date for j in reversed(dad.journeys) if j.due_date), None) if dad else None
        self._dated(number, "DUE", (due or self.world.today) + timedelta(days=days))

    def _dated(self, number: str, word: str, day: date) -> None:
        joined(self.man(number), self.world.text(self.man(number), f"{word} {said(day)}"))

    @rule(number=men, window=st.sampled_from(("EVENING", "MORNING", "NIGHT", "WEEKEND")))
    def window_changes(self, number: str, window: str) -> None:
        if any(words.startswith("Done.") for words in self.world.text(self.man(number), window)):
            self.man(number).window = window.lower()

    # Leaving and coming back

    @rule(number=men, words=st.sampled_from(("STOP", "Stop.", "please stop texting me")))
    def stops(self, number: str, words: str) -> None:
        self._leaves(number, words, lost=False)

    @rule(number=men, words=st.sampled_from(("LOSS", "we lost the baby")))
    def loses_the_baby(self, number: str, words: str) -> None:
        self._leaves(number, words, lost=True)

    def _leaves(self, number: str, words: str, *, lost: bool) -> None:
        heard = self.world.text(self.man(number), words)
        left(self.man(number), lost=lost, free=words[0].islower())
        assert len(heard) == 1, f"1: {words!r} is answered by one text, not {heard}"

    @rule(number=men)
    def says_wrong(self, number: str) -> None:
        man = self.man(number)
        man.phase, man.before = man.before or man.phase, ""
        self.world.text(man, "WRONG")

    @rule(number=men, words=st.sampled_from(("START", "DAD", "start again", "YES")))
    def starts(self, number: str, words: str) -> None:
        if words != "YES":  # that is for one who is held
            back(self.man(number))
        self.world.text(self.man(number), words)

    @rule(number=men)
    def not_me(self, number: str) -> None:
        heard = self.world.text(self.man(number), "not me")
        deleted(self.man(number))
        assert len(heard) == 1, f"1: one confirmation, not {heard}"

    @rule(number=men)
    def someone_else_stops_him(self, number: str) -> None:
        count = self.world.exchange.count
        page = self.world.house.client.post("/stop", data={"number": number})
        assert self.world.exchange.count == count, "1: a stop by someone else is silent"
        has_left = self.man(number).phase in ("stopped", "lost")
        if page.status_code == 200 and not has_left:  # else throttled, or nothing to change: he may still say WRONG
            left(self.man(number), lost=False, free=False)
        self.man(number).story.append(f"someone stops him: {page.status_code}")

    @rule(number=men, words=st.sampled_from(("CRY", "asdf qwer", "thanks", "HELP", "what time is it", "MENU")))
    def says(self, number: str, words: str) -> None:
        assert self.world.text(self.man(number), words), f"{words!r} was not answered"

    @rule()
    def webhook_is_repeated(self) -> None:
        if self.world.last_text:
            number, words, sid, before = self.world.last_text
            heard = self.world.text(self.man(number), words, sid=sid)
            assert heard in (before, []), f"{words!r} again got {heard}, not {before}"  # after a day it is forgotten
            self.world.last_text = (number, words, sid, before)

    # Time

    @rule(minutes=st.integers(1, 240))
    def minutes_pass(self, minutes: int) -> None:
        self.world.live(timedelta(minutes=minutes))

    @rule(hours=st.integers(4, 240))
    def days_pass(self, hours: int) -> None:
        self.world.live(timedelta(hours=hours))

    @rule(weeks=st.integers(2, 7))
    def weeks_pass(self, weeks: int) -> None:
        self.world.live(timedelta(weeks=weeks))

    @rule(hours=st.one_of(st.integers(1, 50), st.integers(1, 300)))
    def worker_is_down(self, hours: int) -> None:
        """Back at any hour of the day or night, with all that was late."""
        self.world.sleep(timedelta(hours=hours))
        self.world.tick()

    @rule(ahead=st.sampled_from((-60, 0, 60)))
    def clock_steps(self, ahead: int) -> None:
        step = timedelta(minutes=ahead) - self.world.ahead
        self.world.ahead += step
        self.world.house.now += step

    # Trouble

    @rule(
        kind=st.sampled_from(("429", "500", "accept_then_drop", "timeout")), count=st.integers(1, 3), late=st.booleans()
    )
    def gateway_is_ill(self, kind: str, count: int, late: bool) -> None:
        """With `late`, no receipt tells us what its answer did not: only its list does."""
        self.world.until_next_text()
        self.world.late_receipts = late
        self.world.exchange.faults.plan(kind, count=count, seconds=0.01)
        self.world.tick()
        self.world.sleep(timedelta(minutes=11))
        self.world.tick()

    @rule(
        how=st.sampled_from(("accept_then_drop", "timeout", "dies before", "dies after")),
        words=st.sampled_from((None, "HOME", "CRY", "STOP", "START")),
        number=men,
    )
    def text_is_in_doubt(self, how: str, words: str | None, number: str) -> None:
        """Nobody recorded how a call ended, no receipt comes, and only Twilio's list can tell; he may text meanwhile."""
        self._one_in_doubt(how, words, number)

    def _one_in_doubt(self, how: str, words: str | None, number: str) -> None:
        self.world.until_next_text()
        self.world.late_receipts = True
        if how.startswith("dies"):
            self.world.wire.plans = [how]
        else:
            self.world.exchange.faults.plan(how, seconds=0.01)
        self.world.tick()
        self.world.wire.plans = []
        if words == "STOP":
            self._leaves(number, words, lost=False)
        elif words == "START":
            back(self.man(number))
            self.world.text(self.man(number), words)
        elif words:
            self.world.text(self.man(number), words)
        self.world.sleep(timedelta(minutes=11))
        self.world.tick()

    @rule(count=st.integers(1, 3), minutes=st.integers(5, 300))
    def list_cannot_be_read(self, count: int, minutes: int) -> None:
        self.world.sleep(timedelta(minutes=minutes))
        self.world.exchange.faults.plan("500", count=count, on="list")
        self.world.tick()

    @rule(
        plan=st.sampled_from(("dies before", "dies after")),
        minutes=st.one_of(st.integers(11, 60), st.integers(1, 1500)),
        skip=st.integers(0, 1),
        late=st.booleans(),
    )
    def worker_dies(self, plan: str, minutes: int, skip: int, late: bool) -> None:
        """In the middle of sending; the next one starts later."""
        self.world.until_next_text()
        self.world.late_receipts = late
        self.world.wire.plans = [*[None] * skip, plan]
        self.world.tick()
        self.world.wire.plans = []
        self.world.sleep(timedelta(minutes=minutes))
        self.world.tick()

    @rule(minutes=st.integers(0, 3000))
    def worker_dies_between_fill_and_post(self, minutes: int) -> None:
        self.world.until_next_text()
        self.world.fill_only()
        self.world.sleep(timedelta(minutes=minutes))

    @rule(plan=st.sampled_from((None, "dies after")))
    def he_stops_during_the_call(self, plan: str | None) -> None:
        self.world.until_next_text()
        self.world.wire.plans = ["he texts", plan]
        self.world.tick()
        self.world.wire.plans = []

    @rule(duplicate=st.booleans(), reverse=st.booleans(), late=st.booleans())
    def receipts_are_unruly(self, duplicate: bool, reverse: bool, late: bool) -> None:
        faults = self.world.exchange.faults
        faults.duplicate_callbacks, faults.reverse_callbacks = duplicate, reverse
        self.world.until_next_text()
        self.world.late_receipts = late
        self.world.tick()

    @rule(number=men, off=st.booleans())
    def phone_goes_off_or_on(self, number: str, off: bool) -> None:
        phone_is_off(self.world, self.man(number), off=off)

    def teardown(self) -> None:
        """Forty healthy days, and nobody lacks what he must be told."""
        if not self.world.is_broken:
            self.world.live(timedelta(days=40))
            self.world.check_end()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    with running_simulator() as (exchange, url):
        # One call at a time, so that an example always runs the same way.
        made = World(make_settings(database_url, tmp_path, url, send_concurrency=1), exchange)
        yield made
        made.house.service.database.dispose()


def test_never(world: World) -> None:
    machine = type("Never", (Never,), {"world": world})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            phases=PHASES,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
