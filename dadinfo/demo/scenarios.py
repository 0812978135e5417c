"""The ready-made dads of the demo phone: what each has texted, and how long ago."""

from dataclasses import dataclass
from datetime import timedelta

Act = str | timedelta  # a text he sends, or time that passes


@dataclass(frozen=True, slots=True)
class Scenario:
    id: str
    label: str
    about: str
    acts: tuple[Act, ...]


SCENARIOS = {
    s.id: s
    for s in (
        Scenario("fresh", "A new dad", "Nothing sent yet. Text DAD to join.", ()),
        Scenario(
            "expecting", "20 weeks expecting", "He joined from a poster at 20 weeks.", ("DAD", "20 weeks", "EVENING")
        ),
        Scenario(
            "late",
            "Joined at 8 weeks",
            "A health visitor told him at the 8-week check.",
            ("DAD", "8 weeks old", timedelta(days=5)),
        ),
        Scenario(
            "early",
            "Born at 30 weeks",
            "Ten weeks early; the baby is in the neonatal unit.",
            ("DAD", "29 weeks", timedelta(days=7), "BABY", timedelta(days=10)),
        ),
        Scenario("twins", "Twins", "Two babies, 35 weeks along.", ("DAD", "35 weeks, twins", timedelta(days=6))),
        Scenario(
            "night",
            "Night worker",
            "He reads his texts before the late shift.",
            ("DAD", "31 weeks", "NIGHT", timedelta(days=7)),
        ),
    )
}
