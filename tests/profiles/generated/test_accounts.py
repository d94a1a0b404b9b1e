"""One account of a kind: what is told of it is what its simulated year was."""

import numpy as np
import pytest

from scoring.influence.archetypes import ARCHETYPES
from scoring.influence.chance import frozen
from scoring.influence.generated import RUN_IN, generate
from scoring.influence.klout import KloutLike
from scoring.influence.norms import norms
from surveys.profiles.generated.accounts import DAYS, FEWEST, following, lived
from surveys.profiles.generated.lot import lot
from surveys.profiles.generated.pool import KINDS

LOT = lot("accounts")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_label_gives_the_same_account(kind: str) -> None:
    assert lived(kind, LOT, "a") == lived(kind, LOT, "a") != lived(kind, LOT, "b")


def test_counts_and_scores_are_those_of_the_simulated_year() -> None:
    """Recomputed from the engine, by hand."""
    told = lived("always_on", LOT, "a")
    year = generate(ARCHETYPES["always_on"], 1, days=DAYS, rng=frozen(LOT.seed, "a"))
    networks = list(year.networks.values())
    assert told.followers == round(sum(float(one.followers[0, -1]) for one in networks))
    written = sum(float(one.content[0, RUN_IN:].sum()) for one in networks)
    assert told.account.posts == round(50_000 + written)
    replies = sum(float(one.replies[0, RUN_IN:].sum()) for one in networks)
    assert told.account.replies_share == round(replies / written, 2)
    daily = KloutLike().daily(year).values[0]
    weeks = [round(float(daily[-1 - 7 * week]), 1) for week in reversed(range(13))]
    assert told.account.scores[0].values == tuple(weeks)


@pytest.mark.parametrize("seed", range(12))
def test_an_unplugger_is_met_after_its_return_and_the_fall_is_in_its_history(seed: int) -> None:
    values = lived("unplugger", lot(str(seed)), "a").account.scores[0].values
    assert len(values) == 13
    assert max(values[:6]) - min(values[8:]) >= 3


@pytest.mark.parametrize("seed", range(12))
def test_a_newcomer_has_no_score_from_before_it_joined(seed: int) -> None:
    told = lived("newcomer", lot(str(seed)), "a")
    assert 2 <= len(told.account.scores[0].values) <= 9
    assert (told.account.posts or 0) < 300 and told.followers < 200


def test_everybody_has_written_what_is_shown_of_them() -> None:
    posts = [lived(kind, lot(str(i)), "a").account.posts for kind in KINDS for i in range(20)]
    assert min(count or 0 for count in posts) >= FEWEST


def test_following_is_the_norms_median_in_the_middle_of_a_band() -> None:
    for band in norms().bands:
        middle = 10 ** (np.log10((band.low + 1) * band.high) / 2) - 1
        assert following(middle) == pytest.approx(band.following)
    assert following(0) == pytest.approx(norms().bands[0].following)


def test_who_follows_nobody_is_told_from_who_follows_many() -> None:
    def median(kind: str) -> float:
        return float(np.median([lived(kind, lot(str(i)), "a").following for i in range(15)]))

    assert median("scheduled_robot") < 15
    assert median("inactive_celebrity") < 150
    assert median("lurker") > 150


def test_reactions_to_a_post_are_finite_also_of_who_hardly_writes() -> None:
    for kind in KINDS:
        for i in range(15):
            told = lived(kind, lot(f"r{i}"), "a")
            assert np.isfinite([told.likes, told.replies, told.a_day]).all()
            assert told.likes >= 0 and told.a_day >= 0
