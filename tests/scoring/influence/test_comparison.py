from dataclasses import replace

import numpy as np
import pytest

from scoring.influence.comparison import Comparison, compared, comparison
from scoring.influence.generated import generate_for
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms
from scoring.influence.sampled import sampled
from scoring.influence.summary import Summary, summary

FOUND = comparison(20_000, rng=np.random.default_rng(11))


@pytest.mark.parametrize("seed", range(5))
def test_sampled_accounts_have_the_norms_scores(seed: int) -> None:
    assert comparison(6000, rng=np.random.default_rng(seed)).passes


def test_klout_like_percentiles_are_within_three_points() -> None:
    assert [at.percent for at in FOUND.klout] == [1, 5, 10, 25, 50, 75, 90, 95, 99]
    assert max(abs(at.ours - at.norm) for at in FOUND.klout) <= 3
    assert {at.allowed for at in FOUND.klout} == {3}


def test_influence_percentiles_are_within_thirty_points() -> None:
    assert max(abs(at.ours - at.norm) for at in FOUND.influence) <= 30
    assert {at.allowed for at in FOUND.influence} == {30}


def test_outreach_is_exact_in_sixty_percent_and_within_one_level_in_ninety_five() -> None:
    assert 0.60 <= FOUND.exact < 0.70
    assert 0.95 <= FOUND.within_one < 1


def test_the_two_scores_go_together_as_the_real_ones_did() -> None:
    assert 0.75 <= FOUND.correlation <= 0.85
    assert FOUND.correlation == pytest.approx(norms().correlation, abs=0.03)


def test_band_means_are_near_the_norms_though_no_curve_was_fitted_to_them() -> None:
    for band in FOUND.bands:
        assert band.klout[1] == pytest.approx(band.klout[0], abs=2.5)
        assert band.influence[1] == pytest.approx(band.influence[0], abs=35)
        if band.n > 400:  # of the few largest, the norms' own medians of posts and means of levels disagree
            assert band.outreach[1] == pytest.approx(band.outreach[0], abs=1.0)
    assert sum(band.n for band in FOUND.bands) == FOUND.n == 20_000


def test_a_simulated_year_ends_in_the_norms_scores_too() -> None:
    rng = np.random.default_rng(12)
    made = sampled(4000, rng=rng)
    lived = generate_for(made.accounts, days=365, rng=rng)
    klout, kred = KloutLike().daily(lived), KredLike().daily(lived)
    assert kred.levels is not None
    scores, influence, levels = (
        np.asarray(values[:, -1], float) for values in (klout.values, kred.values, kred.levels)
    )
    last = Summary(scores, influence, levels, klout.version, kred.version)
    found = compared(last, made.accounts.followers, made.levels)
    assert all(at.passes for at in (*found.klout, *found.influence))
    assert found.exact >= 0.6
    assert found.within_one >= 0.95
    assert found.correlation == pytest.approx(0.81, abs=0.06)


def wrong(found: Comparison) -> list[Comparison]:
    far = replace(found.klout[0], ours=found.klout[0].norm + 3.1)
    off = replace(found.influence[-1], ours=found.influence[-1].norm - 31)
    return [
        replace(found, klout=(far, *found.klout[1:])),
        replace(found, influence=(*found.influence[:-1], off)),
        replace(found, exact=0.59),
        replace(found, within_one=0.94),
        replace(found, correlation=0.86),
        replace(found, correlation=0.74),
    ]


@pytest.mark.parametrize("which", range(6))
def test_each_of_the_bars_can_be_missed(which: int) -> None:
    assert FOUND.passes
    assert not wrong(FOUND)[which].passes


def test_the_numbers_by_hand() -> None:
    ours = Summary(np.array([20.0, 40, 60, 80]), np.array([1.0, 2, 3, 4]), np.array([1.0, 2, 5, 9]), "", "")
    found = compared(ours, [5, 200, 250, 40_000], [1, 3, 5, 6])
    assert (found.exact, found.within_one) == (0.5, 0.75)
    assert found.correlation == pytest.approx(1)
    assert found.klout[4].ours == 50
    assert [band.n for band in found.bands] == [1, 0, 0, 2, 0, 0, 0, 0, 1]
    assert found.bands[3].klout == (39.5, 50)
    assert np.isnan(found.bands[1].klout[1])


def test_accounts_without_a_score_or_a_level_are_left_out() -> None:
    ours = summary(sampled(10, rng=np.random.default_rng(1)).accounts)
    levels = np.full(10, 5.0)
    levels[:7] = np.nan
    assert compared(ours, np.full(10, 50.0), levels).n == 3
    with pytest.raises(ValueError, match="two or more"):
        compared(ours, np.full(10, 50.0), np.full(10, np.nan))
