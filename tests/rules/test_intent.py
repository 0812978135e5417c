"""What a text asks of us, keyword or plain words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.conversation import intent as intents
from dadinfo.conversation.intent import Reading
from tests.rules.test_risk import EARS

TODAY = date(2026, 11, 10)


def read(text: str, today: date, *, asked: str | None = None) -> Reading:
    return intents.read(EARS, text, today, asked=asked)


INTENTS = {
    "stop": [
        "STOP", "stop", "“stop!”", " .STOP. ", "'stop'", "stop stop stop", "STOP 🙏", "stop please", "STOPALL",
        "unsubscribe",
        "cancel", "END", "quit", "opt out", "OPTOUT", "stop texting me", "Stop. Thanks", "please stop these messages",
        "take me off", "unsubscribe me", "no more texts", "dont text me again", "leave me alone", "S T O P", "stoppp",
        "stop all", "pls stop", "Not for me. STOP", "STOP\nsent from my phone", "stop x", "STOP. I hit the baby",
    ],
    "loss": [
        "LOSS", "loss.", "no baby now. take me off", "sorry, we lost", "lost", "we lost the baby", "she miscarried",
        "no heartbeat and she's bleeding", "STOP we lost him",
    ],
    "join": ["DAD", "dad!", "JOIN", "Dad please", "DAD 14 march"],
    "start": ["START"],
    "help": ["HELP", "info", "Help!", "who is this", "who dis?"],
    "cry": ["CRY", "crying", "cry 😭", '"CRY"'],
    "baby_born": [
        "BABY", "BORN 12 MAR", "born 12 mar", "BABY 12 MAR", "she had the baby", "baby's here",
        "hes here! born this morning",
        "baby was born on sunday", "born yesterday", "BABY today",
    ],
    "home": ["HOME", "baby is home", "we're home", "he's home now"],
    "due_changed": ["DUE", "DUE 14 march", "change due date", "she's due on the 14th", "due in 6 weeks"],
    "undo": ["WRONG"],
    "wrong_number": ["wrong number", "not me"],
    "window": ["EVENING", "morning", "Night", "weekend", "evenings please"],
    "yes": ["YES", "yes please"],
    "no": ["NO", "no thanks"],
    "thanks": ["thanks", "thank you", "ta", "cheers", "Thanks mate"],
    "my_data": ["MYDATA", "my data"],
    **{word: [word.upper(), f" {word}. pls "] for word in (
        "again", "icon", "sleep", "feed", "hold", "sick", "mood", "mum", "work", "money", "dadpad", "pause", "language",
        "area", "young", "local", "talk", "class", "share", "web", "forget", "less", "more", "menu")},
    "unknown": [
        "how do I stop him crying", "he wont stop crying", "cant stop crying", "make it stop", "stop the baby crying",
        "stopped feeding", "when can I stop winding her", "STOP CRY", "BABY wont stop crying", "home from work late",
        "when baby is born what do i do", "hello", "baby not moving", "she wont leave me alone", "hasnt been born yet",
        "my son is 3 weeks old", "born to be wild", "baby crying today", "baby 3 days constipated", "", "\x00",
        "a" * 1600,
        "😀", "بچہ رو رہا ہے", "'; DROP TABLE dads;--", "{service}",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("intent", "text"), [(intent, text) for intent, texts in INTENTS.items() for text in texts])
def test_each_text_is_understood(intent, text):
    assert read(text, TODAY).intent == intent


@pytest.mark.parametrize(
    ("asked", "text", "intent", "kind"),
    [
        ("due_or_birth", "14 march", "join", "due"),
        ("due_or_birth", "20 weeks", "join", "due"),
        ("due_or_birth", "born yesterday", "join", "birth"),
        ("due_or_birth", "3 weeks", "join", "unclear"),
        ("due_or_birth", "31/2/27", "join", "impossible"),
        ("due", "14/3", "due_changed", "due"),
        ("due", "born yesterday", "baby_born", "birth"),
        ("birth", "on sunday", "baby_born", "birth"),
        ("birth", "due 14 march", "due_changed", "due"),
    ],
)
def test_a_date_answers_our_open_question(asked, text, intent, kind):
    reading = read(text, TODAY, asked=asked)
    assert (reading.intent, reading.found.kind) == (intent, kind)


@pytest.mark.parametrize(("text", "intent"), [("STOP", "stop"), ("LOSS", "loss"), ("help", "help"), ("CRY", "cry")])
def test_a_keyword_works_while_we_wait_for_a_date(text, intent):
    assert read(text, TODAY, asked="due_or_birth").intent == intent


@pytest.mark.parametrize(
    ("text", "free"), [("LOSS", False), ("Loss.", False), ("sorry, we lost", True), ("she miscarried", True)]
)
def test_a_loss_in_his_own_words_can_be_undone(text, free):
    assert read(text, TODAY).free is free


@pytest.mark.parametrize(
    ("text", "window"), [("EVENING", "evening"), ("mornings", "morning"), ("night!", "night"), ("WEEKEND", "weekend")]
)
def test_a_window_is_named(text, window):
    assert read(text, TODAY).window == window


def test_danger_and_opting_out_both_act():
    reading = read("STOP. ive shook him", TODAY)
    assert (reading.risk.group, reading.intent) == ("baby_in_danger", "stop")
    reading = read("no heartbeat and she's bleeding", TODAY)
    assert (reading.risk.group, reading.intent) == ("baby_unwell", "loss")


@given(st.text(max_size=300), st.sampled_from([None, "due_or_birth", "due", "birth"]))
def test_no_text_breaks_it(text, asked):
    assert read(text, TODAY, asked=asked).intent


@given(st.text(alphabet=" \t\n.!…\"'”👍🙏😭❤️🏽", max_size=20))
def test_stop_stays_stop_whatever_stands_after_it(suffix):
    assert read("STOP" + suffix, TODAY).intent == "stop"
