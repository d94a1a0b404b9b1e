from dataclasses import replace
from functools import cache
from math import isfinite, isnan, nan, sqrt

import numpy as np
import pytest

from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.mixed.means import LevelMeans, level_means
from scoring.estimators.mixed.shapes import (
    curve,
    linear_weights,
    quadratic_weights,
    step,
    step_weights,
    two_lines,
)
from tests.scoring.estimators.mixed.made import MEAN_LEVEL, Floats, Made, case_one, drawn

FOUR, FIVE = (20.0, 42.0, 65.0, 85.0), (20.0, 42.0, 62.0, 67.0, 85.0)
MIDDLE = sum(FIVE) / 5


def made_five(shape: Floats | None = None, participants: int = 120) -> Made:
    """Ratings at the five levels, `shape` added where shown, by level."""
    made = drawn(participants, each=5, levels=np.array(FIVE), slope=0, visibility=0)
    if shape is None:
        return made
    extra = shape[np.searchsorted(FIVE, made.levels)]
    return made.rated(made.y + np.where(made.shown == 1, extra, 0))


def fitted(made: Made, mean_level: float = MIDDLE) -> LevelMeans:
    return level_means(*made, mean_level=mean_level)


@cache
def plain_five() -> LevelMeans:
    return fitted(made_five())


def contrasts(means: LevelMeans, threshold: float = 65, break_at: float = 62) -> list[Estimate]:
    bent, jump = curve(means), step(means, threshold=threshold)
    lines = two_lines(means, break_at=break_at)
    return [bent.linear, bent.quadratic, jump.beside_line, jump.plain, lines.low, lines.high]


# --- weights


def test_line_and_bend_by_hand() -> None:
    """Levels 0, 10, 20: slope (c - a) / 2 per ten; square (a - 2 b + c) / 2 per ten squared."""
    assert linear_weights([0, 10, 20]) == pytest.approx([-0.5, 0, 0.5])
    assert quadratic_weights([0, 10, 20]) == pytest.approx([0.5, -1, 0.5])


@pytest.mark.parametrize("levels", [FOUR, FIVE, (1.0, 2, 50)])
def test_line_and_bend_are_those_of_polynomials_fitted_to_the_means(levels: tuple[float, ...]) -> None:
    y = np.random.default_rng(3).normal(size=len(levels))
    x = np.array(levels) / 10
    assert linear_weights(levels) @ y == pytest.approx(np.polyfit(x, y, 1)[0])
    assert quadratic_weights(levels) @ y == pytest.approx(np.polyfit(x, y, 2)[0])


@pytest.mark.parametrize("levels", [FOUR, FIVE])
def test_the_contrasts_are_orthogonal_and_blind_to_what_stands_before(levels: tuple[float, ...]) -> None:
    x = np.array(levels)
    line, bend, jump = linear_weights(levels), quadratic_weights(levels), step_weights(levels, 65)
    assert (line.sum(), bend.sum(), jump.sum()) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (bend @ x, jump @ x, line @ bend) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (line @ (x / 10), bend @ (x / 10) ** 2, jump @ (x >= 65)) == pytest.approx((1, 1, 1))


def test_four_wide_levels_make_the_step_a_cubic_contrast() -> None:
    weights = step_weights(FOUR, 65)
    assert weights == pytest.approx([0.595, -1.595, 1.495, -0.495], abs=6e-4)
    assert weights @ weights == pytest.approx(5.4, abs=0.05)
    assert sqrt(weights @ weights) == pytest.approx(2.32, abs=0.005)
    assert np.corrcoef(weights, cubic(FOUR))[0, 1] == pytest.approx(0.997, abs=5e-4)
    for threshold in (43, 50, 64.9):
        assert step_weights(FOUR, threshold) == pytest.approx(weights)


def test_two_levels_close_by_the_threshold_make_it_a_step() -> None:
    weights = step_weights(FIVE, 65)
    assert sqrt(weights @ weights) == pytest.approx(1.41, abs=0.005)
    assert abs(np.corrcoef(weights, cubic(FIVE))[0, 1]) < 0.3


def test_a_smooth_curve_passes_for_a_step_only_between_wide_levels() -> None:
    """A logistic curve with its middle at 53."""

    def share(levels: tuple[float, ...]) -> float:
        y = 1 / (1 + np.exp(-(np.array(levels) - 53) / 5))
        return float(step_weights(levels, 65) @ y / (y[-1] - y[0]))

    assert share(FOUR) == pytest.approx(0.72, abs=0.005)
    assert share(FIVE) == pytest.approx(0.04, abs=0.005)


def cubic(levels: tuple[float, ...]) -> Floats:
    x = np.array(levels) / 10
    return np.linalg.qr(np.vander(x - x.mean(), 4, increasing=True))[0][:, 3]


