"""What all charts have in common."""

import re
import socket
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from surveys import charts
from surveys.analysis.compute import compute
from surveys.analysis.results import Flow, Results
from surveys.analysis.runs import Drawn
from surveys.charts import CHARTS, draw, table_of
from surveys.charts.style import BOLD, LINE, WATERMARK, WIDE, WIDE_BOLD, WIDE_LINE, WIDTH
from surveys.protocol import Compiled
from tests.analysis import make
from tests.analysis.arrays import data
from tests.charts.found import (
    PLAN,
    PROTOCOL,
    alone,
    constant,
    flow,
    found,
    four_groups,
    keys,
    levelled,
    looking,
    results_of,
)
from tests.conftest import chromium

SMALL = ("credibility", "behaviour", "anxiety")
LONG = "How competent and trustworthy this person came across as a whole"


@cache
def drawn(kind: str = "real") -> tuple[Drawn, ...]:
    return draw(found(kind=kind), PROTOCOL)


def hard() -> Compiled:
    """Long words wherever a researcher may write some."""
    document = make.document(plan=PLAN)
    factors = [{**document["factors"][0], "label": "Number beside the face"}, document["factors"][1]]
    outcomes = [{**outcome, "label": LONG} for outcome in document["outcomes"]]
    return make.protocol(factors=factors, outcomes=outcomes, plan=PLAN)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a chart asked the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.usefixtures("no_network")
def test_every_chart_is_drawn_without_network_and_says_itself_in_words() -> None:
    made = draw(found(), PROTOCOL)
    assert [chart.key for chart in made] == [
        key for key in CHARTS if key not in ("said", "sequential", "course", "staying")
    ]
    for chart in made:
        assert chart.svg.startswith("<svg") and "viewBox" in chart.svg
        assert "@font-face" not in chart.svg and "<script" not in chart.svg
        assert chart.alternative.endswith(".") and re.search(r"\d", chart.alternative)
        assert chart.title.split()[0] in chart.svg
        assert "url" not in str(chart.specification.get("datasets", ""))


def test_every_chart_keeps_its_numbers_as_a_table() -> None:
    for chart in drawn():
        table = table_of(chart.specification)
        assert table.columns and table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert len(set(table.columns)) == len(table.columns)
        assert any(isinstance(value, int | float) for row in table.rows for value in row)


def test_no_number_that_is_none_gets_into_a_specification() -> None:
    for chart in (*drawn(), *draw(found(4), PROTOCOL)):
        assert "nan" not in str(chart.specification) and "inf" not in str(chart.specification["datasets"])


def test_simulated_is_written_into_the_picture_itself() -> None:
    for chart in drawn("simulated"):
        assert WATERMARK in chart.svg
    for chart in drawn():
        assert WATERMARK not in chart.svg


def test_the_same_results_are_the_same_picture() -> None:
    assert [c.svg for c in draw(found(), PROTOCOL)] == [c.svg for c in drawn()]


def test_a_wrong_number_is_not_drawn() -> None:
    row = found().row("trust", "shown against hidden", 85)
    assert row is not None
    wrong = replace(row, estimate=replace(row.estimate, low=-99.0))
    rows = tuple(wrong if r is row else r for r in found().rows)
    chart = draw(replace(found(), rows=rows), PROTOCOL)[0]
    assert chart.svg != drawn()[0].svg and "-9" not in str(chart.specification)


def test_simulated_people_take_no_time_that_could_be_drawn() -> None:
    assert "Time on the profile" in str([chart.specification for chart in drawn()])
    assert "Time on the profile" not in str([chart.specification for chart in drawn("simulated")])


