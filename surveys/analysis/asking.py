"""One question to the data: which outcome, contrast and way of computing; and its row as the answer.

The plan's comparisons, the exploratory rows, looks at part of the data and sensitivity rows all ask here, so
that the same question has the same answer everywhere.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from scoring.estimators.estimate import LEVEL as USUAL
from scoring.estimators.estimate import Estimate
from scoring.estimators.mixed.means import LevelMeans
from surveys.analysis import groups, groups_told
from surveys.analysis.data import Data, Flags
from surveys.analysis.design import Design
from surveys.analysis.naming import outcome_named
from surveys.analysis.once import Once, once
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    BESIDE,
    BEYOND,
    CHANGED,
    CLUSTERED,
    COMPLETE,
    CORRELATED,
    CURVE,
    DRIFT,
    FIRST,
    GROUPS,
    LEVEL,
    LOGIT,
    MAIN,
    NOTICERS,
    OF_POOL,
    PARTICIPANTS,
    PLACEBO,
    POOLED,
    POSITION,
    RANGE,
    STATE,
    STEP,
    UNADJUSTED,
    UNEXCLUDED,
    WITHOUT,
    Row,
)
from surveys.analysis.visited import Visited, visited
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome, State, Timed
from surveys.protocol.plan import Comparison
from surveys.protocol.sides import Sides, sides_of
from surveys.texts import say

WHO = "participants who were exposed, in the groups they were drawn for"
AMONG = {
    COMPLETE: "participants who finished, in the groups they were drawn for",
    UNEXCLUDED: f"{WHO}, those whom the plan leaves out among them",
    BEYOND: f"{WHO}, those beyond the planned number among them",
}
"""Of rows about other people than the main analysis."""
UNRULED = f"{WHO}, those whom one of the plan's rules alone leaves out among them"
LIKE = "profiles like these"
POOL = "this pool of profiles"


@dataclass(frozen=True, slots=True)
class Question:
    """at: the displayed scores that it is about, () where about all; sides: who is compared, of GROUPS."""

    outcome: str
    contrast: str
    at: tuple[float, ...] = ()
    variant: str = MAIN
    sides: Sides | None = None

    @property
    def key(self) -> str:
        """Unique in a run: 'trust.at.85', 'trust.level (first rating only)'."""
        at = "".join(f".{score:g}" for score in self.at)
        at += f".{shortened(self.sides.key)}" if self.sides else ""
        return f"{self.outcome}.{CODES[self.contrast]}{at}" + (f" ({self.variant})" if self.variant else "")


CODES = {
    LEVEL: "level",
    RANGE: "range",
    PLACEBO: "placebo",
    AT: "at",
    AVERAGED: "averaged",
    STATE: "visibility",
    STEP: "step",
    CHANGED: "changed",
    DRIFT: "drift",
    BESIDE: "beside",
    CURVE: "curve",
    BELOW: "below",
    ABOVE: "above",
    NOTICERS: "noticers",
    GROUPS: "groups",
}


def shortened(key: str, longest: int = 40) -> str:
    """Long names of groups by their beginning and their hash: a key has room for so much."""
    if len(key) <= longest:
        return key
    return f"{key[: longest - 9]}~{hashlib.sha256(key.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Source:
    """One set of participants, of whom anything can be asked. Each outcome's arrays are made once."""

    protocol: Compiled
    design: Design
    data: Data

    @cached_property
    def _made(self) -> dict[str, Visited | Once]:
        return {}

    def of(self, outcome: str) -> Visited | Once:
        if outcome not in self._made:
            self._made[outcome] = self._arrays(outcome)
        return self._made[outcome]

    def _arrays(self, outcome: str) -> Visited | Once:
        if self.data.values[outcome].ndim < 2:
            return once(self.design, self.data, outcome)
        choices = outcome_named(self.protocol, outcome).kind == "act"
        return visited(self.design, self.data, outcome, choices=choices)

    def only(self, kept: Flags) -> "Source":
        """Those marked in `kept`; where that is everybody, this one, with what was fitted already."""
        if kept.all():
            return self
        return replace(self, data=self.data.only(kept))

    def answer(self, question: Question) -> Row:
        if question.sides:
            return self.row(question, self.between(question))
        arrays = self.of(question.outcome)
        if isinstance(arrays, Visited):
            return self.row(question, _WAYS[question.contrast, question.variant](arrays, question.at))
        return self.row(question, arrays.difference if question.variant == UNADJUSTED else arrays.adjusted)

    def pair(self, question: Question) -> groups.Pair:
        assert question.sides
        document = self.protocol.document
        return groups.pair(
            document, self.data, outcome_named(self.protocol, question.outcome), question.sides
        )

    def between(self, question: Question, *, level: float = USUAL) -> Estimate:
        """One side less the other."""
        kind = outcome_named(self.protocol, question.outcome).kind
        return groups.estimate(self.pair(question), kind, question.variant, level=level)

    def row(
        self, question: Question, estimate: Estimate, *, comparison: str = "", seed: int | None = None
    ) -> Row:
        return Row(
            key=question.key,
            outcome=question.outcome,
            contrast=question.contrast,
            at=question.at,
            variant=question.variant,
            comparison=comparison,
            estimand=estimand_of(self.protocol, self.design, question),
            estimate=estimate,
            sides=question.sides,
            seed=seed,
        )


