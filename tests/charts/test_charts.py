import socket
from dataclasses import replace
from typing import Any

import pytest

from surveys.analysis.compute import compute
from surveys.analysis.results import Count, Flow, Results
from surveys.charts import CHARTS, draw
from surveys.charts.levels import picture
from surveys.charts.style import WATERMARK
from tests.analysis import make
from tests.analysis.arrays import data

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


def test_with_too_few_people_the_dots_stand_alone() -> None:
    drawn = picture(results(n=4), PROTOCOL, "trust")
    assert not drawn.against and drawn.points
    assert len(draw(results(n=4), PROTOCOL)) == 4


def test_nothing_is_drawn_of_nothing() -> None:
    empty = replace(results(), cells=(), rows=(), flow=Flow(groups=(), counts=()))
    assert draw(empty, PROTOCOL) == ()


def test_of_a_live_study_only_the_flow_is_drawn() -> None:
    live = compute(PROTOCOL, None, FLOW, kind="real")
    assert [chart.key for chart in draw(live, PROTOCOL)] == ["flow"]


def test_nothing_is_told_by_colour_alone() -> None:
    """Every colour in every chart is a grey, and groups differ in dash or shade."""
    import re

    for chart in draw(results(), PROTOCOL):
        for r, g, b in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", chart.svg):
            assert max(int(x, 16) for x in (r, g, b)) - min(int(x, 16) for x in (r, g, b)) <= 40
