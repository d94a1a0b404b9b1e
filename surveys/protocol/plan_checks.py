"""What a plan names and cannot have, and what it had better not do."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import prod

from surveys.cues import Assigned, Computed
from surveys.protocol.document import Document
from surveys.protocol.group_checks import groups, mistaken
from surveys.protocol.nodes import Attention, Randomise
from surveys.protocol.outcomes import AnyOutcome, InView, Once, State
from surveys.protocol.plan import AnytimeValid, Comparison, Exclusion
from surveys.protocol.scales import scales
from surveys.questions import Question

Broken = tuple[str, str]
"""(path, what to do)."""

ENOUGH = 20
"""Participants a group from whom on effects are computed."""

TAKES = {"level": 0, "visibility": 0, "at": 1, "step": 2, "groups": 0}
"""How many levels each contrast names."""

COUNTED = {
    0: "This contrast names no level of its own: remove the levels.",
    1: "Name one level: the score shown at it is compared with the hidden score.",
    2: "Name two levels: the second is compared with the first.",
}


@dataclass(frozen=True, slots=True)
class Display:
    """What of the score is compared: levels, ascending; within: whether each participant meets all of them;
    shows, hides: whether there is a group with a displayed score, and one without. computed: from what is
    known of the profiles, so that there are no levels to name.
    """

    levels: tuple[int, ...]
    within: bool
    shows: bool
    hides: bool
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions by code and names of scales, before the lot and after it."""

    before: dict[str, Question]
    scales_before: frozenset[str]
    after: frozenset[str]


def display_of(document: Document) -> Display:
    cue = document.cue
    if cue is None:
        return Display((), False, False, False)
    value = document.factor(cue.value.factor) if isinstance(cue.value, Assigned) else None
    groups = document.factor(cue.visibility.factor) if isinstance(cue.visibility, Assigned) else None
    by_group = groups is None or groups.varies == "between"
    seen = set(document.levels(cue.visibility)) if by_group else set()
    return Display(
        levels=tuple(sorted({level for level in document.levels(cue.value) if isinstance(level, int)})),
        within=value is not None and value.varies == "within",
        shows="shown" in seen,
        hides="hidden" in seen,
        computed=isinstance(cue.value, Computed),
    )


def asked_of(document: Document) -> Asked:
    before: dict[str, Question] = {}
    scored: set[str] = set()
    after: set[str] = set()
    past = False
    for page in document.pages:
        past = past or isinstance(page, Randomise)
        for step in page.steps(document.library):
            codes = {question.code: question for question in step.questions}
            names = {scale.name for scale in scales(step.entries, document.library)}
            if past:
                after |= {*codes, *names}
            else:
                before |= codes
                scored |= names
    return Asked(before, frozenset(scored), frozenset(after))


def impossible(document: Document) -> Iterator[Broken]:
    """What cannot be computed: names that lead nowhere, contrasts that the design does not have."""
    asked = asked_of(document)
    yield from mistaken(document)
    yield from _comparisons(document)
    for i, rule in enumerate(document.plan.exclusions):
        yield from _exclusion(document, asked, rule, f"plan.exclusions.{i}")
    yield from _levels(document)
    yield from _covariates(document, asked)


def _comparisons(document: Document) -> Iterator[Broken]:
    known = {outcome.name: outcome for outcome in document.outcomes}
    display = display_of(document)
    for i, named in enumerate(document.plan.confirmatory):
        path = f"plan.confirmatory.{i}"
        outcome = known.get(named.outcome)
        if outcome is None:
            among = ", ".join(known) or "none yet"
            yield f"{path}.outcome", f"{named.outcome!r} is not among the study's outcomes ({among})."
            continue
        if named.contrast == "groups":
            yield from _named_levels(named, display, path)
            yield from groups(document, named, outcome, path)
            continue
        yield from _contrast(named, outcome, display, path)
        yield from _model(document, named, outcome, path)


def _contrast(named: Comparison, outcome: AnyOutcome, display: Display, path: str) -> Iterator[Broken]:
    where = f"{path}.contrast"
    if named.each is not None:
        yield f"{path}.each", "Only groups are compared by a number of each one's own: remove it."
    if named.of or named.against:
        yield f"{path}.of", "This contrast names no groups of its own: remove them, or compare groups."
    if isinstance(outcome, Once) and not isinstance(outcome, State):
        yield where, "This outcome is compared between groups: choose that, and name them."
        return
    if isinstance(outcome, State) and named.contrast != "visibility":
        yield where, "This outcome is taken once, after all levels were met: compare shown with hidden."
        return
    if isinstance(outcome, InView) and named.contrast in ("visibility", "at"):
        yield where, "Where the score is hidden it is never in view: compare levels."
        return
    if named.contrast in ("visibility", "at") and not (display.shows and display.hides):
        cure = "vary its visibility between participants, or compare levels."
        yield where, f"There are no two groups with the score shown and hidden: {cure}"
        return
    if named.contrast in ("level", "step") and not display.shows:
        yield where, "No group is shown the score throughout: show it to one, or remove this comparison."
        return
    if named.contrast == "level" and display.computed:
        why = "Computed scores follow what else the profiles show, so no slope is theirs alone"
        yield where, f"{why}: compare shown with hidden; how far showing changes that is told beside it."
        return
    if named.contrast in ("level", "step") and not (display.within and len(display.levels) > 1):
        cure = "vary it within participants, or compare shown with hidden."
        yield where, f"No participant meets several levels of the score: {cure}"
        return
    yield from _named_levels(named, display, path)