def question_of(comparison: Comparison) -> Question:
    """What a comparison of the plan asks."""
    if comparison.contrast == "groups":
        return Question(comparison.outcome, GROUPS, sides=sides_of(comparison))
    contrast = {"level": LEVEL, "at": AT, "step": STEP, "visibility": AVERAGED}[comparison.contrast]
    variant = PARTICIPANTS if comparison.model == "participants" else MAIN
    if comparison.model == "adjusted":
        return Question(comparison.outcome, STATE)
    return Question(comparison.outcome, contrast, tuple(float(s) for s in comparison.levels), variant)


def _at(means: LevelMeans, at: tuple[float, ...]) -> Estimate:
    if at[0] not in means.levels:
        return Estimate(estimate=float("nan"), warnings=(f"Nobody was shown {at[0]:g}.",))
    return means.shown_less_hidden[means.levels.index(at[0])]


Way = Callable[[Visited, tuple[float, ...]], Estimate]

_WAYS: Mapping[tuple[str, str], Way] = {
    (LEVEL, MAIN): lambda v, at: v.modelled(v.line.slope),
    (LEVEL, PARTICIPANTS): lambda v, at: v.own_slope(v.shown),
    (LEVEL, CORRELATED): lambda v, at: v.modelled(v.correlated.slope),
    (RANGE, MAIN): lambda v, at: v.modelled(v.line.span),
    (CHANGED, MAIN): lambda v, at: v.modelled(v.line.slope_less_placebo),
    (CHANGED, PARTICIPANTS): lambda v, at: v.own_slopes(),
    (CHANGED, CORRELATED): lambda v, at: v.modelled(v.correlated.slope_less_placebo),
    (PLACEBO, MAIN): lambda v, at: v.modelled(v.line.placebo),
    (PLACEBO, PARTICIPANTS): lambda v, at: v.own_slope(v.hidden),
    (AT, MAIN): lambda v, at: v.modelled(_at(v.means, at)),
    (AT, CORRELATED): lambda v, at: v.modelled(_at(v.means_correlated, at)),
    (AT, PARTICIPANTS): lambda v, at: v.own_means(at[0]),
    (AVERAGED, MAIN): lambda v, at: v.modelled(v.line.visibility),
    (AVERAGED, PARTICIPANTS): lambda v, at: v.own_means(),
    (STEP, MAIN): lambda v, at: v.modelled(v.step(at[1]).plain),
    (STEP, PARTICIPANTS): lambda v, at: v.own_step(*at),
    (BESIDE, MAIN): lambda v, at: v.modelled(v.step(at[1]).beside_line),
    (CURVE, MAIN): lambda v, at: v.modelled(v.curve.quadratic),
    (BELOW, MAIN): lambda v, at: v.modelled(v.two_lines(at[0]).low),
    (ABOVE, MAIN): lambda v, at: v.modelled(v.two_lines(at[0]).high),
    (LEVEL, FIRST): lambda v, at: v.modelled(v.first),
    (LEVEL, POSITION): lambda v, at: v.modelled(v.in_order.slope),
    (LEVEL, LOGIT): lambda v, at: v.logit_slope(),
    (LEVEL, CLUSTERED): lambda v, at: v.modelled(v.clustered.slope),
    (LEVEL, POOLED): lambda v, at: v.modelled(v.pooled.slope),
    (DRIFT, MAIN): lambda v, at: v.modelled(v.drift),
    (AVERAGED, POSITION): lambda v, at: v.modelled(v.in_order.visibility),
    (AVERAGED, CORRELATED): lambda v, at: v.modelled(v.correlated.visibility),
    (AVERAGED, POOLED): lambda v, at: v.modelled(v.pooled.visibility),
    (AVERAGED, CLUSTERED): lambda v, at: v.modelled(v.clustered.visibility),
}


