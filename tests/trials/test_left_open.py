"""A page left open while everything around it changes; then it is sent."""

import socket
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.trials import audit
from tests.trials.conftest import LONG
from tests.trials.hand import CODE, Visit, answer, apart, number, patiently, send, typed, visit
from tests.trials.meanwhile import (
    HAPPENINGS,
    Meanwhile,
    cookies_cleared,
    everything,
    migration,
    nothing,
    researcher,
)
from tests.trials.site import Site, until

pytestmark = pytest.mark.browser

ASTRAY = """
SELECT s.id FROM surveys_submission s LEFT JOIN surveys_participation p ON p.id = s.participation_id
WHERE p.id IS NULL
UNION ALL
SELECT p.id FROM surveys_participation p JOIN surveys_study t ON t.id = p.study_id
WHERE t.address = %s AND p.n <> (SELECT count(*) FROM surveys_submission s WHERE s.participation_id = p.id)
"""
"""Answers without a participant, participants whose answers are not all there."""
AWAY_AT = 3
"""The page that is sent to a web that is away: it has several kinds of question."""
MEANWHILE = {3: everything, 6: migration, 9: researcher, 12: cookies_cleared}
SHORT = [MEANWHILE.get(n, nothing) for n in range(40)]
"""What happens at which page; at length everything at every page."""


@pytest.mark.parametrize("happenings", [[one] for one in HAPPENINGS] if LONG else [SHORT])
def test_answers_from_a_page_left_open_are_saved(
    site: Site, study: str, browser: Browser, say: list[str], happenings: Sequence[Meanwhile]
) -> None:
    with visit(browser, site) as person:
        kept, code = walk(site, study, person, happenings)
    n = audit.one_path(site, study, kept, code)
    assert site.rows(ASTRAY, study) == []
    names = sorted({one.__name__ for one in happenings[:n]} - {"nothing"})
    say.append(f"{n} pages left open, meanwhile {', '.join(names)}: all saved")


def walk(
    site: Site, study: str, person: Visit, happenings: Sequence[Meanwhile]
) -> tuple[list[audit.Row], str]:
    """What was kept of each page, and the code."""
    page = person.tab(f"/s/{study}/")
    kept: list[audit.Row] = []
    while not (code := str(page.evaluate(CODE))):
        n = number(page)
        answer(page, n)
        before = typed(page)
        with happenings[n % len(happenings)](site, study, person):
            send(page)
        kept = site.rows(audit.PAGES, study)
        assert number(page) == n + 1 == len(kept)
        assert said(kept[n][2], before) == before, f"page {n} was kept otherwise than it was sent"
    return kept, code


def said(stored: dict[str, Any], names: dict[str, str]) -> dict[str, str]:
    """Stored answers as the form had them; a ticked box is stored as true."""
    return {name: "yes" if stored[name] is True else str(stored[name]) for name in names}


def test_what_is_sent_while_the_web_is_away_stands_in_the_page_again(
    site: Site, study: str, browser: Browser, long: bool, say: list[str]
) -> None:
    """The browser has only its own error page then; whoever comes back finds the page filled in."""
    again = 0
    kept: list[audit.Row] = []
    with visit(browser, site) as person:
        page = person.tab(f"/s/{study}/")
        path = page.url
        while not (code := str(page.evaluate(CODE))):
            n = number(page)
            answer(page, n)
            before = typed(page)
            if before and (long or n == AWAY_AT):
                send_in_vain(site, page)
                page.goto(path)
                assert (number(page), typed(page)) == (n, before)
                again += 1
            send(page)
            kept = site.rows(audit.PAGES, study)
    n = audit.one_path(site, study, kept, code)
    assert site.rows(ASTRAY, study) == []
    say.append(f"{again} of {n} pages sent while the web was away: all there again, filled in, and saved")


def send_in_vain(site: Site, page: Page) -> None:
    """Ends when the web is there again."""
    site.web().terminate()
    patiently(lambda: not listens(site.port))
    with page.expect_event("requestfailed"):
        page.locator("button.primary").first.click(no_wait_after=True)
    apart(until(site.serving, what="a new web"))
    apart(site.until_well())


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
