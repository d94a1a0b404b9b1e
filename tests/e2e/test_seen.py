"""What a real browser notes, and what becomes of typed text without a connection."""

from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import Page

from surveys.flow.seen import PAGE
from surveys.models import EventBatch, Participation, Study, Submission
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward, take

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SETTLED = 250
"""Milliseconds for a beacon, or an observer, to do its work."""


def enter(page: Page, study: Study, *, to: str = "") -> Page:
    """The study's first page, or the first that has this element."""
    page.goto(f"/s/{study.address}/")
    while to and not page.locator(to).count():
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    return page


def noted(n: int) -> list[list[Any]]:
    """All events of page n, in the order of their batches."""
    batches = EventBatch.objects.filter(number__gte=n * PAGE, number__lt=(n + 1) * PAGE).order_by("number")
    return [event for batch in batches for event in batch.events]


def last(events: Iterable[list[Any]], what: str) -> list[Any]:
    return [event for event in events if event[0] == what][-1]


def number(page: Page) -> int:
    return int(page.locator("input[name=n]").input_value())


def test_every_page_sent_tells_its_times_in_order(visitor: Visitor, study: Study) -> None:
    take(enter(visitor(), study), 1)
    row = Participation.objects.get()
    for n in range(row.n):
        events = noted(n)
        moments = [event[1] for event in events]
        assert events[0] == ["shown", 0] and events[-1][0] == "submit" and moments == sorted(moments)
    asked = Submission.objects.get(step="about_you").n
    assert 0 < last(noted(asked), "first")[1] <= last(noted(asked), "submit")[1]


def test_the_score_is_timed_while_it_is_in_view_and_only_where_there_is_one(
    visitor: Visitor, study: Study
) -> None:
    told: dict[bool, list[int]] = {True: [], False: []}
    for _person in range(8):
        page = enter(visitor(), study, to="button[name=follow]")
        shown, n = bool(page.locator(".figure").count()), number(page)
        page.wait_for_timeout(500)
        if shown:
            page.evaluate("document.querySelector('.figure').style.display = 'none'")
            page.wait_for_timeout(SETTLED)
            page.evaluate("document.querySelector('.figure').style.display = ''")
            page.wait_for_timeout(500)
        forward(page)
        page.wait_for_load_state("load")
        row = Participation.objects.order_by("-pk")[0]
        events = [
            e for b in EventBatch.objects.filter(participation=row, number__gte=n * PAGE) for e in b.events
        ]
        sums = [event for event in events if event[0] == "score"]
        assert bool(sums) is shown
        if shown:
            stayed = last(events, "submit")[1]
            assert 900 <= sums[-1][2] <= stayed - SETTLED + 60
        told[shown].append(len(sums))
        if all(told.values()):
            return
    raise AssertionError("eight people in a row were in the same group")


def test_losing_the_focus_is_noted_and_timed(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study, to="input[name=attention]")
    n = number(page)
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_timeout(400)
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => false });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    fill(page, 1)
    forward(page)
    page.wait_for_load_state("load")
    events = noted(n)
    assert {"hidden", "visible"} <= {event[0] for event in events}
    away = last(events, "away")
    assert 350 <= away[2] <= 2000 and away[3] >= 1


def test_a_page_that_is_left_sends_what_it_noted_by_itself(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study, to="input[name=attention]")
    n = number(page)
    page.goto("about:blank")
    page.wait_for_timeout(SETTLED)
    events = noted(n)
    assert events[0][0] == "shown" and events[-1][0] == "left"
    assert Participation.objects.get().n == n


def test_a_page_opened_twice_notes_both_times(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study, to="input[name=attention]")
    n = number(page)
    page.reload()
    fill(page, 1)
    forward(page)
    page.wait_for_load_state("load")
    assert [event[0] for event in noted(n)].count("shown") == 2


def test_somebody_who_has_not_begun_leaves_no_trace(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study)
    page.goto("about:blank")
    page.wait_for_timeout(SETTLED)
    assert not Participation.objects.exists() and not EventBatch.objects.exists()


def test_typed_text_survives_a_lost_connection_and_is_sent_once(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study, to="textarea")
    n = number(page)
    page.locator("textarea").fill("About strangers, I think")
    page.context.set_offline(True)
    for _click in range(3):
        forward(page)
        page.wait_for_timeout(100)
    assert page.locator(".offline").is_visible() and number(page) == n
    assert page.locator("textarea").input_value() == "About strangers, I think"
    with page.expect_navigation():
        page.context.set_offline(False)
    assert number(page) == n + 1
    assert Submission.objects.get(n=n).answers == {"funnel": "About strangers, I think"}


def test_what_is_typed_is_there_again_after_a_reload(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study, to="input[name=age]")
    page.locator("input[name=age]").fill("44")
    page.locator("input[name=gender][value=nonbinary]").check()
    page.reload()
    assert page.locator("input[name=age]").input_value() == "44"
    assert page.locator("input[name=gender][value=nonbinary]").is_checked()
    forward(page)
    page.wait_for_load_state("load")
    kept = page.evaluate("() => sessionStorage.getItem('typed')")
    assert kept is None, "what was sent is not kept in the browser"