def test_too_few_levels_have_no_weights() -> None:
    assert not linear_weights([50]).size
    assert not linear_weights([]).size
    assert not quadratic_weights([20, 42]).size
    assert not step_weights([20, 62, 67], 65).size
    assert not step_weights(FIVE, 90).size
    assert not step_weights(FIVE, 20).size


# --- on fitted means


def test_the_line_is_that_of_the_crossed_model() -> None:
    made = case_one()
    row, line = curve(fitted(made, MEAN_LEVEL)).linear, crossed(*made, mean_level=MEAN_LEVEL).slope
    assert (row.estimate, row.se) == pytest.approx((line.estimate, line.se), rel=0.02)
    assert row.df == pytest.approx(line.df, rel=0.05)
    assert row.method.startswith("Linear mixed model")
    assert "per 10 points" in row.method


def test_every_row_is_its_weights_on_the_means_and_consistent() -> None:
    means = plain_five()
    m = np.array([row.estimate for row in means.means])
    lines = two_lines(means, break_at=62)
    wanted = [
        linear_weights(FIVE) @ m,
        quadratic_weights(FIVE) @ m,
        step_weights(FIVE, 65) @ m,
        m[3] - m[2],
        np.polyfit(np.array(FIVE[:3]) / 10, m[:3], 1)[0],
        np.polyfit(np.array(FIVE[2:]) / 10, m[2:], 1)[0],
    ]
    rows = contrasts(means)
    assert [row.estimate for row in rows] == pytest.approx(wanted)
    assert all(row.consistent() and row.se > 0 for row in rows)
    assert {(row.n_participants, row.n_profiles, row.n_ratings) for row in rows} == {(120, 16, 600)}
    assert lines.low.method.endswith("levels up to 62")
    assert lines.high.method.endswith("levels from 62")


def test_the_plain_difference_is_that_between_the_two_levels() -> None:
    means = plain_five()
    plain = next(row for a, b, row in means.between if (a, b) == (62, 67))
    found = step(means, threshold=65)
    assert (found.plain.estimate, found.plain.se, found.plain.p) == (plain.estimate, plain.se, plain.p)
    assert found.between == (62, 67)
    assert found.words == "a threshold between 62 and 67"


def test_a_built_in_step_is_found_and_a_line_is_not_taken_for_one() -> None:
    jump = step(fitted(made_five(np.array([0, 0, 0, 1.5, 1.5]))), threshold=65)
    assert jump.beside_line.low < 1.5 < jump.beside_line.high
    assert jump.beside_line.p < 1e-3
    before = step(plain_five(), threshold=65).beside_line
    after = step(fitted(made_five(0.2 * (np.array(FIVE) - MIDDLE) / 10)), threshold=65).beside_line
    assert after.estimate == pytest.approx(before.estimate, abs=1e-6)


def test_a_threshold_at_a_level_lies_just_below_it() -> None:
    assert step(plain_five(), threshold=67).between == (62, 67)
    assert isnan(step(plain_five(), threshold=62).between[0])


@pytest.mark.parametrize("threshold", [10.0, 20, 90])
def test_a_threshold_beyond_all_levels_is_refused(threshold: float) -> None:
    found = step(plain_five(), threshold=threshold)
    for row in (found.beside_line, found.plain):
        assert isnan(row.estimate)
        assert "on either side" in row.warnings[-1]
        assert row.n_ratings == 600
    assert found.words == ""


def test_a_threshold_between_levels_far_apart_is_refused_unless_the_gap_is_allowed() -> None:
    means = fitted(case_one(), MEAN_LEVEL)
    found = step(means, threshold=65)
    assert isnan(found.plain.estimate)
    assert "between 42 and 65 a step cannot be told from a curve" in found.plain.warnings[-1]
    assert isfinite(step(means, threshold=65, widest=23).beside_line.p)


def test_three_levels_have_a_plain_difference_only() -> None:
    made = made_five()
    means = fitted(made.where((made.shown == 0) | np.isin(made.levels, (20, 62, 67))))
    found = step(means, threshold=65)
    assert isfinite(found.plain.p)
    assert isnan(found.beside_line.estimate)
    assert "3 displayed levels are too few" in found.beside_line.warnings[-1]


def test_a_level_alone_on_its_side_is_said() -> None:
    made = made_five()
    means = fitted(made.where((made.shown == 0) | (made.levels < 80)))
    assert "Only 67 lies on its side" in step(means, threshold=65).beside_line.warnings[-1]
    assert not step(plain_five(), threshold=65).beside_line.warnings


# --- two lines


