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
    page.wait_for_function("() => !document.querySelector('.ll-stage[aria-busy]')")


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
        if not onward.is_visible():
            break
        onward.click()
        settle(desk)
    assert frame.locator("#code").inner_text().strip() == "K7Q2-M9XD"
    assert {"First impressions online", "Profile 5: rate", "Thank you"} <= seen
    assert not Participation.objects.exists()


class Hand:
    """Clicks links by their words and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks = page, 0

    def click(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("link", name=name, exact=True).click()
        settle(self.page)


def test_from_the_first_page_all_that_matters_is_seen_in_five_clicks(desk: Page, live: Study) -> None:
    desk.set_viewport_size({"width": 1280, "height": 800})
    hand, frame = Hand(desk), desk.frame_locator("#frame")
    desk.goto("/admin/")
    hand.click("Take it")
    assert frame.locator("input[name=agrees]").count() == 1, "consent"
    hand.click("To the first profile")
    assert frame.locator(".card").count() == 1 and frame.locator(".figure").count() == 1
    hand.click("Score hidden")
    assert frame.locator(".card").count() == 1 and frame.locator(".figure").count() == 0
    hand.click("Fill and go on")
    assert frame.locator("input[type=radio]").count() > 50, "the ratings"
    hand.click("What this study was about")
    assert "The people were invented" in frame.locator("main").inner_text()
    assert hand.clicks == 5
    desk.goto("/admin/")
    assert desk.locator(".ll-steps .ll-done").count() == 1


def test_stretches_are_skipped_one_after_the_other(desk: Page, study: Study) -> None:
    hand = Hand(desk)
    desk.goto(url("preview", study))
    skip = desk.locator("[data-skip]:visible")
    for words, page in (
        ("To the first profile", "Profile 1: look"),
        ("Past the profiles", "Right now, after"),
        ("To the debriefing", "What this study was about"),
    ):
        settle(desk)
        assert skip.all_inner_texts() == [words]
        hand.click(words)
        assert desk.locator(HERE).inner_text() == page
    assert skip.count() == 0
    hand.click("Profile 3: rate")
    assert skip.all_inner_texts() == ["Past the profiles"]


@pytest.mark.parametrize("name", ["preview", "compare"])
def test_a_laptop_shows_controls_and_frame_without_scrolling(desk: Page, study: Study, name: str) -> None:
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"{url(name, study)}?step=person.1.look")
    settle(desk)
    assert desk.evaluate("() => document.documentElement.scrollHeight") <= 800
    shown = "[...document.querySelectorAll('.ll-controls > *')].filter((e) => e.offsetHeight)"
    middles = desk.evaluate(f"{shown}.map((e) => (e.getBoundingClientRect().top + e.offsetHeight / 2) | 0)")
    assert max(middles) - min(middles) <= 2, "one line"
    assert all(box["height"] > 450 for f in desk.locator("iframe").all() if (box := f.bounding_box()))


def test_a_phone_keeps_button_and_switch_in_sight_while_the_frame_is_read(desk: Page, study: Study) -> None:
    desk.set_viewport_size({"width": 360, "height": 740})
    desk.goto(f"{url('preview', study)}?step=person.1.look")
    settle(desk)
    desk.mouse.move(5, 700)
    desk.evaluate("() => scrollTo(0, document.documentElement.scrollHeight)")
    for name in ("Fill and go on", "Score hidden"):
        box = desk.get_by_role("link", name=name).bounding_box()
        assert box and 0 <= box["y"] < 200 and box["height"] >= 44
    frame = desk.locator("#frame").bounding_box()
    assert frame and frame["height"] >= 500 and frame["y"] + frame["height"] <= 741
    scrolled = desk.evaluate("() => scrollY")
    desk.get_by_role("link", name="Fill and go on").click()
    settle(desk)
    assert desk.evaluate("() => scrollY") == scrolled > 0, "the page around the frame stays where it is"


def test_where_one_is_stands_in_the_address_and_comes_back(desk: Page, study: Study) -> None:
    hand = Hand(desk)
    desk.goto(url("preview", study))
    settle(desk)
    hand.click("To the first profile")
    hand.click("Score hidden")
    hand.click("Desktop")
    desk.reload()
    settle(desk)
    assert desk.locator(HERE).inner_text() == "Profile 1: look"
    assert desk.frame_locator("#frame").locator(".figure").count() == 0
    assert desk.locator("#frame").get_attribute("width") == "1024"


def test_the_end_has_one_thing_to_do_next(desk: Page, study: Study) -> None:
    desk.goto(f"{url('preview', study)}?step=debriefing")
    settle(desk)
    onward = desk.get_by_role("link", name="Rehearse it with 100 simulated people")
    assert not onward.is_visible()
    Hand(desk).click("Fill and go on")
    assert onward.is_visible() and not desk.get_by_role("link", name="Fill and go on").is_visible()
    onward.click()
    desk.get_by_role("button", name="Send them through").wait_for()


def test_after_the_end_the_other_group_is_walked_from_its_start(desk: Page, study: Study) -> None:
    hand, again = Hand(desk), desk.get_by_role("link", name="From the start")
    desk.goto(f"{url('preview', study)}?step=debriefing&arm=shown&kept=%7B%22age%22%3A30%7D")
    settle(desk)
    assert not again.is_visible()
    for leads in ("Score hidden", "From the start"):
        hand.click("Thank you")
        assert again.is_visible() and "kept=" in desk.url
        hand.click(leads)
        assert desk.locator(HERE).inner_text() == "First impressions online"
        assert desk.get_by_role("link", name="Fill and go on").is_visible() and not again.is_visible()
        assert "arm=hidden" in desk.url and "kept=" not in desk.url
        desk.goto(f"{desk.url}&kept=%7B%22age%22%3A30%7D")
        settle(desk)


@pytest.mark.parametrize("arm", ["shown", "hidden"])
def test_left_and_right_stay_whichever_group_one_comes_from(desk: Page, study: Study, arm: str) -> None:
    desk.goto(f"{url('preview', study)}?step=person.1.look&arm={arm}")
    settle(desk)
    Hand(desk).click("Side by side")
    assert desk.locator(".ll-sides h2").all_inner_texts() == ["Score shown", "Score hidden"]
    assert desk.frames[1].locator(".figure").count() == 1 and desk.frames[2].locator(".figure").count() == 0


def test_two_groups_are_walked_together(desk: Page, study: Study) -> None:
    desk.goto(url("compare", study))
    settle(desk)
    hand = Hand(desk)
    hand.click("Fill and go on")
    assert desk.locator(HERE).inner_text() == "Profile 1: rate"
    hand.click("Past the profiles")
    assert desk.locator(HERE).inner_text() == "Right now, after"
    assert desk.locator(".ll-sides h2").all_inner_texts() == ["Score shown", "Score hidden"]


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
    assert "Displayed score" in drawn.inner_text() and "hidden" not in drawn.inner_text()
    desk.get_by_role("link", name="Score hidden").click()
    settle(desk)
    first = drawn.inner_text()
    assert "Displayed score hidden: this group sees no score. Behind the page stands" in first
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
