"""Uncovering a score in a real browser, with JavaScript and without, by pointer and by keyboard."""

from typing import Any

import pytest
from playwright.sync_api import Page

from surveys.models import EventBatch, Participation, Study, Submission
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward, take
from tests.e2e.test_access import serious
from tests.people import flagship, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LEVEL = {"name": "level", "label": "Displayed score", "levels": [20, 42, 62, 67, 85], "varies": "within"}
CUE = {
    "label": "Influence score",
    "legend": "1-100; the average account has 40",
    "value": {"factor": "level"},
}
BUTTON = "Show Influence score"


def asking(visibility: str = "request", **cue: Any) -> Study:
    plan = {"planned": 100}
    return published(flagship(factors=[LEVEL], cue={**CUE, "visibility": visibility, **cue}, plan=plan))


@pytest.fixture
def study(transactional_db: None) -> Study:
    return asking()


def look(page: Page, study: Study) -> Page:
    """On to the first profile."""
    page.goto(f"/s/{study.address}/")
    while not page.locator("button[name=follow]").count():
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    return page


def drawn(visit: int = 1) -> str:
    draws = Participation.objects.get().draws
    assert draws is not None
    return str(draws["visits"][visit - 1]["levels"]["level"])


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_a_score_is_uncovered_by_a_click_and_the_focus_comes_back_to_it(
    visitor: Visitor, study: Study, javascript: bool
) -> None:
    page = look(visitor(java_script_enabled=javascript), study)
    assert page.locator(".figure").count() == 0
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_load_state("load")
    assert page.locator(".figure").inner_text() == drawn()
    if javascript:
        assert page.evaluate("document.activeElement.matches('.aside')")
    else:
        assert page.locator(".aside:focus .figure").count() == 1
    forward(page)
    page.wait_for_load_state("load")
    assert page.locator(".strip .figure").inner_text() == drawn()
    row = Participation.objects.get()
    acts = list(Submission.objects.filter(participation=row, step="person.1.look").order_by("n"))
    assert [each.act for each in acts] == ["do", "answer"] and acts[0].at < acts[1].at


def test_it_is_uncovered_by_keys_alone(visitor: Visitor, study: Study) -> None:
    page = look(visitor(), study)
    for _step in range(9):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.uncover')"):
            break
    page.keyboard.press("Enter")
    page.locator(".figure").wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "follow"


def test_covered_and_uncovered_pages_stand_alike_and_are_accessible(visitor: Visitor, study: Study) -> None:
    boxes = """() => [...document.querySelectorAll('main *')]
      .filter((one) => !one.closest('.aside, [type=hidden]'))
      .map((one) => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())])"""
    page = look(visitor(), study)
    page.evaluate("scrollTo(0, 0)")
    before = page.evaluate(boxes)
    assert serious(page) == []
    page.get_by_role("button", name=BUTTON).click()
    page.locator(".figure").wait_for()
    page.evaluate("scrollTo(0, 0)")
    assert page.evaluate(boxes) == before and serious(page) == []


def test_whoever_never_asks_takes_the_whole_study(visitor: Visitor, study: Study) -> None:
    page = visitor()
    page.goto(f"/s/{study.address}/")
    seen: list[int] = []
    assert take(page, 1, each=lambda each: seen.append(each.locator(".figure").count()))
    assert not any(seen) and not Submission.objects.filter(act="do").exists()


def test_going_back_and_asking_again_is_one_reveal(visitor: Visitor, study: Study) -> None:
    page = look(visitor(), study)
    page.get_by_role("button", name=BUTTON).click()
    page.locator(".figure").wait_for()
    page.go_back()
    page.wait_for_load_state("load")
    if page.get_by_role("button", name=BUTTON).count():
        page.get_by_role("button", name=BUTTON).click()
        page.wait_for_load_state("load")
    page.locator(".figure").wait_for()
    assert Submission.objects.filter(act="do").count() == 1


@pytest.mark.parametrize("javascript", [True, False], ids=["with", "without"])
def test_a_late_score_comes_without_a_script(
    visitor: Visitor, transactional_db: None, javascript: bool
) -> None:
    page = look(visitor(java_script_enabled=javascript), asking("delay", delay=2))
    assert not page.locator(".figure").is_visible()
    page.locator(".figure").wait_for(state="visible", timeout=8000)
    assert page.locator(".figure").inner_text() == drawn()


def test_a_late_score_is_timed_from_when_it_came(visitor: Visitor, transactional_db: None) -> None:
    page = look(visitor(), asking("delay", delay=2))
    page.locator(".figure").wait_for(state="visible", timeout=8000)
    page.wait_for_timeout(500)
    forward(page)
    page.wait_for_load_state("load")
    events = [event for batch in EventBatch.objects.all() for event in batch.events]
    sums = [event for event in events if event[0] == "score" and event[2] > 0]
    stayed, seen = sums[0][1], sums[0][2]
    assert 300 <= seen <= stayed - 1500
