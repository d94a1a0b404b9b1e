"""What a comparison of groups estimates, in one sentence."""

from surveys.analysis.results import DIFFERENCE, LOG_RANK, REASSIGNED, SUPERIOR, TUKEY, UNADJUSTED
from surveys.protocol import Document
from surveys.protocol.outcomes import AnyOutcome, Once
from surveys.protocol.plan_names import adjusting
from surveys.protocol.sides import Own, Sides
from surveys.protocol.sides_told import is_within, own_levels, told

SUMMARIES = {
    "count": "Ratio of the mean {words}",
    "ordinal": "Odds ratio of a higher {words}",
    "stayed": "Difference in {words}",
    DIFFERENCE: "Difference in mean {words}",
    LOG_RANK: "Ratio of the hazards of leaving, {words}",
    SUPERIOR: "Probability that one lies above another in {words}, less one half,",
}
UNITS = {
    "count": "{label} (how often)",
    "happened": "the share of participants with {label}",
    "stayed": "{label} (restricted mean of days)",
    "ordinal": "answer to {label}",
}


PLAIN = (UNADJUSTED, TUKEY, REASSIGNED)
"""Ways that adjust for nothing."""


def words(outcome: AnyOutcome, label: str) -> str:
    return UNITS[outcome.kind].format(label=label)


def estimand(
    document: Document, outcome: AnyOutcome, sides: Sides, variant: str, *, what: str, among: str
) -> str:
    """what: the outcome and its unit; among: whom it is about."""
    summary = SUMMARIES.get(variant) or SUMMARIES.get(outcome.kind, "Difference in {words}")
    of, against = told(document, sides)
    between = f"{summary.format(words=what)} between {of} and {against}"
    if sides.own is not None:
        of, against = told(document, sides, by_own=False)
        between = f"Difference in {what}, {_by(document, sides.own)}, between {of} and {against}"
    if is_within(document, sides):
        between = f"Difference in {what}, each one’s own, between {of} and {against}"
    given = "" if variant in PLAIN else adjusting(outcome)
    pool = "" if isinstance(outcome, Once) else "; for this pool of profiles"
    return f"{between}, among {among}{given}{pool}."


def _by(document: Document, own: Own) -> str:
    if own.is_slope:
        return "each one’s own slope per 10 points of score"
    at, less = own_levels(document, own)
    return f"each one’s own at {at} less at {less}"
