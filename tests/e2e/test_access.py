"""Every kind of page and question, as different people and their devices meet them."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from surveys.models import Study
from surveys.protocol import read
from surveys.protocol.nodes import PAGE_KINDS
from surveys.questions import QUESTION_TYPES
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward, take
from tests.people import published
from tests.protocol.small import SMALL

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
THIRD = 2
"""The option that SMALL's attention check wants; of two the first, which leads to its page on condition."""

FIRST_PAGE, ANY_PAGE, REQUESTS = 30_000, 60_000, 3

OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CLIPPED = """() => [...document.querySelectorAll('main *')].filter(e => {
    const style = getComputedStyle(e);
    return ['hidden', 'clip'].includes(style.overflowX) && e.scrollWidth > e.clientWidth + 1
        && e.textContent.trim() && !e.classList.contains('spoken') && !e.closest('svg');
}).map(e => e.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll('*')].filter(e => {
    const style = getComputedStyle(e);
    return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
}).map(e => e.outerHTML.slice(0, 120))"""
LOOK = """e => { const own = getComputedStyle(e), before = getComputedStyle(e, '::before');
    return [own.borderTopWidth, before.borderTopWidth, own.outlineStyle, own.outlineWidth].join(' '); }"""
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver(list => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: 'layout-shift', buffered: true }); }"""


@pytest.fixture
def small(transactional_db: None) -> Study:
    return published(read(SMALL))


def walked(page: Page, study: Study, look: Callable[[Page], None]) -> str:
    page.goto(f"/s/{study.address}/")
    return take(page, THIRD, "words", each=look)


def serious(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{page.title()}: {one['id']} {one['nodes'][0]['html'][:120]}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_the_study_of_these_tests_has_every_kind() -> None:
    """A new kind without a page here is a kind that nobody has tried by keyboard or on a small screen."""
    document = read(SMALL)
    asked = {
        q.kind for page in document.pages for step in page.steps(document.library) for q in step.questions
    }
    assert asked == set(QUESTION_TYPES)
    assert {page.kind for page in document.pages} | {"feed"} == set(PAGE_KINDS)  # of the feed: test_feed


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a small phone", {"viewport": {"width": 320, "height": 640}}),
        ("200 % zoom", {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}),
        ("dark", {"color_scheme": "dark"}),
        ("little motion", {"reduced_motion": "reduce"}),
        ("high contrast", {"forced_colors": "active"}),
    ],
    ids=["320", "zoom", "dark", "motion", "contrast"],
)
def test_every_kind_of_page_holds(visitor: Visitor, small: Study, name: str, options: dict[str, Any]) -> None:
    wrong: list[str] = []

    def look(page: Page) -> None:
        wrong.extend(serious(page))
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{page.title()}: scrolls sideways")
        wrong.extend(f"{page.title()}: clipped {one}" for one in page.evaluate(CLIPPED))
        if name == "little motion":
            wrong.extend(f"{page.title()}: moves {one}" for one in page.evaluate(MOVING))

    assert walked(visitor(**options), small, look)
    assert wrong == [], name


def test_what_is_chosen_and_focused_shows_without_colours(visitor: Visitor, small: Study) -> None:
    """Forced colours take every background: shape alone must tell."""
    seen = set()

    def look(page: Page) -> None:
        for box in page.locator("input[type=radio], input[type=checkbox]").all()[:3]:
            if box.evaluate("e => getComputedStyle(e).appearance") != "none":
                continue  # drawn by the system, which knows how
            before = box.evaluate(LOOK)
            box.check()
            page.wait_for_timeout(150)  # the ring fills in a tenth of a second
            assert box.evaluate(LOOK).split()[:2] != before.split()[:2], page.title()
            seen.add(box.get_attribute("type"))
        page.keyboard.press("Tab")
        focused = page.evaluate(f"() => ({LOOK})(document.activeElement)")
        assert focused.split()[2] not in ("none", "hidden") and focused.split()[3] != "0px", page.title()

    walked(visitor(forced_colors="active"), small, look)
    assert "radio" in seen


def test_right_to_left_is_mirrored(visitor: Visitor) -> None:
    """The study in a language that is written so; its words stay what they are."""
    arabic = read({**SMALL, "language": "ar", "title": {"ar": "Small"}, "help": {"ar": "Help."}})
    study = published(arabic)
    wrong: list[str] = []
    mirrored = []

    def look(page: Page) -> None:
        assert page.evaluate("() => document.documentElement.dir") == "rtl"
        wrong.extend(serious(page))
        if page.evaluate(OVERFLOW) > 0:
            wrong.append(f"{page.title()}: scrolls sideways")
        for pair in page.locator(".pair").all()[:1]:
            left, right = (pole.bounding_box() for pole in pair.locator(".pole").all()[:2])
            assert left and right
            mirrored.append(left["x"] > right["x"])

    walked(visitor(viewport={"width": 320, "height": 640}), study, look)
    assert wrong == [] and mirrored and all(mirrored)


def test_every_control_says_what_it_is(visitor: Visitor, small: Study) -> None:
    """By the browser's own tree, which is what a screen reader reads."""
    names: set[tuple[str, str]] = set()

    def look(page: Page) -> None:
        tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
        for node in tree["nodes"]:
            role = node.get("role", {}).get("value", "")
            if role in ("radio", "checkbox", "slider", "textbox", "button", "spinbutton", "progressbar"):
                name = node.get("name", {}).get("value", "")
                assert name.strip(), f"{page.title()}: a {role} without a name"
                names.add((role, name))

    walked(visitor(), small, look)
    assert {
        ("checkbox", "I am 18 or older."),
        ("radio", "Hot to Cold, 3 of 5"),
        ("radio", "Cold to Warm, 5 of 5"),
        ("radio", "Often"),
        ("slider", "Where?"),
        ("textbox", "Age?"),
        ("textbox", "Town?"),
        ("textbox", "What was it about?"),
        ("checkbox", "Cat"),
        ("radio", "Yes"),
        ("button", "Follow"),
        ("button", "Stop"),
    } <= names


