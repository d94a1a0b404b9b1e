"""How pages look where looking once found them wanting: marks, rows, circles, folds."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Locator
from playwright.sync_api import Page as Tab

from surveys.pages import Page, Problem, ended_page, page, stop_page
from surveys.protocol import Compiled, Ending
from tests.pages.conftest import ABOUT, study
from tests.pages.tabs import Shown
from tests.pages.test_shell import shell

ALARM, PAPER = "rgb(163, 22, 31)", {"light": "rgb(255, 255, 255)", "dark": "rgb(24, 28, 38)"}
MARK = "(one) => getComputedStyle(one).boxShadow"
ONE_LINE = "(one) => one.getBoundingClientRect().height <= 46"
WIDE = "WQ4M-MXWD"


@pytest.fixture
def small(browser: Browser) -> Iterator[Shown]:
    shown = Shown(browser, viewport={"width": 320, "height": 640})
    yield shown
    shown.context.close()


def sheet(shown: Page) -> str:
    return render_to_string("participant/page.html", {"page": shown, "language": "en", "direction": "ltr"})


def middles(boxes: Locator) -> set[int]:
    """At which heights these stand: one where they stand in a row."""
    found = [box.bounding_box() for box in boxes.all()]
    return {round(box["y"] + box["height"] / 2) for box in found if box}


def problems(count: int) -> tuple[Problem, ...]:
    return tuple(Problem(f"q-{n}", f"{n}", "Choose.", missing=True) for n in range(count))


@pytest.mark.browser
@pytest.mark.parametrize(("direction", "side"), [("ltr", "-15px"), ("rtl", "15px")])
def test_what_is_wrong_is_marked_where_its_lines_begin(
    flagship: Compiled, small: Shown, direction: str, side: str
) -> None:
    wrong = {"errors": {"age": "A number.", "gender": "Choose."}}
    tab = small.show(shell(flagship, "about_you", given=wrong, direction=direction))
    for box in tab.locator(".wrong").all():
        assert f"{ALARM} {side} 0px" in box.evaluate(MARK)


@pytest.mark.browser
def test_the_mark_spans_the_question_too(flagship: Compiled, small: Shown) -> None:
    """A fieldset's paint begins halfway down a legend that stands in its edge."""
    tab = small.show(shell(flagship, "about_you", given={"errors": {"gender": "Choose."}}))
    whole, words = tab.locator("fieldset.wrong").bounding_box(), tab.locator(".wrong legend").bounding_box()
    assert whole and words and whole["y"] == pytest.approx(words["y"], abs=0.6)
    assert tab.locator(".wrong legend").evaluate("(one) => getComputedStyle(one).float") != "none"


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_days_of_a_week_stand_in_one_row(flagship: Compiled, browser: Browser, width: int) -> None:
    shown = Shown(browser, viewport={"width": width, "height": 640})
    days = shown.show(shell(flagship, "about_you")).locator("[name=social_days]")
    assert days.count() == 8 and len(middles(days)) == 1
    shown.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("key", ["welcome", "weeks"])
def test_boxes_and_circles_are_drawn_in_the_pages_own_colours(
    flagship: Compiled, browser: Browser, scheme: str, key: str
) -> None:
    shown = Shown(browser, color_scheme=scheme)
    box = shown.show(shell(flagship, key)).locator(".row input").first
    look = "(one) => [getComputedStyle(one).appearance, getComputedStyle(one).backgroundColor]"
    assert box.evaluate(look) == ["none", PAPER[scheme]]
    shown.context.close()


def test_a_list_of_problems_is_folded_only_where_that_saves_room() -> None:
    for count, first in ((0, 0), (1, 1), (6, 6), (7, 4), (15, 4)):
        shown = Page("", "", "questionnaire", problems=problems(count))  # type: ignore[arg-type]
        assert (len(shown.first_problems), len(shown.more_problems)) == (first, count - first)
        assert shown.first_problems + shown.more_problems == shown.problems


@pytest.mark.browser
def test_a_page_left_empty_still_shows_its_first_question(flagship: Compiled, phone: Shown) -> None:
    codes = [question.code for question in flagship.step("person.1.rate").questions]
    wrong = {"errors": dict.fromkeys(codes, "Choose.")}
    tab = phone.show(shell(flagship, "person.1.rate", given=wrong))
    first = tab.locator(".item").first.bounding_box()
    assert len(codes) == 15 and first and first["y"] + first["height"] < 740
    assert tab.locator("#problems li:visible").count() == 4
    tab.get_by_text("and 11 more").click()
    assert tab.locator("#problems li:visible").count() == 15
    tab.get_by_role("link", name="Believable").click()
    assert tab.evaluate("document.activeElement.name") == "mc3"


