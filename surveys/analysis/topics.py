"""What an outcome is about, so that sentences and pictures of one kind stand together."""

from collections.abc import Mapping
from typing import TypeVar

from surveys.analysis.naming import instrument_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import (
    Act,
    AnyOutcome,
    Count,
    Dwell,
    Happened,
    InView,
    Ordinal,
    Rating,
    State,
    Stayed,
)

Kind = TypeVar("Kind", bound=AnyOutcome)
CREDIBILITY, BEHAVIOUR, FEELINGS, SAID = "credibility", "behaviour", "anxiety", "said"
TOPICS = (CREDIBILITY, BEHAVIOUR, FEELINGS, SAID)
_BY_KIND: Mapping[type[AnyOutcome], str] = {
    Rating: CREDIBILITY,
    Act: BEHAVIOUR,
    Dwell: BEHAVIOUR,
    InView: BEHAVIOUR,
    State: FEELINGS,
    Count: BEHAVIOUR,
    Happened: BEHAVIOUR,
    Stayed: BEHAVIOUR,
    Ordinal: SAID,
}
THOUGHTS = frozenset(
    {"felt-credibility", "message-credibility", "own-score-experience", "source-credibility"}
)
"""Instruments that ask what somebody thinks: what is taken once by any other is how they feel."""


def topic_of(protocol: Compiled, outcome: AnyOutcome) -> str:
    if isinstance(outcome, State) and instrument_of(protocol, outcome.scale) in THOUGHTS:
        return CREDIBILITY
    return _BY_KIND[type(outcome)]


def on(protocol: Compiled, topic: str) -> tuple[AnyOutcome, ...]:
    """The outcomes on a topic: those that the plan names, in its order, then the others in the document's."""
    found = [o for o in protocol.document.outcomes if topic_of(protocol, o) == topic]
    named = [c.outcome for c in protocol.document.plan.confirmatory]
    order = {name: named.index(name) for name in named}
    return tuple(sorted(found, key=lambda o: order.get(o.name, len(named))))


def main_of(protocol: Compiled, topic: str, kind: type[Kind]) -> Kind | None:
    """The one of this kind that the topic's first sentence and picture are about."""
    return next((o for o in on(protocol, topic) if isinstance(o, kind)), None)
