import re
import socket
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from surveys.analysis.compute import compute
from surveys.analysis.results import Count, Flow, Results
from surveys.charts import CHARTS, draw
from surveys.charts.levels import picture
from surveys.charts.style import BOLD, LINE, WATERMARK, WIDTH
from tests.analysis import make
from tests.analysis.arrays import data
from tests.conftest import chromium

PROTOCOL = make.protocol()
FLOW = Flow(
    groups=("shown", "hidden"),
    counts=(
        Count(key="arrived", total=120),
        Count(key="allocated", total=100, by_group=(50, 50)),
        Count(key="exposed", total=99, by_group=(50, 49)),
        Count(key="finished", total=90, by_group=(46, 44)),
    ),
)


def results(kind: str = "real", n: int = 100) -> Results:
    return compute(PROTOCOL, data(n, slope=0.2), FLOW, kind=kind)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a chart asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("no_network")
def test_every_chart_is_drawn_without_network_and_says_itself_in_words() -> None:
    drawn = draw(results(), PROTOCOL)
    assert [chart.key for chart in drawn] == list(CHARTS)
    for chart in drawn:
        assert chart.svg.startswith("<svg") and "viewBox" in chart.svg
        assert "@font-face" not in chart.svg and "<script" not in chart.svg
        assert chart.title in chart.svg
        assert chart.alternative.endswith(".") and chart.title
        assert "url" not in str(chart.specification.get("data", ""))


def test_simulated_is_written_into_the_picture_itself() -> None:
    for chart in draw(results("simulated"), PROTOCOL):
        assert WATERMARK in chart.svg
    for chart in draw(results(), PROTOCOL):
        assert WATERMARK not in chart.svg


def test_the_same_results_are_the_same_picture() -> None:
    assert [c.svg for c in draw(results(), PROTOCOL)] == [c.svg for c in draw(results(), PROTOCOL)]


def test_a_whisker_misses_the_hidden_line_where_the_difference_is_not_nought() -> None:
    found = results()
    drawn = picture(found, PROTOCOL, "trust")
    for point in drawn.points:
        row = found.row("trust", "shown against hidden", point.level)
        assert row is not None
        excludes = row.estimate.low > 0 or row.estimate.high < 0
        assert excludes == (drawn.hidden < point.low or drawn.hidden > point.high)


def test_a_wrong_number_is_not_drawn() -> None:
    found = results()
    row = found.row("trust", "shown against hidden", 85)
    assert row is not None
    wrong = replace(row, estimate=replace(row.estimate, low=-99.0))
    rows = tuple(wrong if r is row else r for r in found.rows)
    chart = draw(replace(found, rows=rows), PROTOCOL)[0]
    assert chart.svg != draw(found, PROTOCOL)[0].svg and "-9" not in str(chart.specification)


@pytest.mark.parametrize("size", [20, 60, 200])
def test_titles_and_captions_wrap_where_the_picture_ends(size: int) -> None:
    label = ("wonderful " * 20)[:size].strip()
    outcomes = [{**outcome, "label": label} for outcome in make.document()["outcomes"]]
    long = make.protocol(outcomes=outcomes)
    for chart in draw(results(), long):
        title = chart.specification["title"]
        assert all(len(line) <= BOLD for line in title["text"])
        assert all(len(line) <= LINE for line in title["subtitle"])
        assert chart.key == "flow" or chart.title == label
        assert chart.specification["width"] == WIDTH


def test_numbers_in_words_have_a_true_minus() -> None:
    below = replace(results(), cells=tuple(replace(c, mean=-c.mean) for c in results().cells), rows=())
    for chart in draw(below, PROTOCOL)[:3]:
        assert "−" in chart.alternative and " -" not in chart.alternative


@pytest.mark.browser
def test_no_word_is_cut_and_all_can_be_read_where_they_are_shown(tmp_path: Path) -> None:
    """Also in a font wider than the one that the picture was measured with."""
    long = {"label": "How competent and trustworthy this person came across as a whole"}
    document = make.document()
    factors = [{**document["factors"][0], "label": "Number beside the face"}, document["factors"][1]]
    hard = make.protocol(factors=factors, outcomes=[{**o, **long} for o in document["outcomes"]])
    drawn = [*draw(results("simulated"), PROTOCOL), *draw(results("simulated"), hard)]
    page = tmp_path / "charts.html"
    for font in ("Arial", "DejaVu Sans"):
        pictures = "".join(chart.svg.replace("Arial", f"'{font}'") for chart in drawn)
        page.write_text(f"<!doctype html><meta charset=utf-8><body>{pictures}", encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            opened = browser.new_page()
            opened.goto(page.as_uri())
            found = opened.evaluate(OUTSIDE)
            browser.close()
        assert found == [], font
    sizes = {int(size) for chart in drawn for size in re.findall(r'font-size="(\d+)px"', chart.svg)}
    assert min(sizes) * CARD / WIDTH >= 11


CARD = 275
"""Pixels inside a card at 1280, and about as many on a phone."""
OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const whole = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1
      || box.bottom > whole.bottom + 1
  }).map(text => text.textContent)
})"""


def test_with_too_few_people_the_dots_stand_alone() -> None:
    drawn = picture(results(n=4), PROTOCOL, "trust")
    assert not drawn.against and drawn.points
    assert all(isnan(point.low) for point in drawn.points)
    charts = draw(results(n=4), PROTOCOL)
    assert len(charts) == 4
    for chart in charts:
        assert "interval" not in chart.svg and "'high': " not in str(chart.specification)


def test_nothing_is_drawn_of_nothing() -> None:
    empty = replace(results(), cells=(), rows=(), flow=Flow(groups=(), counts=()))
    assert draw(empty, PROTOCOL) == ()


def test_of_a_live_study_only_the_flow_is_drawn() -> None:
    live = compute(PROTOCOL, None, FLOW, kind="real")
    assert [chart.key for chart in draw(live, PROTOCOL)] == ["flow"]


def test_nothing_is_told_by_colour_alone() -> None:
    """Every colour in every chart is a grey, and groups differ in dash or shade."""
    for chart in draw(results(), PROTOCOL):
        for r, g, b in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", chart.svg):
            assert max(int(x, 16) for x in (r, g, b)) - min(int(x, 16) for x in (r, g, b)) <= 40
