"""The forms of score, feed and debriefing in a browser: what applies is in sight, rows grow and shrink."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from surveys import drafts
from surveys.models import Study
from surveys.protocol import to_yaml
from tests.admin.conftest import People, SignIn
from tests.admin.studio.conftest import node, now
from tests.leaving import leave
from tests.protocol.own import own

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[2] / "e2e" / "vendor" / "axe" / "axe.min.js").read_text()


@pytest.fixture
def week(people: People) -> Study:
    return drafts.create(own(), by=people.ada)


@pytest.fixture
def bare(browser: Browser, live_server: Any, people: People, signed_in: SignIn) -> Iterator[Page]:
    """Ada's phone, without scripts."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    session = signed_in(people.ada).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    yield context.new_page()
    leave(context)


def open_section(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved.").wait_for()


def test_a_change_of_a_course_is_typed_in_its_row_and_stands_in_the_file(desk: Page, week: Study) -> None:
    before = to_yaml(now(week)).splitlines()
    desk.goto(node(week, "pages.week"))
    open_section(desk, "Courses of the score")
    desk.fill("[name=courses__3__changes__0__by]", "-3")
    save(desk)
    after = to_yaml(now(week)).splitlines()
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1 and changed[0][1] == changed[0][0].replace("-4", "-3")


def test_rows_are_added_and_removed_on_the_page(desk: Page, week: Study) -> None:
    desk.goto(node(week, "pages.week"))
    open_section(desk, "Courses of the score")
    course = desk.locator("[data-row=courses__4]")
    course.get_by_label("Name").fill("up")
    course.locator("[data-add]").click()
    desk.fill("[name=courses__4__changes__0__day]", "2")
    desk.fill("[name=courses__4__changes__0__by]", "3")
    desk.fill("[name=courses__4__changes__1__day]", "4")
    desk.fill("[name=courses__4__changes__1__by]", "-1")
    desk.locator("[data-lines=courses] > [data-add]").click()
    expect(desk.locator("[name=courses__5__code]")).to_be_focused()
    expect(desk.locator("[name=courses__5__code]")).to_have_value("")
    expect(desk.locator("[name=courses__5__changes__1__day]")).to_have_count(0)
    desk.fill("[name=courses__5__code]", "level")
    desk.locator("[data-row=courses__1] > [data-remove]").click()
    expect(desk.locator("[data-row=courses__1]")).to_be_hidden()
    save(desk)
    feed = next(page for page in now(week).pages if page.id == "week").model_dump()
    assert [each["code"] for each in feed["courses"]] == ["none", "dip_65", "dip_64", "up", "level"]
    assert [(c["day"], c["by"]) for c in feed["courses"][3]["changes"]] == [(2, 3), (4, -1)]


def test_without_scripts_the_empty_row_adds_and_emptying_removes(bare: Page, week: Study) -> None:
    bare.goto(node(week, "pages.week"))
    open_section(bare, "What happens on a day")
    expect(bare.locator("[data-add]").first).to_be_hidden()
    bare.fill("[name=happenings__0__text]", "")
    bare.fill("[name=happenings__1__day]", "2")
    bare.fill("[name=happenings__1__text]", "Snow.")
    save(bare)
    feed = next(page for page in now(week).pages if page.id == "week").model_dump()
    assert [(each["day"], each["text"]["en"]) for each in feed["happenings"]] == [(2, "Snow.")]


def test_only_the_boxes_that_apply_are_in_sight(bare: Page, study: Study) -> None:
    bare.goto(node(study, "cue"))
    expect(bare.locator("[name=form__same]")).to_be_visible()
    expect(bare.locator("[name=value__same]")).to_be_hidden()
    expect(bare.locator("[name=value__at0]")).to_be_visible()
    expect(bare.locator("[name=delay]")).to_be_hidden()
    expect(bare.locator("[name=value__shift]")).to_be_hidden()
    bare.select_option("[name=form]", label="varies: Score")
    expect(bare.locator("[name=form__same]")).to_be_hidden()
    bare.select_option("[name=form__by0__at0]", "bar")
    bare.select_option("[name=visibility__at0]", "delay")
    bare.fill("[name=delay]", "5")
    save(bare)
    cue = now(study).cue
    assert cue is not None and cue.delay == 5
    assert cue.model_dump()["form"] == {
        "factor": "visibility",
        "values": {"shown": "bar", "hidden": "number"},
    }


def test_what_is_wrong_in_a_folded_section_is_in_sight(bare: Page, week: Study) -> None:
    bare.goto(node(week, "pages.week"))
    open_section(bare, "Courses of the score")
    bare.fill("[name=courses__2__code]", "none")
    bare.get_by_role("button", name="Save", exact=True).click()
    expect(bare.get_by_text("“none” stands in two rows: change one.")).to_be_visible()
    expect(bare.locator("[name=courses__2__code]")).to_have_value("none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_in_these_forms(
    desk: Page, study: Study, week: Study, width: int, scheme: str
) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    for address in (node(study, "cue"), node(week, "pages.week"), node(week, "pages.debriefing")):
        desk.goto(address)
        desk.evaluate(f"document.documentElement.classList.toggle('dark', {str(scheme == 'dark').lower()})")
        desk.evaluate("document.querySelectorAll('.ll-studio details').forEach(each => { each.open = true })")
        desk.evaluate(AXE)
        result = desk.evaluate("() => axe.run(document.querySelector('.ll-studio'))")
        bad = [v for v in result["violations"] if v["impact"] in ("serious", "critical")]
        found = [(v["id"], v["nodes"][0]["html"]) for v in bad]
        assert found == [], address
        overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert desk.evaluate(overflow) <= 0, address