def test_a_chart_that_fails_does_not_take_the_others_along(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(results: Results, protocol: Compiled) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(charts, "CHARTS", {"broken": fails, "flow": CHARTS["flow"]})
    assert keys(found()) == ["flow"]
    assert "broken" in caplog.text


@pytest.mark.parametrize("size", [20, 60, 200, 900])
def test_titles_and_captions_wrap_where_the_picture_ends(size: int) -> None:
    label = ("wonderful " * 100)[:size].strip()
    outcomes = [{**outcome, "label": label} for outcome in make.document()["outcomes"]]
    long = make.protocol(outcomes=outcomes, plan=PLAN)
    for chart in draw(found(), long):
        title, small = chart.specification["title"], chart.key in SMALL
        assert all(len(line) <= (BOLD if small else WIDE_BOLD) for line in title["text"])
        assert all(len(line) <= (LINE if small else WIDE_LINE) for line in title["subtitle"])
        assert not small or chart.title == label[:200]


@pytest.mark.parametrize("kind", ["real", "simulated"])
def test_three_are_small_and_the_others_wide(kind: str) -> None:
    for chart in (*drawn(kind), *draw(replace(found(), kind=kind), hard())):
        size = re.search(r'width="([\d.]+)"', chart.svg)
        assert size
        whole = WIDTH if chart.key in SMALL else WIDE
        assert whole - 14 <= float(size[1]) <= whole + 4, chart.key


def test_numbers_in_words_have_a_true_minus() -> None:
    below = replace(found(), cells=tuple(replace(c, mean=-c.mean) for c in found().cells), rows=())
    for chart in draw(below, PROTOCOL)[:3]:
        assert "−" in chart.alternative and " -" not in chart.alternative
    for chart in drawn():
        assert " -" not in chart.alternative and "(-" not in chart.alternative


def test_everything_is_drawn_well_within_the_time_of_a_refresh() -> None:
    draw(found(), PROTOCOL)
    began = time.process_time()
    draw(found(), PROTOCOL)
    assert time.process_time() - began < 3


def test_with_too_few_people_nothing_is_inferred() -> None:
    few = draw(found(4), PROTOCOL)
    assert [c.key for c in few] == [
        "credibility", "behaviour", "anxiety", "dose", "distributions", "flow", "attrition", "balance",
    ]  # fmt: skip
    for chart in few:
        assert "interval" not in chart.svg and "'high': " not in str(chart.specification["datasets"])


def test_nothing_is_drawn_of_nothing() -> None:
    nothing = Results(kind="real", planned=300, extent="few", flow=Flow(groups=(), counts=()))
    assert draw(nothing, PROTOCOL) == ()


def test_of_one_participant_there_are_means_but_no_effects() -> None:
    made = draw(results_of(PROTOCOL, data(1)), PROTOCOL)
    assert {"credibility", "dose", "distributions", "flow"} <= {chart.key for chart in made}
    assert not {"effects", "robustness"} & {chart.key for chart in made}


def test_where_nobody_differs_there_are_means_but_no_intervals() -> None:
    made = draw(results_of(PROTOCOL, constant()), PROTOCOL)
    assert {"credibility", "behaviour", "anxiety", "dose", "distributions"} <= {c.key for c in made}
    assert all("NaN" not in chart.svg for chart in made)


@pytest.mark.parametrize("case", [alone, four_groups, lambda: levelled((5, 10, 20, 62, 67, 100))])
def test_other_designs_are_drawn_too(case: Any) -> None:
    protocol, results = case()
    made = draw(results, protocol)
    assert {"credibility", "anxiety", "effects", "dose", "distributions", "flow"} <= {c.key for c in made}
    assert all("NaN" not in chart.svg and "undefined" not in chart.svg for chart in made)


def test_of_a_live_study_only_the_flow_is_drawn() -> None:
    live = compute(PROTOCOL, None, flow(PROTOCOL, 100), kind="real")
    assert keys(live) == ["flow"]


def test_of_a_live_study_that_looks_early_only_what_the_plan_names_is_drawn_beside_it() -> None:
    protocol, _ = looking({"kind": "anytime_valid"})
    early = compute(protocol, data(120, slope=0.2), flow(protocol, 120), kind="real", live=True)
    made = {chart.key: chart for chart in draw(early, protocol)}
    assert list(made) == ["effects", "sequential", "flow"]
    named = {row[0] for row in table_of(made["effects"].specification).rows}
    assert len(named) == 2 and not any("Follow" in str(name) for name in named)


def test_nothing_is_told_by_colour_alone() -> None:
    """Every colour in every chart is a grey, and groups differ in dash or shade."""
    for chart in drawn():
        for r, g, b in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", chart.svg):
            assert max(int(x, 16) for x in (r, g, b)) - min(int(x, 16) for x in (r, g, b)) <= 40


@pytest.mark.browser
def test_no_word_is_cut_and_all_can_be_read_where_they_are_shown(tmp_path: Path) -> None:
    """Also in a font wider than the one that the picture was measured with, and on a phone."""
    looked, results = looking({"kind": "group_sequential", "looks": [0.25, 0.5, 1]})
    made = [*drawn("simulated"), *draw(found(kind="simulated"), hard()), *draw(results, looked)]
    page = tmp_path / "charts.html"
    for font in ("Arial", "DejaVu Sans"):
        pictures = "".join(chart.svg.replace("Arial", f"'{font}'") for chart in made)
        page.write_text(f"<!doctype html><meta charset=utf-8><body>{pictures}", encoding="utf-8")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            opened = browser.new_page()
            opened.goto(page.as_uri())
            outside = opened.evaluate(OUTSIDE)
            browser.close()
        assert outside == [], font
    for chart in made:
        sizes = {int(size) for size in re.findall(r'font-size="(\d+)px"', chart.svg)}
        shown = CARD / WIDTH if chart.key in SMALL else PHONE / WIDE
        assert min(sizes) * shown >= 10


CARD, PHONE = 275, 330
"""Pixels inside a card at 1280, and inside one on a phone."""
OUTSIDE = """() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const whole = svg.getBoundingClientRect()
  return [...svg.querySelectorAll('text')].filter(text => {
    const box = text.getBoundingClientRect()
    return box.left < whole.left - 1 || box.right > whole.right + 1 || box.top < whole.top - 1
      || box.bottom > whole.bottom + 1
  }).map(text => text.textContent)
})"""
