"""A protocol with other numbers of people and profiles than were planned: what would they find?"""

from dataclasses import dataclass, replace
from math import ceil

from surveys.analysis.enough import smaller_share
from surveys.analysis.expecting import MOST, MOST_PROFILES, comparisons
from surveys.protocol import Compiled

ON_A_SIDE = 30
"""People: some drop out, and each side of a comparison needs 20 of whom something is known."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that can be asked about; 0 profiles where their number changes nothing."""

    fewest: int
    most: int
    fewest_profiles: int
    most_profiles: int


def limits(protocol: Compiled) -> Limits:
    """Enough people for one comparison at least, and a different profile for every visit. What is planned can
    always be asked about.
    """
    planned = protocol.document.plan.planned
    profiles = profiles_that_count(protocol)
    visits = protocol.visits.count if protocol.visits else 0
    largest = max(smaller_share(protocol, named) for named in comparisons(protocol.document.plan, protocol))
    return Limits(
        fewest=min(planned, ceil(ON_A_SIDE / largest - 1e-9)),
        most=max(planned, MOST),
        fewest_profiles=max(2, visits) if profiles else 0,
        most_profiles=max(profiles, MOST_PROFILES) if profiles else 0,
    )


def profiles_that_count(protocol: Compiled) -> int:
    """Those that people are given to judge, each some of them; 0 where there is one, or where they only fill
    a feed.
    """
    profiles = len(protocol.document.profiles)
    return profiles if protocol.itineraries and profiles > 1 else 0


def sized(protocol: Compiled, *, participants: int, profiles: int) -> Compiled:
    """The same study with so many to be allocated and so many profiles. Fewer are taken evenly from the pool;
    more are as if others like them were added. 0: the pool as it is.
    """
    document = protocol.document
    plan = document.plan.model_copy(update={"planned": participants})
    changes: dict[str, object] = {"plan": plan}
    if document.pool and profiles and profiles != len(document.profiles):
        old = document.profiles
        like = [old[i * len(old) // profiles] for i in range(profiles)]
        # Each counts as a profile of its own.
        new = tuple(one.model_copy(update={"code": f"{one.code}-{i}"}) for i, one in enumerate(like))
        changes["pool"] = document.pool.model_copy(update={"profiles": new})
    return replace(protocol, document=document.model_copy(update=changes))