def _named_levels(named: Comparison, display: Display, path: str) -> Iterator[Broken]:
    where, takes = f"{path}.levels", TAKES[named.contrast]
    if len(named.levels) != takes:
        yield where, COUNTED[takes]
        return
    shown = ", ".join(map(str, display.levels))
    strange = [level for level in named.levels if level not in display.levels]
    if strange:
        yield where, f"{strange[0]} is not among the displayed levels ({shown})."
    elif takes == 2 and not _are_neighbours(named.levels, display.levels):
        yield where, f"Name two levels that follow each other, the lower one first ({shown})."


def _model(document: Document, named: Comparison, outcome: AnyOutcome, path: str) -> Iterator[Broken]:
    where, once = f"{path}.model", isinstance(outcome, Once)
    if named.model == "own":
        yield where, "This is the way of comparing groups: choose another one."
        return
    if named.model == "adjusted" and not once:
        cure = "choose the mixed model, or one number a participant."
        yield where, f"The adjusted difference is for outcomes that are taken once: {cure}"
    elif named.model == "mixed" and once:
        cure = "choose the adjusted difference."
        yield where, f"The mixed model is for outcomes that are taken at each profile visit: {cure}"
    elif named.model == "mixed" and isinstance(document.plan.stopping, AnytimeValid):
        why = "The variation between profiles does not shrink as participants come"
        cure = "choose one number a participant, or another way of stopping."
        yield where, f"{why}, so the mixed model cannot be looked at at any time: {cure}"


def _are_neighbours(pair: tuple[int, ...], levels: tuple[int, ...]) -> bool:
    return pair in set(pairwise(levels))


def _levels(document: Document) -> Iterator[Broken]:
    plan, levels = document.plan, display_of(document).levels
    shown = ", ".join(map(str, levels)) or "none"
    if plan.threshold is not None and not _are_neighbours(plan.threshold, levels):
        cure = f"name two levels that follow each other, the lower one first ({shown})"
        yield "plan.threshold", f"A threshold lies between neighbouring levels: {cure}."
    if plan.turning is not None and plan.turning not in levels[1:-1]:
        cure = f"name a level that is neither the lowest nor the highest ({shown})"
        yield "plan.turning", f"Slopes are taken apart about a level in between: {cure}."


def _exclusion(document: Document, asked: Asked, rule: Exclusion, path: str) -> Iterator[Broken]:
    if rule.code is None:
        noted = sum(isinstance(page, Attention) and page.on_miss == "note" for page in document.pages)
        if (rule.missed or 0) > noted:
            told = f"{noted or 'No'} attention checks can be missed by people who stay"
            yield f"{path}.missed", f"{told}: add one before random assignment, or change this rule."
        return
    question = asked.before.get(rule.code)
    if question is None and rule.code in asked.after:
        why = "is asked after random assignment to groups, so the group may change the answer"
        yield f"{path}.code", f"{rule.code!r} {why}: name an earlier question."
    elif question is None:
        yield f"{path}.code", f"No page asks {rule.code!r}: name a question from before random assignment."
    else:
        for value in rule.among:
            if not question.can_be(value):
                yield f"{path}.among", f"Nobody can answer {value!r} to {rule.code!r}."


def _covariates(document: Document, asked: Asked) -> Iterator[Broken]:
    for i, name in enumerate(document.plan.covariates):
        path = f"plan.covariates.{i}"
        question = asked.before.get(name)
        if question is not None and question.variable().type in ("text", "set"):
            yield path, f"{name!r} is no number and no single choice: groups cannot be compared on it."
        elif question is None and name not in asked.scales_before:
            told = "is measured after random assignment" if name in asked.after else "is no question or scale"
            cure = "balance is described by what was measured before random assignment."
            yield path, f"{name!r} {told}: {cure}"


def unsound(document: Document) -> Iterator[Broken]:
    """What could be computed and must not stand in a plan."""
    plan = document.plan
    for i, named in enumerate(plan.confirmatory):
        path = f"plan.confirmatory.{i}"
        if named.smallest is not None and not named.smallest > 0:
            yield f"{path}.smallest", "The smallest effect worth having lies above 0: give its size, no sign."
        if _thing(named) in map(_thing, plan.confirmatory[:i]):
            yield path, "The same is compared twice: remove one of the two."
    if plan.correction == "none" and len({named.outcome for named in plan.confirmatory}) > 1:
        yield "plan.correction", "Several outcomes are tested: correct by Holm, or name one of them."


def _thing(named: Comparison) -> tuple[object, ...]:
    return named.outcome, named.contrast, named.levels, named.of, named.against, named.each


def doubts(document: Document) -> Iterator[Broken]:
    """What is allowed and should be thought over."""
    plan = document.plan
    outcomes = {named.outcome for named in plan.confirmatory}
    if not plan.confirmatory:
        yield "plan.confirmatory", "Nothing is named beforehand, so every result will be exploratory."
    if plan.correction == "none" and len(plan.confirmatory) > 1 and len(outcomes) == 1:
        yield "plan.correction", "Several comparisons are tested without a correction: Holm costs little."
    display = display_of(document)
    if document.cue and document.outcomes and not (display.shows or display.hides):
        yield (
            "cue.visibility",
            "Scores are shown and hidden within participants: of that only what the plan names is computed, "
            "and nothing by the score’s height. Vary visibility between participants for that.",
        )
    fewest = plan.planned * smallest_share(document)
    if fewest < ENOUGH:
        told = f"The smallest group would have about {fewest:.0f} participants"
        yield "plan.planned", f"{told}: effects are computed from {ENOUGH} a group on."


def smallest_share(document: Document) -> float:
    """The share of the participants that the smallest group gets."""
    between = [factor for factor in document.factors if factor.varies == "between"]
    weights = [factor.weights or (1,) * len(factor.levels) for factor in between]
    return prod(min(each) / sum(each) for each in weights)
