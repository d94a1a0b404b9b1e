"""A researcher walks through a study, and sees two groups side by side."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from surveys.models import Participation, Study
from tests.admin.conftest import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[2] / "e2e" / "vendor" / "axe" / "axe.min.js").read_text()
OUTLINED = "() => [...document.querySelectorAll('[style*=outline]')].map(e => e.outerHTML)"
HERE = ".ll-pages a[aria-current]"


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("group", ["Score shown", "Score hidden"])
def test_the_study_is_walked_to_its_end_by_filling_in(desk: Page, study: Study, group: str) -> None:
    desk.goto(url("preview", study))
    desk.get_by_role("link", name=group).click()
    settle(desk)
    frame = desk.frame_locator("#frame")
    seen = set()
    for _page in range(40):
        seen.add(desk.locator(HERE).inner_text())
        if frame.locator(".card").count():
            assert bool(frame.locator(".figure").count()) is (group == "Score shown")
        onward = desk.get_by_role("link", name="Fill and go on")
        if not onward.count():
            break
        onward.click()
        settle(desk)
    assert frame.locator("#code").inner_text().strip() == "K7Q2-M9XD"
    assert {"First impressions online", "Profile 5: rate", "Thank you"} <= seen
    assert not Participation.objects.exists()


def test_a_page_filled_in_is_sent_by_hand_and_the_list_follows(desk: Page, study: Study) -> None:
    desk.goto(f"{url('preview', study)}?step=person.1.rate")
    desk.get_by_role("link", name="Fill this page").click()
    settle(desk)
    frame = desk.frame_locator("#frame")
    assert frame.locator("input[type=radio]:checked").count() == 15
    frame.get_by_role("button", name="Continue").click()
    frame.get_by_text("Person 2 of 5").wait_for()
    settle(desk)
    assert desk.locator(HERE).inner_text() == "Profile 2: look"
    desk.get_by_role("link", name="Score hidden").click()
    settle(desk)
    assert desk.locator(HERE).inner_text() == "Profile 2: look"
    assert frame.locator(".card").count() == 1 and frame.locator(".figure").count() == 0


def test_what_was_drawn_is_told_as_hidden_where_it_is_and_follows_the_walk(desk: Page, study: Study) -> None:
    drawn = desk.locator(".ll-drawn")
    desk.goto(f"{url('preview', study)}?step=person.1.look")
    assert "Displayed score" in drawn.inner_text() and "not shown" not in drawn.inner_text()
    desk.get_by_role("link", name="Score hidden").click()
    settle(desk)
    first = drawn.inner_text()
    assert "Displayed score not shown (" in first and "was drawn, as a control)" in first
    desk.frame_locator("#frame").get_by_role("button", name="Not now").click()
    desk.locator(HERE, has_text="Profile 1: rate").wait_for()
    assert drawn.inner_text() == first, "the same profile, to be rated"
    desk.get_by_role("link", name="Fill and go on").click()
    settle(desk)
    assert drawn.inner_text() != first


@pytest.mark.parametrize("step", ["person.1.rate", "about_you", "now_before", "reading"])
def test_what_is_filled_in_comes_into_sight(desk: Page, study: Study, step: str) -> None:
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(f"{url('preview', study)}?step={step}")
    desk.get_by_role("link", name="Fill this page").click()
    settle(desk)
    in_sight = """() => { const frame = document.getElementById("frame");
      const all = [...frame.contentDocument.querySelectorAll("input:checked, [type=number], [type=range]")];
      return all.some((one) => { const box = one.getBoundingClientRect();
        return box.bottom > 0 && box.top < frame.clientHeight; }); }"""
    assert desk.evaluate(in_sight)


def test_two_groups_are_a_third_choice_beside_each_of_them(desk: Page, study: Study) -> None:
    desk.goto(f"{url('preview', study)}?step=person.1.rate")
    switch = desk.get_by_role("navigation", name="Group")
    desk.frame_locator("#frame").locator(".card, form").first.wait_for()
    settle(desk)
    assert switch.inner_text().split("\n") == ["Score shown", "Score hidden", "Side by side"]
    switch.get_by_role("link", name="Side by side").click()
    settle(desk)
    assert desk.locator(".ll-sides iframe").count() == 2
    assert desk.locator(HERE).inner_text() == "Profile 1: rate"
    switch.get_by_role("link", name="Score hidden").click()
    settle(desk)
    assert desk.locator(HERE).inner_text() == "Profile 1: rate"


@pytest.mark.parametrize(
    ("step", "outlined"),
    [
        ("person.1.look", ["Influence score"]),
        ("person.1.rate", ["20", "42", "62", "67", "85"]),
        ("about_you", []),
        ("debriefing", []),
    ],
)
def test_the_score_and_nothing_else_is_outlined(
    desk: Page, study: Study, step: str, outlined: list[str]
) -> None:
    desk.goto(f"{url('compare', study)}?step={step}")
    settle(desk)
    desk.wait_for_function("() => !document.querySelector('#differences .ll-hint')")
    shown, hidden = desk.frames[1:3]
    found = shown.evaluate(OUTLINED)
    assert len(found) == bool(outlined) and hidden.evaluate(OUTLINED) == []
    assert all(any(words in text for words in outlined) for text in found)
    told = desk.locator("#differences").inner_text()
    if outlined:
        assert "| nothing" in told and "same place" in told
    else:
        assert told == "No difference on this page."


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_serious_around_the_frames(
    desk: Page, study: Study, width: int, scheme: str
) -> None:
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.set_viewport_size({"width": width, "height": 800})
    for name in ("preview", "compare"):
        desk.goto(url(name, study))
        settle(desk)
        desk.evaluate(AXE)
        result = desk.evaluate("() => axe.run(document, {resultTypes: ['violations'], iframes: false})")
        found = [v["id"] for v in result["violations"] if v["impact"] in ("serious", "critical")]
        assert found == [], (name, result["violations"])
        overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert desk.evaluate(overflow) <= 0, name
