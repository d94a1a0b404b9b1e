"""Back, forward, reload, double click, two tabs, a typed-in address, a page from the browser's cache."""

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.trials import audit
from tests.trials.hand import (
    ANSWER,
    CODE,
    NUMBER,
    Visit,
    answer,
    evaluated,
    keeping,
    number,
    patiently,
    send,
    visit,
)
from tests.trials.site import Site

pytestmark = pytest.mark.browser

STANDS = "Your first answers stand"


@pytest.fixture(scope="module")
def human(site: Site, browser: Browser) -> Iterator[Browser]:
    """A browser that keeps pages in memory for going back, as people's do."""
    with keeping(browser) as found:
        yield found


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_whatever_way_somebody_goes_there_is_one_path(
    site: Site, study: str, browser: Browser, long: bool, say: list[str], scripts: bool
) -> None:
    with visit(browser, site, java_script_enabled=scripts) as person:
        wanderer = Wanderer(site, study, person, often=long)
        code = wanderer.walk()
    n = audit.one_path(site, study, wanderer.kept, code)
    assert wanderer.ways["first answers stand"] > n / 2
    with_what = "with" if scripts else "without"
    say.append(f"{wanderer.ways.total()} ways round {n} pages {with_what} scripts: one path; {wanderer.ways}")


class Wanderer:
    """Goes every way at every page, if `often` more than once.

    `kept`: the rows as they were when each page was first answered.
    """

    def __init__(self, site: Site, study: str, person: Visit, *, often: bool) -> None:
        self.site, self.study, self.person, self.often = site, study, person, often
        self.kept: list[audit.Row] = []
        self.ways: Counter[str] = Counter()

    def walk(self) -> str:
        page = self.person.tab(f"/s/{self.study}/")
        path = page.url
        while not (code := str(page.evaluate(CODE))):
            n = number(page)
            self.before(page, path, n)
            second = self.person.tab(path)
            answer(page, 1)
            send(page, clicks=2)
            self.kept = self.site.rows(audit.PAGES, self.study)
            assert len(self.kept) == n + 1, f"page {n} was not saved, or not once"
            following = number(page)
            assert following == n + 1
            self.after(page, following)
            self.late(second, n, following)
        self.before(page, path, number(page))
        return code

    def shows(self, page: Page, n: int, way: str) -> None:
        assert number(page) == n, f"page {number(page)} was shown, not {n}: {way}"
        self.ways[way] += 1

    def before(self, page: Page, path: str, n: int) -> None:
        page.reload()
        self.shows(page, n, "reload")
        # Whoever has not begun gets another address from the invitation, and is nobody yet.
        addresses = [path, f"{path}?n=0#x", f"/s/{self.study}/" if n else path]
        for address in addresses if self.often else [addresses[n % 3]]:
            page.goto(address)
            self.shows(page, n, "typed-in address")

    def after(self, page: Page, following: int) -> None:
        self.shows(page, following, "double click")
        back, forward = [page.go_back] * (1 + self.often), [page.go_forward] * (1 + self.often)
        for go in (*back, *forward):
            go()
            self.shows(page, following, "back or forward")

    def late(self, page: Page, n: int, following: int) -> None:
        """Page n in a second tab, open since before it was answered in the first: other answers."""
        self.shows(page, n, "second tab")
        answer(page, 2)
        send(page)
        # A page that offers no choice, such as the consent, is answered alike: that is saved already.
        if STANDS in page.inner_text("main"):
            with page.expect_navigation():
                page.locator("a.button").click()
            self.ways["first answers stand"] += 1
        self.shows(page, following, "Continue")
        page.close()


def test_a_page_that_comes_back_from_the_browsers_memory_overwrites_nothing(
    site: Site, study: str, human: Browser, say: list[str]
) -> None:
    """Chromium keeps these pages in spite of `no-store`, typed text and all, and does not ask again."""
    kept: list[audit.Row] = []
    came_back = 0
    with visit(human, site) as person:
        page = person.tab(f"/s/{study}/")
        path = page.url
        while not (code := str(page.evaluate(CODE))):
            n = number(page)
            other = left(person, path)
            answer(page, 1)
            send(page)
            kept = site.rows(audit.PAGES, study)
            came_back += returned(person, other, n, number(page))
    n = audit.one_path(site, study, kept, code)
    say.append(f"{came_back} of {n} pages came back from the browser's memory: one path")
    assert came_back >= n - 1, "the browser asked anew, so nothing was tried"


def left(person: Visit, path: str) -> Page:
    """A tab that showed the page and went elsewhere."""
    page = person.tab(path)
    page.evaluate("() => { window.kept = true }")
    page.goto("/")
    return page


def returned(person: Visit, page: Page, n: int, following: int) -> bool:
    """Back to page n, which was answered meanwhile; is it the very page that was left? Then answer it."""
    session = person.context.new_cdp_session(page)
    evaluated(session, "history.back()")
    patiently(lambda: evaluated(session, f"({NUMBER})()") in (n, following))
    same = evaluated(session, "window.kept === true")
    if same:
        evaluated(session, f"({ANSWER})(3)")
        evaluated(session, "document.querySelector('button.primary').click()")
        patiently(lambda: evaluated(session, "!window.kept && document.readyState === 'complete'"))
    # Other answers get the ordinary page, which has no number; the same ones are saved already.
    assert evaluated(session, f"({NUMBER})()") in (-1, following)
    page.close()
    return bool(same)
