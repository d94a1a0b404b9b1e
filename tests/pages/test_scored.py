"""Every form in which a score is seen: nothing else on the page tells one group from another."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from surveys.protocol import Compiled
from surveys.protocol.score import LONGEST
from tests.pages.scored import KLOUT, PLAIN, STUDIES, scored
from tests.pages.tabs import Shown
from tests.pages.test_browser import SIZES, drawn

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parents[1] / "e2e" / "vendor" / "axe" / "axe.min.js").read_text()
BOXES = """() => [...document.querySelectorAll('main *')]
  .filter((one) => !one.closest('.aside, .figure, [type=hidden]'))
  .map((one) => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())])"""
CUT = """() => [...document.querySelectorAll('.aside, .figure, .words, .words *, .more')].filter((one) => {
  const is_box = !['contents', 'inline'].includes(getComputedStyle(one).display);
  const may_end_in_dots = one.matches('.spoken, .in-rows small');
  return is_box && (one.scrollHeight > one.clientHeight + 1
    || one.scrollWidth > one.clientWidth + 1 && !may_end_in_dots);
}).map((one) => one.outerHTML.slice(0, 90))"""
CROSSING = """() => {
  const [name, figure] = ['.strip h1', '.strip .figure'].map((one) => document.querySelector(one));
  return figure ? name.getBoundingClientRect().right > figure.getBoundingClientRect().left : false;
}"""
WORDS = (
    "It counts how often other people react to what somebody posts, over 90 days. Most people have between "
    "thirty and sixty."
)
EXPLAINED = {"factor": "arm", "texts": {"number": {"en": WORDS}}}


def study(name: str) -> Compiled:
    return scored(*STUDIES[name])


def tabs(browser: Browser, size: tuple[int, int], scheme: str = "light") -> Shown:
    return Shown(browser, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)


def still(tab: Tab) -> Tab:
    """What comes later has come."""
    tab.evaluate("document.getAnimations().forEach((one) => one.finish())")
    return tab


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", STUDIES)
def test_only_the_scores_own_box_differs(browser: Browser, name: str, size: tuple[int, int]) -> None:
    shown, protocol = tabs(browser, size), study(name)
    for key in ("person.1.look", "person.1.rate"):
        boxes = {arm: shown.show(drawn(protocol, key, arm)).evaluate(BOXES) for arm in protocol.arms}
        assert len(boxes["hidden"]) > 20
        for arm, found in boxes.items():
            assert found == boxes["hidden"], (key, arm)
    shown.context.close()


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_an_explanation_moves_nothing(browser: Browser, size: tuple[int, int]) -> None:
    shown, protocol = tabs(browser, size), scored({**KLOUT, "explanation": EXPLAINED}, PLAIN)
    tab = shown.show(drawn(protocol, "person.1.look", "number"))
    assert LONGEST - 2 <= len(WORDS) <= LONGEST
    assert tab.locator(".more").inner_text() == WORDS and tab.evaluate(CUT) == []
    arms = ("number", "hidden", "bar")
    boxes = [shown.show(drawn(protocol, "person.1.look", arm)).evaluate(BOXES) for arm in arms]
    assert boxes[0] == boxes[1] == boxes[2]
    shown.context.close()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", STUDIES)
def test_every_form_can_be_read_whole(browser: Browser, name: str, size: tuple[int, int]) -> None:
    shown, protocol = tabs(browser, size), study(name)
    for arm in protocol.arms:
        for key in ("person.1.look", "person.1.rate"):
            tab = still(shown.show(drawn(protocol, key, arm)))
            assert tab.evaluate(CUT) == [], (key, arm)
            assert not tab.evaluate(CROSSING), (key, arm)
            assert tab.evaluate("document.documentElement.scrollWidth") == size[0], (key, arm)
    shown.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", STUDIES)
def test_every_form_is_accessible(browser: Browser, name: str, scheme: str) -> None:
    shown, protocol = tabs(browser, (360, 740), scheme), study(name)
    for arm in protocol.arms:
        for key in ("person.1.look", "person.1.rate"):
            tab = still(shown.show(drawn(protocol, key, arm)))
            tab.evaluate(AXE)
            found = tab.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found] == [], (key, arm)
    shown.context.close()


@pytest.mark.parametrize(
    ("name", "arm", "said"),
    [
        ("klout", "number", "62 Influence score"),
        ("klout", "bar", "62 Influence score"),
        ("klout", "badge", "62 Influence score"),
        ("klout", "percentile", "above 96 % of accounts Influence score"),
        ("klout", "rising", "62 rising Influence score"),
        ("klout", "falling", "62 falling Influence score"),
        ("klout", "line", "62 a small line of how it went so far Influence score"),
        ("stars", "stars", "3.5 of 5 stars Influence score"),
        ("kred", "number", "719 over 5 Influence score"),
        ("kred", "badge", "719 over 5 Influence score"),
        ("kred", "bar", "719 over 5 Influence score"),
    ],
)
def test_a_screen_reader_is_told_the_same(browser: Browser, name: str, arm: str, said: str) -> None:
    shown = tabs(browser, (360, 740))
    tab = shown.show(drawn(study(name), "person.1.look", arm))
    assert " ".join(tab.locator(".aside").evaluate("(one) => one.textContent").split()).startswith(said)
    strip = shown.show(drawn(study(name), "person.1.rate", arm)).locator(".strip .figure")
    words = (
        said.removesuffix(" Influence score").split(" rising")[0].split(" falling")[0].split(" a small")[0]
    )
    assert str(strip.get_attribute("aria-label")).startswith(f"Influence score: {words}")
    shown.context.close()


def test_a_score_that_comes_later_is_unseen_and_unspoken_until_then(browser: Browser) -> None:
    protocol = scored({**KLOUT, "delay": 2}, PLAIN)
    shown = tabs(browser, (360, 740))
    tab = shown.show(drawn(protocol, "person.1.look", "later"))
    aside = tab.locator(".aside")
    assert not aside.is_visible()
    assert aside.evaluate("(one) => one.getAnimations()[0].effect.getTiming().delay") == 2000
    aside.wait_for(state="visible", timeout=6000)
    shown.context.close()


@pytest.mark.parametrize(("delay", "milliseconds"), [(1, 1000), (27, 27_000), (60, 60_000)])
def test_every_delay_is_kept_to_the_second(browser: Browser, delay: int, milliseconds: int) -> None:
    shown = tabs(browser, (360, 740))
    tab = shown.show(drawn(scored({**KLOUT, "delay": delay}, PLAIN), "person.1.look", "later"))
    timing = tab.locator(".aside").evaluate("(one) => one.getAnimations()[0].effect.getTiming().delay")
    assert timing == milliseconds
    shown.context.close()


def test_with_little_motion_it_appears_at_once(browser: Browser) -> None:
    shown = Shown(browser, reduced_motion="reduce")
    tab = shown.show(drawn(scored({**KLOUT, "delay": 1}, PLAIN), "person.1.look", "later"))
    assert tab.locator(".aside").evaluate("(one) => one.getAnimations()[0].effect.getTiming().duration") == 0
    assert not tab.locator(".aside").is_visible()
    tab.locator(".aside").wait_for(state="visible", timeout=6000)
    shown.context.close()


def test_the_button_in_its_place_is_large_enough_for_a_thumb(browser: Browser) -> None:
    shown = tabs(browser, (320, 640))
    tab = shown.show(drawn(study("klout"), "person.1.look", "request"))
    box = tab.get_by_role("button", name="Show Influence score").bounding_box()
    assert box is not None and box["height"] >= 44 and box["width"] >= 44
    shown.context.close()
