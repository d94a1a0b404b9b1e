"""What fingers and keys do to a page: lines touched, answers taken back, errors mended. Nothing moves."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as Tab

from surveys.pages import page
from surveys.protocol import Compiled
from tests.pages.conftest import study
from tests.pages.tabs import Shown
from tests.pages.test_questions import SAMPLES
from tests.pages.test_shell import shell

pytestmark = pytest.mark.browser

PLACES = """() => [...document.querySelectorAll('main, .item, legend, .options, .points, .pole, .act, li')]
  .map((one) => Object.values(one.getBoundingClientRect().toJSON()).join())"""
INK = """(one) => {
  const { font } = getComputedStyle(one), pen = document.createElement('canvas').getContext('2d');
  const foot = document.createElement('span');
  foot.style.display = 'inline-block';
  pen.font = font;
  const { actualBoundingBoxAscent: up, actualBoundingBoxDescent: down } = pen.measureText(one.textContent);
  one.append(foot);
  const drawn = one.parentElement.querySelector('path').getBoundingClientRect();
  return [foot.getBoundingClientRect().bottom - (up - down) / 2, drawn.top + drawn.height / 2];
}"""
CIRCLES: list[dict[str, Any]] = [
    {"kind": "choice", **SAMPLES["choice"], "declinable": True},
    {"kind": "likert", **SAMPLES["likert"]},
    {"kind": "likert", "text": "How well?", "labels": ["Badly", "", "", "Well"]},
    {"kind": "differential", **SAMPLES["differential"]},
]
WRONG = {"errors": {"sc01": "Choose.", "sc02": "Choose.", "sc16": "Choose."}}


def asking(*, required: bool) -> str:
    questions = [{**one, "code": f"q{at}", "required": required} for at, one in enumerate(CIRCLES)]
    asked = {"kind": "questionnaire", "id": "asked", "questions": questions}
    protocol = study(factors=[], cue=None, pool=None, instruments=[], pages=[asked], outcomes=[])
    shown = page(protocol, None, protocol.steps[0], "en")
    return render_to_string("participant/page.html", {"page": shown, "n": 1})


def tense(tab: Tab) -> tuple[Locator, Locator]:
    """A line, and the field that carries its answer."""
    return tab.get_by_role("slider").nth(1), tab.locator("[name=anxiety_before_tense]")


def drag(shown: Shown, line: Locator, *, up: int) -> None:
    """A finger put down near the line's beginning that moves up."""
    box = line.bounding_box()
    assert box is not None
    finger = shown.context.new_cdp_session(shown.tab)
    x, y = box["x"] + 40, box["y"] + box["height"] / 2
    for at in range(up // 12 + 1):
        points = [{"x": x, "y": y - 12 * at}]
        kind = "touchMove" if at else "touchStart"
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        shown.tab.wait_for_timeout(16)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    shown.tab.wait_for_timeout(100)


@pytest.mark.parametrize(("across", "value"), [(0.0, "0"), (0.5, "50"), (1.0, "100")])
def test_a_finger_answers_a_line_anywhere_even_in_its_middle(
    flagship: Compiled, browser: Browser, across: float, value: str
) -> None:
    shown = Shown(browser, has_touch=True, is_mobile=True)
    line, field = tense(shown.show(shell(flagship, "now_before")))
    box = line.bounding_box()
    assert box is not None
    line.tap(position={"x": min(box["width"] - 1, max(1, across * box["width"])), "y": box["height"] / 2})
    assert field.input_value() == value
    assert line.evaluate("(one) => one.closest('.bare')") is None
    shown.context.close()


def test_a_finger_that_scrolls_over_a_line_answers_nothing(flagship: Compiled, browser: Browser) -> None:
    shown = Shown(browser, has_touch=True, is_mobile=True, viewport={"width": 360, "height": 500})
    tab = shown.show(shell(flagship, "now_before"))
    line, field = tense(tab)
    drag(shown, line, up=144)
    assert tab.evaluate("scrollY") > 50
    assert field.input_value() == "" and line.input_value() == "50"
    shown.context.close()


def test_a_click_on_the_words_of_a_line_answers_nothing(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    tab.get_by_text("Right now, how tense do you feel?").click()
    assert tense(tab)[1].input_value() == ""


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_answers_a_line_with_its_middle(flagship: Compiled, phone: Shown, key: str) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    line, field = tense(tab)
    line.press(key)
    assert field.input_value() == "50" and phone.posted == []


def test_enter_on_an_answered_line_continues(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "now_before"))
    line, _ = tense(tab)
    line.press("Enter")
    with tab.expect_navigation():
        line.press("Enter")
    assert "anxiety_before_tense=50&" in phone.posted[0]


def test_without_javascript_fifty_can_be_said_and_nothing_too(flagship: Compiled, browser: Browser) -> None:
    shown = Shown(browser, java_script_enabled=False)
    tab = shown.show(shell(flagship, "now_before"))
    tab.locator("[name=before_awake]").fill("50")
    with tab.expect_navigation():
        tab.get_by_role("button", name="Continue").click()
    assert "before_awake=50&anxiety_before_tense=&before_curious=&" in shown.posted[0]
    shown.context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_an_optional_answer_is_cleared_and_nothing_moves(browser: Browser, width: int) -> None:
    shown = Shown(browser, viewport={"width": width, "height": 740})
    tab = shown.show(asking(required=False))
    before = tab.evaluate(PLACES)
    for at, _ in enumerate(CIRCLES):
        assert tab.get_by_role("button", name="Clear").count() == 0
        tab.locator(f"[name=q{at}]").nth(1).check()
        assert tab.evaluate(PLACES) == before
        tab.get_by_role("button", name="Clear").click()
        assert tab.locator(f"[name=q{at}]:checked").count() == 0
        assert tab.evaluate("document.activeElement.id") == f"q-q{at}"
        assert tab.evaluate(PLACES) == before
    shown.context.close()


def test_the_places_are_the_same_without_javascript_and_nothing_is_offered(browser: Browser) -> None:
    places = []
    for able in (True, False):
        shown = Shown(browser, java_script_enabled=able)
        tab = shown.show(asking(required=False))
        places.append(tab.evaluate(PLACES))
        if not able:
            tab.locator("[name=q0]").first.check()
            assert tab.locator(".clear").count() == 0
        shown.context.close()
    assert places[0] == places[1] and len(places[0]) > 12


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_lines_are_as_tall_before_the_script_comes(flagship: Compiled, browser: Browser, width: int) -> None:
    """It may come after the first paint."""
    tops = []
    for able in (True, False):
        shown = Shown(browser, java_script_enabled=able, viewport={"width": width, "height": 740})
        tab = shown.show(shell(flagship, "now_before"))
        tops.append(tab.locator(".item, .act").evaluate_all("(all) => all.map((one) => one.offsetTop)"))
        shown.context.close()
    assert tops[0] == tops[1] and len(tops[0]) == 6


def test_what_must_be_answered_is_not_offered_to_be_cleared(phone: Shown) -> None:
    assert phone.show(asking(required=True)).locator(".clear").count() == 0


def test_clearing_works_by_keys_and_says_what_it_clears(phone: Shown) -> None:
    tab = phone.show(asking(required=False))
    for name in ("Which?", "How often?", "How well?", "Cold – Warm"):
        tab.keyboard.press("Tab")
        tab.keyboard.press("Space")
        tab.keyboard.press("Tab")
        button = tab.locator(":focus")
        assert button.inner_text() == "Clear"
        tree = phone.context.new_cdp_session(tab).send("Accessibility.getFullAXTree")["nodes"]
        (said,) = [n for n in tree if n["role"]["value"] == "button" and n["name"]["value"] == "Clear"]
        assert said["description"]["value"] == name
        tab.keyboard.press("Enter")
        assert tab.locator(":checked").count() == 0
        assert tab.locator(":focus").get_attribute("type") == "radio"


@pytest.mark.parametrize("key", ["weeks", "now_before"])
def test_what_was_cleared_is_not_filled_in_again_after_a_reload(
    flagship: Compiled, phone: Shown, key: str
) -> None:
    tab = phone.show(shell(flagship, key))
    if key == "weeks":
        tab.locator("[name=filler_sleep]").first.check()
    else:
        tab.get_by_role("slider").first.press("End")
    tab.get_by_role("button", name="Clear").click()
    tab.reload()
    assert tab.get_by_role("button", name="Clear").count() == 0


def test_what_is_answered_is_no_longer_called_wrong(flagship: Compiled, phone: Shown) -> None:
    tab = phone.show(shell(flagship, "person.1.rate", given=WRONG))
    before, box = tab.evaluate(PLACES), tab.locator("#problems")
    assert tab.get_by_text("Choose.").count() == 3
    for code, head in (("sc02", "You have 2 pairs left"), ("sc01", "You have 1 pair left")):
        tab.locator(f"[name={code}]").nth(4).check()
        assert box.get_by_role("heading").inner_text() == head and tab.title().startswith(f"{head} · ")
        assert not tab.locator(f"#e-{code}").count()
        assert tab.evaluate(PLACES) == before
    assert tab.locator(".error:visible").all_inner_texts() == ["Choose."]
    tab.locator("[name=sc16]").first.check()
    assert box.get_by_role("heading").inner_text() == "Nothing is left."
    paint = "(one) => [getComputedStyle(one).borderLeftColor, getComputedStyle(one.children[0]).color]"
    assert "rgb(163, 22, 31)" not in box.evaluate(paint), "what is answered is not alarming any more"


def test_a_box_that_is_ticked_since_is_not_asked_for(flagship: Compiled, phone: Shown) -> None:
    wrong = {"errors": {"adult": "Tick.", "agrees": "Tick."}}
    tab = phone.show(shell(flagship, "welcome", given=wrong))
    tab.locator("[name=adult]").check()
    assert tab.locator("#problems h2").inner_text() == "Before you begin, please tick:"
    assert tab.locator("[name=adult]").get_attribute("aria-invalid") is None
    assert tab.locator(".error:visible").count() == 1


def test_the_figures_under_a_post_line_up(flagship: Compiled, phone: Shown) -> None:
    """One reply of this pool has been answered by nobody: its bubble stands without a number."""
    row, visit = next(
        (row, at)
        for row in range(30)
        for at, visit in enumerate(flagship.draws("shown", row).visits, start=1)
        if visit.profile == "nina"
    )
    step = flagship.step(f"person.{visit}.look")
    shown = page(flagship, flagship.draws("shown", row), step, "en")
    tab = phone.show(render_to_string("participant/page.html", {"page": shown}))
    hearts = tab.locator(".marks > :last-child").evaluate_all(
        "(all) => all.map((one) => one.getBoundingClientRect().x)"
    )
    assert len(hearts) == 3 and len(set(hearts)) == 1
    for figure in tab.locator(".mark + span").all():
        if figure.inner_text():
            ink, drawn = figure.evaluate(INK)
            assert abs(ink - drawn) < 1
