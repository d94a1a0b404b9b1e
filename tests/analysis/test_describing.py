from math import isnan

import numpy as np

from surveys.analysis import describing
from surveys.analysis.design import design_of
from tests.analysis import make
from tests.analysis.arrays import data

PROTOCOL = make.protocol()
DESIGN = design_of(PROTOCOL)


def test_every_value_falls_into_one_bin_and_all_groups_share_the_edges() -> None:
    made = data(60, slope=0.1)
    found = [s for s in describing.spreads(PROTOCOL, DESIGN, made) if s.outcome == "unease"]
    assert [s.group for s in found] == ["shown", "hidden"]
    assert len({s.edges for s in found}) == 1
    inside = (made.values["unease"] >= 0) & (made.values["unease"] <= 100)
    assert sum(sum(s.counts) for s in found) == inside.sum()


def test_quantiles_are_those_of_the_group() -> None:
    made = data(60)
    found = next(s for s in describing.spreads(PROTOCOL, DESIGN, made) if s.outcome == "unease")
    assert np.allclose(
        found.quantiles, np.quantile(made.values["unease"][made.arm == 0], (0, 0.25, 0.5, 0.75, 1))
    )


def test_a_share_has_no_distribution() -> None:
    assert "follow" not in {s.outcome for s in describing.spreads(PROTOCOL, DESIGN, data(60))}


def test_each_profile_has_its_means_where_shown_and_where_hidden() -> None:
    made = data(60)
    found = [p for p in describing.profile_means(PROTOCOL, DESIGN, made) if p.outcome == "trust"]
    y, shown = made.values["trust"], (made.arm == 0)[:, None]
    for one in found:
        there = ~shown if isnan(one.level) else shown & (made.level == one.level)
        at = there & (made.profile == one.profile)
        assert one.n == at.sum() and np.isclose(one.mean, y[at].mean())
    assert sum(one.n for one in found) == y.size


def test_items_of_a_scale_are_told_one_by_one() -> None:
    found = next(describing.alphas(DESIGN, data(60)))
    assert len(found.item_rest) == len(found.alpha_without) == 3
