"""`make screens`: every page that a participant of the flagship can meet, at three widths, light and dark;
and each shipped study as somebody takes it on a phone.

The pictures are to be looked at, so they go to var/screens/. Nothing is asserted but that each page came.
"""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import pytest
from django.db import OperationalError
from playwright.sync_api import Page

from surveys import drafts, flow, library
from surveys.models import State, Study
from surveys.protocol import read
from tests.e2e.conftest import Visitor
from tests.e2e.hand import fill, forward
from tests.people import flagship, published

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "var" / "screens"
ABOUT = {
    "institution": "Social Media Lab, University of Northfield",
    "contact": "impressions@northfield.example",
    "approval": "Ethics board, 2026-114",
    "pay": "2.40 pounds by Prolific",
    "minutes": 12,
}
HELP = """If the questions left you uneasy, talk to somebody you trust or to your doctor.

- In an emergency call your local emergency number.
- Our own line: 0555 010 199, weekdays from 9 to 17."""
SIZES = {320: 640, 360: 740, 1280: 800}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ONE_LEFT_OUT = "() => document.querySelectorAll('[name=sc03], [name=mc1]').forEach(e => e.checked = false)"
FAR_TOO_MANY = """() => { const form = document.forms[0]; for (let k = 0; k < 12000; k++) {
    const one = document.createElement("input"); one.type = "hidden"; one.name = "x" + k; form.append(one);
} }"""
PEOPLE = 16
"""Visitors before both groups must have come: all in one group has odds of 1 in 32,000."""


@pytest.fixture(scope="module", autouse=True)
def emptied() -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)


@pytest.fixture
def study(transactional_db: None) -> Study:
    return published(flagship(about=ABOUT, help=HELP))


def picture(page: Page, name: str, widths: Sequence[int] = tuple(SIZES)) -> None:
    """The page as it stands, whole, in every size and scheme."""
    page.evaluate("() => scrollTo(0, 0)")
    page.mouse.move(0, 0)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in widths:
            height = SIZES[width]
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=PICTURES / f"{name}.{width}.{scheme}.png", full_page=True)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 360, "height": 740})


def on(page: Page) -> None:
    forward(page)
    page.wait_for_load_state("load")


def answered(page: Page, pick: int = 1, words: str = "Strangers") -> None:
    fill(page, pick, words)
    on(page)


def until(page: Page, study: Study, element: str) -> None:
    if page.url == "about:blank":
        page.goto(f"/s/{study.address}/")
    for _page in range(40):
        if page.locator(element).count():
            return
        answered(page, 0)
    raise AssertionError(f"no page has {element}")


def every_state(page: Page, name: str, wrong: Callable[[Page], None] | None = None) -> None:
    """Empty, with something wrong, and filled in; then on to the next page."""
    picture(page, name)
    if wrong:
        wrong(page)
        on(page)
        assert page.locator("#problems").count(), name
        picture(page, f"{name}-wrong")
    fill(page, 1, "Whether people like strangers who write well. Or badly.")
    picture(page, f"{name}-filled")
    on(page)


def nothing(page: Page) -> None:
    """What a person has done who goes on without an answer."""


def typed(name: str, words: str) -> Callable[[Page], None]:
    return lambda page: page.locator(f"[name={name}]").fill(words)


def almost(page: Page) -> None:
    fill(page, 3)
    page.evaluate(ONE_LEFT_OUT)


def test_before_the_lot(visitor: Visitor, study: Study) -> None:
    page = visitor()
    page.goto(f"/s/{study.address}/")
    every_state(page, "01-welcome", nothing)
    every_state(page, "02-now-before")
    every_state(page, "03-weeks")
    every_state(page, "04-about-you", typed("age", "twelve"))
    every_state(page, "05-attention", nothing)


def test_the_visits_and_all_after_them_in_both_groups(visitor: Visitor, study: Study) -> None:
    seen: set[str] = set()
    for _person in range(PEOPLE):
        page = visitor()
        until(page, study, "button[name=follow]")
        group = "shown" if page.locator(".figure").count() else "hidden"
        if group not in seen:
            _visits(page, group)
            _afterwards(page, group)
            seen.add(group)
        if len(seen) == 2:
            return
    raise AssertionError("all were in one group")


def _visits(page: Page, group: str) -> None:
    for number in range(1, 6):
        picture(page, f"06-look-{number}-{group}")
        on(page)
        if number in (2, 3, 4):
            answered(page)
        else:
            every_state(page, f"07-rate-{number}-{group}", nothing if number == 1 else almost)
    every_state(page, f"08-last-{group}", nothing)


