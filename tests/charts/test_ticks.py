"""Displayed scores are named so that no two run together."""

from itertools import pairwise

import pytest

from surveys.charts.ticks import ROOM, placed


def runs_together(levels: list[float], width: float, low: float, high: float) -> bool:
    edges = [((level - low) / (high - low) * width, ROOM * len(f"{level:g}") / 2) for level in sorted(levels)]
    return any(a + half > b - other for (a, half), (b, other) in pairwise(edges))


def test_scores_far_apart_stand_in_one_row() -> None:
    assert placed([20, 42, 85], 215, 15, 90) == ([20, 42, 85], [])


def test_62_and_67_stand_in_two_rows_of_a_small_picture() -> None:
    assert placed([20, 42, 62, 67, 85], 215, 15, 90) == ([20, 42, 62, 85], [67])


def test_62_and_67_stand_in_one_row_of_a_wide_picture() -> None:
    assert placed([20, 42, 62, 67, 85], 342, 15, 90) == ([20, 42, 62, 67, 85], [])


@pytest.mark.parametrize("levels", [list(range(0, 101, 3)), [1, 2, 3, 4, 99, 100], [50, 50.5, 51]])
@pytest.mark.parametrize("width", [100, 215, 342])
def test_no_two_names_run_together_in_either_row(levels: list[float], width: float) -> None:
    first, second = placed(levels, width, min(levels) - 5, max(levels) + 5)
    assert first and not set(first) & set(second)
    assert not runs_together(first, width, min(levels) - 5, max(levels) + 5)
    assert not runs_together(second, width, min(levels) - 5, max(levels) + 5)


def test_one_score_is_named() -> None:
    assert placed([65], 215, 60, 70) == ([65], [])
    assert placed([65], 215, 65, 65) == ([65], [])
