"""Comparisons of groups in the printed report: sentences, estimands, works."""

from math import log

import numpy as np

from scoring.estimators.binary import risk_difference
from scoring.estimators.counts import ratio_of_means
from scoring.estimators.estimate import t_row
from surveys.analysis.results import GROUPS, LOG_RANK, TUKEY
from surveys.protocol import compiled
from surveys.protocol.sides import Sides, chosen
from surveys.report.document.estimands import estimands
from surveys.report.document.estimated import estimates
from surveys.report.document.materials import measures
from surveys.report.document.references import cited
from surveys.report.document.strategy import strategy
from tests.analysis import week
from tests.report.document.knowing import known, row, words

PROTOCOL = compiled(week.document(confirmatory=[week.compares("filler"), week.compares("rest")]))
FELL = Sides(chosen(week.DIP), chosen(week.FLAT))
COUNTS = ratio_of_means(np.arange(10), np.arange(10) / 2)
NAMED = (
    row("filler", GROUPS, t_row(log(1.25), 0.08, 300), sides=FELL, comparison="filler"),
    row("rest", GROUPS, risk_difference(30, 100, 20, 100), sides=FELL, comparison="rest"),
)


def test_a_ratio_and_a_difference_of_shares_are_told_in_apa_form() -> None:
    said = words(estimates(known(*NAMED, protocol=PROTOCOL)))
    assert (
        "Posts that say nothing, those with course dip_65 or dip_64 against those with course flat_68: "
        "ratio = 1.25, 95 % CI [1.07, 1.46], t(300) = 2.79, p = .006"
    ) in said
    assert "difference = 10.0 percentage points, 95 % CI [" in said and "p = .141" in said


def test_estimands_name_both_sides_their_summary_and_people_in_place_of_profiles() -> None:
    said = words(estimands(known(*NAMED, protocol=PROTOCOL)))
    assert "|ratio of mean counts|Posts that say nothing (how often)|exposed|participant|" in said
    assert "people like these|confirmatory" in said and "profiles like these" not in said


def test_other_ways_keep_their_own_unit() -> None:
    other = row("stayed", GROUPS, t_row(log(2), 0.2, float("inf")), sides=FELL, variant=LOG_RANK)
    assert "2.00 [1.35, 2.96]" in words(estimates(known(other, protocol=PROTOCOL)))


def test_outcomes_of_days_are_defined() -> None:
    said = words(measures(known(protocol=PROTOCOL)))
    assert "Looks at the score|Looks at the score (how often, days 3 to 5)." in said
    assert "Days stayed (days after day 3, of those who ended that day)." in said


def test_how_groups_were_explored_is_told_where_they_were() -> None:
    explored = row("calm", GROUPS, t_row(0.2, 0.1, 90), sides=FELL, variant=TUKEY)
    assert "all pairs by Tukey’s method" in words(strategy(known(explored, protocol=PROTOCOL)))
    assert "Tukey" not in words(strategy(known(*NAMED, protocol=PROTOCOL)))


def test_each_way_brings_the_works_that_it_rests_on() -> None:
    counted = row("filler", GROUPS, COUNTS, sides=FELL)
    assert "mackinnon" in cited(known(counted, protocol=PROTOCOL))
    assert "newcombe" in cited(known(NAMED[1], protocol=PROTOCOL))
    assert not {"newcombe", "mantel", "tukey"} & cited(known(counted, protocol=PROTOCOL))