@pytest.mark.browser
def test_what_is_folded_is_crossed_out_too(flagship: Compiled, phone: Shown) -> None:
    codes = [question.code for question in flagship.step("person.1.rate").questions]
    wrong = {"errors": dict.fromkeys(codes, "Choose.")}
    tab = phone.show(shell(flagship, "person.1.rate", given=wrong))
    tab.locator("[name=mc3]").first.check()
    assert tab.locator("#problems li.mended").all_text_contents() == ["Believable"]


@pytest.mark.browser
def test_no_thank_you_stands_beside_begin_or_in_line_below_it(flagship: Compiled, browser: Browser) -> None:
    for width, rows in ((320, 1), (240, 2)):
        shown = Shown(browser, viewport={"width": width, "height": 640})
        tab = shown.show(shell(flagship, "welcome"))
        begin, decline = tab.locator(".act > .primary"), tab.locator(".act > .quiet")
        assert len(middles(tab.locator(".act > button"))) == rows
        edges = [begin.bounding_box(), decline.bounding_box()]
        padding = decline.evaluate("(one) => parseFloat(getComputedStyle(one).paddingLeft)")
        if rows == 2 and edges[0] and edges[1]:
            assert edges[1]["x"] + padding == pytest.approx(edges[0]["x"], abs=0.6)
        shown.context.close()


@pytest.mark.browser
def test_the_code_can_be_copied_beside_it_on_a_small_phone(flagship: Compiled, small: Shown) -> None:
    tab: Tab = small.show(sheet(ended_page(flagship, "en", Ending.FINISHED, WIDE)))
    tab.locator(".copy").evaluate("(one) => { one.hidden = false; }")
    assert len(middles(tab.locator("#code, .copy"))) == 1


@pytest.mark.browser
def test_each_way_to_stop_is_one_line_and_all_are_as_wide(flagship: Compiled, browser: Browser) -> None:
    for width in (320, 360, 1280):
        shown = Shown(browser, viewport={"width": width, "height": 640})
        ways = shown.show(sheet(stop_page(flagship, "en"))).locator(".act > button")
        boxes = [box for way in ways.all() if (box := way.bounding_box())]
        assert len(boxes) == 3 and len({(box["x"], box["width"]) for box in boxes}) == 1
        assert all(way.evaluate(ONE_LINE) for way in ways.all()), width
        shown.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360])
def test_no_face_is_cut_by_its_circle(flagship: Compiled, browser: Browser, width: int) -> None:
    shown = Shown(browser, viewport={"width": width, "height": 640})
    tab = shown.show(shell(flagship, "person.1.look"))
    for portrait in tab.locator(".portrait").all():
        inside = portrait.evaluate("(one) => [one.clientWidth, one.firstElementChild.clientWidth]")
        assert inside[0] == inside[1] > 0
    shown.context.close()


def test_whom_to_write_to_can_be_tapped_and_stays_text() -> None:
    for words, html in (
        ("Write to a@lab.org.", '<a href="mailto:a@lab.org">a@<wbr>lab.org</a>.'),
        ("<b>Ada</b>, room 5", "&lt;b&gt;Ada&lt;/b&gt;, room 5"),
    ):
        protocol = study(about={**ABOUT, "contact": words})
        assert html in page(protocol, None, protocol.step("welcome"), "en").body
        assert html in ended_page(protocol, "en", Ending.FINISHED, None).body


@pytest.mark.browser
@pytest.mark.parametrize(("width", "pitch"), [(360, 76), (1280, 50)])
def test_pairs_follow_each_other_closely_and_evenly(
    flagship: Compiled, browser: Browser, width: int, pitch: int
) -> None:
    shown = Shown(browser, viewport={"width": width, "height": 740})
    tab = shown.show(shell(flagship, "person.1.rate"))
    tops = tab.locator(".scale > .pair").evaluate_all("(all) => all.map((one) => one.offsetTop)")
    steps = [after - before for before, after in pairwise(tops[:6])]
    assert len(tops) == 12 and max(steps) <= pitch and max(steps) - min(steps) <= 1
    shown.context.close()
