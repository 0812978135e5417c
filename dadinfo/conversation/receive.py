"""A text comes in: taken once, acted on, answered, all in one transaction; its words are never written down."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dadinfo.content.library import Library
from dadinfo.conversation import acts, answers, intent
from dadinfo.conversation.acts import Answer
from dadinfo.conversation.intent import Reading
from dadinfo.conversation.risk import Ears
from dadinfo.db.base import Database
from dadinfo.db.encrypted import Keys
from dadinfo.db.events import Event
from dadinfo.db.messages import DELIVERIES, ESSENTIAL, INBOUNDS
from dadinfo.db.people import Dad
from dadinfo.lifecycle import Rules
from dadinfo.programme.stage import Circumstances
from dadinfo.sms import phone, text
from dadinfo.subscribers import enrol

MOST_TEXTS = 3
HEARD_LATELY = timedelta(hours=1)  # closer than this is not worth a row written
_EARLIER = select(INBOUNDS.c.answer).where(INBOUNDS.c.message_sid == bindparam("sid"))
_HAND_OVER = insert(DELIVERIES).returning(DELIVERIES.c.id, sort_by_parameter_order=True)
_NOTE = insert(INBOUNDS)
Answered = list[tuple[int | None, str]]  # delivery id where the dad is known, and the text


@dataclass(frozen=True, slots=True)
class TextIn:
    """One text as the gateway handed it over; `opt_out` is the gateway's own word when it has answered him already."""

    sid: str
    sender: str
    body: str
    opt_out: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where texts are read and answered."""

    database: Database
    library: Library
    ears: Ears
    rules: Rules
    keys: Keys
    stop_address: str
    allow_test_numbers: bool

    def take(self, came: TextIn, now: datetime) -> Answered:
        """Act on a text and answer it; a repeated one gets the same answer and changes nothing."""
        try:
            return self._take(came, now)
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            return self._take(came, now)  # two texts met in the database: the second finds what the first wrote

    def read(self, body: str, now: datetime, *, asked: str | None = None) -> Reading:
        return intent.read(self.ears, body, self.rules.today(now), asked=asked)

    def without_database(self, body: str, now: datetime) -> list[str]:
        """The answer when nothing can be saved: what to do where there is danger, and to text again."""
        try:
            reply = answers.to_risk(self.read(body, now).risk)
            urgent = self.words(reply, None, now, {})[: MOST_TEXTS - 1] if reply else []
        except Exception:  # noqa: BLE001 - whatever it was, these words need nothing else
            urgent = []
        return text.numbered([*urgent, answers.LAST_RESORT])

    def words(self, reply: str, dad: Dad | None, now: datetime, values: Mapping[str, str | date]) -> list[str]:
        """The texts of an answer in the wording and the language that fit him."""
        night = answers.is_night(now, self.rules.timetable.zone)
        return self.library.answer(
            reply, answers.wording(dad), night=night, values={"stop_url": self.stop_address, **values},
            tag=dad.lang if dad else "en",
        )  # fmt: skip

    def _take(self, came: TextIn, now: datetime) -> Answered:
        reading = self.read(came.body, now)  # before the transaction, so that it holds no lock meanwhile
        number, fault = self._number(came.sender)
        with self.database.begin() as session:
            earlier = session.connection().execute(_EARLIER, {"sid": came.sid}).first()
            if earlier:
                return self._same_answer(earlier.answer)
            dad = enrol.find(session, self.keys, number) if number else None
            if dad and dad.asked:
                reading = self.read(came.body, now, asked=dad.asked)
            if came.opt_out == "STOP" and reading.intent not in ("stop", "loss", "wrong_number"):
                reading = replace(reading, intent="stop", free=False)  # a stop word that only the gateway knows
            if number:
                answer, dad = acts.act(session, self.rules, self.keys, number, dad, reading, now)
            else:
                answer = acts.to_stranger(reading, fault)
            answered = [] if came.opt_out in ("STOP", "HELP") else self._answer(session, dad, answer, now)
            if came.opt_out:
                session.add(Event(at=now, kind="gateway_answered"))
            self._note(session, came, dad, reading, answered, now)
            return answered

    def _number(self, sender: str) -> tuple[str | None, str]:
        try:
            return phone.parse(sender, allow_test=self.allow_test_numbers), ""
        except phone.PhoneFault as fault:
            return None, fault.code

    def _answer(self, session: Session, dad: Dad | None, answer: Answer, now: datetime) -> Answered:
        """Fill the texts and record each as handed over, so that its receipt finds it."""
        parts = [(reply, version, words) for reply, values in answer.replies
                 for version in [self.library.replies[reply].version]
                 for words in self.words(reply, dad, now, values)]  # fmt: skip
        his = Circumstances(dad.nation, None, dad.young, dad.lang) if dad else Circumstances()
        parts += [
            (step.id, step.version, self.rules.timetable.words(step, answer.dates, self.rules.today(now), his))
            for step in answer.welcome
            if answer.dates
        ]
        parts = parts[:MOST_TEXTS]
        today = self.rules.today(now)
        shown = text.numbered([self.library.without_lapsed(words, today) for _, _, words in parts])
        if dad is None:
            return [(None, words) for words in shown]
        if not parts:
            return []
        rows = [_handed(dad, key, version, now) for key, version, _ in parts]
        ids = session.connection().scalars(_HAND_OVER, rows).all()
        return list(zip(ids, shown, strict=True))

    def _note(
        self, session: Session, came: TextIn, dad: Dad | None, reading: Reading, answered: Answered, now: datetime
    ) -> None:
        sealed = self.keys.seal(json.dumps(answered))
        risk = reading.risk.group if reading.risk.group != "none" else None
        row = {"message_sid": came.sid, "dad_id": dad.id if dad else None, "received_at": now}
        session.connection().execute(_NOTE, {**row, "intent": reading.intent, "risk": risk, "answer": sealed})
        if dad and now - dad.heard_at > HEARD_LATELY:
            dad.heard_at = now

    def _same_answer(self, sealed: bytes | None) -> Answered:
        stored = json.loads(self.keys.open(sealed)) if sealed else []
        return [(delivery_id, words) for delivery_id, words in stored]


def _handed(dad: Dad, key: str, version: str, now: datetime) -> dict[str, object]:
    return {
        "dad_id": dad.id, "kind": "reply", "key": key, "version": version, "lang": dad.lang, "priority": ESSENTIAL,
        "not_before": now, "state": "handed", "attempts": 1, "created_at": now,
    }  # fmt: skip
