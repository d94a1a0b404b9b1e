"""The whole study, as people take it: on a phone, without JavaScript, by keyboard, back and forth."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from surveys import drafts
from surveys.api.tokens import renew
from surveys.models import Participation, Study, Submission, User
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward, take
from tests.people import flagship

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def enter(page: Page, study: Study) -> Page:
    page.goto(f"/s/{study.address}/")
    return page


def test_two_people_take_the_study_on_a_phone_and_both_are_in_the_csv(
    visitor: Visitor, live_server: LiveServer
) -> None:
    ada = User.objects.create_user("ada@example.org", "pw", is_staff=True)
    study = drafts.create(flagship(), by=ada)
    drafts.publish(study, by=ada)
    codes = [take(enter(visitor(), study), pick, f"guess {pick}") for pick in (0, 2)]
    assert len(set(codes)) == 2
    assert set(Participation.objects.values_list("code", flat=True)) == set(codes)
    answer = Client().get(
        f"/api/v1/studies/{study.address}/answers/",
        {"format": "csv"},
        headers={"authorization": f"Token {renew(ada, 'test')}"},
    )
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["value"] for row in rows if row["question"] == "funnel"} == {"guess 0", "guess 2"}
    people = {row["participation"] for row in rows}
    assert len(people) == 2
    for person in people:
        mine = [row for row in rows if row["participation"] == person]
        assert len([row for row in mine if row["question"] == "follow"]) == 5
        assert len([row for row in mine if row["question"] == "sc01"]) == 5
        assert len([row for row in mine if row["question"] == "anxiety_after_tense"]) == 1


def test_the_study_can_be_taken_without_javascript(visitor: Visitor, study: Study) -> None:
    assert take(enter(visitor(java_script_enabled=False), study), 1)


def test_the_study_can_be_taken_by_keyboard_alone(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study)
    for _page in range(60):
        if page.locator("#code").count():
            break
        _answer_by_keys(page)
        page.wait_for_load_state("load")
    assert Participation.objects.get().ending == "finished"


def _answer_by_keys(page: Page) -> None:
    """Tab through the page: Space on a choice, an arrow on a line, digits in a field, Enter on the button."""
    before = page.url, page.title(), page.locator("input[name=n]").get_attribute("value")
    for _key in range(120):
        page.keyboard.press("Tab")
        kind = page.evaluate(
            "() => { const e = document.activeElement; return e.tagName === 'INPUT' ? e.type : e.tagName }"
        )
        if kind in ("checkbox", "radio"):
            page.keyboard.press("Space")
        elif kind == "range":
            page.keyboard.press("ArrowRight")
        elif kind == "text":
            page.keyboard.type("40")
        elif kind == "BUTTON" and page.evaluate("() => document.activeElement.matches('.primary')"):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            after = page.url, page.title(), page.locator("input[name=n]").get_attribute("value")
            assert after != before, "the page was not left"
            return
    raise AssertionError(f"no way on by keyboard from {page.title()}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(visitor: Visitor, study: Study, scheme: str) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        page.evaluate(AXE)
        result = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        found.extend(
            f"{page.title()}: {v['id']} {v['nodes'][0]['html'][:120]}"
            for v in result["violations"]
            if v["impact"] in ("serious", "critical")
        )

    take(enter(visitor(color_scheme=scheme), study), 1, each=look)
    assert found == []


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_scrolls_sideways(visitor: Visitor, study: Study, width: int) -> None:
    wide: list[str] = []

    def look(page: Page) -> None:
        if page.evaluate(OVERFLOW) > 0:
            wide.append(page.title())

    take(enter(visitor(viewport={"width": width, "height": 740}), study), 1, each=look)
    assert wide == []


def test_missing_answers_are_summed_up_on_top_with_focus(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study)
    forward(page)
    page.wait_for_load_state("load")
    assert page.evaluate("() => document.activeElement.id") == "problems"
    page.locator("#problems a").first.click()
    assert page.evaluate("() => document.activeElement.type") == "checkbox"


@pytest.mark.parametrize("able", [True, False], ids=["script", "no script"])
def test_after_a_link_to_an_error_the_next_pages_open_at_their_top(
    visitor: Visitor, study: Study, able: bool
) -> None:
    """Browsers carry the last part of an address through a redirect that has none of its own."""
    page = enter(visitor(java_script_enabled=able), study)
    while not page.locator("[name=sc02]").count():
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    forward(page)
    page.wait_for_load_state("load")
    page.get_by_role("link", name="Untrained – Trained").click()
    assert page.evaluate("() => document.activeElement.id") == "q-sc02"
    for _page in range(3):
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
        page.wait_for_timeout(100)
        assert page.evaluate("() => [scrollY, document.activeElement.tagName]") == [0, "BODY"], page.title()
        assert not page.evaluate("() => location.hash")
        assert not able or "#" not in page.url


def test_back_reload_and_a_second_tab_overwrite_nothing(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study)
    while page.locator("input[name=attention]").count() == 0:
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    second = page.context.new_page()
    second.goto(page.url)
    page.locator("input[name=attention][value='2']").check()
    forward(page)
    page.wait_for_load_state("load")
    second.locator("input[name=attention][value='5']").check()
    forward(second)
    second.wait_for_load_state("load")
    assert second.locator("h1").inner_text() == "Your first answers stand"
    assert Submission.objects.get(step="reading").answers == {"attention": 2}
    second.locator("a.button").click()
    second.wait_for_load_state("load")
    n = page.locator("input[name=n]").get_attribute("value")
    assert second.locator("input[name=n]").get_attribute("value") == n
    page.reload()
    assert page.locator("input[name=n]").get_attribute("value") == n
    page.go_back()
    page.wait_for_load_state("load")
    assert page.locator("input[name=n]").get_attribute("value") == n


def test_an_answer_from_a_page_left_open_with_cookies_cleared_is_saved(
    visitor: Visitor, study: Study
) -> None:
    page = enter(visitor(), study)
    fill(page, 1)
    forward(page)
    page.wait_for_load_state("load")
    page.context.clear_cookies()
    fill(page, 1)
    forward(page)
    page.wait_for_load_state("load")
    assert Submission.objects.filter(step="now_before").count() == 1


def test_stop_and_delete_reach_debriefing_and_code(visitor: Visitor, study: Study) -> None:
    page = enter(visitor(), study)
    for _page in range(7):
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    page.locator("button[value=stop]").click()
    page.wait_for_load_state("load")
    page.locator("button[value=delete]").click()
    page.wait_for_load_state("load")
    assert "invented" in page.locator("main").inner_text()
    assert page.locator("#code").inner_text().strip() == Participation.objects.get().code
    assert not Submission.objects.exists()
