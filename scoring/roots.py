"""Where a function crosses zero, and from which whole number on something holds."""

from collections.abc import Callable


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where the function is 0 between low and high. Raises ValueError where both have one sign."""
    from scipy import optimize  # slow to import, and needed here only

    return float(optimize.brentq(function, low, high, xtol=1e-12, rtol=1e-12))


def least(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The smallest whole number of low..high for which it holds, if it goes on holding from there; None
    where it does not hold at high.
    """
    if not holds(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