def words_of(outcome: AnyOutcome, language: str) -> str:
    """The outcome and its unit, as estimands name it."""
    label = say(outcome.label, language, language) or outcome.name
    if isinstance(outcome, Timed):
        return f"{label} (natural logarithm of seconds)"
    if outcome.kind in groups_told.UNITS:
        return groups_told.words(outcome, label)
    return f"share of visits ending in {label}" if outcome.kind == "act" else label


def estimand_of(protocol: Compiled, design: Design, question: Question) -> str:
    """Population, unit, contrast, outcome, summary, whom it speaks of; in one sentence."""
    outcome = outcome_named(protocol, question.outcome)
    words = words_of(outcome, protocol.document.language)
    among = UNRULED if question.variant.startswith(WITHOUT) else AMONG.get(question.variant, WHO)
    if question.sides:
        document, sides = protocol.document, question.sides
        return groups_told.estimand(document, outcome, sides, question.variant, what=words, among=among)
    if isinstance(outcome, State):
        given = ", adjusted for the same scale before random assignment" if outcome.before else ""
        given = "" if question.variant == UNADJUSTED else given
        return f"Difference in {words} between participants shown and not shown scores, among {among}{given}."
    about = POOL if question.variant in OF_POOL else LIKE
    return f"{_SAID[question.contrast](words, design, question.at)}, among {among}; for {about}."


Said = Callable[[str, Design, tuple[float, ...]], str]


def _listed(scores: tuple[float, ...]) -> str:
    return ", ".join(f"{score:g}" for score in scores)


_SAID: Mapping[str, Said] = {
    LEVEL: lambda w, d, at: f"Change in {w} per 10 points of the displayed score",
    RANGE: lambda w, d, at: (
        f"Change in {w} from a displayed {d.levels[0]:g} to {d.levels[-1]:g}, by the line"
    ),
    CHANGED: lambda w, d, at: (
        f"How much showing the score changes the relation between it and {w}: change in {w} per 10 points "
        "where it is shown, less that where it is hidden (scores are computed from the profiles, so neither "
        "slope is an effect of points by itself)"
    ),
    PLACEBO: lambda w, d, at: (
        f"Relation between {w} and the score where it is hidden, per 10 points: what the profiles show anyway"
        if d.computed
        else f"Change in {w} per 10 points of the score that was drawn but not displayed (negative control)"
    ),
    AT: lambda w, d, at: f"Difference in {w} between {at[0]:g} displayed and the score hidden",
    AVERAGED: lambda w, d, at: (
        f"Difference in {w} between the score shown and hidden, averaged over the scores of these profiles"
        if d.computed
        else f"Difference in {w} between the score shown and hidden, averaged over the displayed levels "
        f"{_listed(d.levels)}: it depends on which levels were chosen"
    ),
    STEP: lambda w, d, at: f"Difference in {w} between {at[1]:g} and {at[0]:g} displayed",
    BESIDE: lambda w, d, at: f"Step in {w} between {at[0]:g} and {at[1]:g} displayed, beside a straight line",
    CURVE: lambda w, d, at: f"Curvature of {w} over the displayed scores, per (10 points) squared",
    BELOW: lambda w, d, at: f"Change in {w} per 10 points over the displayed scores up to {at[0]:g}",
    ABOVE: lambda w, d, at: f"Change in {w} per 10 points over the displayed scores from {at[0]:g} on",
    DRIFT: lambda w, d, at: (
        f"Change, from one profile to the next, of what 10 points of the displayed score do to {w}"
    ),
}
