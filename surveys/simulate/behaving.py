"""What planted effects do to a day in the feed: rates are multiplied, chances shifted, hazards raised."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import exp

from surveys.protocol.nodes import Feed
from surveys.protocol.nodes.feed_acts import lengths
from surveys.protocol.outcomes import AnyOutcome, Count, Happened, Stayed
from surveys.simulate.feed import Rates

CHANCES = {"break": "rest", "aside": "aside", "reveal": "reveal"}
"""Acts that are chances of a day, not rates, and what the rates call them."""


def planted(
    rates: Rates, feed: Feed, outcomes: Sequence[AnyOutcome], sizes: Mapping[str, float], *, day: int
) -> Rates:
    """The rates of somebody on this day. sizes: by outcome, what their group gets: the logarithm of how often
    something is done; the share of those with whom it happens, over the outcome's days together; the
    logarithm of the hazard of leaving.
    """
    for outcome in outcomes:
        size = sizes.get(outcome.name, 0.0)
        if not size:
            continue
        if isinstance(outcome, Count) and _counts(outcome, day):
            rates = rates.times(**{act: exp(size) for act in outcome.acts if act in Rates.__slots__})
        elif isinstance(outcome, Happened) and _counts(outcome, day):
            for act in outcome.acts:
                rates = _shifted(rates, act, size, _days(feed, outcome, act))
        elif isinstance(outcome, Stayed):
            rates = replace(rates, finish=1 - (1 - rates.finish) ** exp(size))
    return rates


def _counts(outcome: Count | Happened, day: int) -> bool:
    return outcome.days is None or outcome.days[0] <= day <= outcome.days[1]


def _days(feed: Feed, outcome: Happened, act: str) -> int:
    """On how many of the outcome's days the act is offered."""
    days = [day for day in range(1, feed.days + 1) if _counts(outcome, day)]
    if act == "break":
        days = [day for day in days if lengths(feed, day)]
    return 1 if act == "aside" else len(days)


def _shifted(rates: Rates, act: str, size: float, days: int) -> Rates:
    """A day's chance, so that over the days the share of those who do it at all is that much larger."""
    name = CHANCES.get(act)
    if name is None or not days:
        return rates
    over_all = 1 - (1 - getattr(rates, name)) ** days
    aimed = min(max(over_all + size, 0.0), 0.999)
    return replace(rates, **{name: 1 - (1 - aimed) ** (1 / days)})
