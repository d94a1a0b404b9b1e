"""Histograms and quartiles of every cell."""

from dataclasses import replace

import pytest

from surveys.charts.distributions import BARS, distributions
from tests.charts.found import (
    PROTOCOL,
    column,
    constant,
    figure,
    found,
    panels,
    results_of,
    rows_of,
    words_in,
)


def test_every_cell_of_every_outcome_has_its_row() -> None:
    table = figure(distributions, found()).table
    assert len(table.rows) == 2 * 5 * 2 + 2  # two visited outcomes by level and group, one state by group
    assert len(panels(figure(distributions, found()).chart)) == 3


def test_bars_are_as_high_as_their_share() -> None:
    chart = figure(distributions, found()).chart
    trust = [s for s in found().spreads if s.outcome == "trust"]
    bars = rows_of({"datasets": {"first": chart["datasets"]["rows0"]}}, "foot")
    highest = max(max(s.counts) / sum(s.counts) for s in trust)
    first = [bar for bar in bars if bar["foot"] == bars[0]["foot"]]
    shares = [count / sum(trust[0].counts) for count in trust[0].counts if count]
    assert [bar["foot"] - bar["at"] for bar in first] == pytest.approx([BARS * s / highest for s in shares])


def test_quartiles_are_those_found() -> None:
    spread = found().spreads[0]
    row = figure(distributions, found()).table.rows[0]
    assert row[5:10] == pytest.approx(spread.quantiles)
    assert {
        "from": spread.quantiles[1],
        "to": spread.quantiles[3],
        "middle": spread.quantiles[2],
    }.items() <= (rows_of(figure(distributions, found()).chart, "middle")[0].items())


def test_groups_are_named_once_and_scores_in_each() -> None:
    words = words_in(figure(distributions, found()).chart)
    assert words.count("Score shown") == words.count("Score hidden") >= 1
    assert {"20", "42", "62", "67", "85"} <= set(words)


def test_counts_add_up_to_n() -> None:
    table = figure(distributions, found()).table
    for n, counts in zip(column(table, "n"), column(table, "Counts in equal bins"), strict=True):
        assert sum(map(int, counts.split())) == n > 40


def test_a_cell_without_answers_is_left_out() -> None:
    none = tuple(replace(s, counts=(0,) * len(s.counts)) for s in found().spreads)
    assert distributions(replace(found(), spreads=none), PROTOCOL) is None
    one = replace(found(), spreads=(*none[1:], found().spreads[0]))
    assert len(figure(distributions, one).table.rows) == 1


def test_where_all_answer_alike_there_is_one_bar_a_cell() -> None:
    chart = figure(distributions, results_of(PROTOCOL, constant())).chart
    assert all(bar["foot"] - bar["at"] == pytest.approx(BARS) for bar in rows_of(chart, "foot"))


def test_medians_are_said() -> None:
    assert figure(distributions, found()).words.startswith(
        "Medians, with the middle half. Message credibility"
    )
