from dataclasses import replace
from math import isnan, nan

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special

from scoring.estimators.logit import marginal_slope
from tests.scoring.estimators.mixed.made import LEVELS, drawn


def made(
    people: int = 60, slope: float = 0.2, seed: int = 1, *, start: float = -0.4
) -> tuple[np.ndarray, ...]:
    """choices, participants, levels: people who differ in how readily they say yes; slope: of the logit."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), 4)
    levels = rng.permuted(np.tile(LEVELS, (people, 1)), axis=1).ravel()
    ready = rng.normal(0, 0.8, people)[who]
    p = special.expit(start + ready + slope * (levels - LEVELS.mean()) / 10)
    return (rng.random(len(who)) < p).astype(float), who, levels


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_is_the_marginal_effect_of_statsmodels_clustered_on_participants(seed: int) -> None:
    y, who, levels = made(seed=seed)
    row = marginal_slope(y, who, levels)
    model = sm.Logit(y, sm.add_constant(levels / 10))
    fitted = model.fit(disp=0, cov_type="cluster", cov_kwds={"groups": who}, tol=1e-12)
    outside = fitted.get_margeff(at="overall")
    assert row.estimate == pytest.approx(outside.margeff[0], rel=1e-7)
    assert row.se == pytest.approx(outside.margeff_se[0], rel=1e-7)
    assert (row.df, row.n_participants, row.n_ratings) == (59, 60, 240)
    assert row.consistent() and not row.warnings


def test_a_line_in_the_probability_and_a_curve_in_it_say_the_same_where_it_is_in_the_middle() -> None:
    y, who, levels = made(2000, slope=0.15)
    line = np.polyfit(levels / 10, y, 1)[0]
    assert marginal_slope(y, who, levels).estimate == pytest.approx(line, rel=0.02)


def test_intervals_hold_the_effect_that_there_is_though_people_differ() -> None:
    """The population's effect, by a sample so large that its own error does not count."""
    true = marginal_slope(*made(60_000, seed=99)).estimate
    rows = [marginal_slope(*made(80, seed=seed)) for seed in range(400)]
    assert 0.92 <= np.mean([row.low <= true <= row.high for row in rows]) <= 0.98


def test_order_labels_and_naming_no_instead_of_yes() -> None:
    y, who, levels = made()
    row, turn = marginal_slope(y, who, levels), np.random.default_rng(0).permutation(len(y))
    mixed = marginal_slope(y[turn], -who[turn], levels[turn])
    assert (mixed.estimate, mixed.p) == pytest.approx((row.estimate, row.p), rel=1e-9)
    other = marginal_slope(1 - y, who, levels)
    assert (other.estimate, other.p) == pytest.approx((-row.estimate, row.p), rel=1e-9)
    wider = marginal_slope(y, who, levels * 2 + 7)
    assert (wider.estimate, wider.p) == pytest.approx((row.estimate / 2, row.p), rel=1e-9)


def test_missing_answers_are_left_out() -> None:
    y, who, levels = made()
    gaps = np.where(who == 3, nan, y)
    row, less = (
        marginal_slope(gaps, who, levels),
        marginal_slope(y[who != 3], who[who != 3], levels[who != 3]),
    )
    assert row == less and row.n_participants == 59


@pytest.mark.parametrize("people", [0, 1, 2])
def test_too_few_are_nan_with_n_and_a_sentence(people: int) -> None:
    row = marginal_slope(*made(people)) if people else marginal_slope([], [], [])
    assert isnan(row.estimate) and isnan(row.p) and row.n_participants == people
    assert "Too few" in row.warnings[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"y": np.ones(240)}, "same at all visits"),
        ({"levels": np.full(240, 65.0)}, "same displayed level"),
        ({"y": "above"}, "without overlap"),
    ],
)
def test_what_cannot_be_fitted_is_nan_with_a_sentence(change: dict[str, object], sentence: str) -> None:
    y, who, levels = made()
    given = {"y": y, "levels": levels, **change}
    if isinstance(given["y"], str):
        given["y"] = (levels > 50).astype(float)
    row = marginal_slope(given["y"], who, given["levels"])  # type: ignore[arg-type]
    assert isnan(row.estimate) and isnan(row.low)
    assert sentence in row.warnings[0]


def test_wrong_input_is_refused() -> None:
    y, who, levels = made()
    with pytest.raises(ValueError, match="choices must be 1"):
        marginal_slope(y + 1, who, levels)
    with pytest.raises(ValueError, match="equally long"):
        marginal_slope(y[1:], who, levels)
    with pytest.raises(ValueError, match="level"):
        marginal_slope(y, who, levels, level=95)


def test_of_ratings_it_takes_those_where_a_score_was_displayed() -> None:
    """With shown, hidden and both slopes at once, the slope where shown is that of those rows alone."""
    rated = drawn(100)
    rated = replace(rated, y=(rated.y > 4).astype(float))
    here = rated.shown == 1
    row = marginal_slope(rated.y[here], rated.who[here], rated.levels[here])
    whole = sm.Logit(
        rated.y,
        np.column_stack([here, ~here, here * rated.levels / 10, ~here * rated.levels / 10]).astype(float),
    ).fit(disp=0, tol=1e-12)
    p = whole.predict()[here]
    assert row.estimate == pytest.approx(whole.params[2] * (p * (1 - p)).mean(), rel=1e-6)