def _afterwards(page: Page, group: str) -> None:
    every_state(page, f"09-now-after-{group}")
    every_state(page, f"10-guess-{group}", typed("funnel", "x" * 1200))
    picture(page, f"11-noticing-{group}")
    on(page)
    picture(page, f"11-noticing-{group}-wrong")
    answered(page, 0)
    every_state(page, f"12-recall-{group}", typed("recalled", "many"))
    picture(page, f"13-debriefing-{group}")
    on(page)
    picture(page, f"14-end-{group}")
    page.locator("summary").click()
    picture(page, f"14-end-{group}-open")
    page.locator("button[value=delete]").click()
    page.wait_for_load_state("load")
    picture(page, f"17-withdrawn-at-the-end-{group}")


def test_without_a_text_of_help(
    visitor: Visitor, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A study that asks after symptoms cannot be published so; others can, and their page looks like this."""
    monkeypatch.setattr(drafts, "checks", lambda document: [])
    study = published(flagship(about=ABOUT, help={}))
    page = visitor()
    until(page, study, "button[value=keep]")
    picture(page, "13-debriefing-without-help")


def test_leaving(visitor: Visitor, study: Study) -> None:
    page = visitor()
    page.goto(f"/s/{study.address}/")
    page.locator("button[value=decline]").click()
    page.wait_for_load_state("load")
    picture(page, "15-declined")
    for act, name in (("keep", "17-stopped"), ("delete", "17-withdrawn")):
        page = visitor()
        until(page, study, "button[name=follow]")
        page.locator("button[value=stop]").click()
        page.wait_for_load_state("load")
        picture(page, f"16-stop-{act}")
        page.locator(f"button[value={act}]").click()
        page.wait_for_load_state("load")
        picture(page, name)


def test_answers_that_cannot_be_taken(
    visitor: Visitor, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visitor()
    until(page, study, "input[name=attention]")
    second = page.context.new_page()
    second.goto(page.url)
    answered(page)
    answered(second, 4)
    picture(second, "20-stands")
    second.go_back()
    second.evaluate("() => document.querySelector('[name=n]').value = '77'")
    answered(second, 4)
    picture(second, "21-moved-on")
    until(page, study, "[name=sc02]")
    page.evaluate(FAR_TOO_MANY)
    on(page)
    picture(page, "22-too-much")
    page.goto(f"/s/{study.address}/")
    fill(page, 1)
    page.context.set_offline(True)
    forward(page)
    picture(page, "23-offline")
    with page.expect_navigation():
        page.context.set_offline(False)
    for name, broken in (("24-busy", _no_answer), ("25-fault", _fault)):
        with monkeypatch.context() as patch:
            patch.setattr(flow, "find", broken)
            page.goto(f"/s/{study.address}/")
            picture(page, name)


def _no_answer(token: str) -> None:
    raise OperationalError


def _fault(token: str) -> None:
    raise RuntimeError("on purpose")


def test_a_study_that_is_not_open(visitor: Visitor, study: Study) -> None:
    inside, new = visitor(), visitor()
    until(inside, study, "[name=gender]")
    for state in (State.PAUSED, State.CLOSED):
        Study.objects.filter(pk=study.pk).update(state=state)
        new.goto(f"/s/{study.address}/")
        picture(new, f"30-{state.value}-new")
        fill(inside, 1)
        on(inside)
        picture(inside, f"31-{state.value}-inside")


def test_addresses_that_lead_nowhere(visitor: Visitor, study: Study) -> None:
    page = visitor()
    for name, address in {
        "40-unknown": "/s/no-such-study/",
        "41-cut-short": f"/s/{study.address}/abc/",
        "42-home": "/",
    }.items():
        page.goto(address)
        picture(page, name)


def test_without_a_script(visitor: Visitor, study: Study) -> None:
    page = visitor(java_script_enabled=False)
    until(page, study, "[name=before_awake]")
    picture(page, "50-without-script-now")
    until(page, study, "[name=gender]")
    picture(page, "50-without-script-about")
    until(page, study, "[name=sc02]")
    picture(page, "50-without-script-rate")


@pytest.mark.parametrize("code", [entry["study"] for entry in library.catalogue()][1:])
def test_each_shipped_study_on_a_phone(visitor: Visitor, transactional_db: None, code: str) -> None:
    study = published(read(library.studies(code) | {"about": ABOUT, "help": HELP}))
    page = visitor()
    page.goto(f"/s/{study.address}/")
    for number in range(1, 61):
        picture(page, f"{code}-{number:02}", (360,))
        if page.locator("#code").count():
            return
        answered(page)
    raise AssertionError("the study does not end")
