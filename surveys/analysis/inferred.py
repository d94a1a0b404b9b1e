"""Everything inferred, outcome by outcome, and what is set beside it to doubt it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from surveys.analysis import checking, group_lot, grouping, oneway, shapes
from surveys.analysis.alone import Alone
from surveys.analysis.asking import Question, Source, estimand_of, question_of
from surveys.analysis.enough import in_each_group, on_sides, too_few
from surveys.analysis.evidence import Bound, Crossing, Failed, Fit, GroupBound, Look, Variance
from surveys.analysis.findings import LevelMean, Turning
from surveys.analysis.fitting import crossing, fit
from surveys.analysis.group_bounds import group_bounds
from surveys.analysis.looking import missing
from surveys.analysis.named import adjusted, equivalence, is_named, named_rows, row_at
from surveys.analysis.questions import design_for, is_by_score, once_questions, visited_questions
from surveys.analysis.results import (
    AT,
    BEYOND,
    COMPLETE,
    ENOUGH,
    GROUPS,
    LEVEL,
    RANGE,
    STATE,
    UNEXCLUDED,
    WITHOUT,
    Flow,
    Row,
)
from surveys.analysis.visited import Visited
from surveys.protocol.outcomes import AnyOutcome, InView, State
from surveys.protocol.plan import GroupSequential, Plan

Told = Callable[[str, int, int], None]
"""What is worked on, and which of how many that is."""

HUNG = "TimeoutError: an earlier try was stopped at it"


class Inferred:
    """Everything inferred, outcome by outcome; one that fails, fails alone."""

    def __init__(self, source: Source, everybody: Source, flow: Flow, seed: int, alone: Alone) -> None:
        self.source, self.everybody, self.seed = source, everybody, seed
        self.plan: Plan = source.protocol.document.plan
        self.by_group = in_each_group(source) >= ENOUGH
        self.enough = tuple(c for c in self.plan.confirmatory if not too_few(source, c))
        self.flow, self.alone = flow, alone
        self.rows: list[Row] = []
        self.bounds: list[Bound] = []
        self.fits: list[Fit] = []
        self.crossings: list[Crossing] = []
        self.means: list[LevelMean] = []
        self.turns: list[Turning] = []
        self.variances: list[Variance] = []
        self.group_bounds: tuple[GroupBound, ...] = ()
        self.looks: list[Look] = []

    def run(self, told: Told, *, hung: Collection[str] = ()) -> None:
        outcomes = [o for o in self.source.protocol.document.outcomes if o.name in self.source.data.values]
        for i, outcome in enumerate(outcomes):
            told(outcome.name, i, len(outcomes))
            if outcome.name in hung:
                self.alone.failed.append(Failed(outcome=outcome.name, reason=HUNG))
            elif self.alone.done(partial(self._outcome, outcome), outcome=outcome.name):
                for part, work in BESIDES.items():
                    self.alone.done(partial(work, self, outcome), outcome=outcome.name, part=part)
        told("plan", len(outcomes), len(outcomes))
        known = self.source.data.values
        failed = {one.outcome for one in self.alone.failed if not one.part} | {
            c.outcome for c in self.plan.confirmatory if c.outcome not in known
        }
        nobody: tuple[list[Row], list[Look]] = [missing(self.source, c) for c in self.plan.confirmatory], []
        named, self.looks = self.alone.found(
            lambda: named_rows(self.source, self.everybody, self.plan, failed=failed),
            nobody,
            part="the plan's comparisons",
        )
        told("missing", len(outcomes), len(outcomes))
        kept = {comparison.name for comparison in self.enough}
        bounded = [row for row in named if row.comparison in kept]
        self.group_bounds = self.alone.listed(
            lambda: group_bounds(self.source, self.everybody, self.flow, bounded, seed=self.seed),
            part="bounds for those who left, of the plan's groups",
        )
        self.rows = [*named, *self.rows]

    def _outcome(self, outcome: AnyOutcome) -> None:
        """The estimates of one outcome, or none of them; what the plan names of it is tried first."""
        for comparison in self.enough:
            if comparison.outcome == outcome.name:
                self.source.answer(question_of(comparison))
        rows = list(self._grouped(outcome))
        if self.by_group:
            self._by_group(outcome, rows)
        else:
            self.rows += rows

    def _by_group(self, outcome: AnyOutcome, rows: list[Row]) -> None:
        """Besides these, what needs enough people in each group: all of them at once, and the displayed
        score's contrasts.
        """
        rows += oneway.pairs(self.source, outcome)
        variances = list(oneway.variances(self.source, outcome))
        if is_by_score(outcome):
            rows += self._rows(outcome)
        arrays = self.source.of(outcome.name)
        if isinstance(arrays, Visited) and self.source.design.levels:
            means = list(shapes.level_means(outcome.name, arrays))
            turns = list(shapes.turns(outcome.name, arrays, self.plan))
            self.fits.append(fit(outcome.name, arrays.line.about))
            if not isinstance(outcome, InView):
                self.crossings.append(crossing(outcome.name, arrays.line.break_even))
            self.means += means
            self.turns += turns
        self.rows += rows
        self.variances += variances

    def _reassigned(self, outcome: AnyOutcome) -> None:
        rows = list(group_lot.reassigned(self.source, outcome, self.enough, seed=self.seed))
        if (
            self.by_group
            and _is_doubted(outcome)
            and (row := checking.reassigned(self.source, outcome, seed=self.seed))
        ):
            rows.append(row)
        self.rows += rows

    def _noticers(self, outcome: AnyOutcome) -> None:
        if self.by_group and _is_doubted(outcome) and (row := checking.noticers(self.source, outcome)):
            self.rows.append(row)

    def _bounded(self, outcome: AnyOutcome) -> None:
        if self.by_group and _is_doubted(outcome):
            self.bounds += list(self._bounds(outcome))

    def _bounds(self, outcome: AnyOutcome) -> Iterator[Bound]:
        """Of the exposed; and of all who were given a group, where some of them were never exposed: they have
        no answers, so that no estimate of them differs, and only what is missing is more.
        """
        exposed, allocated = self._kept("exposed"), self._kept("allocated")
        yield from checking.bounds(self.source, outcome, exposed=exposed, seed=self.seed)
        if sum(allocated) > sum(exposed):
            yield from checking.bounds(
                self.source, outcome, exposed=allocated, seed=self.seed, among="allocated"
            )

    def _kept(self, key: str) -> tuple[int, ...]:
        """Those of this set but for those whom the plan's rules leave out, by group. Of somebody who was
        never exposed the rules are not known to leave them out: bounds are rather too wide.
        """
        groups = len(self.source.design.groups)
        counts = self.flow.by_group(key) or (0,) * groups
        out = np.bincount(self.everybody.data.arm[self.everybody.data.left_out], minlength=groups)
        return tuple(max(0, n - int(gone)) for n, gone in zip(counts, out, strict=True))

    def _rows(self, outcome: AnyOutcome) -> Iterator[Row]:
        design, plan = design_for(self.source.design, outcome), self.plan
        state = isinstance(outcome, State)
        asked = list(once_questions(outcome, design) if state else visited_questions(outcome, design, plan))
        others = {q.key: q for q in asked if not is_named(q, plan)}
        yield from (row for row in self._displayed(asked) if row.key in others)
        rows = [self.source.answer(q) for q in others.values() if not _is_displayed(q)]
        yield from self._sized(outcome, rows)
        yield from shapes.suggested(self.source, outcome.name)
        yield from self._other_sets(outcome, Question(outcome.name, STATE if state else LEVEL))

    def _displayed(self, asked: Iterable[Question]) -> list[Row]:
        """Each displayed score against none, Holm within them all. One that the plan names was compared too:
        here it counts, and is told where the plan's own stand.
        """
        rows = [self.source.answer(q) for q in asked if _is_displayed(q)]
        return adjusted(rows, alpha=self.plan.alpha)

    def _grouped(self, outcome: AnyOutcome) -> Iterator[Row]:
        """Groups against groups: what the plan names of it stands there already."""
        for sides in grouping.sides_on(self.source.protocol, outcome):
            if min(on_sides(self.source, sides)) < ENOUGH:
                continue
            main, *others = grouping.questions(self.source.protocol, outcome, sides)
            rows = [self.source.answer(q) for q in (main, *others) if not is_named(q, self.plan)]
            yield from self._sized(outcome, rows)
            yield from grouping.others(self.source, self.everybody, self.plan, main)

    def _sized(self, outcome: AnyOutcome, rows: Sequence[Row]) -> Iterator[Row]:
        """With the outcome's smallest effect worth having, where one of these is about all of it."""
        for row in rows:
            if outcome.smallest and row.contrast in (RANGE, STATE, GROUPS) and not row.variant:
                smallest = grouping.bound(outcome, outcome.smallest)
                again = partial(row_at, self.source)
                tested = equivalence(row, smallest, alpha=self.plan.alpha, again=again)
                yield replace(row, equivalence=tested)
            else:
                yield row

    def _other_sets(self, outcome: AnyOutcome, question: Question) -> Iterator[Row]:
        """The main effect among those who finished, and with nobody excluded, where these are others."""
        design, data = self.source.design, self.source.data
        if not (design.shown and (design.hidden or question.contrast == LEVEL)):
            return
        if question.contrast == LEVEL and len(design.levels) < 2:
            return
        if not data.finished.all():
            yield self._as(self.source.only(data.finished), question, COMPLETE)
        if self.everybody.data.left_out.any():
            yield self._as(self.everybody, question, UNEXCLUDED)
            yield from self._without_each(question)
        more = len(self.everybody.data.arm) > self.plan.planned
        if more and isinstance(self.plan.stopping, GroupSequential):
            yield self._as(self.source, question, BEYOND)

    def _without_each(self, question: Question) -> Iterator[Row]:
        """Without one of the plan's rules at a time, where that lets somebody in; one rule alone is told by
        leaving nobody out.
        """
        rules = self.everybody.data.excluded
        for name in rules if len(rules) > 1 else ():
            others = [flags for other, flags in rules.items() if other != name]
            out = np.logical_or.reduce(others)
            if (out != self.everybody.data.left_out).any():
                yield self._as(self.everybody.only(~out), question, f"{WITHOUT}{name}")

    def _as(self, source: Source, question: Question, variant: str) -> Row:
        """The main analysis of another set of people."""
        other = replace(question, variant=variant)
        estimand = estimand_of(source.protocol, source.design, other)
        return replace(source.answer(question), key=other.key, variant=variant, estimand=estimand)


BESIDES = {
    "drawing the assignment again": Inferred._reassigned,
    "among those who noticed the score": Inferred._noticers,
    "bounds for those who left": Inferred._bounded,
}
"""What is set beside an outcome's estimates to doubt them. Each can fail alone: the estimates stand."""


def _is_displayed(question: Question) -> bool:
    return question.contrast == AT and not question.variant


def _is_doubted(outcome: AnyOutcome) -> bool:
    return is_by_score(outcome) and not isinstance(outcome, InView)
