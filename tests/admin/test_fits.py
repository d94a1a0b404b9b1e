"""In a real browser at 1280: nothing on the researcher's pages is cut off in a box of its own."""

import pytest
from playwright.sync_api import Page

from surveys import simulate
from surveys.models import Study
from surveys.simulate.people import Effects
from tests.admin.conftest import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CUT = """() => [...document.querySelectorAll('.ll-scroll')]
    .filter((box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight + 1)
    .map((box) => box.getAttribute('aria-label') ?? box.getAttribute('aria-labelledby'))"""


def test_the_power_table_shows_its_last_heading(desk: Page, study: Study) -> None:
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(url("power", study))
    assert desk.get_by_role("columnheader", name="shown to be small in").is_visible()
    assert desk.evaluate(CUT) == []


def test_where_people_left_is_listed_whole(desk: Page, live: Study) -> None:
    wanted = simulate.want(live, participants=40, effects=Effects(), dropout=0.9)
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(f"{url('live', live)}?kind=simulated")
    assert desk.locator("[aria-labelledby=standing] tbody tr").count() > 8
    assert desk.evaluate(CUT) == []


def test_a_rehearsal_is_sent_off_without_scrolling(desk: Page, study: Study) -> None:
    desk.set_viewport_size({"width": 1280, "height": 800})
    desk.goto(url("rehearse", study))
    box = desk.get_by_role("button", name="Send them through").bounding_box()
    assert box and box["y"] + box["height"] <= 800
