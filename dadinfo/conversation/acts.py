"""What each text does: danger is answered and a stop obeyed at once, then the open question, then the word he sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from dadinfo import lifecycle
from dadinfo.content.model import Step
from dadinfo.conversation import answers, dates
from dadinfo.conversation.dates import Found
from dadinfo.conversation.intent import Reading
from dadinfo.db.encrypted import Keys
from dadinfo.db.people import Dad
from dadinfo.lifecycle import Rules
from dadinfo.programme import stage
from dadinfo.programme.stage import Dates
from dadinfo.subscribers import changes, enrol, erase


@dataclass(frozen=True, slots=True)
class Answer:
    """Reply ids with what fills them, in order; then the steps of a welcome with the dates that they are for."""

    replies: list[tuple[str, Mapping[str, str | date]]] = field(default_factory=list)
    welcome: list[Step] = field(default_factory=list)
    dates: Dates | None = None


@dataclass(slots=True)
class Turn:
    """One text being acted on."""

    session: Session
    rules: Rules
    keys: Keys
    number: str
    dad: Dad | None
    reading: Reading
    now: datetime

    @property
    def today(self) -> date:
        return self.rules.today(self.now)

    @property
    def is_active(self) -> bool:
        return self.dad is not None and self.dad.state == "active"

    @property
    def is_following(self) -> bool:
        """Active, with a journey that has not come to its end."""
        return self.is_active and self.dad is not None and any(j.state == "active" for j in self.dad.journeys)


def act(
    session: Session, rules: Rules, keys: Keys, number: str, dad: Dad | None, reading: Reading, now: datetime
) -> tuple[Answer, Dad | None]:
    """Change what the text asks for. The answer, and the dad as he is known afterwards."""
    turn = Turn(session, rules, keys, number, dad, reading, now)
    if dad and dad.gentle_from:  # any word of his ends the texts after a loss
        rules.journal.append(dad.number_hash, now)
        lifecycle.end_gentle(dad)
    answer = _ACTS.get(reading.intent, _keyword)(turn)
    urgent = answers.to_risk(reading.risk)
    if urgent:
        told_too = answer.welcome or reading.intent in ("stop", "loss", "wrong_number")
        answer = Answer([(urgent, {}), *(answer.replies if told_too else [])], answer.welcome, answer.dates)
    return answer, turn.dad


def to_stranger(reading: Reading, fault: str) -> Answer:
    """A text from a number that cannot join: urgent ones are answered, others told why; machines get nothing."""
    urgent = answers.to_risk(reading.risk)
    if urgent:
        return _say(urgent)
    if fault == "malformed":
        return Answer()
    if reading.intent in ("stop", "wrong_number"):
        return _say("stop_unknown")
    if reading.intent == "loss":
        return _say("loss_unknown")
    return _say("foreign" if fault == "foreign" else "not_a_mobile")


def _say(reply: str, **values: str | date) -> Answer:
    return Answer([(reply, values)])


def _stop(turn: Turn) -> Answer:
    if turn.dad is None:
        turn.dad = enrol.add(turn.session, turn.keys, turn.number, turn.now, state="stopped")
        turn.rules.journal.append(turn.dad.number_hash, turn.now)
        return _say("stop_unknown")
    if turn.dad.state == "lost":
        return _say("after_loss_any")
    lifecycle.stop(turn.session, turn.rules, turn.dad, turn.now, undoable=turn.reading.free)
    return _say("stop_undoable" if turn.dad.undo else "stop")


def _loss(turn: Turn) -> Answer:
    if turn.dad is None:
        turn.dad = enrol.add(turn.session, turn.keys, turn.number, turn.now, state="lost")
        turn.rules.journal.append(turn.dad.number_hash, turn.now)
        return _say("loss_unknown")
    lifecycle.loss(turn.session, turn.rules, turn.dad, turn.now, undoable=turn.reading.free)
    if not turn.dad.undo:
        return _say("loss")
    told = turn.reading.risk.detail if turn.reading.risk.group == "loss" else frozenset[str]()
    return _say("bereaved" if "mother" in told else "taken" if "taken" in told else "loss_undoable")


def _undo(turn: Turn) -> Answer:
    done = turn.dad is not None and lifecycle.undo(
        turn.session, turn.rules, turn.dad, turn.now, turn.keys.seal(turn.number)
    )
    return _say("undone" if done else "undo_nothing")


def _wrong_number(turn: Turn) -> Answer:
    if turn.dad:
        erase.erase(turn.session, turn.rules.journal, turn.dad, turn.now)
        turn.dad = None
    return _say("wrong_number")


def _join(turn: Turn) -> Answer:
    if turn.is_following and turn.dad and turn.dad.asked != "due_or_birth":
        return _say("already_joined")
    if turn.dad and turn.dad.state in ("stopped", "held") and not turn.reading.found:
        return _start(turn)
    _open_joining(turn)
    return _joining_date(turn)


def _start(turn: Turn) -> Answer:
    """START, or YES after a hold: a stopped programme goes on; after a loss or an ending it is a new joining."""
    if turn.is_following:
        return _say("already_joined")
    if turn.dad is None or turn.dad.state not in ("stopped", "held"):
        return _join_anew(turn)
    if lifecycle.start(turn.session, turn.rules, turn.dad, turn.now, turn.keys.seal(turn.number)):
        return _say("start")
    return _join_anew(turn)


def _join_anew(turn: Turn) -> Answer:
    _open_joining(turn)
    return _joining_date(turn)


def _open_joining(turn: Turn) -> None:
    if turn.dad is None:
        turn.dad = enrol.add(turn.session, turn.keys, turn.number, turn.now)
    elif turn.dad.state not in ("active", "joining"):
        enrol.rejoin(turn.dad, turn.keys, turn.number, turn.now)
    turn.dad.asked = "due_or_birth"


def _joining_date(turn: Turn) -> Answer:
    """Activate him if he gave a date that can be, else ask for it."""
    found, dad = turn.reading.found, turn.dad
    if dad is None or found is None:
        return _say("join_ask")
    if found.day is None or found.kind not in ("due", "birth"):
        return _ask_again(turn, found)
    due, born = (found.day, None) if found.kind == "due" else (None, found.day)
    welcome = enrol.activate(turn.session, turn.rules, dad, turn.now, due=due, born=born, twins=found.twins)
    said = _say("joined_expecting", due_date=due) if due else _say("joined_born", birth_date=found.day)
    return Answer(said.replies, welcome, dad.journeys[-1].dates)


def _ask_again(turn: Turn, found: Found | None) -> Answer:
    reply = "date_impossible" if found and found.kind == "impossible" else "date_unclear"
    return _say(reply, example=dates.example(turn.today))


def _reopen(turn: Turn) -> None:
    """News of the baby from a number on hold is as good as his YES."""
    if turn.dad and turn.dad.state == "held":
        lifecycle.start(turn.session, turn.rules, turn.dad, turn.now, turn.keys.seal(turn.number))


def _news_from_outside(turn: Turn) -> Answer:
    """News of a baby from one who gets no texts: only a word of ours opens a joining, never a plain sentence."""
    if turn.dad is None:
        return _keyword(turn) if turn.reading.free else _join(turn)
    return _keyword(turn) if turn.dad.state in ("stopped", "lost") else _join(turn)


def _baby_born(turn: Turn) -> Answer:
    _reopen(turn)
    dad, found = turn.dad, turn.reading.found
    if dad is None or not turn.is_following:
        return _news_from_outside(turn)
    here = changes.followed(dad) if changes.expected(dad) is None else None
    known = here.birth_date if here else None  # BABY alone again: the day that he gave holds
    born = found.day if found and found.kind in ("birth", "due") else None if found else known or turn.today
    journey = None
    if born and born <= turn.today:
        journey = changes.report_birth(turn.session, turn.rules, dad, born, turn.now, twins=bool(found and found.twins))
    if journey is None or born is None:
        dad.asked = "birth"
        return _say(
            "date_unclear" if found and found.kind == "unclear" else "date_impossible",
            example=dates.example(turn.today),
        )
    dad.asked = None
    early = stage.is_early(journey.dates) and stage.in_hospital(journey.dates, turn.today)
    return _say("baby_born_early" if early else "baby_born", birth_date=born)


def _due(turn: Turn) -> Answer:
    _reopen(turn)
    dad, found = turn.dad, turn.reading.found
    if dad is None or not turn.is_following:
        return _news_from_outside(turn)
    if found is None or found.day is None:
        dad.asked = "due"
        return _ask_again(turn, found)
    if changes.is_another_baby(dad, found.day):
        enrol.activate(turn.session, turn.rules, dad, turn.now, due=found.day, born=None, twins=found.twins)
        return _say("second_baby", due_date=found.day)
    if changes.move_due(turn.session, turn.rules, dad, found.day, turn.now) is None:
        dad.asked = "due"
        return _say("date_impossible", example=dates.example(turn.today))
    dad.asked = None
    return _say("due_changed", due_date=found.day)


def _home(turn: Turn) -> Answer:
    _reopen(turn)
    if turn.dad is None or not turn.is_active:
        return _keyword(turn)
    if changes.report_home(turn.session, turn.rules, turn.dad, turn.now):
        return _say("home_set")
    turn.dad.asked = "birth"
    return _ask_again(turn, None)


def _window(turn: Turn) -> Answer:
    if turn.dad is None or not turn.is_active or turn.reading.window is None:
        return _keyword(turn)
    changes.choose_window(turn.session, turn.rules, turn.dad, turn.reading.window, turn.now)
    return _say("window_set", window=f"window_{turn.reading.window}")


def _yes(turn: Turn) -> Answer:
    return _start(turn) if turn.dad and turn.dad.state == "held" else _keyword(turn)


def _young(turn: Turn) -> Answer:
    """He chose young dads' words; nobody asks his age."""
    if turn.dad and turn.is_active:
        turn.dad.young = True
    return _keyword(turn)


