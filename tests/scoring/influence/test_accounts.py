from typing import Any

import numpy as np
import pytest

from scoring.influence.accounts import LISTED, accounts


def test_what_is_known_stays_as_it_is_without_a_warning() -> None:
    found = accounts(followers=[5, 900], posts=[0, 10], listed=[1, 2], posts_per_day=[0.5, 2])
    assert found.followers.tolist() == [5, 900]
    assert found.posts.tolist() == [0, 10]
    assert found.listed.tolist() == [1, 2]
    assert found.posts_per_day.tolist() == [0.5, 2]
    assert np.isnan(found.reactions_per_day).all()
    assert found.warnings == ()


def test_missing_posts_are_the_median_of_the_band() -> None:
    found = accounts(followers=[np.sqrt(101 * 300) - 1], listed=[0])
    assert found.posts == pytest.approx([1758], rel=1e-6)
    assert found.warnings == (
        "posts is missing for 1 of 1 accounts and was guessed from their other counts.",
    )


def test_missing_followers_are_read_off_following_else_off_posts() -> None:
    by_following = accounts(following=[288], posts=[0]).followers
    by_posts = accounts(posts=[1758]).followers
    assert by_following == pytest.approx([np.sqrt(101 * 300) - 1])
    assert by_posts == pytest.approx(by_following)


def test_missing_lists_are_a_share_of_followers() -> None:
    assert accounts(followers=[560], posts=[1]).listed == pytest.approx([560 * LISTED])


def test_single_gaps_in_a_column_are_filled_too() -> None:
    found = accounts(followers=[100, np.nan, 300], posts=[50, 60, np.nan], listed=[1, 1, 1])
    assert not np.isnan(found.followers + found.posts).any()
    assert [words.split(" ")[0] for words in found.warnings] == ["followers", "posts"]
    assert found.followers[[0, 2]].tolist() == [100, 300]


def test_an_account_of_which_nothing_is_known_stays_unknown() -> None:
    found = accounts(followers=[10, np.nan], posts=[np.nan, np.nan])
    assert np.isnan(found.followers).tolist() == [False, True]
    assert np.isnan(found.posts).tolist() == [False, True]
    assert found.warnings[-1].startswith("1 of 2 accounts have neither")


def test_more_followers_never_mean_fewer_guessed_posts() -> None:
    assert np.all(np.diff(accounts(followers=np.geomspace(1, 1e7, 200)).posts) >= 0)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({}, "at least one column"),
        ({"followers": [1, 2], "posts": [1]}, "one length"),
        ({"followers": [[1]]}, "one length"),
        ({"posts": [-1]}, "posts must be finite and 0 or more"),
        ({"listed": [np.inf]}, "listed must be finite"),
    ],
)
def test_columns_that_cannot_be_counts_are_refused(columns: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        accounts(**columns)


def test_no_accounts_are_no_accounts() -> None:
    assert len(accounts(followers=[])) == 0
