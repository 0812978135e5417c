"""The journal of stops: what was acknowledged is there, in order, and a loss of it is noticed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.journal import JournalShort, StopJournal

NOW = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
HASHES = [c * 64 for c in "abc"]


@pytest.fixture
def journal(tmp_path: Path) -> StopJournal:
    return StopJournal(tmp_path / "kept" / "apart" / "stops.journal")


def test_stops_are_read_back_in_the_order_in_which_they_came(journal: StopJournal) -> None:
    for i, one in enumerate(HASHES):
        journal.append(one, NOW + timedelta(minutes=i))
    entries, offset = journal.since(0)
    assert entries == [(one, NOW + timedelta(minutes=i)) for i, one in enumerate(HASHES)]
    assert offset == journal.size()


def test_what_was_read_is_not_read_again(journal: StopJournal) -> None:
    journal.append(HASHES[0], NOW)
    _, offset = journal.since(0)
    assert journal.since(offset) == ([], offset)
    journal.append(HASHES[1], NOW)
    entries, behind = journal.since(offset)
    assert entries == [(HASHES[1], NOW)]
    assert behind == journal.size()


def test_a_journal_that_nobody_wrote_to_yet_is_empty(journal: StopJournal) -> None:
    assert journal.size() == 0
    assert journal.since(0) == ([], 0)


def test_a_last_line_half_written_is_read_once_it_is_whole(journal: StopJournal) -> None:
    journal.append(HASHES[0], NOW)
    journal.append(HASHES[1], NOW)
    whole = journal.path.read_bytes()
    journal.path.write_bytes(whole[:-10])
    entries, offset = journal.since(0)
    assert entries == [(HASHES[0], NOW)]
    journal.path.write_bytes(whole)
    assert journal.since(offset) == ([(HASHES[1], NOW)], len(whole))


def test_a_line_cut_by_a_full_disk_does_not_swallow_the_next_stop(journal: StopJournal) -> None:
    journal.append(HASHES[0], NOW)
    journal.append(HASHES[1], NOW)
    journal.path.write_bytes(journal.path.read_bytes()[:-10])
    journal.append(HASHES[2], NOW)
    assert [one for one, _ in journal.since(0)[0]] == [HASHES[0], HASHES[2]]


@pytest.mark.parametrize("left", [0, 1, 60])
def test_a_journal_shorter_than_remembered_is_refused(journal: StopJournal, left: int) -> None:
    journal.append(HASHES[0], NOW)
    _, offset = journal.since(0)
    journal.path.write_bytes(journal.path.read_bytes()[:left])
    with pytest.raises(JournalShort, match="is shorter than the database remembers; put the newest copy back"):
        journal.since(offset)


def test_a_journal_that_is_gone_is_refused(journal: StopJournal) -> None:
    with pytest.raises(JournalShort):
        journal.since(1)


def test_only_the_service_may_read_the_journal_and_it_does_not_tell_a_stop_from_a_loss(journal: StopJournal) -> None:
    journal.append(HASHES[0], NOW)
    assert journal.path.stat().st_mode & 0o777 == 0o600
    assert journal.path.read_text() == f'{{"at": "2027-03-28T01:30:00+00:00", "number": "{HASHES[0]}"}}\n'


@given(st.lists(st.sampled_from(HASHES), max_size=6), st.lists(st.sampled_from(HASHES), max_size=6))
def test_reading_in_two_goes_gives_the_same_as_reading_at_once(
    tmp_path_factory: pytest.TempPathFactory, first: list[str], second: list[str]
) -> None:
    journal = StopJournal(tmp_path_factory.mktemp("journal") / "stops.journal")
    for one in first:
        journal.append(one, NOW)
    before, offset = journal.since(0)
    for one in second:
        journal.append(one, NOW)
    after, _ = journal.since(offset)
    assert before + after == journal.since(0)[0] == [(one, NOW) for one in first + second]
