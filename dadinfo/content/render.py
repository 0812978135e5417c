"""Pages as HTML: Markdown with care cards, and helplines written out."""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin

from dadinfo.content.model import HelplineEntry
from dadinfo.content.pages import CARDS

_LINE = re.compile(r"\{line:([a-z0-9_]+)\}")
_DAYS = {"Mo": "Monday", "Tu": "Tuesday", "We": "Wednesday", "Th": "Thursday", "Fr": "Friday", "Sa": "Saturday",
         "Su": "Sunday"}  # fmt: skip
_RULE = re.compile(r"(\w\w)(?:-(\w\w))? (\d\d):(\d\d)-(\d\d):(\d\d)")


def page(body: str, helplines: Mapping[str, HelplineEntry]) -> str:
    """A page's body as HTML; nothing of it passes through as raw HTML."""
    named = _LINE.sub(lambda found: helpline(helplines[found[1]]), body)
    return str(_MARKDOWN.render(named))


def helpline(line: HelplineEntry) -> str:
    """A helpline in Markdown: name, how to reach it, hours where they are known, and what it is for."""
    reach = [f"call {line.number}"] if "phone" in line.contact and line.number else []
    reach += [line.text[0].lower() + line.text[1:]] if line.text else []
    hours = f", {opening_words(line.opening_hours)}" if line.hours_known and line.opening_hours else ""
    return f"**{line.name}**: {' or '.join(reach)}{hours}. {line.for_}."


def opening_words(opening_hours: str) -> str:
    """Opening hours in words where they are simple: "24/7", or one rule for each set of days."""
    if opening_hours == "24/7":
        return "day and night"
    rules = [_RULE.fullmatch(rule.strip()) for rule in opening_hours.split(";")]
    return "; ".join(_rule(rule) for rule in rules if rule) if all(rules) else opening_hours


def _rule(rule: re.Match[str]) -> str:
    first, last, *hours = rule.groups()
    if (first, last) == ("Mo", "Su"):
        days = "every day"
    else:
        days = f"{_DAYS[first]} to {_DAYS[last]}" if last else f"{_DAYS[first]}s"
    return f"{days}, {_clock(*hours[:2])} to {_clock(*hours[2:])}"


def _clock(hour: str, minute: str) -> str:
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
