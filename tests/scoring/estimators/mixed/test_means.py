from dataclasses import replace
from math import isfinite, isnan

import numpy as np
import pytest

from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.mixed.means import LevelMeans, level_means
from tests.scoring.estimators.mixed.made import LEVELS, MEAN_LEVEL, case_one, drawn


def fitted() -> LevelMeans:
    return level_means(*case_one(), mean_level=MEAN_LEVEL)


def test_balanced_means_are_the_plain_ones() -> None:
    made, found = case_one(), fitted()
    assert found.levels == tuple(LEVELS)
    hidden = made.y[made.shown == 0].mean()
    assert found.hidden.estimate == pytest.approx(hidden, abs=0.01)
    for level, mean, less in zip(found.levels, found.means, found.shown_less_hidden, strict=True):
        assert mean.estimate == pytest.approx(
            made.y[(made.shown == 1) & (made.levels == level)].mean(), abs=0.1
        )
        assert less.estimate == pytest.approx(mean.estimate - found.hidden.estimate)
        assert less.se > 0
        assert less.consistent()


def test_contrasts_between_levels_are_those_of_the_means() -> None:
    found = fitted()
    assert [(a, b) for a, b, _ in found.between][-1] == (65, 85)
    assert len(found.between) == 6
    last = found.between[-1][2]
    assert last.estimate == pytest.approx(found.means[3].estimate - found.means[2].estimate)
    assert found.contrast([0, 0, -1, 1]) == last


def test_the_linear_contrast_has_the_lines_standard_error() -> None:
    """With the slopes of the line's model: without them it would be about half as wide."""
    made, found = case_one(), fitted()
    centred = LEVELS - LEVELS.mean()
    row = found.contrast(10 * centred / (centred @ centred))
    line = crossed(*made, mean_level=MEAN_LEVEL).slope
    assert (row.estimate, row.se) == pytest.approx((line.estimate, line.se), rel=0.02)
    assert row.df == pytest.approx(line.df, rel=0.05)


def test_a_thin_cell_is_nan_with_its_n() -> None:
    made = drawn()
    thin = np.flatnonzero((made.shown == 1) & (made.levels == 85))[2:]
    found = level_means(*made.where(~np.isin(np.arange(len(made.y)), thin)), mean_level=MEAN_LEVEL)
    assert isnan(found.means[3].estimate)
    assert isnan(found.shown_less_hidden[3].p)
    assert "2 ratings at score 85 only" in found.means[3].warnings[-1]
    assert isfinite(found.shown_less_hidden[0].p)


def test_nothing_displayed_leaves_the_hidden_mean() -> None:
    made = drawn()
    found = level_means(*made.where(made.shown == 0), mean_level=MEAN_LEVEL)
    assert (found.levels, found.means, found.between) == ((), (), ())
    assert isfinite(found.hidden.se)


def test_too_little_is_nan_with_a_sentence() -> None:
    made = drawn()
    found = level_means(*replace(made, y=np.full(len(made.y), np.nan)), mean_level=MEAN_LEVEL)
    assert isnan(found.hidden.estimate)
    assert "Too few" in found.hidden.warnings[-1]


def test_wrong_weights_are_refused() -> None:
    with pytest.raises(ValueError, match="one weight a level"):
        fitted().contrast([1, -1])
