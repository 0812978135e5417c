"""What a dad's text asks of us: the danger in it, the word or wish, and any date."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dadinfo.conversation import dates, risk

_FOLLOWED = {"due_or_birth": "join", "due": "due_changed", "birth": "baby_born"}  # what an answer to our question is


@dataclass(frozen=True, slots=True)
class Reading:
    """One inbound text, understood. `risk` and `intent` both act.

    `window` is "evening", "morning", "night" or "weekend"; `free` says that the intent was read from free text rather
    than from its keyword, so that a loss read so can be undone.
    """

    risk: risk.Risk
    intent: str
    found: dates.Found | None = None
    window: str | None = None
    free: bool = False


def read(ears: risk.Ears, text: str, today: date, *, asked: str | None = None) -> Reading:
    """Everything that `text` says; `asked` is our open question: "due_or_birth", "due" or "birth"."""
    heard = ears.hear(text)
    word = _keyword(text)
    found = dates.read(text, today, asked=asked) or _argument(word, today)
    intent, free = _opt_out(heard.lost, text, word)
    if intent is None and asked in _FOLLOWED and found:
        intent = _answer(asked, found)
    if intent is None:
        intent = _KEYWORDS.get(word) or _with_date(word, found)
    if intent is None:
        intent = _free(text, found) or _wish(heard.wishes)
        free = intent != "unknown"
    return Reading(heard.risk, intent, found, _WINDOWS.get(word) if intent == "window" else None, free)


_WINDOWS = {form: name for name in ("evening", "morning", "night", "weekend") for form in (name, name + "s")}
_FORMS = {
    "join": "dad|join|dads",
    "start": "start|unstop|start again|restart",
    # Asking who we are is no wish to be deleted: the answer says it.
    "help": "help|info|who is this|whos this|who dis|who this|who are you|who is it|whos that",
    "cry": "cry|crying",
    "baby_born": "baby|born|baby born",
    "due_changed": "due|due date|change due date|due date changed|due date has changed|new due date|change my due date",
    "undo": "wrong|that was wrong|you got it wrong|thats wrong",
    "window": "|".join(_WINDOWS),
    "yes": "yes|yeah|yep|yup|y|yes i do",
    "no": "no|nope|nah|n",
    "thanks": "thanks|thank you|ta|cheers|thx|thank u|ty|thnx|tnx|thankyou",
    "my_data": "mydata|my data",
    "wrong_number": "not me|wrong no|wrong num",
}
_ITSELF = (
    "again|icon|sleep|feed|hold|sick|mood|mum|work|money|dadpad|home|pause|language|area|young|local|talk|class|share|web|"
    "forget|less|more|menu|gentle"
)
_KEYWORDS = {form: intent for intent, forms in _FORMS.items() for form in forms.split("|")}
_KEYWORDS |= {word: word for word in _ITSELF.split("|")}
_ARGUMENTS = {"dad": "due_or_birth", "join": "due_or_birth", "baby": "birth", "born": "birth", "due": "due"}
_STOP_WORDS = frozenset(("stop", "stops", "stopall", "unsubscribe", "cancel", "end", "quit", "optout"))
_STOP_PHRASES = re.compile(
    r"(?:(?:stop|stopall|stop all|opt out|stop (?:it|now|this|these|them all|everything|me|texts?)|end now) ?)+"
)
_POLITE = re.compile(
    r"^(?:(?:pls|plz|please|ok|hi|hello|hey|mate|thanks but|can you|could you|just) )+|"
    r"(?: (?:pls|plz|please|thanks|thank you|thank u|thx|ta|cheers|mate|pal|x+|now|asap|i said|ffs))+$"
)
_NOT_WORDS = re.compile(r"[^\w ]+|_")


def _keyword(text: str) -> str:
    """The text as a keyword: no case, punctuation, quotes, emoji or courtesy."""
    words = " ".join(_NOT_WORDS.sub("", risk.plain(text)).split())
    return _POLITE.sub("", words) or words


# The ways of opting out that need no keyword, and the wishes we know from plain sentences.
_TEXTS = r"(?:texts?|messages?|msgs?|txts?|messaging|sms|spam|service|notifications?|reminders?|updates)"
_STOP_FREE = re.compile(
    r"(?<!did you )(?<!dont )(?<!never )\bstop (?:texting|messaging|messagin|textin|contacting|msging|"
    r"txting|spamming|sending|"
    rf"bothering|harassing)\b|\bstop (?:(?:all|the|these|this|your|ur|my|those|any|of) ){{0,3}}{_TEXTS}\b|"
    r"\b(?:take|get) me off\b(?! (?:guard|my))|\bremove (?:me|my number)\b|\bunsub\w*|\bopt(?:ing)? (?:me )?out\b|"
    rf"\bno more {_TEXTS}\b|\bdont (?:text|message|msg|contact|txt|send me)\b(?! (?:her|him|them))|"
    rf"(?:^|\b(?:please|pls|plz|just|you) )leave me alone\b|\bdont wanna? (?:\w+ ){{0,4}}{_TEXTS}\b|"
    rf"\bdont want (?:\w+ ){{0,4}}{_TEXTS}\b|\b(?:cancel|end) (?:(?:all|the|these|this|your|"
    rf"my) ){{0,2}}{_TEXTS}\b|\bcancel me\b|"
    r"\bnot interested\b"
)
_FIRST_SENTENCE = re.compile(r"\W*(?:stop|stopall|unsubscribe)\s*[.!,;:\n]", re.IGNORECASE)
_LAST_SENTENCE = re.compile(r"[.!?\n]\s*(?:STOP|UNSUBSCRIBE)\W*\Z")
_NOT_YET = re.compile(
    r"\b(?:when|once|before|until|till|til|if|not|hasnt|havent|isnt|wasnt|will|gonna|after|wish|cant wait|"
    r"waiting|expecting|"
    r"should be|nearly|almost|my (?:nephew|niece|cousin|mate\w*|friend\w*|brother\w*|sister\w*))\b"
)
_WRONG_NUMBER = re.compile(
    r"\bwrong (?:number|person|no|num|guy|bloke)\b|\bnot my number\b|\bdont know who (?:this|you)\b"
)
_BORN = re.compile(
    r"\b(?:she|wife|partner|gf|girlfriend|missus|we|weve|shes|mum|mrs) (?:has |have |just |finally |has just )*had "
    r"(?:the |our |a |her |my )?(?:baby|twins|babies|him|little (?:boy|girl|one)|boy|girl|son|"
    r"daughter)\b(?! (?:checked|weighed|scan))|"
    r"\b(?:baby|babys|he|hes|she|shes|little one|lo|twins|theyre|they|both) (?:(?:is|are|was|has|have|"
    r"been|finally|just|now|"
    r"both) )*(?:here(?: now| safe\w*| at last)?(?= ?$| born)|arrived|born)\b|\b(?:gave birth|given birth)\b|"
    r"^(?:its|it is|we have|weve got) an? (?:baby )?(?:boy|girl)\b|\bim a dad(?: now)?$|^born\b(?! to)"
)
_HOME = re.compile(
    r"^(?:(?:yes|yay|finally|hi|hey|great news|good news|happy to say) )*(?:were|we are|hes|shes|babys|"
    r"baby|theyre|they are|twins are|"
    r"little ones?|(?:he|she|baby) came|we got|got|all|both)(?: (?:finally|now|all|back|both|at last))* home"
    r"(?: (?:now|today|yesterday|from (?:the )?(?:hospital|nicu|neonatal|scbu|unit)|at last|safe\w*|"
    r"and well|with us|this morning|finally|"
    r"tonight|last night))*$|\b(?:discharged|let home|allowed home)(?: today| yesterday| now)*$"
)
_DUE = re.compile(
    r"\b(?:due|edd) date (?:has |is |was |got )?(?:changed?|moved|now|different|wrong|updated)\b|"
    r"\bchange(?:d)? (?:the |my |our |her )?due\b|"
    r"\b(?:new|updated?) due date\b"
)


def _opt_out(lost: bool, text: str, word: str) -> tuple[str | None, bool]:
    """A loss, a stop or a wrong number, none of which waits for any question; and whether free text said so."""
    if word == "loss":
        return "loss", False
    if lost:
        return "loss", True
    if any(_is_stop(form) for form in (word, *map(_keyword, risk.spellings(text)))):
        return "stop", False
    words = risk.plain(text)
    if _WRONG_NUMBER.search(words):
        return "wrong_number", _KEYWORDS.get(word) != "wrong_number" and word not in ("wrong number", "wrong person")
    if _STOP_FREE.search(words) or _FIRST_SENTENCE.match(text) or _LAST_SENTENCE.search(text):
        return "stop", True
    return None, False


def _is_stop(word: str) -> bool:
    """STOP and its kin, said once or often, spaced out or run together."""
    joined = word.replace(" ", "")
    said = word.split()
    return (
        joined in _STOP_WORDS
        or (bool(said) and all(w in _STOP_WORDS for w in said))
        or bool(_STOP_PHRASES.fullmatch(word))
    )


def _answer(asked: str, found: dates.Found) -> str:
    """What a date in answer to our question means; plain words such as BORN outweigh what we asked."""
    if asked == "due_or_birth":
        return "join"
    return {"due": "due_changed", "birth": "baby_born"}.get(found.kind, _FOLLOWED[asked])


def _argument(word: str, today: date) -> dates.Found | None:
    """The date after DAD, JOIN, BABY, BORN or DUE when that is all that follows."""
    first, _, rest = word.partition(" ")
    return dates.read(rest, today, asked=_ARGUMENTS[first]) if first in _ARGUMENTS and len(rest) < 25 else None


def _with_date(word: str, found: dates.Found | None) -> str | None:
    """BABY, BORN, DUE or DAD with a date after it; without one the word is only a word."""
    first = word.partition(" ")[0]
    return _KEYWORDS[first] if found and first in _ARGUMENTS else None


def _free(text: str, found: dates.Found | None) -> str | None:
    """The wish in a plain sentence."""
    words = risk.plain(text)
    waiting = _NOT_YET.search(words)
    if _HOME.search(words) and not waiting:
        return "home"
    if _BORN.search(words) and not waiting:
        return "baby_born"
    if _DUE.search(words) or (found and found.kind in ("due", "impossible") and re.search(r"\bdue\b", words)):
        return "due_changed"
    return None


# What only answers may be guessed; what changes something must be nearly sure.
_SURE = {"stop": 0.7, "wrong_number": 0.85, "forget": 0.9, "undo": 0.9, "home": 0.85, "baby_born": 0.85, "start": 0.8,
         "due_changed": 0.8, "yes": 0.8, "no": 0.8, "loss": 2.0}  # fmt: skip
_LIKELY = 0.3


def _wish(wishes: Mapping[str, float]) -> str:
    """The likeliest wish that was learned, if it is likely enough for what it does."""
    wish = max(wishes, key=lambda one: wishes[one], default="unknown")
    return wish if wishes and wishes[wish] >= _SURE.get(wish, _LIKELY) else "unknown"
