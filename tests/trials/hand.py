"""A participant's browser, and a quick hand: the page's own clicks, without a pointer's travel."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Response

from tests.conftest import QUIET, chromium
from tests.trials.site import PATIENCE, Site

T = TypeVar("T")
KEEPS_NOTHING = "--disable-back-forward-cache"
"""What Playwright starts browsers with, and people do not."""

ANSWER = """pick => {
  const form = Array.from(document.forms).find(form => form.elements.n);
  const names = kind => new Set(Array.from(form.querySelectorAll(kind), field => field.name));
  for (const box of form.querySelectorAll('input[type=checkbox]')) if (!box.checked) box.click();
  for (const name of names('input[type=radio]')) {
    const all = Array.from(form.querySelectorAll(`input[name="${name}"]`));
    const offered = all.filter(radio => radio.value !== 'declined');
    offered[pick % offered.length].click();
  }
  for (const line of form.querySelectorAll('input[type=range]')) {
    line.value = 20 + pick;
    line.dispatchEvent(new Event('input', { bubbles: true }));
  }
  for (const field of form.querySelectorAll('input[type=text], textarea')) {
    if (field.closest('.live')) continue;
    field.value = field.matches('textarea') ? `thought ${pick}` : 30 + pick;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
}"""
"""Everything on the page, by option or number `pick`: other picks are other answers."""

TYPED = """() => {
  const form = Array.from(document.forms).find(form => form.elements.n);
  const fields = Array.from(new FormData(form)).filter(([name]) => name !== 'n' && name[0] !== '_');
  return Object.fromEntries(fields);
}"""
NUMBER = "() => Number(document.querySelector('input[name=n]')?.value ?? -1)"
CODE = "() => document.querySelector('#code')?.textContent.trim() ?? ''"


class Visit:
    """One person's browser; `wrong`: the error pages it was shown. "Your first answers stand" is none."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.wrong: list[str] = []
        context.on("response", self._note)

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.status != 409:
            self.wrong.append(f"{response.request.method} was answered {response.status}")

    def tab(self, path: str) -> Page:
        page = self.context.new_page()
        page.goto(path)
        return page


@contextmanager
def keeping(browser: Browser) -> Iterator[Browser]:
    """One like `browser` that keeps pages in memory for going back and forward."""
    launch = browser.browser_type.launch
    found = launch(executable_path=chromium(), args=list(QUIET), ignore_default_args=[KEEPS_NOTHING])
    yield found
    found.close()


@contextmanager
def visit(browser: Browser, site: Site, **options: Any) -> Iterator[Visit]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}", **options)
    context.set_default_timeout(20_000)
    found = Visit(context)
    yield found
    context.close()
    assert found.wrong == []


def number(page: Page) -> int:
    """The page that is shown, counted as the server does; -1 where it has no number."""
    return int(page.evaluate(NUMBER))


def answer(page: Page, pick: int) -> None:
    page.evaluate(ANSWER, pick)


def typed(page: Page) -> dict[str, str]:
    return dict(page.evaluate(TYPED))


def send(page: Page, *, clicks: int = 1) -> None:
    """Press the button that leads on, and see what comes."""
    with page.expect_navigation(wait_until="load"):
        page.locator("button.primary").first.click(click_count=clicks)


def evaluated(session: CDPSession, expression: str) -> Any:
    """By the browser's own protocol: Playwright loses its way in a page that came back from the cache."""
    told = session.send("Runtime.evaluate", {"expression": expression, "awaitPromise": True})
    return told["result"].get("value")


def patiently(true: Callable[[], object]) -> None:
    """Wait for a condition; Playwright cannot, in a page that it does not know."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "the browser went nowhere"
        time.sleep(0.02)


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run in a thread of its own: in this one Playwright's loop runs already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
