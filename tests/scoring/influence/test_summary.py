from typing import Any

import numpy as np
import pytest

from scoring.influence.accounts import accounts
from scoring.influence.activity import TYPICAL_LOAD, activity, record
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms
from scoring.influence.rates import LIKES, REPLIES, RESHARES, people, rates
from scoring.influence.sampled import sampled
from scoring.influence.summary import scores_of, steady_klout, summary

COUNTS: dict[str, Any] = {
    "followers": [20, 200, 2000, 20_000],
    "posts": [100, 1500, 9000, 12_000],
    "listed": [0, 4, 40, 500],
}


def test_scores_of_real_counts_lie_near_the_norms_regressions() -> None:
    known = sampled(20_000, rng=np.random.default_rng(1)).accounts
    ours = summary(known)
    logs = [np.log10(count + 1) for count in (known.followers, known.posts, known.listed)]
    for score, name, allowed in ((ours.klout, "klout", 2.0), (ours.influence, "kred_influence", 45.0)):
        row = norms().regressions[name]
        wanted = row["intercept"] + sum(
            row[part] * log for part, log in zip(("followers", "posts", "listed"), logs, strict=True)
        )
        apart = score - wanted
        assert abs(apart.mean()) < allowed / 4
        assert np.sqrt(np.mean(apart**2)) < allowed


def test_typical_accounts_of_each_band_have_its_mean_scores() -> None:
    bands = norms().bands
    followers = [np.sqrt((band.low + 1) * band.high) for band in bands]
    ours = scores_of(followers=followers, posts=[band.posts for band in bands])
    for i, band in enumerate(bands):
        assert ours.klout[i] == pytest.approx(band.klout[0], abs=4)
        if band.n > 100:  # of the largest, the norms' own medians of posts and means of levels disagree
            assert ours.outreach[i] == pytest.approx(band.outreach[0], abs=1.2)
        if i:  # in the lowest band, of 0 to 9 followers, the middle says little of the mean
            assert ours.influence[i] == pytest.approx(band.influence[0], abs=35)


def test_outreach_is_the_level_of_ten_points_a_post() -> None:
    ours = scores_of(posts=[0, 9, 10, 27, 28, 1085], followers=[50] * 6)
    assert ours.outreach.tolist() == KredLike().outreach(10 * np.array([0, 9, 10, 27, 28, 1085])).tolist()


def test_a_steady_record_of_the_same_account_gives_the_same_scores() -> None:
    known = accounts(**COUNTS)
    steady = rates(known)
    days = 1000
    columns = {
        "posts": steady.content,
        "likes_received": steady.reactions * LIKES,
        "replies_received": steady.reactions * REPLIES,
        "reshares_received": steady.reactions * RESHARES,
        "reactors": people(steady.reactions),
        "followers": known.followers,
        "listed": known.listed,
    }
    lived = activity({"a": record(**{k: np.broadcast_to(v[:, None], (4, days)) for k, v in columns.items()})})
    assert np.all(lived.networks["a"].reactor_load == TYPICAL_LOAD)
    assert KloutLike().daily(lived).values[:, -1] == pytest.approx(
        steady_klout(KloutLike(), known, steady), rel=1e-5
    )


def test_expected_scores_are_the_means_of_drawn_ones() -> None:
    many = {name: np.repeat(value, 4000) for name, value in COUNTS.items()}
    drawn, expected = scores_of(**many, rng=np.random.default_rng(2)), scores_of(**COUNTS)
    assert drawn.klout.reshape(4, -1).mean(axis=1) == pytest.approx(expected.klout, abs=0.5)
    assert drawn.influence.reshape(4, -1).mean(axis=1) == pytest.approx(expected.influence, abs=6)


def test_expected_scores_vary_less_than_drawn_ones() -> None:
    known = sampled(5000, rng=np.random.default_rng(3)).accounts
    expected, drawn = summary(known), summary(known, rng=np.random.default_rng(4))
    assert expected.klout.std() < 0.9 * drawn.klout.std()
    assert expected.influence.std() < drawn.influence.std()


def test_the_same_rng_draws_the_same_scores_and_another_does_not() -> None:
    first, again, other = (scores_of(**COUNTS, rng=np.random.default_rng(seed)) for seed in (5, 5, 6))
    assert first.klout.tolist() == again.klout.tolist() != other.klout.tolist()


@pytest.mark.parametrize("missing", ["followers", "posts", "listed"])
def test_a_missing_column_costs_little_and_is_told(missing: str) -> None:
    left = {name: value for name, value in COUNTS.items() if name != missing}
    ours, whole = scores_of(**left), scores_of(**COUNTS)
    assert ours.klout == pytest.approx(whole.klout, abs=8)
    assert any(words.startswith(missing) for words in ours.warnings)


def test_an_account_of_which_nothing_is_known_has_no_score() -> None:
    ours = scores_of(followers=[np.nan, 100], posts=[np.nan, 10])
    assert np.isnan([ours.klout[0], ours.influence[0], ours.outreach[0]]).all()
    assert not np.isnan([ours.klout[1], ours.influence[1], ours.outreach[1]]).any()
    assert any("have no scores" in words for words in ours.warnings)


def test_more_of_any_count_never_lowers_the_expected_klout_like_score() -> None:
    followers = scores_of(followers=np.geomspace(1, 1e8, 60), posts=[500] * 60, listed=[5] * 60).klout
    listed = scores_of(followers=[500] * 60, posts=[500] * 60, listed=np.geomspace(1, 1e5, 60)).klout
    assert np.all(np.diff(followers) >= 0)
    assert np.all(np.diff(listed) >= 0)


def test_the_best_known_account_of_2012_has_nearly_all_there_is() -> None:
    ours = scores_of(followers=[18_500_000], posts=[5300])
    assert ours.klout[0] > 90
    assert ours.influence[0] > 950


def test_who_is_known_elsewhere_and_posted_once_is_shown_in_the_sixties() -> None:
    """Kerry Rhodes: from 12 to 66 on 14 August 2012, having posted once."""
    assert scores_of(followers=[1000], posts=[1], fame=66).klout[0] == pytest.approx(67, abs=2)


def test_silence_lately_lowers_klout_and_leaves_what_was_earned_over_years() -> None:
    usual = scores_of(**COUNTS)
    silent = scores_of(**COUNTS, posts_per_day=[0] * 4, reactions_per_day=[0] * 4)
    assert np.all(silent.klout <= usual.klout - 5)
    assert silent.influence.tolist() == usual.influence.tolist()


def test_versions_are_those_of_the_systems() -> None:
    ours = scores_of(**COUNTS)
    assert (ours.klout_version, ours.kred_version) == (KloutLike().version, KredLike().version)
