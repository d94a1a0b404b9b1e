"""The feed as people live in it: on a phone, with and without JavaScript, by keyboard, back and forth."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from surveys import library
from surveys.models import Participation, Study, Submission
from surveys.protocol import read
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward, take
from tests.e2e.test_access import CLIPPED, OVERFLOW, serious
from tests.people import published
from tests.protocol.own import written

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOW = """() => [...document.querySelectorAll('main button, main summary')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5)
    .map(e => `${e.outerHTML.slice(0, 80)} ${e.getBoundingClientRect().height}`)"""
SPOKEN = "() => document.activeElement.textContent.trim()"


def study_of(**feed: Any) -> Study:
    """Everybody is in the group whose score falls, and meets thirty people who write as they do."""
    content = written(**feed)
    content["pool"] = library.load("profiles", "thirty")
    content["factors"][0]["levels"] = ["dip_64"]
    content["pages"][5]["table"][1]["when"]["among"] = ["dip_64"]
    return published(read(content))


@pytest.fixture
def study(transactional_db: None) -> Study:
    return study_of()


def into_day(page: Page, study: Study, day: int = 1) -> Page:
    page.goto(f"/s/{study.address}/")
    while page.locator("h1", has_text=f"Day {day} of").count() == 0 or page.locator(".ways").count() == 0:
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    return page


def rows(*parts: str) -> list[dict[str, Any]]:
    """What was done and left on days, in order."""
    found = Submission.objects.filter(step__endswith=".day").order_by("n")
    return [{k: v for k, v in row.answers.items() if not parts or k in parts} for row in found]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_a_week_is_lived_to_its_end_and_code(visitor: Visitor, study: Study, script: bool) -> None:
    page = into_day(visitor(java_script_enabled=script), study)
    press(page, "Like")
    expect(page.get_by_role("button", name="Liked")).to_be_visible()
    page.locator("summary", has_text="Write a post").click()
    press(page, "Posting so that there is something here today.")
    expect(page.locator(".mine .said")).to_have_text("Posting so that there is something here today.")
    page.locator("#post-2 summary").click()
    page.locator("[name=reply_2]").fill("Yes, quite.")
    press(page, "Send")
    expect(page.locator("#post-2 .replied")).to_contain_text("Yes, quite.")
    press(page, "Check my score")
    expect(page.locator(".peeked")).to_contain_text("average 40")
    forward(page)
    page.wait_for_load_state("load")
    code = take(page, 1)
    assert code == Participation.objects.get().code
    assert rows("do")[:5] == [{"do": d} for d in ("like.1", "post.filler", "reply.2", "check")] + [{}]


@pytest.mark.parametrize("script", [True, False], ids=["with", "without"])
def test_what_is_typed_survives_a_click_on_like(visitor: Visitor, study: Study, script: bool) -> None:
    page = into_day(visitor(java_script_enabled=script), study)
    page.locator("summary", has_text="Write a post").click()
    page.locator("[name=own]").fill("Half a thought\nand more")
    page.locator("#post-1 summary").click()
    page.locator("[name=reply_1]").fill("Half a reply")
    page.locator("#post-3 button[value='like.3']").click()
    page.wait_for_load_state("load")
    expect(page.locator("[name=own]")).to_have_value("Half a thought\nand more")
    expect(page.locator("[name=reply_1]")).to_have_value("Half a reply")
    assert page.locator("[name=own]").is_visible() and page.locator("[name=reply_1]").is_visible()
    press(page, "Send")
    expect(page.locator("#post-1 .replied")).to_contain_text("Half a reply")
    expect(page.locator("[name=own]")).to_have_value("Half a thought\nand more")
    assert [row["do"] for row in rows()] == ["like.3", "reply.1"]


def test_a_like_leaves_one_where_one_was(visitor: Visitor, study: Study) -> None:
    page = into_day(visitor(viewport={"width": 360, "height": 480}), study)
    page.locator("#post-3").scroll_into_view_if_needed()
    page.mouse.wheel(0, 60)
    page.wait_for_timeout(100)
    before = page.evaluate("scrollY")
    assert before > 30
    page.locator("#post-3 button[value='like.3']").click()
    page.wait_for_load_state("load")
    page.wait_for_timeout(50)
    assert abs(page.evaluate("scrollY") - before) < 3
    assert page.evaluate(SPOKEN).startswith("Liked")
    assert "#" not in page.url


def test_without_a_script_the_page_opens_at_what_was_liked(visitor: Visitor, study: Study) -> None:
    page = into_day(visitor(java_script_enabled=False, viewport={"width": 360, "height": 480}), study)
    page.locator("#post-3 button[value='like.3']").click()
    page.wait_for_load_state("load")
    assert page.url.endswith("#post-3")
    box = page.locator("#post-3").bounding_box()
    assert box is not None and 0 < box["y"] < 480


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 640}},
        {"viewport": {"width": 1280, "height": 800}},
        {"color_scheme": "dark"},
        {"forced_colors": "active"},
    ],
    ids=["320", "1280", "dark", "contrast"],
)
def test_every_page_of_the_feed_holds(visitor: Visitor, study: Study, options: dict[str, Any]) -> None:
    wrong: list[str] = []

    def look(page: Page) -> None:
        for box in page.locator("details").all():
            box.evaluate("e => { e.open = true }")
        wrong.extend(serious(page))
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{page.title()}: scrolls sideways")
        wrong.extend(f"{page.title()}: clipped {one}" for one in page.evaluate(CLIPPED))
        if page.locator(".ways").count():
            wrong.extend(f"{page.title()}: low {one}" for one in page.evaluate(LOW))

    page = visitor(**options)
    page.goto(f"/s/{study.address}/")
    assert take(page, 1, each=look)
    assert wrong == []


def test_a_day_is_lived_by_keyboard_alone(visitor: Visitor, study: Study) -> None:
    page = into_day(visitor(), study)

    def reach(words: str) -> None:
        for _key in range(80):
            if page.evaluate(SPOKEN).startswith(words):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"{words} cannot be reached")

    reach("Like")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Liked")).to_be_visible()
    page.wait_for_load_state("load")
    assert page.evaluate(SPOKEN).startswith("Liked")  # and so the next key goes on from there
    reach("Reply")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("By hand.")
    reach("Send")
    page.keyboard.press("Space")
    expect(page.locator("#post-1 .replied")).to_be_visible()
    page.wait_for_load_state("load")
    reach("Write a post")
    page.keyboard.press("Space")
    reach("End this day")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Day 2 of 5")
    assert [row.get("do") or row.get("leave") for row in rows()] == ["like.1", "reply.1", "next"]


def test_a_double_click_is_one_act(visitor: Visitor, study: Study) -> None:
    for script in (True, False):
        Submission.objects.filter(step__endswith=".day").delete()
        page = into_day(visitor(java_script_enabled=script), study)
        page.locator("button[value='like.1']").dblclick()
        page.wait_for_load_state("load")
        page.wait_for_timeout(300)
        assert [row["do"] for row in rows() if "do" in row] == ["like.1"], script


def test_going_back_and_doing_something_else_keeps_what_was_done_first(
    visitor: Visitor, study: Study
) -> None:
    page = into_day(visitor(), study)
    press(page, "Like")
    page.go_back()
    page.wait_for_load_state("load")
    if page.locator("button[value='share.2']").count():  # a browser may show the page as it was
        page.locator("button[value='share.2']").click()
        page.wait_for_load_state("load")
    done = [row["do"] for row in rows()]
    assert done[0] == "like.1" and len(done) <= 2


def test_a_break_is_taken_and_the_score_told_from_before_it(visitor: Visitor, study: Study) -> None:
    page = into_day(visitor(java_script_enabled=False), study, 2)
    page.locator("summary", has_text="Take a break").click()
    expect(page.locator(".resting")).to_contain_text("Nothing happens while you are away.")
    press(page, "1 day")
    fill(page, 1)
    forward(page)
    page.wait_for_load_state("load")
    expect(page.locator("h1")).to_have_text("Day 4 of 5")
    expect(page.locator(".moved")).to_have_text("down 4 since your break")
    press(page, "Coming")
    expect(page.locator(".meanwhile button")).to_have_text("Coming")
    press(page, "Finish: last questions")
    assert rows()[-1] == {"leave": "finish"}


def test_a_score_on_request_stays_away_until_it_is_asked_for(
    visitor: Visitor, transactional_db: None
) -> None:
    page = into_day(visitor(java_script_enabled=False), study_of(score={"visibility": "request"}))
    assert page.locator(".figure").count() == 0 and ">68<" not in page.content()
    press(page, "Check my score")
    expect(page.locator(".figure")).to_have_text("68")
    forward(page)
    page.wait_for_load_state("load")
    expect(page.locator("h1")).to_have_text("Day 2 of 5")
    assert page.locator(".figure").count() == 0


def test_a_mistake_is_shown_and_nothing_is_lost(visitor: Visitor, study: Study) -> None:
    page = into_day(visitor(java_script_enabled=False), study)
    page.locator("summary", has_text="Write a post").click()
    page.locator("[name=own]").fill("Half a thought")
    page.locator("#post-1 summary").click()
    press(page, "Send")
    expect(page.locator("#problems")).to_contain_text("Nothing was sent yet")
    expect(page.locator("[name=own]")).to_have_value("Half a thought")
    page.locator("#problems a").click()
    assert page.evaluate("document.activeElement.name") in ("reply_1", None)
    assert rows() == []
