"""What only a browser can tell of a feed: its boxes in every group, and how tall a day is."""

import pytest
from playwright.sync_api import Browser

from surveys import library
from surveys.pages import page
from surveys.pages.whole import whole
from surveys.protocol import Compiled, Draws, Step, compiled, read
from surveys.protocol.nodes.feed_course import start_of
from surveys.protocol.nodes.feed_state import State
from tests.pages.conftest import ABOUT, HELP
from tests.pages.tabs import PHONE, Shown
from tests.protocol.own import written

pytestmark = pytest.mark.browser

BOXES = """() => [...document.querySelectorAll('main *')]
  .filter((one) => !one.closest('.day > *, .owned > *'))
  .map((one) => [one.tagName, ...Object.values(one.getBoundingClientRect().toJSON())])"""


@pytest.fixture(scope="module")
def week() -> Compiled:
    content = written(days=10, free_after=6)
    return compiled(read({**content, "pool": library.load("profiles", "thirty")}))


def drawn(week: Compiled, key: str, arm: str, row: int = 0) -> str:
    step = week.step(key)
    stood = tuple(68 for _day in range(1, step.day))
    state = State(start=68, name="quiet_otter", face="face2", left=step.day - 1, stood=stood)
    shown = page(week, week.draws(arm, row), step, "en", did=state.to_json())
    return whole(week, "en", shown, n=3, step=step)


def around(study: Compiled, step: Step, draws: Draws) -> str:
    """A day as somebody comes to it who has done nothing on it yet."""
    assert study.feed is not None
    start = start_of(study.feed, draws.levels, {})
    stood = (start or 0,) * (step.day - 1)
    state = State(start=start, name="quiet_otter", face="face2", left=step.day - 1, stood=stood)
    return whole(study, "en", page(study, draws, step, "en", did=state.to_json()), n=3, step=step)


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (1280, 800)], ids=str)
@pytest.mark.parametrize("key", ["week.score", "week.1.day", "week.3.day", "week.4.day", "week.2.ask"])
def test_groups_with_and_without_a_score_have_equal_boxes(
    week: Compiled, browser: Browser, size: tuple[int, int], key: str
) -> None:
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    boxes = [shown.show(drawn(week, key, arm)).evaluate(BOXES) for arm in ("none", "flat_68", "dip_64")]
    assert boxes[0] == boxes[1] == boxes[2] and len(boxes[0]) > 12
    shown.context.close()


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (1280, 800)], ids=str)
@pytest.mark.parametrize("code", ["your-score-just-dropped", "unplug", "sixty-five"])
def test_the_first_sight_of_a_score_stands_alike_in_every_group_of_a_shipped_study(
    code: str, browser: Browser, size: tuple[int, int]
) -> None:
    """With a score or none, and whichever legend is read: no box around it moves, and it has room."""
    study = compiled(read({**library.studies(code), "about": ABOUT, "help": HELP}))
    step = next(step for step in study.steps if step.part == "score")
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    tabs = [shown.show(around(study, step, study.draws(arm, 0))).evaluate(BOXES) for arm in study.arms]
    assert all(boxes == tabs[0] for boxes in tabs) and len(tabs[0]) > 8
    assert shown.tab.evaluate("document.documentElement.scrollWidth") == size[0]
    shown.context.close()


@pytest.mark.parametrize("code", ["your-score-just-dropped", "unplug", "sixty-five"])
def test_a_day_of_a_shipped_study_is_one_screen_of_a_phone(code: str, phone: Shown) -> None:
    """On average it fits; where people wrote more, score and way on stand on the first screen even so."""
    study = compiled(read({**library.studies(code), "about": ABOUT, "help": HELP}))
    heights = []
    for row in (0, 7, 14, 21):
        for step in (step for step in study.steps if step.part == "day"):
            tab = phone.show(around(study, step, study.draws(list(study.arms)[-1], row)))
            heights.append(tab.evaluate("document.body.scrollHeight"))
            for part in (".figure", "[name=leave][value=next]"):
                box = tab.locator(part).bounding_box()
                assert box and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"], (step.key, row)
    assert sum(heights) / len(heights) < PHONE["height"], heights
    assert max(heights) < 1.2 * PHONE["height"], heights


def test_the_way_on_stays_in_sight_and_lets_go_where_something_is_written(
    week: Compiled, phone: Shown
) -> None:
    tab = phone.show(drawn(week, "week.3.day", "dip_64"))
    tab.set_viewport_size({"width": 360, "height": 500})
    box = tab.get_by_role("button", name="End this day").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 500 < tab.evaluate("document.body.scrollHeight")
    tab.get_by_text("Write a post").click()
    tab.evaluate("scrollTo(0, 0)")
    assert tab.locator(".ways").evaluate("(one) => one.getBoundingClientRect().top") > 500


def test_the_score_stays_in_sight_while_one_scrolls(week: Compiled, phone: Shown) -> None:
    tab = phone.show(drawn(week, "week.3.day", "dip_64"))
    tab.set_viewport_size({"width": 360, "height": 480})
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    box = tab.locator(".figure").bounding_box()
    assert box is not None and 0 <= box["y"] < 60 and tab.evaluate("scrollY") > 0
    assert phone.strangers == []
