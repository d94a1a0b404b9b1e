import numpy as np
import pytest

from scoring.influence.activity import COLUMNS, TYPICAL_LOAD, activity, parts, record


def test_what_is_left_out_is_nothing_and_takes_no_memory() -> None:
    one = record(posts=np.ones((3, 5)))
    assert one.likes.shape == (3, 5)
    assert one.likes.max() == 0
    assert one.likes.strides == (0, 0)


def test_people_who_were_not_counted_are_one_for_each_reaction() -> None:
    one = record(likes_received=[[2, 0]], replies_received=[[1, 1]], reshares_received=[[0, 4]])
    assert one.reactors.tolist() == [[3, 5]]
    assert np.all(one.reactor_load == TYPICAL_LOAD)


def test_counted_people_and_loads_are_kept() -> None:
    one = record(likes_received=[[5.0]], reactors=[[1.0]], reactor_load=[[3.0]])
    assert (one.reactors[0, 0], one.reactor_load[0, 0]) == (1, 3)


def test_content_is_posts_replies_and_reshares() -> None:
    one = record(posts=[[1]], replies=[[2]], reshares=[[4]], likes=[[8]], kreds=[[16]])
    assert one.content.tolist() == [[7]]


def test_columns_of_one_day_or_one_account_are_spread() -> None:
    one = record(posts=np.ones((2, 1)), followers=np.ones((1, 4)))
    assert {getattr(one, name).shape for name in COLUMNS} == {(2, 4)}


@pytest.mark.parametrize("value", [[[-1.0]], [[np.nan]], [[0.0, -0.5]]])
def test_negative_and_missing_numbers_are_refused_by_name(value: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="likes_received must be numbers of 0 or more"):
        record(likes_received=value)


def test_unknown_columns_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(ValueError, match=r"some of posts, .*not tweets"):
        record(tweets=[[1]])
    with pytest.raises(ValueError, match="not none"):
        record()


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"one shape .*posts \(2, 3\), likes \(2, 4\)"):
        record(posts=np.ones((2, 3)), likes=np.ones((2, 4)))
    with pytest.raises(ValueError, match="two dimensions"):
        record(posts=np.ones(3))


def test_networks_must_have_one_shape_and_be_there() -> None:
    with pytest.raises(ValueError, match="one or more records"):
        activity({})
    with pytest.raises(ValueError, match="of one shape"):
        activity({"a": record(posts=np.ones((2, 3))), "b": record(posts=np.ones((2, 4)))})


def test_what_lies_before_is_one_number_or_one_an_account() -> None:
    networks = {"a": record(posts=np.ones((2, 3)))}
    assert activity(networks, fame=50).fame.tolist() == [50, 50]
    assert activity(networks, outreach_before=[1, 2]).outreach_before.tolist() == [1, 2]
    with pytest.raises(ValueError, match="influence_before must be one number or 2"):
        activity(networks, influence_before=[1, 2, 3])
    with pytest.raises(ValueError, match="fame must be numbers of 0 or more"):
        activity(networks, fame=-1)


@pytest.mark.parametrize(("accounts", "sizes"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5]), (99, [5])])
def test_parts_are_all_accounts_once_and_in_order(accounts: int, sizes: list[int]) -> None:
    whole = activity({"a": record(posts=np.arange(5.0)[:, None])}, fame=np.arange(5.0))
    found = list(parts(whole, accounts=accounts))
    assert [part.shape[0] for _, part in found] == sizes
    assert np.concatenate([part.networks["a"].posts[:, 0] for _, part in found]).tolist() == [0, 1, 2, 3, 4]
    assert np.concatenate([part.fame for _, part in found]).tolist() == [0, 1, 2, 3, 4]
