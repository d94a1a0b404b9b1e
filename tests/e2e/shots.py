"""`make shots`: the README's pictures, from the demonstration, which is started where it does not run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import QUIET, chromium
from tests.e2e.hand import fill, forward

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / ".pictures"
TOLD = ROOT / "var" / "demo.txt"
EMAIL = "researcher@limelight.localhost"
COPY = "First impressions, with simulated people"
PATIENCE = 300.0
"""Seconds for the demonstration to start, and for its simulated people to come through."""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with demonstration() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(QUIET))
        visit(browser, site)
        desk(browser, site)
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of the one that runs; or of one that runs as long as this does."""
    words = [sys.executable, "-m", "config.servers", "run", "--", sys.executable, "-m", "config.demo"]
    began = time.time()
    process = subprocess.Popen(words, cwd=ROOT, start_new_session=True)
    try:
        end = time.monotonic() + PATIENCE
        while process.poll() is None and not (TOLD.exists() and TOLD.stat().st_mtime >= began):
            if time.monotonic() > end:
                raise SystemExit("the demonstration does not start: var/demo.log says why")
            time.sleep(0.5)
        # Where one runs already, the second ends at once, and the first one's addresses stand.
        site = next(line for line in TOLD.read_text().splitlines() if line.startswith("site:"))
        yield site.split()[1]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(60)


def visit(browser: Browser, site: str) -> None:
    """A profile and its rating. Visitors are drawn by lot: go in until one is shown a score."""
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
            forward(page)
            page.wait_for_load_state("load")
            page.screenshot(path=PICTURES / "rating.png")
            return
        context.close()
    raise SystemExit("twenty visitors in a row were in the group without a score")


def desk(browser: Browser, site: str) -> None:
    page: Page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{site}/admin/")
    page.fill("input[name=username]", EMAIL)
    page.fill("input[name=password]", (ROOT / "var" / "demo.password").read_text())
    page.click("button[type=submit]")
    page.get_by_role("link", name=COPY).click()
    page.get_by_role("link", name="Design", exact=True).click()
    settle(page, PICTURES / "design.png")
    page.get_by_role("link", name="Preview", exact=True).first.click()  # the tab; pages have one each
    page.get_by_role("link", name="Side by side").click()
    page.get_by_role("link", name="Profile 1: look").click()  # where the groups differ
    page.wait_for_function("() => !document.querySelector('#differences .ll-hint')")
    settle(page, PICTURES / "groups.png")
    page.get_by_role("link", name="Results", exact=True).click()
    page.locator(".ll-answer img").first.wait_for(timeout=PATIENCE * 1000)
    settle(page, PICTURES / "results.png")
    # Last: by then the simulated people have come.
    page.get_by_role("link", name="Live", exact=True).click()
    page.get_by_role("link", name="Simulated").click()
    settle(page, PICTURES / "live.png")


def settle(page: Page, picture: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=picture)


if __name__ == "__main__":
    main()
