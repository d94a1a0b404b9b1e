"""Whether enough took part: by the sides of what the plan compares, and by group for all else."""

from math import isfinite, isnan
from typing import Any

import numpy as np
import pytest

from surveys.analysis.asking import Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.enough import extent_of, in_each_group, in_fewest, on_sides, smaller_share, too_few
from surveys.analysis.expecting import comparisons
from surveys.analysis.results import GROUPS, MAIN, TUKEY, Results
from surveys.protocol import Compiled
from surveys.protocol.sides import sides_of
from tests.analysis import four, make
from tests.analysis.arrays import FLOW, data

ANYTIME = {"kind": "anytime_valid"}


def among(*sizes: int) -> Data:
    """So many in each of the four groups: none, flat, dip_65, dip_64."""
    found = four.arrays(4 * max(sizes), dip=12.0)
    place = np.arange(len(found.arm)) // 4
    return found.only(place < np.array(sizes)[found.arm])


def source(found: Data, compiled: Compiled) -> Source:
    return Source(compiled, design_of(compiled), found)


def results(found: Data, **plan: Any) -> Results:
    return compute(four.protocol(confirmatory=list(four.NAMED), **plan), found, FLOW, kind="real")


def test_the_smaller_side_is_planned_by_the_weights_of_its_groups() -> None:
    """Four groups alike: none against the three with a score, two against one, one against one."""
    planned = four.protocol(confirmatory=list(four.NAMED))
    assert [smaller_share(planned, c) for c in planned.document.plan.confirmatory] == [0.25, 0.25, 0.25]
    two = make.protocol()
    by_score = two.document.plan.confirmatory or comparisons(two.document.plan, two)
    assert {smaller_share(two, c) for c in by_score} == {0.5}


def test_people_are_counted_on_either_side() -> None:
    here = source(among(30, 25, 17, 19), four.protocol(confirmatory=list(four.NAMED)))
    visible, dip, below = here.protocol.document.plan.confirmatory
    assert on_sides(here, sides_of(visible)) == (61, 30)
    assert on_sides(here, sides_of(dip)) == (36, 25)
    assert (in_fewest(here, visible), in_fewest(here, dip), in_fewest(here, below)) == (30, 25, 17)
    assert in_each_group(here) == 17


def test_comparisons_with_enough_on_both_sides_are_told_though_a_group_is_small() -> None:
    """Two of four groups have 17 and 19: only what compares these two with each other is withheld."""
    found = results(among(30, 25, 17, 19))
    assert found.extent == "full" and not found.failed
    named = {row.comparison: row for row in found.rows if row.comparison}
    assert isfinite(named["dip"].estimate.low) and isfinite(named["visible"].estimate.low)
    below = named["below"].estimate
    assert isnan(below.estimate) and isnan(below.p)
    assert below.warnings == ("Too few people: 19 on one side and 17 on the other; each needs 20.",)
    assert {bound.comparison for bound in found.group_bounds} == {"visible", "dip"}


def test_the_numbers_are_those_of_the_same_people_whatever_else_is_withheld() -> None:
    """The dip among so many is what it is where every group has enough: Lin's difference, by hand below."""
    few, enough = results(among(19, 25, 30, 30)), results(among(20, 25, 30, 30))
    one, other = (next(r for r in each.rows if r.comparison == "dip") for each in (few, enough))
    assert one.estimate.estimate == pytest.approx(other.estimate.estimate, rel=1e-12)
    assert one.estimate.se == pytest.approx(other.estimate.se, rel=1e-12)


def test_what_is_withheld_still_counts_in_the_correction() -> None:
    found = results(among(30, 25, 17, 19))
    dip = next(row for row in found.rows if row.comparison == "dip")
    assert dip.p_adjusted >= min(1.0, 2 * dip.estimate.p) or dip.p_adjusted == pytest.approx(
        3 * dip.estimate.p
    )
    assert dip.simultaneous_low < dip.estimate.low


def test_all_groups_at_once_need_enough_in_each() -> None:
    few, enough = results(among(30, 25, 17, 19)), results(among(30, 25, 20, 20))
    assert not few.variances and not any(row.variant == TUKEY for row in few.rows)
    assert enough.variances and any(row.variant == TUKEY for row in enough.rows)
    small = [r for r in few.rows if r.contrast == GROUPS and r.variant == MAIN and not r.comparison]
    assert [r.sides.key for r in small if r.sides and r.outcome == "day3"] == ["course:flat~course:none"]


@pytest.mark.parametrize(
    ("sizes", "extent"),
    [((20, 20, 20, 20), "full"), ((20, 7, 7, 6), "full"), ((19, 30, 9, 9), "few"), ((0, 0, 0, 0), "few")],
)
def test_nothing_is_inferred_where_no_comparison_has_enough(sizes: tuple[int, ...], extent: str) -> None:
    """(19, 30, 9, 9): 48 against 19, 18 against 30, 9 against 9."""
    found = results(among(*sizes))
    assert found.extent == extent
    assert bool(found.rows) is (extent == "full")


def test_where_nothing_is_named_each_group_needs_enough() -> None:
    compiled = four.protocol()
    assert extent_of(source(among(40, 40, 40, 19), compiled), ()) == "few"
    assert extent_of(source(among(40, 40, 40, 20), compiled), ()) == "full"


def test_a_slope_needs_enough_in_each_group_as_before() -> None:
    compiled = make.protocol(
        plan={"planned": 40, "confirmatory": [{"name": "a", "outcome": "trust", "contrast": "level"}]}
    )
    named = compiled.document.plan.confirmatory
    few, enough = source(data(39), compiled), source(data(40), compiled)
    assert extent_of(few, named) == "few" and extent_of(enough, named) == "full"
    assert too_few(few, named[0]) == "Too few people: 19 in the smallest group; each needs 20."
    assert too_few(enough, named[0]) == ""


def test_looks_count_the_sides_too() -> None:
    found = results(among(30, 25, 17, 19), stopping=ANYTIME)
    named = {row.comparison: row for row in found.rows if row.comparison}
    assert isfinite(named["dip"].estimate.low)
    assert named["below"].estimate.warnings[0].startswith("Too early: 17 in a group")
