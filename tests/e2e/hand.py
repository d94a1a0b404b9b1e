"""How a person fills in a page: whatever is asked, by pointer or by keyboard."""

from collections.abc import Callable

from playwright.sync_api import Page

RADIOS = "() => [...new Set([...document.querySelectorAll('input[type=radio]')].map(i => i.name))]"
RADIO_VALUES = "name => [...document.querySelectorAll(`input[name='${name}']`)].map(i => i.value)"
TYPED = """() => [...document.querySelectorAll('input[type=text]:not(.live *), textarea')]
    .filter(i => i.checkVisibility({contentVisibilityAuto: true})).map(i => i.name)"""
LINES = "() => document.querySelectorAll('input[type=range]').length"


def fill(page: Page, pick: int, words: str = "") -> None:
    """Answer everything on the page: the option number `pick`, the same place on every line."""
    for box in page.locator("input[type=checkbox]").all():
        box.check()
    for name in page.evaluate(RADIOS):
        values = [v for v in page.evaluate(RADIO_VALUES, name) if v != "declined"]
        page.locator(f"input[name='{name}'][value='{values[pick % len(values)]}']").check()
    for line in page.locator("input[type=range]").all():
        rectangle = line.bounding_box()
        assert rectangle is not None
        line.click(
            position={"x": rectangle["width"] * (0.2 + 0.1 * pick), "y": rectangle["height"] / 2},
        )
    for name in page.evaluate(TYPED):
        field = page.locator(f"[name='{name}']")
        field.fill(words if field.evaluate("e => e.tagName") == "TEXTAREA" else "30")


def forward(page: Page) -> None:
    """Press the button that leads on: Begin, Follow, Continue, Keep."""
    page.locator("button.primary").first.click()


def take(page: Page, pick: int, words: str = "", each: Callable[[Page], None] = lambda page: None) -> str:
    """Go through the whole study; the completion code."""
    for _page in range(60):
        each(page)
        if page.locator("#code").count():
            return page.locator("#code").inner_text().strip()
        fill(page, pick, words)
        page.wait_for_timeout(20)
        forward(page)
        page.wait_for_load_state("load")
    raise AssertionError(f"the study does not end: {page.title()}")
