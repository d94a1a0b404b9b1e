from typing import Any

import numpy as np
import pytest

from scoring.influence.activity import activity, record
from scoring.influence.custom import Custom
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms

STARS = Custom()


def test_stars_go_by_rank_among_real_accounts() -> None:
    assert STARS.of_score([10.0, 41.8, 92.5]).tolist() == [1.0, 3.0, 5.0]
    assert STARS.text(3.5) == "3.5 of 5 stars"


@pytest.mark.parametrize("step", [0.1, 0.25, 0.5, 1.0, 3.0])
def test_values_are_steps_from_the_lowest_within_the_range(step: float) -> None:
    found = Custom(low=2, high=9, step=step).of_score(np.linspace(1, 100, 500))
    assert found.min() == 2
    assert found.max() <= 9
    steps = (found[found < 9] - 2) / step
    assert steps == pytest.approx(np.rint(steps))


def test_by_value_it_is_the_same_score_on_another_range() -> None:
    own = Custom(low=0, high=10, step=0.01, form="number", by="value")
    assert own.of_score([1.0, 50.5, 100.0]) == pytest.approx([0, 5, 10])


def test_by_rank_of_influence_it_uses_the_norms_of_influence() -> None:
    own = Custom(low=0, high=100, step=1, form="percentile", of="kred_like")
    assert own.of_score(norms().influence.at).tolist() == list(norms().influence.percents)
    assert own.text(75) == "above 75 % of accounts"


def test_labels_begin_where_they_say() -> None:
    own = Custom(low=0, high=10, step=1, form="label", labels=((0, "quiet"), (4, "known"), (8, "famous")))
    assert [own.text(value) for value in (0, 3, 4, 7, 8, 10)] == ["quiet"] * 2 + ["known"] * 2 + [
        "famous"
    ] * 2


def test_plain_numbers_have_no_trailing_zeros() -> None:
    own = Custom(low=0, high=10, step=0.5, form="number")
    assert [own.text(4.0), own.text(4.5)] == ["4", "4.5"]


def test_a_custom_score_follows_the_activity_as_its_source_does() -> None:
    rng = np.random.default_rng(3)
    lived = activity({"a": record(likes_received=rng.poisson([[1], [20], [400]], (3, 50)))})
    found = STARS.daily(lived)
    assert found.values == pytest.approx(STARS.of_score(KloutLike().daily(lived).values))
    assert found.version == STARS.version
    own = Custom(of="kred_like", source=KredLike(act=20))
    assert own.daily(lived).values == pytest.approx(own.of_score(KredLike(act=20).daily(lived).values))


def test_its_version_changes_with_its_own_settings_and_those_of_its_source() -> None:
    versions = {
        STARS.version,
        Custom(step=1).version,
        Custom(name="Mine").version,
        Custom(of="kred_like").version,
        Custom(source=KloutLike(half_life=10)).version,
    }
    assert len(versions) == 5
    assert Custom().version == STARS.version


def test_its_card_says_that_it_was_made_up_and_all_that_its_source_says() -> None:
    card = STARS.card
    assert (card.low, card.high) == (1, 5)
    assert set(KloutLike().card.principles) < set(card.principles)
    assert any("made for a study" in one for one in card.claims_not)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": " "}, "name"),
        ({"low": 5}, "low must be below high"),
        ({"step": 0}, "step above 0"),
        ({"step": 9}, "no wider"),
        ({"form": "gauge"}, "form must be one of number"),
        ({"of": "peerindex"}, "klout_like or kred_like"),
        ({"by": "luck"}, "rank or value"),
        ({"source": KredLike()}, "source must be klout_like"),
        ({"form": "label"}, "labels must be one or more"),
        ({"form": "label", "labels": ((2, "a"),)}, "the first from low"),
        ({"form": "label", "labels": ((1, "a"), (1, "b"))}, "labels must rise"),
    ],
)
def test_settings_that_make_no_score_are_refused(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Custom(**wrong)
