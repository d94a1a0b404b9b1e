"""The plan in plain words, as a preregistration can quote them: worked out from the protocol alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from surveys.protocol.compiled import Compiled
from surveys.protocol.group_checks import days_of
from surveys.protocol.models_told import models
from surveys.protocol.outcomes import Count, Ordinal, Rating, State, Stayed
from surveys.protocol.plan import AnytimeValid, GroupSequential
from surveys.protocol.plan_checks import ENOUGH
from surveys.protocol.plan_names import (
    compared,
    comparisons,
    covariate,
    excluded,
    listed,
    outcome_named,
    said,
    scale_of,
)

UNTIL = "Until then the researchers see who came, how far they got and how long it took, and no effect."


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One matter of the plan: what it is about, and whole sentences."""

    title: str
    sentences: tuple[str, ...]


def plan_text(protocol: Compiled) -> tuple[Paragraph, ...]:
    """The plan, a paragraph a matter. The document's references must hold (see `references`)."""
    told = {
        "Participants": _participants(protocol),
        "What is compared": _comparisons(protocol),
        "How it is estimated": models(protocol),
        "Error rate": _error_rate(protocol),
        "Smallest effects worth having": _smallest(protocol),
        "When effects are looked at": _stopping(protocol),
        "Who is left out": _exclusions(protocol),
        "Who is analysed": _sets(protocol),
        "Missing answers": _missing(protocol),
        "Also described": _described(protocol),
    }
    found = ((title, tuple(sentences)) for title, sentences in told.items())
    return tuple(Paragraph(title, sentences) for title, sentences in found if sentences)


def _participants(protocol: Compiled) -> Iterator[str]:
    document, plan = protocol.document, protocol.document.plan
    yield f"{plan.planned:,} participants are planned."
    for factor in document.factors:
        label, levels = said(protocol, factor.label) or factor.name, listed(factor.levels)
        if factor.varies == "within":
            yield f"{label} varies within participants: each meets every level once ({levels})."
        else:
            shares = f", in the proportion {':'.join(map(str, factor.weights))}" if factor.weights else ""
            yield f"{label} varies between participants, by random assignment ({levels}{shares})."
    if len(protocol.arms) > 1:
        unit = sum(protocol.weights.values())
        sizes = " or ".join(str(unit * multiple) for multiple in sorted(set(plan.blocks)))
        yield f"Groups are assigned in permuted blocks of {sizes} places, in random order."
    if protocol.visits:
        seen = f"Each participant visits {protocol.visits.count} of {len(document.profiles)} profiles"
        yield f"{seen}; profiles, levels and positions are rotated over one another."


def _comparisons(protocol: Compiled) -> Iterator[str]:
    named = protocol.document.plan.confirmatory
    if not named:
        yield "Nothing is named beforehand: every result is exploratory."
        return
    count = "One comparison is" if len(named) == 1 else f"{len(named)} comparisons are"
    yield f"{count} confirmatory; everything else is exploratory, and reported as such."
    for i, comparison in enumerate(named, 1):
        yield f"{i}. {compared(protocol, comparison)}."


def _error_rate(protocol: Compiled) -> Iterator[str]:
    plan = protocol.document.plan
    count = len(plan.confirmatory)
    corrected = plan.correction == "holm" and count > 1
    level = 100 * (1 - plan.alpha / (count if corrected else 1))
    if isinstance(plan.stopping, AnytimeValid) or not count:
        together = f", so that all {count} hold together" if corrected else ""
        yield f"Intervals are at {level:.4g} %{together}; there are no p-values."
    elif corrected:
        yield (
            f"Tests are two-sided, at alpha = {plan.alpha:g} for all {count} together; p-values are "
            f"corrected by Holm’s method, and one that cannot be computed still counts as one of the {count}."
        )
        yield f"Beside corrected p-values stand intervals that hold together ({level:.4g} % each)."
    else:
        number = ", without a correction for their number" if count > 1 else ""
        yield f"{'Each' if count > 1 else 'The'} test is two-sided, at alpha = {plan.alpha:g}{number}."


def _smallest(protocol: Compiled) -> Iterator[str]:
    ratios = {o.name for o in protocol.document.outcomes if isinstance(o, Count | Ordinal)}
    sizes: dict[tuple[float, str], list[int]] = {}
    for i, named in enumerate(protocol.document.plan.confirmatory, 1):
        if named.smallest is not None:
            per = " per 10 points of the displayed score" if named.is_per_ten else ""
            unit = " times as much" if named.outcome in ratios else f" in the outcome’s own units{per}"
            sizes.setdefault((named.smallest, unit), []).append(i)
    for (size, unit), numbers in sizes.items():
        yield f"{comparisons(numbers)}: {size:g}{unit}."
    if sizes:
        yield (
            "Whether an effect is smaller than that is tested by two one-sided tests in these units, with a "
            "Holm correction of their own; an effect may be different, equivalent, both, or neither."
        )


