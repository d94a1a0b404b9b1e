"""What only a browser can tell: boxes, heights, the line without a handle, and pages without JavaScript."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from surveys.pages import page, progress
from surveys.protocol import Compiled
from tests.pages.conftest import study
from tests.pages.tabs import PHONE, Shown
from tests.pages.test_questions import SAMPLES
from tests.pages.test_shell import shell

pytestmark = pytest.mark.browser
SIZES = [(320, 640), (360, 740), (1280, 800)]
SLIPS = """() => { window.sent = []; document.forms[0].addEventListener('submit', (event) => {
  sent.push(event.defaultPrevented);
  event.preventDefault();
}); }"""

BOXES = """() => [...document.querySelectorAll('main *')]
  .filter((one) => !one.closest('.aside, .figure'))
  .map((one) => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())])"""


def drawn(protocol: Compiled, key: str, arm: str) -> str:
    step = protocol.step(key)
    shown = page(protocol, protocol.draws(arm, 3), step, "en")
    context = {"page": shown, "progress": progress(protocol, step, "en"), "can_stop": True}
    return render_to_string("participant/page.html", context)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("part", ["1.look", "2.look", "1.rate", "5.last"])
def test_shown_and_hidden_pages_have_equal_boxes(
    flagship: Compiled, browser: Browser, size: tuple[int, int], part: str
) -> None:
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    boxes = [
        shown.show(drawn(flagship, f"person.{part}", arm)).evaluate(BOXES) for arm in ("shown", "hidden")
    ]
    assert boxes[0] == boxes[1] and len(boxes[0]) > 20
    shown.context.close()


def test_fifteen_ratings_fit_three_screens_of_a_phone(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(drawn(flagship, "person.1.rate", "shown"))
    assert tab.evaluate("document.documentElement.scrollHeight") <= 3 * PHONE["height"]


@pytest.mark.parametrize("width", [320, 360])
def test_targets_are_large_enough_for_a_thumb(flagship: Compiled, browser: Browser, width: int) -> None:
    shown = Shown(browser, viewport={"width": width, "height": 640})
    tab = shown.show(drawn(flagship, "person.1.rate", "shown"))
    sizes = tab.locator(".points input").evaluate_all(
        "(all) => all.map((one) => [one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) == 15 * 7
    assert min(width for width, _ in sizes) >= (40 if width == 320 else 44)
    assert min(height for _, height in sizes) >= 44
    shown.context.close()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_page_scrolls_sideways(flagship: Compiled, browser: Browser, size: tuple[int, int]) -> None:
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    for key in (
        "welcome",
        "now_before",
        "weeks",
        "about_you",
        "person.2.look",
        "person.1.rate",
        "debriefing",
    ):
        tab = shown.show(drawn(flagship, key, "shown"))
        assert tab.evaluate("document.documentElement.scrollWidth") == size[0], key
    assert not shown.strangers
    shown.context.close()


def test_the_whole_score_can_be_read(flagship: Compiled, browser: Browser) -> None:
    for width in (320, 360, 1280):
        shown = Shown(browser, viewport={"width": width, "height": 740})
        tab = shown.show(drawn(flagship, "person.1.look", "shown"))
        for part in (".aside", ".words"):
            cut = tab.locator(part).evaluate("(one) => one.scrollHeight - one.clientHeight")
            assert cut <= 0, (width, part)
        shown.context.close()


def test_a_line_has_no_value_until_it_is_touched(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    line = tab.get_by_role("slider", name="Right now, how tense do you feel?")
    field = tab.locator("[name=anxiety_before_tense]")
    assert field.input_value() == "" and line.get_attribute("aria-valuetext") == "not answered yet"
    with tab.expect_navigation():
        tab.get_by_role("button", name="Continue").click()
    assert "anxiety_before_tense=&" in phone.posted[0]


@pytest.mark.parametrize(("across", "value"), [(0.0, "0"), (0.5, "50"), (1.0, "100")])
def test_a_click_on_the_line_is_taken_even_in_the_middle(
    flagship: Compiled, phone: Shown, across: float, value: str
) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    line = tab.get_by_role("slider").nth(1)
    box = line.bounding_box()
    assert box is not None
    x = min(box["width"] - 1, max(1, across * box["width"]))
    line.click(position={"x": x, "y": box["height"] / 2})
    assert tab.locator("[name=anxiety_before_tense]").input_value() == value
    assert line.get_attribute("aria-valuetext") == f"{value}, from 0, Not at all, to 100, Extremely"


def test_a_line_is_answered_and_cleared_by_keys(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    field = tab.locator("[name=before_awake]")
    tab.keyboard.press("Tab")
    assert field.input_value() == ""
    tab.keyboard.press("End")
    assert field.input_value() == "100"
    tab.keyboard.press("ArrowLeft")
    assert field.input_value() == "99"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert field.input_value() == ""
    tab.keyboard.press(" ")
    assert field.input_value() == "50"


def test_what_was_typed_moves_the_handle(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "now_before", given={"typed": {"before_awake": ["17"]}}))
    assert tab.get_by_role("slider").first.input_value() == "17"
    assert tab.locator(".bare").count() == 4


def test_errors_take_the_focus(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "person.1.rate", given={"errors": {"sc16": "Choose."}}))
    assert tab.evaluate("document.activeElement.id") == "problems"
    tab.get_by_role("link", name="Bright – Stupid").click()
    assert tab.evaluate("document.activeElement.id") == "q-sc16"


def test_a_second_click_at_once_is_a_slip_and_a_later_one_is_sent(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "weeks"))
    tab.evaluate(SLIPS)
    button = tab.get_by_role("button", name="Continue")
    button.click()
    button.click()
    tab.wait_for_timeout(2100)
    button.click()
    assert tab.evaluate("sent") == [False, True, False]


def test_every_kind_can_be_answered_without_javascript(browser: Browser) -> None:
    questions = [{"kind": kind, "code": f"q_{kind}", **SAMPLES[kind]} for kind in SAMPLES]
    asked = {"kind": "questionnaire", "id": "asked", "questions": questions}
    protocol = study(factors=[], cue=None, pool=None, instruments=[], pages=[asked], outcomes=[])
    shown = Shown(browser, java_script_enabled=False)
    html = render_to_string(
        "participant/page.html", {"page": page(protocol, None, protocol.steps[0], "en"), "n": 1}
    )
    tab = shown.show(html)
    for kind in ("likert", "differential", "choice", "choices"):
        tab.locator(f"[name=q_{kind}]").last.check()
    for kind, value in (("slider", "12"), ("number", "30"), ("text", "Me"), ("long_text", "Because")):
        tab.locator(f"[name=q_{kind}]").fill(value)
    with tab.expect_navigation():
        tab.get_by_role("button", name="Continue").click()
    assert shown.posted == [
        "n=1&q_likert=3&q_differential=7&q_slider=12&q_choice=three&q_choices=three&q_number=30"
        "&q_text=Me&q_long_text=Because&act=answer"
    ]
    shown.context.close()


def test_enter_in_a_field_continues(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "about_you"))
    tab.locator("[name=age]").fill("30")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert "age=30" in phone.posted[0] and "&act=answer&" in phone.posted[0]
