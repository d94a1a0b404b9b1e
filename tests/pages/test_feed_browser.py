"""What only a browser can tell of a feed: its boxes in every group, and how tall a day is."""

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser

from surveys import library
from surveys.pages import page, progress
from surveys.protocol import Compiled, compiled, read
from surveys.protocol.nodes.feed_state import State
from tests.pages.tabs import PHONE, Shown
from tests.protocol.own import written

pytestmark = pytest.mark.browser

BOXES = """() => [...document.querySelectorAll('main *')]
  .filter((one) => !one.closest('.day > *'))
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
    context = {"page": shown, "progress": progress(week, step, "en"), "can_stop": True}
    return render_to_string("participant/page.html", context)


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (1280, 800)], ids=str)
@pytest.mark.parametrize("key", ["week.1.day", "week.3.day", "week.4.day", "week.2.ask"])
def test_groups_with_and_without_a_score_have_equal_boxes(
    week: Compiled, browser: Browser, size: tuple[int, int], key: str
) -> None:
    shown = Shown(browser, viewport={"width": size[0], "height": size[1]})
    boxes = [shown.show(drawn(week, key, arm)).evaluate(BOXES) for arm in ("none", "flat_68", "dip_64")]
    assert boxes[0] == boxes[1] == boxes[2] and len(boxes[0]) > 12
    shown.context.close()


def test_a_day_is_one_screen_of_a_phone(week: Compiled, phone: Shown) -> None:
    """Thirty people write 40 to 200 characters: a screen and a little on average, never one and a quarter."""
    heights = [
        phone.show(drawn(week, f"week.{day}.day", "dip_64")).evaluate("document.documentElement.scrollHeight")
        for day in range(1, 11)
        if day != 4  # when something happens aside
    ]
    assert sum(heights) / len(heights) < 770 and max(heights) < 1.25 * PHONE["height"], heights


def test_the_score_stays_in_sight_while_one_scrolls(week: Compiled, phone: Shown) -> None:
    tab = phone.show(drawn(week, "week.3.day", "dip_64"))
    tab.set_viewport_size({"width": 360, "height": 480})
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    box = tab.locator(".figure").bounding_box()
    assert box is not None and 0 <= box["y"] < 60 and tab.evaluate("scrollY") > 0
    assert phone.strangers == []
