"""Which answer a text gets: the reply's id by risk, and the wording by where the dad stands."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dadinfo.conversation.risk import Risk
from dadinfo.db.people import Dad

NIGHT_FROM, NIGHT_TO = 22, 8  # hours between which only lines surely open are named (brief, section 8)

# Held in code for when the library or the database cannot be reached.
LAST_RESORT = (
    "Sorry, we could not deal with that just now. Please text that again in a few minutes. "
    "If anyone is in danger call 999. If someone is ill call 111. Nobody reads these texts."
)
KEYWORD_REPLIES = {
    word: word
    for word in (
        "help", "menu", "cry", "again", "icon", "sleep", "feed", "hold", "sick", "mood", "mum", "work", "money",
        "dadpad", "local", "talk", "class", "share", "young", "thanks",
    )
}  # fmt: skip


def wording(dad: Dad | None) -> str:
    """The wording that fits: expecting, born, after_loss (until he joined anew), or unknown (also once stopped)."""
    if dad is None:
        return "unknown"
    if dad.state == "lost" or (dad.state in ("stopped", "joining") and any(j.state == "lost" for j in dad.journeys)):
        return "after_loss"
    if dad.state in ("stopped", "joining"):
        return "unknown"
    return "born" if any(j.birth_date for j in dad.journeys if j.state != "lost") else "expecting"


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    hour = now.astimezone(zone).hour
    return hour >= NIGHT_FROM or hour < NIGHT_TO


def to_risk(risk: Risk) -> str | None:
    """The reply for what he may be in; None where there is no danger (a loss has an answer of its own)."""
    match risk.group:
        case "baby_in_danger":
            return "baby_in_danger_happened" if "happened" in risk.detail else "baby_in_danger_may"
        case "suicide":
            return "suicide_mother" if "mother" in risk.detail else "suicide"
        case "baby_unwell":
            return "pregnancy_urgent" if {"pregnancy", "mother"} & risk.detail else "baby_unwell"
        case "abuse":
            by_him, to_him = "by_him" in risk.detail, "to_him" in risk.detail
            return "abuse_unsure" if by_him == to_him else "abuse_by_him" if by_him else "abuse_to_him"
        case "overwhelmed" | "low_mood":
            return risk.group
    return None
