"""`make pictures`: the pictures of the README, taken from the running demo."""

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import running_demo

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1180, "height": 900})
        _late_dad(page, address)
        page.screenshot(path=FOLDER / "phone.png")
        browser.close()


def _late_dad(page: Page, address: str) -> None:
    page.goto(f"{address}/demo")
    page.locator(".dads").get_by_role("button", name="Joined at 8 weeks").click()
    page.get_by_text("Never, ever shake or hurt a baby").first.wait_for()
    page.wait_for_timeout(2500)


if __name__ == "__main__":
    main()
