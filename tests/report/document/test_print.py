"""The document in a browser: on a phone, on a desk, on paper."""

from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from scoring.estimators.estimate import t_row
from surveys.analysis.results import AT, FIRST, Alpha, Cell
from surveys.report.document.parts import Figure
from surveys.report.document.whole import data, whole
from tests.analysis.make import LEVELS
from tests.report.document.knowing import FLAGSHIP, known, row

pytestmark = pytest.mark.browser
A4 = round(180 / 25.4 * 96)
"""Pixels between the margins of a sheet."""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><path d="M0 0h400v300"/></svg>'


@pytest.fixture(scope="module")
def html() -> str:
    long = replace(
        t_row(-123.4, 60.2, 1234.5), effect=-0.55, effect_low=-0.97, effect_high=-0.12, n_participants=12345,
        n_profiles=30, n_ratings=61725, method="A method of a long name " * 5, warnings=("A warning. " * 9,),
    )  # fmt: skip
    rows = [
        row("competence", AT, long, at=(float(level),), p_adjusted=0.06) for level in LEVELS
    ] * 9 + [row("competence", variant=FIRST, found=long)]  # fmt: skip
    cells = tuple(
        Cell(outcome="competence", group=group, level=level, n=1200, mean=4.5, m2=1300.0)
        for group in ("shown", "hidden")
        for level in LEVELS
    )
    alphas = (Alpha(scale="competence", group="", items=6, n=400, alpha=0.9, low=0.85, high=0.95),)
    of = known(*rows, protocol=FLAGSHIP, cells=cells, alphas=alphas, told={"kind": "simulated"})
    found = whole(of, (Figure("A chart", "It rises.", data(SVG), "credibility"),))
    return render_to_string("report/document.html", {"report": found})


def shown(browser: Browser, html: str, width: int, media: str = "screen") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media=media)  # type: ignore[arg-type]
    page.set_content(html)
    return page


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_never_scrolls_sideways(browser: Browser, html: str, width: int) -> None:
    page = shown(browser, html, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_on_paper_no_table_is_cut(browser: Browser, html: str) -> None:
    page = shown(browser, html, A4, "print")
    widths = page.evaluate("[...document.querySelectorAll('table')].map(t => t.scrollWidth)")
    assert len(widths) > 10 and max(widths) <= A4
    page.close()


def test_on_paper_heads_repeat_and_rows_and_figures_stay_whole(browser: Browser, html: str) -> None:
    page = shown(browser, html, A4, "print")
    style = "(name, of) => getComputedStyle(document.querySelector(of))[name]"
    read = [
        page.evaluate(f"([name, of]) => ({style})(name, of)", [name, of])
        for name, of in (("display", "thead"), ("breakInside", "tr"), ("breakInside", "figure"))
    ]
    assert read == ["table-header-group", "avoid", "avoid"]
    page.close()


def test_the_band_stands_on_every_sheet(browser: Browser, html: str) -> None:
    """What is fixed is printed on each; the text keeps clear of it on each."""
    page = shown(browser, html, A4, "print")
    assert page.evaluate("getComputedStyle(document.querySelector('.band')).position") == "fixed"
    clear = "getComputedStyle(document.querySelector('main'))"
    assert page.evaluate(f"{clear}.boxDecorationBreak || {clear}.webkitBoxDecorationBreak") == "clone"
    room = page.evaluate(f"parseFloat({clear}.paddingTop)")
    assert room >= page.evaluate("document.querySelector('.band').getBoundingClientRect().height")
    assert page.pdf(prefer_css_page_size=True)[:5] == b"%PDF-"
    page.close()


def test_statistics_are_set_as_the_apa_sets_them(browser: Browser, html: str) -> None:
    page = shown(browser, html, 1280)
    assert page.locator("i", has_text="t").count() > 10
    assert page.locator("sub", has_text="Holm").count() > 5
    page.close()
