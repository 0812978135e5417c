"""Which texts speak of danger, and which only sound like it."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dadinfo.content import library
from dadinfo.conversation import risk

EARS = risk.ears(library.load(Path(__file__).parents[2] / "content"))
NASTY = [
    "",
    " ",
    "\x00\x00",
    "a" * 1600,
    "my baby " * 200,
    "😀😀",
    "بچہ رو رہا ہے",
    "'; DROP TABLE dads;--",
    "{service} %s",
    "0" * 1600,
]

BABY_HURT = """
ive shook him|I've shook him|I’ve shook him|I have shaken the baby|i shuk her|I SHOOOK HIM|shook da baby
I just shook my son
I hit the baby|I threw her in the cot hard|he's gone floppy after i shook him|I didn't mean to shake him
i dropped the baby
my partner shook him|childminder hurt him|she shook him|baby has been shaken|i was shaking him|i cant stop hitting him
I hit her she wont stop crying|worried i hurt him|I would never shake him but i hit him
"""
BABY_MAY_BE_HURT = """
I'm going to hurt her|I cant stop, I want to smother him|she wont stop I'm gonna lose it|I could murder him
want to shake her
she's doing my head in, I could throttle her|I nearly shook him|gonna shake him|i wana smothr him|feel like throwing her
scared ill hurt him|im about to snap|i might hurt the baby|thinking about hurting him|afraid I will drop him
what if i hurt him
i feel like i could kill him|I dont want to hurt him|im gunna shake the baby
"""
SUICIDE = """
they'd be better off without me|I'm done, don't want to be here|I've taken pills|kms|driving into a wall
no reason to live
goodbye look after them|I want to die|I want to die lol|want to kill myself|i want to end it all|took an overdose
suicidal
i dont want to be here anymore|better off dead|wish i was dead|gonna hang myself|whats the point in living
thinking of jumping off a bridge
"""
MOTHER_SUICIDE = """
my wife wants to die|she says she wants to kill herself|my partner is hearing voices|she's seeing things
my gf has taken an overdose
"""
UNWELL = """
baby is hot 39|she's not breathing right|he's gone blue|fits|rash not going|no wet nappy all day|choking|hes floppy
wont wake up|baby having a fit|temp of 38.5|baby fell off the bed
"""
PREGNANCY = """
baby not moving|she hasnt felt baby move today|reduced movements|she's bleeding|her waters have broke|waters gone
less movement than normal|no kicks today|no heartbeat and she's bleeding|bleeding|cant feel the baby kick
"""
LOSS = """
we lost the baby|she miscarried|no heartbeat|stillborn|baby died|SIDS|sorry, we lost|lost|LOSS|we lost him
he passed away
no baby now. take me off|she had a miscarriage|our son died|born sleeping|we've lost our little girl
he's died|she miscarried, i didnt know who to tell|we lost the baby i havent told anyone|we lost our first baby
worried about my wife she miscarried|lost one of the twins|we lost one of the twins
"""
BY_HIM = """
I hit her|i pushed her while she was holding baby|she makes me lose it|I scared the kids|I've been ordered to leave
i hit my wife|i hit the baby's mum
"""
TO_HIM = """
she hits me|she takes my phone|I'm scared of her|she says I'll never see him|my wife hit me|she wont let me see him
"""
OVERWHELMED = """
he WONT STOP crying|I can't do this|12 hrs screaming|I'm losing my mind|I hate this|want to run away|nothing works
exhausted
I hate the baby|😭😭|make it stop|how do I stop him crying|he wont stop crying
"""
DENIED = "I would never shake him|I didn't shake him|i would never hurt my baby|I'm not going to hurt him"
LOW_MOOD = """
feel nothing for him|whats the point|panic attacks|can't sleep even when he does|drinking too much|I feel useless
hearing voices|i cant stop crying|im not suicidal
"""
INNOCENT = """
I could murder a kebab|baby is killing it|he's dead cute|she's killing me lol|dying of tiredness|bored to death
dead proud
smashed a pub quiz|shake his bottle?|throwing up|cot death page link?|he's crashed out|shattered|hit a milestone
drop feeds
gonna kill the dog next door's barking|how do i shake the formula|he smiled today|hello|BORN 12 MAR|what time is scan
thanks
my son is 3 weeks old|I shook her hand|dropped him off at nursery|nappy rash cream|when can I stop winding her|nan died
the car seat fits fine|😀|stopped feeding
"""
NO_LOSS = """
scared of losing the baby|worried we will lose him|we lost one last year|after our last miscarriage|lost the baby weight
lost my job|lost the dummy|lost sleep|we lost our first baby two years ago|scared she will miscarry
I didn't miscarry lol
risk of stillbirth|worried hes died in my dream|what if she has a miscarriage|we nearly lost him
"""


def each(table: str) -> list[str]:
    return [text for line in table.strip().split("\n") for text in line.split("|")]


@pytest.mark.parametrize(
    ("table", "group", "detail"),
    [
        (BABY_HURT, "baby_in_danger", {"happened"}),
        (BABY_MAY_BE_HURT, "baby_in_danger", {"may_happen"}),
        (SUICIDE, "suicide", set()),
        (MOTHER_SUICIDE, "suicide", {"mother"}),
        (UNWELL, "baby_unwell", set()),
        (PREGNANCY, "baby_unwell", {"pregnancy"}),
        ("my wife collapsed|partner passed out", "baby_unwell", {"mother"}),
        (LOSS, "loss", set()),
        ("my wife died|Mum died", "loss", {"mother"}),
        ("they took the baby|he was taken into care", "loss", {"taken"}),
        (BY_HIM, "abuse", {"by_him"}),
        (TO_HIM, "abuse", {"to_him"}),
        (OVERWHELMED, "overwhelmed", set()),
        (DENIED, "overwhelmed", set()),
        (LOW_MOOD, "low_mood", set()),
        (INNOCENT, "none", set()),
    ],
)
def test_every_text_of_a_group_is_read_as_that_group(table, group, detail):
    misread = {text: found for text in each(table) if (found := EARS.read(text)) != risk.Risk(group, frozenset(detail))}
    assert misread == {}


@pytest.mark.parametrize("text", each(NO_LOSS))
def test_fear_of_loss_a_past_loss_and_a_saying_stop_nothing(text):
    assert not EARS.speaks_of_loss(text)
    assert EARS.read(text).group != "loss"


@pytest.mark.parametrize("text", each(LOSS))
def test_every_loss_is_known_as_one(text):
    assert EARS.speaks_of_loss(text)


def test_bleeding_leads_but_the_loss_is_still_known():
    text = "no heartbeat and she's bleeding"
    assert EARS.read(text).group == "baby_unwell"
    assert EARS.speaks_of_loss(text)


def test_a_saying_beside_a_real_danger_does_not_hide_it():
    assert EARS.read("could murder a pint. i shook him").group == "baby_in_danger"


def test_the_most_serious_group_leads():
    assert EARS.read("i cant do this, i want to die").group == "suicide"
    assert EARS.read("she hits me and i shook him").group == "baby_in_danger"


@pytest.mark.parametrize("text", NASTY)
def test_nasty_input_is_read_quickly_as_no_danger(text):
    start = time.perf_counter()
    assert EARS.read(text) == risk.NONE
    assert time.perf_counter() - start < 0.5


@given(st.text(max_size=1600))
def test_no_text_breaks_it(text):
    found = EARS.read(text)
    assert found.group in risk.ORDER
    assert found.detail <= {"happened", "may_happen", "by_him", "to_him", "pregnancy", "mother"}


@given(
    st.lists(
        st.sampled_from(
            [
                "i",
                "shook",
                "hit",
                "the",
                "baby",
                "her",
                "she",
                "lost",
                "him",
                "never",
                "gonna",
                "shake",
                "bottle",
                "bleeding",
            ]
        ),
        max_size=40,
    )
)
def test_no_jumble_of_the_words_breaks_it(words):
    assert EARS.read(" ".join(words)).group in risk.ORDER
