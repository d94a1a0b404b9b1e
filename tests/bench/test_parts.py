"""The stopwatch of a run's parts, with a clock of its own."""

import pytest

from tests.bench.parts import BEFORE, Parts, Spent


class Clock:
    """Every reading is a second later, of which a tenth is the database's."""

    def __init__(self) -> None:
        self.readings = 0

    def __call__(self) -> Spent:
        self.readings += 1
        return Spent(wall=self.readings, own=0.5 * self.readings, database=0.1 * self.readings)


def test_each_part_has_what_was_spent_until_the_next_began() -> None:
    parts = Parts(Clock())
    for name in ("scores", "answers", "scores"):
        parts.hear(name, 0, 0)
    parts.turn(BEFORE)
    assert list(parts.found) == [BEFORE, "scores", "answers"]
    assert [spent.wall for spent in parts.found.values()] == [1, 2, 1]
    assert parts.found["scores"].cpu == pytest.approx(1.2)


def test_nothing_is_lost_or_counted_twice() -> None:
    clock = Clock()
    parts = Parts(clock)
    parts.hear("trust", 0, 2)
    parts.apart("bounds", lambda: parts.hear("inside", 0, 0))()
    parts.hear("charts", 0, 0)
    parts.turn(BEFORE)
    assert sum(parts.found.values(), Spent()).wall == clock.readings - 1


def test_work_set_apart_gives_what_it_gave_and_the_rest_goes_on() -> None:
    parts = Parts(Clock())
    parts.hear("trust", 0, 2)
    assert parts.apart("bounds", lambda n: (i for i in range(n)))(3) == [0, 1, 2]
    assert parts.current == "trust"
    parts.hear("charts", 0, 0)
    assert (parts.found["trust"].wall, parts.found["bounds"].wall) == (2, 1)


def test_work_that_fails_gives_the_time_back() -> None:
    parts = Parts(Clock())
    parts.hear("trust", 0, 2)
    with pytest.raises(ZeroDivisionError):
        parts.apart("bounds", lambda: 1 / 0)()
    assert parts.current == "trust" and "bounds" in parts.found
