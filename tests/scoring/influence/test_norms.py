import json
from importlib import resources

import numpy as np
import pytest

from scoring.influence.norms import norms


def test_the_file_holds_aggregates_and_names_no_account() -> None:
    text = resources.files("scoring.influence").joinpath("influence_norms.json").read_text(encoding="utf-8")
    assert json.loads(text)["description"] == norms().description
    assert "no account is named" in norms().description
    assert "2014" in norms().source


def test_bands_follow_one_another_and_hold_nearly_all_accounts() -> None:
    bands = norms().bands
    assert [band.high for band in bands[:-1]] == [band.low for band in bands[1:]]
    assert sum(band.n for band in bands) == 5946


def test_band_means_and_medians_are_read_from_their_own_columns() -> None:
    band = norms().bands[3]
    assert (band.klout, band.influence, band.outreach) == ((39.5, 7.5), (601, 83), (5.4, 1.2))
    assert (band.posts, band.following) == (1758, 288)


@pytest.mark.parametrize(("score", "share"), [(10, 0), (5, 0), (41.8, 0.5), (66, 0.99), (92.5, 1), (100, 1)])
def test_the_share_below_a_score_is_that_of_the_percentiles(score: float, share: float) -> None:
    assert norms().klout.share_below(score) == pytest.approx(share)


def test_the_share_below_agrees_with_the_counted_shares_of_at_least() -> None:
    counted = {50: 0.1904, 55: 0.1052, 60: 0.0485, 65: 0.0143}
    ours = [1 - float(norms().klout.share_below(score)) for score in counted]
    assert ours == pytest.approx(list(counted.values()), abs=0.035)


def test_shares_rise_with_the_score() -> None:
    assert np.all(np.diff(norms().influence.share_below(np.linspace(1, 977, 300))) > 0)
