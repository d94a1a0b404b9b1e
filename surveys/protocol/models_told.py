"""The models that a plan uses, in words and as formulas."""

from collections.abc import Iterator
from statistics import mean

from surveys.protocol import sides_told
from surveys.protocol.compiled import Compiled
from surveys.protocol.outcomes import AnyOutcome, Count, Happened, Ordinal, State, Stayed
from surveys.protocol.plan import Comparison, FixedN
from surveys.protocol.plan_checks import Display, display_of
from surveys.protocol.plan_names import comparisons, outcome_named
from surveys.protocol.sides import sides_of

MIXED = "mixed model with crossed random effects of participants and profiles"
FITTED = (
    "It is fitted by REML, with Satterthwaite’s degrees of freedom and uncorrelated slopes. A variance "
    "estimated at 0 is dropped, the fit being the same; the slope of a tested effect is never dropped for "
    "want of significance. Where the fit does not converge from two starts, least squares with errors "
    "clustered on participants and on profiles stand in its place, and the row says so."
)
PARTICIPANTS = {
    "level": "each one’s least-squares slope over the levels they were shown, and a t test of their mean",
    "visibility": "each one’s mean, and Welch’s t test between groups",
    "at": "what each one gave at that level against each one’s mean where hidden, by Welch’s t test",
    "step": "each one’s difference between the two levels, and a t test of their mean",
}
POOL = "It speaks of this pool of profiles."
ROBUST = "with HC2 standard errors (Bell-McCaffrey degrees of freedom under 50 a group)."
ADJUSTED = {
    "before": "difference adjusted by a regression on the group, the value before random assignment and "
    f"their product (Lin 2013), {ROBUST}",
    "several": "difference adjusted by a regression on the group, each value from before and their products "
    f"with the group (Lin 2013), {ROBUST}",
    "plain": f"difference between the groups, {ROBUST}",
}
OWN = {
    "count": "ratio of the groups’ mean counts, on the log scale, with robust standard errors.",
    "happened": "difference of the groups’ shares, with Newcombe’s interval and Fisher’s exact test.",
    "happened_at_looks": "difference of the groups’ shares, by its standard error, as looks need it.",
    "stayed": "difference of restricted mean days (area under the Kaplan-Meier curve), up to the last day.",
    "ordinal": "proportional odds of a higher answer.",
    "within": "each one’s mean at one side’s levels less their mean at the other’s, and a t test of their "
    f"mean. {POOL}",
    "means": f"each one’s mean, and Welch’s t test between the groups. {POOL}",
    "slopes": "each one’s least-squares slope over the scores they met, and Welch’s t test between the "
    f"groups; who rated at fewer than two scores has no slope. {POOL}",
    "differences": "each one’s mean at some levels less their mean at others, and Welch’s t test between the "
    f"groups; who rated at none of either has no difference. {POOL}",
}
"""How groups are compared, by what the outcome is."""


def models(protocol: Compiled) -> Iterator[str]:
    """A sentence or two a model that the plan uses; none where nothing is named."""
    display = display_of(protocol.document)
    ways: dict[tuple[str, str], list[int]] = {}
    for i, named in enumerate(protocol.document.plan.confirmatory, 1):
        model: str = "own" if named.contrast == "groups" else named.model
        ways.setdefault((model, _way(protocol, named)), []).append(i)
    for (model, way), numbers in ways.items():
        which = comparisons(numbers)
        if model == "mixed":
            yield f"{which}: {MIXED}, {formula(display, means=way == 'means')}."
        elif model == "own":
            yield f"{which}: {OWN.get(way) or ADJUSTED[way]}"
        elif model == "participants":
            yield f"{which}: one number a participant: {PARTICIPANTS[way]}. {POOL}"
        else:
            yield f"{which}: {ADJUSTED[way]}"
    if any(model == "mixed" for model, _way in ways):
        yield legend(display, means=("mixed", "means") in ways)
        yield FITTED


def _way(protocol: Compiled, named: Comparison) -> str:
    """What tells two ways of one model apart: comparisons that share it are told together."""
    if named.contrast == "groups":
        return _of_groups(protocol, named)
    if named.model == "mixed":
        return "means" if named.contrast in ("at", "step") else "line"
    if named.model == "participants":
        return named.contrast
    return _adjusted(outcome_named(protocol, named.outcome))


def _of_groups(protocol: Compiled, named: Comparison) -> str:
    outcome, plan = outcome_named(protocol, named.outcome), protocol.document.plan
    if isinstance(outcome, Happened) and not isinstance(plan.stopping, FixedN):
        return "happened_at_looks"
    if isinstance(outcome, Count | Happened | Stayed | Ordinal):
        return outcome.kind
    if isinstance(outcome, State):
        return _adjusted(outcome)
    if named.each is not None:
        return "slopes" if named.each.slope else "differences"
    return "within" if sides_told.is_within(protocol.document, sides_of(named)) else "means"


def _adjusted(outcome: AnyOutcome) -> str:
    values = len(outcome.before) if isinstance(outcome, State) else 0
    return "several" if values > 1 else "before" if values else "plain"


def formula(display: Display, *, means: bool) -> str:
    """The mixed model's formula as R writes it; means: one for each displayed level in place of the line.

    Terms that the design does not have are left out.
    """
    varies, both = len(display.levels) > 1, display.shows and display.hides
    effects = [*(["V"] if both else []), *(["D"] if varies else [])]
    fixed = ["0", "L", *(["N"] if both else [])] if means else effects
    control = ["H"] if varies and display.hides else []
    by_person = "(1 + D || participant)" if varies else "(1 | participant)"
    by_profile = f"({' + '.join(['1', *effects])} || profile)" if effects else "(1 | profile)"
    return f"y ~ {' + '.join([*fixed, *control, by_person, by_profile])}"


def legend(display: Display, *, means: bool) -> str:
    """What the letters of the formula stand for."""
    both, parts = display.shows and display.hides, []
    if both:
        parts.append("V is +½ where the score is shown and −½ where it is hidden")
    if len(display.levels) > 1:
        centre = f"per 10 points, about the design’s mean level {mean(display.levels):g}"
        parts.append(f"D is the displayed score where shown and 0 elsewhere, {centre}")
        if display.hides:
            parts.append("H is the same of the score that was drawn and not displayed")
    if means:
        parts.append(
            "L is an indicator for each displayed level" + (", N for the hidden score" if both else "")
        )
    return f"In the formulas, {'; '.join(parts)}."
