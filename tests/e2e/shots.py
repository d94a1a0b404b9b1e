"""The README's two pictures, from a running demonstration: python -m tests.e2e.shots http://127.0.0.1:8000"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import QUIET, chromium
from tests.e2e.hand import fill, forward

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".pictures"
EMAIL = "researcher@limelight.localhost"


def main(site: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        profile(browser, site)
        results(browser, site)
        browser.close()


def profile(browser: Browser, site: str) -> None:
    """Visitors are drawn by lot: go in until one is shown a score."""
    for _attempt in range(20):
        context = browser.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.goto(f"{site}/s/first-impressions/")
        while not page.locator("button[name=follow]").count():
            fill(page, 1)
            forward(page)
            page.wait_for_load_state("load")
        if page.get_by_text("Influence score").count():
            page.screenshot(path=PICTURES / "profile.png")
            return
        context.close()
    raise SystemExit("twenty visitors in a row were in the group without a score")


def results(browser: Browser, site: str) -> None:
    page: Page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{site}/admin/")
    page.fill("input[name=username]", EMAIL)
    page.fill("input[name=password]", (ROOT / "var" / "demo.password").read_text())
    page.click("button[type=submit]")
    page.get_by_text("See the demonstration's results").click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "results.png")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