@pytest.mark.parametrize(
    ("heights", "turn"),
    [([2.0, 1, 0, 0.5, 2], "U"), ([-2.0, -1, 0, -0.5, -2], "inverted U"), ([-2.0, -1, 0, 0.5, 2], "none")],
)
def test_the_turn_follows_the_signs(heights: list[float], turn: str) -> None:
    found = two_lines(fitted(made_five(np.array(heights))), break_at=62)
    assert found.turn == turn
    assert max(found.low.p, found.high.p) < 0.05


def test_opposite_signs_without_both_p_are_no_turn() -> None:
    means = fitted(made_five(np.array([2.0, 1, 0, 0, 0.1])))
    found = two_lines(means, break_at=62)
    assert found.low.estimate < 0 < found.high.estimate
    assert found.low.p < 0.05 < found.high.p
    assert found.turn == "none"
    assert two_lines(means, break_at=62, alpha=found.high.p + 1e-9).turn == "U"
    assert two_lines(means, break_at=62, alpha=found.high.p).turn == "none"


@pytest.mark.parametrize("break_at", [20.0, 85, 50])
def test_a_break_that_is_no_interior_level_is_refused(break_at: float) -> None:
    found = two_lines(plain_five(), break_at=break_at)
    assert (found.turn, isnan(found.low.p), isnan(found.high.p)) == ("", True, True)
    assert "42, 62, 67" in found.low.warnings[-1]


# --- edges


def test_a_thin_level_spoils_what_needs_it_alone() -> None:
    made = made_five()
    thin = np.flatnonzero((made.shown == 1) & (made.levels == 20))[2:]
    means = fitted(made.where(~np.isin(np.arange(len(made.y)), thin)))
    lines = two_lines(means, break_at=62)
    assert isnan(lines.low.p)
    assert isfinite(lines.high.p)
    assert lines.turn == ""
    assert isfinite(step(means, threshold=65).plain.p)
    assert "2 ratings at score 20 only" in curve(means).linear.warnings[-1]


NOTHING = {
    "no ratings": made_five().where(np.zeros(600, dtype=bool)),
    "two participants": made_five().where(made_five().who < 2),
    "one profile": made_five().where(made_five().what == 0),
    "no variance": made_five().rated(np.full(600, 3.3)),
    "all missing": made_five().rated(np.full(600, nan)),
    "none shown": made_five().where(made_five().shown == 0),
}


@pytest.mark.parametrize("name", NOTHING)
def test_too_little_is_nan_with_n_and_a_sentence(name: str) -> None:
    for row in contrasts(fitted(NOTHING[name])):
        assert all(isnan(v) for v in (row.estimate, row.se, row.df, row.p, row.low, row.high))
        assert row.warnings
        assert row.n_ratings is not None


def test_shift_scale_order_and_labels_change_nothing() -> None:
    made = made_five()
    before, turn = contrasts(plain_five()), np.random.default_rng(0).permutation(600)
    names = np.array([f"p{i * 7919 % 120}" for i in range(120)])
    changed = [
        (contrasts(fitted(made.rated(1000 + made.y))), 1.0),
        (contrasts(fitted(made.rated(-50 * made.y))), -50.0),
        (contrasts(fitted(made.where(turn))), 1.0),
        (contrasts(fitted(replace(made, who=names[made.who], what=-made.what))), 1.0),
        (contrasts(fitted(replace(made, levels=made.levels + 9), MIDDLE + 9), 74, 71), 1.0),
    ]
    for after, factor in changed:
        for old, new in zip(before, after, strict=True):
            assert new.estimate == pytest.approx(factor * old.estimate, rel=1e-5, abs=1e-8)
            assert (new.se, new.df, new.p) == pytest.approx((abs(factor) * old.se, old.df, old.p), rel=1e-5)


def test_a_stretched_scale_changes_the_unit_alone() -> None:
    """Levels twice as far apart: half the slope, a quarter of the bend, the same step and p."""
    made = made_five()
    after = fitted(replace(made, levels=2 * made.levels), 2 * MIDDLE)
    one, two = curve(plain_five()), curve(after)
    assert two.linear.estimate == pytest.approx(one.linear.estimate / 2, rel=1e-5)
    assert two.quadratic.estimate == pytest.approx(one.quadratic.estimate / 4, rel=1e-5)
    assert two.quadratic.p == pytest.approx(one.quadratic.p, rel=1e-4)
    jump = step(after, threshold=130, widest=10)
    assert jump.beside_line.p == pytest.approx(step(plain_five(), threshold=65).beside_line.p, rel=1e-4)


def test_wrong_input_is_refused() -> None:
    means = plain_five()
    with pytest.raises(ValueError, match="threshold"):
        step(means, threshold=nan)
    with pytest.raises(ValueError, match="widest"):
        step(means, threshold=65, widest=0)
    with pytest.raises(ValueError, match="alpha"):
        two_lines(means, break_at=62, alpha=5)
    with pytest.raises(ValueError, match="level"):
        curve(means, level=95)