def _gentle(turn: Turn) -> Answer:
    """After a loss, the few texts for him: only by the word that the page about loss shows, once they are approved."""
    if turn.dad is None or turn.dad.state != "lost" or not turn.rules.timetable.library.gentle_is_on():
        return _keyword(turn)
    lifecycle.begin_gentle(turn.rules, turn.dad, turn.now, turn.keys.seal(turn.number))
    return _say("gentle")


def _keyword(turn: Turn) -> Answer:
    """A word that only wants an answer, or a text that we cannot read."""
    reply = answers.KEYWORD_REPLIES.get(turn.reading.intent)
    if turn.dad and turn.dad.asked and reply is None:
        return _ask_again(turn, turn.reading.found)
    if turn.dad and turn.dad.state == "lost" and reply is None:
        return _say("after_loss_any")
    if turn.dad and turn.dad.state == "stopped" and reply in (None, "thanks"):
        return _say("stopped_thanks")
    return _say(reply or "fallback")


_ACTS: Mapping[str, Callable[[Turn], Answer]] = {
    "stop": _stop, "loss": _loss, "undo": _undo, "wrong_number": _wrong_number, "join": _join, "start": _start,
    "baby_born": _baby_born, "due_changed": _due, "home": _home, "window": _window, "yes": _yes, "young": _young,
    "gentle": _gentle,
}  # fmt: skip
