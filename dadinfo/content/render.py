"""Pages as HTML: Markdown with care cards, and helplines written out."""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from babel.dates import get_day_names
from babel.lists import format_list
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

from dadinfo.content.edition import Edition
from dadinfo.content.languages import ENGLISH
from dadinfo.content.model import HelplineEntry
from dadinfo.content.pages import CARDS
from dadinfo.sms import text

_LINE = re.compile(r"\{line:([a-z0-9_]+)\}")
_WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_RULE = re.compile(r"(\w\w)(?:-(\w\w))? (\d\d):(\d\d)-(\d\d):(\d\d)")


def page(body: str, edition: Edition) -> str:
    """A page's body as HTML; nothing of it passes through as raw HTML."""
    named = _LINE.sub(lambda found: helpline(edition.helplines[found[1]], edition), body)
    return str(_MARKDOWN.render(named))


def helpline(line: HelplineEntry, edition: Edition) -> str:
    """A helpline in Markdown: name, how to reach it, hours where they are known, and what it is for."""
    call = text.fill(edition.values["call"], {"number": line.number})
    reach = [call] if "phone" in line.contact and line.number else []
    reach += [line.text[0].lower() + line.text[1:]] if line.text else []
    hours = f", {opening_words(line.opening_hours, edition)}" if line.hours_known and line.opening_hours else ""
    return f"**{line.name}**: {format_list(reach, 'or', locale=edition.language.tag)}{hours}. {line.for_}."


def opening_words(opening_hours: str, edition: Edition) -> str:
    """Opening hours in words where they are simple: "24/7", or one rule for each set of days."""
    if opening_hours == "24/7":
        return edition.values["day_and_night"]
    rules = [_RULE.fullmatch(rule.strip()) for rule in opening_hours.split(";")]
    return "; ".join(_rule(rule, edition) for rule in rules if rule) if all(rules) else opening_hours


def _rule(rule: re.Match[str], edition: Edition) -> str:
    first, last, opens, minute, shuts, minute_after = rule.groups()
    names = get_day_names("wide", locale=edition.language.tag)
    if (first, last) == ("Mo", "Su"):
        days = edition.values["every_day"]
    elif last:
        days = _from_to(names[_WEEK.index(first)], names[_WEEK.index(last)], edition)
    else:
        days = names[_WEEK.index(first)]
    return f"{days}, {_from_to(_clock(opens, minute, edition), _clock(shuts, minute_after, edition), edition)}"


def _from_to(first: str, last: str, edition: Edition) -> str:
    return text.fill(edition.values["from_to"], {"from": first, "to": last})


def _clock(hour: str, minute: str, edition: Edition) -> str:
    if edition.language is not ENGLISH:
        return f"{hour}:{minute}"
    named = {"24": "midnight", "00": "midnight", "12": "noon"}.get(hour) if minute == "00" else None
    return (
        named or f"{(int(hour) - 1) % 12 + 1}{'' if minute == '00' else '.' + minute}{'am' if int(hour) < 12 else 'pm'}"
    )


def _card(kind: str) -> Callable[..., str]:
    def render(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
        if tokens[index].nesting == -1:
            return "</section>\n"
        title = escape(tokens[index].info.strip().removeprefix(kind).strip())
        return f'<section class="card card-{kind}">\n' + (f"<h3>{title}</h3>\n" if title else "")

    return render


_MARKDOWN = MarkdownIt("commonmark", {"html": False})
for _kind in CARDS:
    _MARKDOWN.use(container_plugin, name=_kind, render=_card(_kind))
