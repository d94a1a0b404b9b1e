"""What no document may hold: weighed with every alias written out, and looked at part by part."""

import math
from typing import Any

import pytest

from surveys.protocol.limits import BIGGEST, unusable, weight


@pytest.mark.parametrize(
    ("value", "expected"), [("abc", 4), (7, 1), (None, 1), ([], 1), (["a", "b"], 5), ({"a": "bc"}, 6)]
)
def test_weight_counts_characters_and_containers(value: Any, expected: int) -> None:
    assert weight(value) == expected


def test_a_part_that_is_used_often_weighs_as_often() -> None:
    part = ["x" * 9]
    assert weight([part] * 1000) == 1 + 1000 * weight(part)


def test_doubling_a_hundred_times_is_weighed_without_being_written_out() -> None:
    value: Any = "x"
    for _ in range(100):
        value = [value, value]
    assert weight(value) > 2**100


def test_what_holds_itself_weighs_more_than_anything() -> None:
    value: list[Any] = []
    value.append({"self": value})
    assert weight(value) == math.inf


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, -math.inf, BIGGEST, -BIGGEST, 10**4000, "a\0", "\udfff"]
)
def test_what_cannot_be_stored_exactly_is_found_where_it_stands(value: Any) -> None:
    assert [path for path, _ in unusable({"a": [1, value]})] == [("a", 1)]
    assert all(message for _, message in unusable(value))


@pytest.mark.parametrize(
    "value", [True, None, 0, BIGGEST - 1, 1 - BIGGEST, 0.5, "", "é😀\n\x85", b"", {}, []]
)
def test_everything_else_may_stand(value: Any) -> None:
    assert not list(unusable({"a": value}))


def test_keys_are_looked_at_too() -> None:
    assert [path for path, _ in unusable({"a": {1: "x", "b\0": "y"}})] == [("a",), ("a",)]
