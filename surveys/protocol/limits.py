"""What no document may hold, whatever its types allow: asked of plain data, before it is anybody's study."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from surveys.texts import clean

BIGGEST = 10**15
"""Whole numbers beyond it are not exact in JavaScript, R or a double; none is needed."""

Path = tuple[Any, ...]


def weight(value: Any) -> float:
    """How large the value is once every alias is written out: a character or a container counts 1.

    Infinite where it holds itself. Each part is weighed once, so that a few lines which stand for
    billions ("billion laughs") are told in no time.
    """
    weights: dict[int, float] = {}

    def of(part: Any) -> float:
        if isinstance(part, str):
            return 1 + len(part)
        if not isinstance(part, Mapping | Sequence):
            return 1
        if id(part) not in weights:
            weights[id(part)] = math.inf  # met again before it is weighed: it holds itself
            weights[id(part)] = 1 + sum(map(of, _parts(part)))
        return weights[id(part)]

    return of(value)


def unusable(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """(path, what to do) for each text and number that cannot be stored and read again exactly."""
    if isinstance(value, str):
        try:
            clean(value)
        except ValueError as error:
            yield path, str(error)
    elif isinstance(value, int | float):
        if not -BIGGEST < value < BIGGEST:  # also where it is not a number
            yield path, f"Numbers must lie between -{BIGGEST:,} and {BIGGEST:,}."
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if not isinstance(key, str):
                yield path, f"{key!r} is not a field: put it in quotes if it is one."
            else:
                yield from unusable(key, path)
                yield from unusable(part, (*path, key))
    elif isinstance(value, Sequence):
        for i, part in enumerate(value):
            yield from unusable(part, (*path, i))


def _parts(container: Mapping[Any, Any] | Sequence[Any]) -> Iterator[Any]:
    if isinstance(container, Mapping):
        yield from container.keys()
        yield from container.values()
    else:
        yield from container
