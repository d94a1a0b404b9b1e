"""Real accounts as somebody has them: a line of counts, of which some are missing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.norms import norms

Floats = NDArray[np.float64]

NO_COUNT = "{n} of {of} accounts have neither followers, following nor posts: they have no scores."
GUESSED = "{name} is missing for {n} of {of} accounts and was guessed from their other counts."

LISTED = 10**-1.75  # lists a follower: gives the mean of log10(listed + 1) that both regressions imply, 0.8


@dataclass(frozen=True, slots=True, eq=False)
class Accounts:
    """All (accounts,). followers, posts (in a lifetime), listed: nan only where nothing was known.

    posts_per_day, reactions_per_day: of the last months, nan where they are to be guessed.
    """

    followers: Floats
    posts: Floats
    listed: Floats
    posts_per_day: Floats
    reactions_per_day: Floats
    warnings: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.followers)


def accounts(
    *,
    followers: ArrayLike | None = None,
    posts: ArrayLike | None = None,
    listed: ArrayLike | None = None,
    following: ArrayLike | None = None,
    posts_per_day: ArrayLike | None = None,
    reactions_per_day: ArrayLike | None = None,
) -> Accounts:
    """Fill in what is missing (a column left out, or nan in it), and say so in `warnings`.

    followers from following, else from posts; posts from followers: by the medians of the norms' bands.
    listed: about one list for 56 followers. Raises ValueError for a negative count, for columns of different
    lengths, and where no column was given.
    """
    given = {
        "followers": followers,
        "posts": posts,
        "listed": listed,
        "following": following,
        "posts_per_day": posts_per_day,
        "reactions_per_day": reactions_per_day,
    }
    f, s, lists, follows, rate, reacted = _columns(given)
    middles, posted, followed = _medians()
    guess = np.where(np.isnan(follows), _read(s, posted, middles), _read(follows, followed, middles))
    full_f = np.where(np.isnan(f), guess, f)
    full_s = np.where(np.isnan(s), _read(full_f, middles, posted), s)
    full_l = np.where(np.isnan(lists), full_f * LISTED, lists)
    warned = _warnings(f, s, lists, nothing=np.isnan(full_f))
    return Accounts(full_f, full_s, full_l, rate, reacted, warned)


def _columns(given: dict[str, ArrayLike | None]) -> list[Floats]:
    found = {
        name: np.atleast_1d(np.asarray(value, float)) for name, value in given.items() if value is not None
    }
    if len({value.shape for value in found.values()}) != 1 or next(iter(found.values())).ndim != 1:
        raise ValueError("give at least one column of counts, all of one length")
    for name, value in found.items():
        if np.any(value < 0) or np.any(np.isinf(value)):
            raise ValueError(f"{name} must be finite and 0 or more, or nan where it is missing")
    absent = np.full(next(iter(found.values())).shape, np.nan)
    return [found.get(name, absent) for name in given]


def _medians() -> tuple[Floats, Floats, Floats]:
    """log10(count + 1) by band: the middle of followers, medians of posts and of following (made to rise)."""
    bands = norms().bands
    middles = [np.log10((band.low + 1) * band.high) / 2 for band in bands]
    posts, following = (
        np.maximum.accumulate(np.log10([getattr(band, name) + 1 for band in bands]))
        for name in ("posts", "following")
    )
    return np.array(middles), posts, following


def _read(count: Floats, known: Floats, wanted: Floats) -> Floats:
    return np.asarray(10 ** np.interp(np.log10(count + 1), known, wanted) - 1)


def _warnings(
    followers: Floats, posts: Floats, listed: Floats, *, nothing: NDArray[np.bool_]
) -> tuple[str, ...]:
    named = {"followers": followers, "posts": posts, "listed": listed}
    gaps = {name: int((np.isnan(value) & ~nothing).sum()) for name, value in named.items()}
    told = [GUESSED.format(name=name, n=n, of=len(posts)) for name, n in gaps.items() if n]
    if none := int(nothing.sum()):
        told.append(NO_COUNT.format(n=none, of=len(posts)))
    return tuple(told)
