"""Each group's mean of what is compared between groups alone."""

from dataclasses import replace
from functools import cache
from math import sqrt

from scipy import stats

from surveys import library
from surveys.analysis.compute import compute
from surveys.analysis.results import Cell, Flow, Results
from surveys.analysis.topics import BEHAVIOUR, SAID, main_of, on
from surveys.charts import did, felt, said, thought
from surveys.charts.means import means
from surveys.protocol import Compiled, compiled, read
from surveys.protocol.outcomes import Count, Ordinal
from tests.analysis import four, week
from tests.charts.found import PROTOCOL as FLAGSHIP
from tests.charts.found import column, figure, found

WEEK = compiled(week.document(confirmatory=[week.compares("rest")]))


@cache
def made(n: int = 120) -> Results:
    return compute(WEEK, week.arrays(n), Flow(groups=tuple(WEEK.arms), counts=()), kind="real")


def results(protocol: Compiled) -> Results:
    return compute(protocol, four.arrays(120), Flow(groups=four.COURSES, counts=()), kind="real")


def test_the_outcome_that_the_plan_compares_stands_before_the_first() -> None:
    named, first = on(WEEK, BEHAVIOUR)[0], on(compiled(week.document()), BEHAVIOUR)[0]
    assert (named.name, first.name) == ("rest", "filler")
    assert main_of(WEEK, SAID, Ordinal) is None and means(made(), WEEK, None) is None


def test_means_are_of_each_group_in_the_unit_that_people_read() -> None:
    table = figure(did, made(), WEEK).table
    values = week.arrays(120).values["rest"]
    shares = [100 * values[i::4].mean() for i in range(4)]
    assert [round(float(str(mean)), 9) for mean in column(table, "Mean (% of participants)")] == [
        round(share, 9) for share in shares
    ]
    half = stats.t.ppf(0.975, 29) * values[0::4].std(ddof=1) / sqrt(30)
    assert abs(float(str(column(table, "Low (95 %)")[0])) - (shares[0] - 100 * half)) < 1e-9


def test_counts_are_no_logarithms() -> None:
    drawn = means(made(), WEEK, main_of(WEEK, BEHAVIOUR, Count))
    values = week.arrays(120).values["filler"]
    assert drawn and abs(float(str(column(drawn.table, "Mean (times)")[0])) - values[0::4].mean()) < 1e-9


def test_one_answer_in_order_stands_beside_what_people_said() -> None:
    protocol = four.protocol()
    drawn = figure(said, results(protocol), protocol)
    assert drawn.words.startswith("Posting just to move it, mean of each group (answer): Course none ")


def test_of_few_there_are_means_without_intervals() -> None:
    drawn = figure(did, made(40), WEEK)
    assert set(column(drawn.table, "Low (95 %)")) == {None} and "intervals" not in str(drawn.chart["title"])


def test_a_study_with_a_displayed_score_keeps_its_own_picture() -> None:
    assert "Displayed score" in figure(did, found(), FLAGSHIP).table.columns


def of_each(code: str, outcome: str, n: int = 30) -> tuple[Results, Compiled]:
    """Every group's mean is its position."""
    protocol = Compiled(read(library.studies(code)), "")
    cells = tuple(
        Cell(outcome=outcome, group=arm, n=n, mean=float(i), m2=50.0) for i, arm in enumerate(protocol.arms)
    )
    return replace(found(), kind="real", rows=(), cells=cells, groups=tuple(protocol.arms)), protocol


def test_of_many_groups_the_sides_are_drawn_that_the_plan_compares() -> None:
    """Of fourteen those with 65 or 66 and a tier, 6 and 8, on average 7, against 62 or 64, 2 and 4."""
    made_up, protocol = of_each("sixty-five", "felt")
    table = figure(thought, made_up, protocol).table
    assert column(table, "Group") == [
        "Those just above a stated line", "Those just below it",
        "Those with 65 or 66 and no line", "Those with 62 or 64 and no line",
    ]  # fmt: skip
    assert column(table, table.columns[2]) == [7.0, 3.0, 8.0, 4.0]
    assert column(table, "n") == [60, 60, 60, 60]


def test_states_of_more_groups_than_lines_can_be_named_are_drawn_below_each_other() -> None:
    made_up, protocol = of_each("your-score-just-dropped", "anxiety_day3")
    drawn = figure(felt, made_up, protocol)
    assert len(column(drawn.table, "Group")) == 5 and "When" not in drawn.table.columns
    assert drawn.words.startswith("Anxiety after day 3, mean of each group")
