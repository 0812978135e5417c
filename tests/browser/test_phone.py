"""A visitor at the demo phone, in a real browser."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.xdist_group("browser")  # one demo, one clock


def _open(page: Page, demo: str, scenario: str = "A new dad") -> None:
    page.goto(f"{demo}/demo")
    page.locator(".dads").get_by_role("button", name=scenario).click()
    expect(page.locator("#phone")).to_be_visible()


def _say(page: Page, words: str) -> None:
    page.get_by_label("Your text").fill(words)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".thread")).to_contain_text(words)


def _move(page: Page, key: str) -> None:
    page.locator(f".move[data-key={key}]").click()


def test_a_dad_texts_dad_answers_two_questions_and_gets_his_first_texts(page: Page, demo: str) -> None:
    _open(page, demo)
    _say(page, "DAD")
    expect(page.locator(".thread")).to_contain_text("When is baby due")
    _say(page, "8 weeks old")
    expect(page.locator(".thread")).to_contain_text("pick your time")
    _say(page, "EVENING")
    expect(page.locator(".thread")).to_contain_text("in the evening")
    _move(page, "week")
    expect(page.locator(".thread")).to_contain_text("Infant crying is normal and it will stop")
    expect(page.locator(".thread")).to_contain_text("Comfort can help")
    expect(page.locator(".thread")).to_contain_text("It's OK to walk away")
    expect(page.locator(".thread")).to_contain_text("Never, ever shake or hurt a baby")
    expect(page.locator(".thread")).to_contain_text("8 weeks old · essential")


def test_after_loss_nothing_more_comes_however_far_time_moves(page: Page, demo: str) -> None:
    _open(page, demo, "20 weeks expecting")
    _say(page, "LOSS")
    expect(page.locator(".thread")).to_contain_text("We are so sorry")
    bubbles = page.locator(".thread [data-id], .thread .bubble").count()
    for key in ("week", "week", "week", "week"):
        _move(page, key)
        expect(page.locator("#came")).to_contain_text("No text came")
    assert page.locator(".thread [data-id], .thread .bubble").count() == bubbles
    expect(page.locator("#next-none")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_phone_never_scrolls_sideways(page: Page, demo: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    _open(page, demo, "Twins")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/", "/stop"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_public_pages_fit_a_small_phone_and_a_desk(page: Page, demo: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(demo + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_a_number_is_stopped_on_the_page_without_login(page: Page, demo: str) -> None:
    page.goto(f"{demo}/stop")
    page.get_by_label("UK mobile number").fill("07700 900456")
    page.get_by_role("button", name="Stop the texts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Texts to that number have stopped")


@pytest.mark.parametrize("path", ["/", "/stop", "/demo"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anyone_out(page: Page, demo: str, path: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(demo + path)
    page.wait_for_load_state("networkidle")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
