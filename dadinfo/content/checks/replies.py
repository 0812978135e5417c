"""The answers: every one that the service sends exists, in every wording that it may need."""

import re
from collections.abc import Iterator

from dadinfo.content.found import Found
from dadinfo.content.reading import Fault

ANSWERS = frozenset({
    "join_ask", "date_unclear", "date_impossible", "joined_expecting", "joined_born", "window_set",
    "already_joined", "baby_born", "baby_born_early", "due_changed", "home_set", "second_baby", "stop",
    "stop_undoable", "stop_unknown", "start", "stopped_thanks", "loss", "loss_undoable", "loss_unknown",
    "after_loss_any", "undone", "undo_nothing", "wrong_number", "help", "menu", "cry", "icon", "thanks", "fallback",
    "gentle",
    "foreign", "not_a_mobile", "again", "sleep", "feed", "hold", "sick", "mood", "mum", "work", "money", "dadpad",
    "local", "talk", "class", "share", "young", "taken", "bereaved", "baby_in_danger_happened",
    "baby_in_danger_may", "suicide", "suicide_mother", "baby_unwell", "pregnancy_urgent", "abuse_by_him",
    "abuse_to_him", "abuse_unsure", "overwhelmed", "low_mood",
})  # fmt: skip
KEYWORDS = frozenset({
    "help", "menu", "cry", "again", "icon", "sleep", "feed", "hold", "sick", "mood", "mum", "work", "money", "dadpad",
    "local", "talk", "class", "share", "young", "thanks",
})  # fmt: skip
_AFTER_LOSS = re.compile(r"\b(bab(y|ies)|menu|join\w*|cots?)\b", re.IGNORECASE)


def check(found: Found) -> Iterator[Fault]:
    if not found.replies:
        return
    for missing in sorted(ANSWERS - {entry.id for entry, _ in found.replies}):
        yield Fault("content/replies", 1, f"the answer {missing} is missing; the service sends it")
    for entry, place in found.replies:
        if entry.id not in ANSWERS:
            yield place.fault(f"no answer is called {entry.id}; mend its spelling or take it out", "id")
        if entry.id in KEYWORDS and "after_loss" not in entry.texts:
            yield place.fault("needs the wording after_loss: no baby, menu, join or cot", "texts")
        if "any" not in entry.texts:
            yield place.fault("an answer needs the wording any, for when no closer one stands", "texts")
    for one in found.texts:
        if one.kind == "gentle" or (one.kind == "reply" and _is_after_loss(one.owner, one.wording)):
            for word in _AFTER_LOSS.finditer(one.words):
                yield one.fault(f"after a loss no text says {word[0]!r}")


def _is_after_loss(reply: str, wording: str) -> bool:
    return (
        wording == "after_loss"
        or reply.startswith("loss")
        or reply in ("after_loss_any", "taken", "bereaved", "gentle")
    )
