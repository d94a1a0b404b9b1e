import numpy as np
import pytest

from scoring.influence.norms import norms
from scoring.influence.sampled import sampled

MADE = sampled(40_000, rng=np.random.default_rng(1))
LOGS = {name: np.log10(getattr(MADE.accounts, name) + 1) for name in ("followers", "posts", "listed")}


def test_bands_are_as_full_as_the_norms() -> None:
    bands = norms().bands
    edges = [band.low for band in bands] + [np.inf]
    shares = np.histogram(MADE.accounts.followers, edges)[0] / len(MADE.accounts)
    assert shares == pytest.approx([band.n / 5946 for band in bands], abs=0.012)


def test_posts_have_the_medians_of_their_bands() -> None:
    for band in norms().bands[2:7]:
        inside = (MADE.accounts.followers >= band.low) & (MADE.accounts.followers < band.high)
        assert np.log10(np.median(MADE.accounts.posts[inside])) == pytest.approx(
            np.log10(band.posts), abs=0.1
        )


def test_levels_have_the_norms_mean_spread_and_regression() -> None:
    assert MADE.levels.mean() == pytest.approx(5.51, abs=0.15)
    assert MADE.levels.std() == pytest.approx(1.90, abs=0.15)
    columns = np.column_stack([np.ones(len(MADE.levels)), LOGS["followers"], LOGS["posts"]])
    found = np.linalg.lstsq(columns, MADE.levels, rcond=None)[0]
    assert found == pytest.approx([-1.215, 0.061, 2.037], abs=0.05)


def test_lists_have_the_mean_that_both_regressions_imply() -> None:
    """Their residuals have mean 0: mean score = intercept + slopes x means, solved for the lists."""
    for name, mean in (("klout", 40.07), ("kred_influence", 586.1)):
        row = norms().regressions[name]
        rest = row["intercept"] + sum(row[part] * LOGS[part].mean() for part in ("followers", "posts"))
        assert LOGS["listed"].mean() == pytest.approx((mean - rest) / row["listed"], abs=0.25)


def test_counts_are_whole_and_not_negative() -> None:
    for name in LOGS:
        values = getattr(MADE.accounts, name)
        assert np.all(values >= 0)
        assert np.all(values == np.rint(values))
    assert MADE.accounts.warnings == ()


def test_one_account_can_be_sampled_and_none_cannot() -> None:
    assert len(sampled(1, rng=np.random.default_rng(2)).accounts) == 1
    with pytest.raises(ValueError, match="n must be 1 or more"):
        sampled(0, rng=np.random.default_rng(2))