def _stopping(protocol: Compiled) -> Iterator[str]:
    plan, stopping = protocol.document.plan, protocol.document.plan.stopping
    if isinstance(stopping, GroupSequential):
        looks = listed(f"{look * plan.planned:,.0f} ({100 * look:.3g} %)" for look in stopping.looks)
        yield f"Effects are looked at when so many participants have finished: {looks}."
        yield (
            "Boundaries follow the O’Brien-Fleming type spending function of Lan and DeMets; the study may "
            "end at a look whose boundary is crossed; final p-values and intervals allow for the looks."
        )
        yield UNTIL.replace("Until then", "Between looks")
    elif isinstance(stopping, AnytimeValid):
        yield (
            f"Effects may be looked at at any time, from {ENOUGH} finished participants a group on: their "
            f"intervals are asymptotic confidence sequences (narrowest about {plan.planned:,} participants), "
            "which hold however often they are looked at."
        )
        yield "They are about this pool of profiles."
    else:
        yield (
            f"The number is fixed: the study is closed once {plan.planned:,} participants have taken part, "
            "and effects are computed once, after that."
        )
        yield UNTIL


def _exclusions(protocol: Compiled) -> Iterator[str]:
    rules = protocol.document.plan.exclusions
    if not rules:
        yield "Nobody is left out."
    for rule in rules:
        yield f"{excluded(protocol, rule)}."
    if rules:
        yield (
            "These rules use only what was known before random assignment; results are also given without "
            "each of them."
        )
    yield "What is noticed later about a participant is described and leaves nobody out."


def _sets(protocol: Compiled) -> Iterator[str]:
    yield (
        "Primary: everybody who was sent the first page that can differ between groups (exposed), in the "
        "group that was drawn for them."
    )
    yield (
        "Beside it: those who finished (complete), and everybody for whom a group was drawn (allocated): who "
        "was never exposed has no answers, so that they change no estimate, and widen its bounds."
    )
    if days_of(protocol.document):
        yield (
            "A comparison of what is asked after a day is about those who came to these questions; how many "
            "did is compared between the groups."
        )
    yield "Whoever has their answers deleted is counted, and not analysed."


def _missing(protocol: Compiled) -> Iterator[str]:
    outcomes = protocol.document.outcomes
    for outcome in outcomes:
        if isinstance(outcome, Rating | State):
            scale = scale_of(protocol, outcome.scale)
            label = said(protocol, outcome.label) or outcome.name
            yield f"A score of {label} needs {scale.minimum} of its {len(scale.items)} items."
    if protocol.visits:
        yield (
            "Of what is taken at visits, all that was given is analysed: it may be missing at random given "
            "the group, the level and the same person’s other visits."
        )
    if any(isinstance(outcome, Count) for outcome in outcomes):
        yield "Counts are totals over the days named, 0 where nothing was done, not divided by days."
    if any(isinstance(outcome, Stayed) for outcome in outcomes):
        yield "Days stayed are of those who ended the day named; who saw the last may have stayed on."
    if any(isinstance(outcome, State) for outcome in outcomes):
        yield (
            "Of what is taken once, those who answered are analysed; a missing value from before random "
            "assignment is replaced by the mean, with an indicator."
        )
    yield "How many left is compared between groups, and bounds for what that could have done are given."


def _described(protocol: Compiled) -> Iterator[str]:
    plan = protocol.document.plan
    if plan.threshold:
        low, high = plan.threshold
        yield f"Between {low} and {high}: the step there beside the line, and the plain difference."
    if plan.turning is not None:
        yield (
            f"Slopes below and above {plan.turning}; a U only if their signs differ and each has "
            f"p < {plan.alpha:g}."
        )
    if plan.covariates:
        names = listed(covariate(protocol, name) for name in plan.covariates)
        yield f"Balance between groups before random assignment, by standardised mean differences: {names}."
    if plan.safety:
        name = said(protocol, outcome_named(protocol, plan.safety.outcome).label) or plan.safety.outcome
        yield (
            f"Safety: where {name} rises by more than {plan.safety.rise:g} on average among the first "
            f"{plan.safety.first} who finish, stop or delete after groups have come to differ, of all groups "
            "together and by the last value of each, the study pauses itself."
        )
    if plan.noticed:
        yield "Whether the score was noticed, by group; nobody is left out for it."
    if plan.recalled:
        yield "The score recalled of the last profile beside the one displayed, by group."
