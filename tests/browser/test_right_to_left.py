"""Arabic and Urdu as a phone shows them: numbers, addresses and keywords stand the right way round."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dadinfo.content import library

EDITIONS = library.load(Path(__file__).parents[2] / "content").editions
WHOLE = re.compile(r"\d+(?: \d+)+|/[a-z/-]+[a-z]|\d+C\b|\b[A-Z]{3,}\b")
# Whether the characters of each token stand from left to right: [text, tokens] -> the tokens that do not.
TURNED = """([words, tokens]) => {
  document.body.innerHTML = '<p dir="auto" style="width: 60000px"></p>';
  const p = document.querySelector('p');
  p.textContent = words;
  const left = i => { const r = document.createRange(); r.setStart(p.firstChild, i); r.setEnd(p.firstChild, i + 1);
                      return r.getBoundingClientRect().left; };
  if (getComputedStyle(p).direction !== 'rtl') return ['the whole text'];
  return tokens.filter(([start, end]) => {
    for (let i = start; i + 1 < end; i++) if (left(i) > left(i + 1)) return true;
    return false;
  }).map(([start, end]) => words.slice(start, end));
}"""


@pytest.mark.parametrize("tag", sorted(tag for tag, one in EDITIONS.items() if one.language.from_right))
def test_numbers_and_addresses_stand_the_right_way_round(page: Page, tag: str) -> None:
    edition = EDITIONS[tag]
    texts = [words for step in edition.steps.values() for words in (step.text, *step.variants.values())]
    texts += [words for reply in edition.replies.values() for told in (reply.day, reply.night)
              for wording in told.values() for words in wording]  # fmt: skip
    page.set_content("<!DOCTYPE html><body></body>")
    wrong = {}
    for words in texts:
        tokens = [found.span() for found in WHOLE.finditer(words)]
        if turned := page.evaluate(TURNED, [words, tokens]):
            wrong[words] = turned
    assert wrong == {}
    assert len(texts) > 200


def test_without_our_marks_they_would_not(page: Page) -> None:
    page.set_content("<!DOCTYPE html><body></body>")
    words = "اتصل بالرقم 116 123 الآن"
    assert page.evaluate(TURNED, [words, [WHOLE.search(words).span()]]) == ["116 123"]  # type: ignore[union-attr]
