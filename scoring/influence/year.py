"""A year of scores of an archetype, as numbers for a figure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.influence.archetypes import ARCHETYPES, Archetype
from scoring.influence.generated import RUN_IN, generate
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike

DAYS = 365
FIGURE = ("inactive_celebrity", "always_on", "scheduled_robot", "unplugger")
"""The three ways up and the way down of the founding text, drawn side by side."""


@dataclass(frozen=True, slots=True, eq=False)
class Year:
    """Every array (365,), day by day: what one account wrote and received, and its scores at the end of the
    day. stops, returns: days of the year on which it goes silent and comes back, or None.
    """

    kind: str
    name: str
    content: NDArray[np.float64]
    reactions: NDArray[np.float64]
    followers: NDArray[np.float64]
    klout: NDArray[np.float32]
    influence: NDArray[np.float32]
    outreach: NDArray[np.int16]
    klout_version: str
    kred_version: str
    stops: int | None = None
    returns: int | None = None


def year(archetype: str | Archetype, seed: int) -> Year:
    """One account of this archetype; the same seed gives the same year. ValueError for no archetype."""
    kind = ARCHETYPES.get(archetype) if isinstance(archetype, str) else archetype
    if kind is None:
        raise ValueError(f"archetype must be one of {', '.join(ARCHETYPES)}, not {archetype}")
    lived = generate(kind, 1, days=DAYS, rng=np.random.default_rng(seed))
    klout, kred = KloutLike().daily(lived), KredLike().daily(lived)
    assert kred.levels is not None
    networks = lived.networks.values()
    received = [one.likes_received + one.replies_received + one.reshares_received for one in networks]
    return Year(
        kind=kind.kind,
        name=kind.name,
        content=np.sum([one.content[0, RUN_IN:] for one in networks], axis=0, dtype=np.float64),
        reactions=np.sum([one[0, RUN_IN:] for one in received], axis=0, dtype=np.float64),
        followers=np.sum([one.followers[0, RUN_IN:] for one in networks], axis=0, dtype=np.float64),
        klout=klout.values[0, RUN_IN:],
        influence=kred.values[0, RUN_IN:],
        outreach=kred.levels[0, RUN_IN:],
        klout_version=klout.version,
        kred_version=kred.version,
        stops=kind.stops,
        returns=kind.returns,
    )
