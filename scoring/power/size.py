"""How many participants: for a wanted power, and to allocate so that enough are left."""

from collections.abc import Callable
from math import ceil

from scoring.power.law import WANTED
from scoring.roots import least

MOST = 1_000_000


def smallest_n(
    power_at: Callable[[int], float], *, wanted: float = WANTED, fewest: int = 2, most: int = MOST
) -> int | None:
    """The smallest n whose power reaches what is wanted, by bisection; None where even `most` does not, as
    where the profiles are too few.

    power_at: power with n participants, rising with n; nan counts as too few. Raises ValueError for a wanted
    power outside 0..1 or fewest above most.
    """
    if not 0 < wanted < 1:
        raise ValueError(f"wanted must lie between 0 and 1, such as .8, not {wanted}")
    if fewest > most:
        raise ValueError(f"fewest must be at most {most}, not {fewest}")
    return least(lambda n: power_at(n) >= wanted, fewest, most)


def allocate(analysed: int, *, kept: float, multiple: int = 1) -> int:
    """How many to allocate so that this many are expected to be analysed, in whole sets or blocks (multiple).

    kept: the share of those allocated who will be analysed. Raises ValueError for kept outside 0..1 or a
    multiple below 1.
    """
    if not 0 < kept <= 1 or multiple < 1:
        raise ValueError(f"kept must lie above 0, up to 1, and multiple be 1 or more: {kept} and {multiple}")
    return ceil(round(analysed / kept / multiple, 9)) * multiple
