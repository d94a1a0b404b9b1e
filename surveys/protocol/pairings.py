"""Displayed scores beside displayed counts: whether real accounts show such pairs.

The yardstick is the norms' table of followers, mean and SD of the score in each band, and not their
regression: of the counts that it needs, participants see only the followers.
"""

from collections.abc import Iterator
from contextlib import suppress

from scoring.influence.norms import Band, norms
from surveys.cues import Assigned, Computed, Cue, value_of
from surveys.profiles.types import Profile
from surveys.protocol.document import Document
from surveys.protocol.nodes import Visits

ALLOWED = 2.0
"""SD between a displayed score and the mean of real accounts with as many followers."""

RANGES = {(1, 100): "klout", (1, 1000): "influence"}
"""Which of the norms' scores a displayed one is read as, by its range; others are compared with nothing."""


def implausible(document: Document) -> Iterator[tuple[str, str]]:
    """(path, what is wrong and its cure), once, where followers stand beside a score on the profile."""
    pages = enumerate(document.pages)
    places = [i for i, page in pages if isinstance(page, Visits) and page.followers]
    cue, of = document.cue, _norm(document.cue)
    if cue is None or not of or not places or document.levels(cue.visibility) == ("hidden",):
        return
    counted = [profile for profile in document.profiles if profile.followers is not None]
    met = ((p, score) for p in counted for score in _scores(document, cue, p))
    odd = [(p, score) for p, score in met if abs(apart(p.followers, score, of)) > ALLOWED]
    if odd:
        people = len({profile.code for profile, _score in odd})
        yield f"pages.{places[0]}.followers", _said(people, len(counted), _worst(odd, of), of)


def _norm(cue: Cue | None) -> str:
    return RANGES.get(cue.ends, "") if cue else ""


def _scores(document: Document, cue: Cue, profile: Profile) -> Iterator[int]:
    """Every score that can stand on this profile; none that cannot be told, which other checks say."""
    part = cue.value.shift if isinstance(cue.value, Computed) else cue.value
    factor = document.factor(part.factor) if isinstance(part, Assigned) else None
    for levels in [{factor.name: level} for level in factor.levels] if factor else [{}]:
        with suppress(ValueError, KeyError):
            yield value_of(cue, levels, profile.account)


def band_of(followers: float | None) -> Band:
    bands = norms().bands
    return next(band for band in reversed(bands) if (followers or 0) >= band.low)


def apart(followers: float | None, score: float, of: str) -> float:
    """In SD, how far above the mean of real accounts with so many followers the score is. of: klout or
    influence.
    """
    mean, sd = getattr(band_of(followers), of)
    return float((score - mean) / sd)


def _worst(odd: list[tuple[Profile, int]], of: str) -> tuple[Profile, int]:
    return max(odd, key=lambda pair: abs(apart(pair[0].followers, pair[1], of)))


def _said(people: int, counted: int, worst: tuple[Profile, int], of: str) -> str:
    profile, score = worst
    band = band_of(profile.followers)
    mean, sd = getattr(band, of)
    low, high = max(mean - ALLOWED * sd, 1), mean + ALLOWED * sd
    return (
        f"Followers are shown, and {people} of {counted} profiles can carry a score that real accounts with "
        f"as many hardly had: {profile.name} has {profile.followers:,} followers and can show {score}, where "
        f"real ones had {low:.0f} to {high:.0f} (mean and 2 SD, in 2013). Hide the followers, or change "
        "them or the levels."
    )