def test_the_flagships_pairs_are_read_as_they_are_meant(visitor: Visitor, study: Study) -> None:
    page = visitor()
    page.goto(f"/s/{study.address}/")
    while not page.locator(".pair").count():
        fill(page, 1)
        forward(page)
        page.wait_for_load_state("load")
    assert page.get_by_role("radio", name="Intelligent to Unintelligent, 3 of 7").count() == 1


def test_pages_are_light_and_do_not_move_under_the_reader(visitor: Visitor, study: Study) -> None:
    """As a browser that comes for the first time receives them, gzipped as the proxy of docker/ does."""
    page = visitor()
    page.add_init_script(f"({SHIFTS})()")
    bodies: dict[str, int] = {}
    page.on("response", lambda r: bodies.__setitem__(r.url, len(gzip.compress(r.body()))) if r.ok else None)
    page.goto(f"/s/{study.address}/")
    page.wait_for_load_state("networkidle")
    files = {url: size for url, size in bodies.items() if "/static/" in url}
    assert len(bodies) <= REQUESTS + 1, bodies  # and the favicon, which waits for the page
    assert sum(bodies.values()) <= FIRST_PAGE, bodies
    heavy, moved = {}, {}

    def look(page: Page) -> None:
        page.wait_for_timeout(60)
        size = len(gzip.compress(page.content().encode())) + sum(files.values())
        number = re.sub(r"\s+", " ", page.title())
        heavy[number] = size
        moved[number] = page.evaluate("() => window.shifted")

    take(page, 1, each=look)
    assert max(heavy.values()) <= ANY_PAGE, heavy
    assert max(moved.values()) == 0, {title: shift for title, shift in moved.items() if shift}
