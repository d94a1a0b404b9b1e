"""Each group's mean of what is compared between groups alone."""

from functools import cache
from math import sqrt

from scipy import stats

from surveys.analysis.compute import compute
from surveys.analysis.results import Flow, Results
from surveys.charts import did, thought
from surveys.charts.means import means, of_kinds
from surveys.protocol import Compiled, compiled
from surveys.protocol.outcomes import Count, Happened, Ordinal, Stayed
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
    kinds = (Count, Happened, Stayed)
    named, first = of_kinds(WEEK, kinds), of_kinds(compiled(week.document()), kinds)
    assert named and first and (named.name, first.name) == ("rest", "filler")
    assert of_kinds(WEEK, (Ordinal,)) is None and means(made(), WEEK, None) is None


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
    drawn = means(made(), WEEK, of_kinds(compiled(week.document()), (Count,)))
    values = week.arrays(120).values["filler"]
    assert drawn and abs(float(str(column(drawn.table, "Mean (times)")[0])) - values[0::4].mean()) < 1e-9


def test_one_answer_in_order_stands_beside_what_people_thought() -> None:
    protocol = four.protocol()
    drawn = figure(thought, results(protocol), protocol)
    assert drawn.words.startswith("Posting just to move it, mean of each group (answer): Course none ")


def test_of_few_there_are_means_without_intervals() -> None:
    drawn = figure(did, made(40), WEEK)
    assert set(column(drawn.table, "Low (95 %)")) == {None} and "intervals" not in str(drawn.chart["title"])


def test_a_study_with_a_displayed_score_keeps_its_own_picture() -> None:
    assert "Displayed score" in figure(did, found(), FLAGSHIP).table.columns
