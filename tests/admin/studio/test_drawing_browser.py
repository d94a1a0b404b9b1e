"""Drawing people and reading about score systems as Ada does: on a screen and on a phone, light and dark."""

import re

import pytest
from playwright.sync_api import Page, expect

from surveys.models import Study
from surveys.profiles.generated import draw_pool
from tests.admin.conftest import url
from tests.admin.studio.conftest import now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = pytest.mark.parametrize("size", [(1280, 900), (360, 740)], ids=["desk", "phone"])


def overflow(page: Page) -> int:
    found: int = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return found


@SCREENS
def test_people_are_drawn_looked_at_and_taken(desk: Page, study: Study, size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goto(url("design_profiles", study))
    desk.get_by_role("link", name="Draw people").click()
    desk.get_by_label("How many").fill("4")
    desk.get_by_label("Seed").fill("lab-1")
    desk.get_by_label("Always on", exact=True).uncheck()
    desk.get_by_role("button", name="Show them").click()
    kinds = ["ordinary", "inactive_celebrity", "scheduled_robot", "conversationalist", "newcomer", "lurker"]
    expected = draw_pool(4, "lab-1", kinds=[*kinds, "unplugger"]).profiles
    expect(desk.locator(".ll-drawn > li")).to_have_count(4)
    expect(desk.locator(".ll-drawn b").first).to_have_text(expected[0].name)
    desk.locator(".ll-drawn summary").first.click()
    expect(desk.locator(".ll-drawn li").first).to_contain_text(
        re.compile(r"Klout-like \d+, Kred-like \d+ over")
    )
    assert overflow(desk) <= 0
    desk.get_by_role("button", name="Take these people").click()
    desk.wait_for_url(f"**{url('design_profiles', study)}")
    expect(desk.locator(".ll-people > li")).to_have_count(4)
    assert now(study).profiles == expected


def test_others_are_one_click_away(desk: Page, study: Study) -> None:
    desk.goto(url("design_draw", study))
    names = desk.locator(".ll-drawn b").all_text_contents()
    assert len(names) == 30
    desk.get_by_role("button", name="Show others").click()
    desk.wait_for_url(re.compile("again=1"))
    assert desk.locator(".ll-drawn b").all_text_contents() != names


@SCREENS
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_score_systems_can_be_read(desk: Page, size: tuple[int, int], dark: bool) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    desk.goto("/admin/scores/")
    if dark:
        desk.evaluate("document.documentElement.classList.add('dark')")
    assert overflow(desk) <= 0
    for i in range(2):
        picture = desk.locator(".ll-systems-pictures img").nth(i)
        assert picture.evaluate("each => each.complete && each.naturalWidth > 300")
        box = picture.bounding_box()
        assert box and box["width"] > 230, "its text is still read"
        assert picture.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(255, 255, 255)"
    desk.get_by_text("Its numbers").first.click()
    expect(desk.get_by_role("rowheader", name="Inactive celebrity").first).to_be_visible()
    assert overflow(desk) <= 0, "a wide table scrolls by itself"
