from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation.squares import measure, square, williams
from tests.scoring.reference import expected, rows

LEVELS = (20, 42, 62, 67, 85)


def test_thirty_by_five_is_the_reference_case() -> None:
    itineraries: dict[int, list[tuple[int, int]]] = {}
    for row in rows("17_itinerary"):
        visit = (int(row["profile"]) - 1, LEVELS.index(int(row["level"])))
        itineraries.setdefault(int(row["row"]) - 1, []).append(visit)
    assert square(30, 5).rows == tuple(tuple(itineraries[r]) for r in range(30))


def test_thirty_by_five_has_the_reference_counts() -> None:
    case, found = expected("17_itinerary"), square(30, 5)
    for name in (
        "profile_by_level",
        "profile_by_position",
        "level_by_position",
        "ordered_level_pairs",
        "times_two_profiles_meet",
    ):
        assert list(getattr(found.balance, name)) == case[name]
    pairs = {frozenset((a[0], b[0])) for row in found.rows for a, b in combinations(row, 2)}
    assert len(pairs) == case["distinct_profile_pairs"]
    assert found.exact
    assert found.notes == ()


@settings(max_examples=60, deadline=None)
@given(profiles=st.integers(1, 24), levels=st.integers(1, 7))
def test_any_shape_shows_every_profile_once_at_every_level(profiles: int, levels: int) -> None:
    if profiles < levels:
        with pytest.raises(ValueError, match="too few"):
            square(profiles, levels)
        return
    found = square(profiles, levels)
    assert found.balance.profile_by_level == (1,)
    for row in found.rows:
        assert len({profile for profile, _ in row}) == levels
        assert sorted(level for _, level in row) == list(range(levels))
    assert found.exact == (not found.notes)


@pytest.mark.parametrize(
    ("profiles", "levels"), [(16, 4), (24, 4), (12, 3), (30, 3), (40, 5), (60, 5), (5, 1)]
)
def test_these_shapes_are_exact(profiles: int, levels: int) -> None:
    found = square(profiles, levels)
    assert found.exact
    assert found.balance.profile_by_position == (1,)
    assert found.balance.times_two_profiles_meet in {(1,), ()}


@pytest.mark.parametrize(("profiles", "levels"), [(20, 5), (30, 6), (8, 4), (56, 8)])
def test_places_stay_balanced_where_profiles_must_meet_twice(profiles: int, levels: int) -> None:
    found = square(profiles, levels)
    assert not found.exact
    assert found.balance.profile_by_position == (1,)
    assert len(found.balance.level_by_position) == 1
    assert len(found.notes) == 1
    assert "together" in found.notes[0]


@pytest.mark.parametrize(("profiles", "levels"), [(16, 5), (31, 6), (60, 8), (10, 7)])
def test_uneven_shapes_come_as_near_as_whole_rows_allow(profiles: int, levels: int) -> None:
    counts = square(profiles, levels).balance.level_by_position
    assert counts[-1] - counts[0] <= 2
    assert any("Levels" in note for note in square(profiles, levels).notes)


@pytest.mark.parametrize("levels", [2, 3, 4, 5, 6, 7, 8, 9])
def test_williams_orders_balance_places_and_successors(levels: int) -> None:
    orders = williams(levels)
    found = measure(tuple(tuple((0, level) for level in row) for row in orders), profiles=1, levels=levels)
    assert len(orders) == (2 * levels if levels % 2 else levels)
    assert len(found.level_by_position) == 1
    assert found.ordered_level_pairs == (2 if levels % 2 else 1,)


def test_measure_counts_what_never_comes() -> None:
    found = measure((((0, 0), (1, 1)), ((0, 0), (1, 1))), profiles=2, levels=2)
    assert found.profile_by_level == (0, 2)
    assert found.ordered_level_pairs == (0, 2)
    assert found.times_two_profiles_meet == (2,)


def test_no_level_is_refused() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        square(5, 0)
