"""Protocol and arrays to results: no rows are read or written here.

The same arrays, the same protocol and the same code give the same numbers to the last digit: every seed
follows from the protocol.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from platform import python_version

import numpy as np

from surveys.analysis import checking, course, describing, group_lot, grouping, manipulation, oneway, shapes
from surveys.analysis.asking import Question, Source, estimand_of, question_of
from surveys.analysis.data import Data
from surveys.analysis.design import Design, design_of
from surveys.analysis.enough import extent_of, in_each_group, on_sides, too_few
from surveys.analysis.evidence import Bound, Crossing, Failed, Fit, GroupBound, Look, Variance
from surveys.analysis.findings import LevelMean, Turning
from surveys.analysis.fitting import crossing, fit
from surveys.analysis.flows import blinded
from surveys.analysis.group_bounds import group_bounds
from surveys.analysis.looking import early
from surveys.analysis.named import adjusted, equivalence, is_named, named_rows, row_at
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
    ENOUGH,
    FIRST,
    GROUPS,
    LEVEL,
    PARTICIPANTS,
    PLACEBO,
    POSITION,
    RANGE,
    STATE,
    STEP,
    UNADJUSTED,
    UNEXCLUDED,
    WITHOUT,
    Flow,
    Results,
    Row,
)
from surveys.analysis.scores import CODE_VERSION as SCORES
from surveys.analysis.visited import Visited
from surveys.protocol import Compiled
from surveys.protocol.outcomes import AnyOutcome, InView, Once, State
from surveys.protocol.plan import GroupSequential, Plan

CODE_VERSION = f"{SCORES}.5"
"""Changes whenever a result would come out differently: every run is then made again."""

PARTS = ("numpy", "scipy")
"""What numbers depend on besides our own code: installed wherever the site runs."""

Told = Callable[[str, int, int], None]
"""What is worked on, and which of how many that is."""


def compute(
    protocol: Compiled,
    data: Data | None,
    flow: Flow,
    *,
    kind: str,
    planted: dict[str, float] | None = None,
    live: bool = False,
    told: Told = lambda part, done, of: None,
) -> Results:
    """data: None where nothing must be known yet. live: the study still runs, and of the data only what the
    plan names is computed, as its way of stopping allows.
    """
    plan = protocol.document.plan
    if data is None:
        return Results(kind=str(kind), planned=plan.planned, extent="live", flow=blinded(flow))
    design = design_of(protocol)
    everybody = Source(protocol, design, data)
    if live:
        rows, looked = early(everybody, plan)
        return Results(
            kind=str(kind), planned=plan.planned, extent="early", flow=blinded(flow), rows=tuple(rows),
            looks=tuple(looked), groups=design.groups, versions=versions(),
        )  # fmt: skip
    source = everybody.only(~data.left_out)
    extent = extent_of(source, plan.confirmatory)
    by_group = extent == "full" and in_each_group(source) >= ENOUGH
    found = _Inferred(source, everybody, flow, seed_of(protocol)) if extent == "full" else None
    if found:
        found.run(told)
    told("checks", 0, 0)
    return Results(
        kind=str(kind),
        planned=plan.planned,
        flow=flow,
        extent=extent,
        groups=design.groups,
        exposed=_counts(design, source.data),
        complete=_counts(design, source.data.only(source.data.finished)),
        excluded=tuple(checking.excluded(len(design.groups), everybody)),
        cells=tuple(describing.cells(protocol, design, source.data)),
        spreads=tuple(describing.spreads(protocol, design, source.data)),
        profiles=tuple(describing.profile_means(protocol, design, source.data)),
        alphas=tuple(describing.alphas(design, source.data)),
        noticed=tuple(manipulation.noticed(design, source.data)),
        noticing=manipulation.noticing(design, source.data),
        recalled=tuple(manipulation.recalled(design, source.data)),
        sight=tuple(manipulation.sight(design, source.data)),
        means=tuple(found.means) if found else (),
        turns=tuple(found.turns) if found else (),
        allocation=checking.allocation(source, allocated=flow.total("allocated")),
        balance=tuple(checking.balance(source)),
        planted=planted,
        rows=tuple(found.rows) if found else (),
        bounds=tuple(found.bounds) if found else (),
        fits=tuple(found.fits) if found else (),
        crossings=tuple(found.crossings) if found else (),
        variances=tuple(found.variances) if found else (),
        group_bounds=tuple(found.group_bounds) if found else (),
        moments=tuple(course.moments_of(protocol, design, source.data, inferred=by_group)),
        stayings=tuple(course.stayings(protocol, design, source.data)) if by_group else (),
        reached=tuple(course.reached(protocol, design, source.data)) if by_group else (),
        looks=tuple(found.looks) if found else (),
        failed=tuple(found.failed) if found else (),
        seeds={"bootstrap and randomisation inference": seed_of(protocol)} if found else {},
        versions=versions(),
    )


def seed_of(protocol: Compiled) -> int:
    """Of all that is drawn in the analysis."""
    return int(protocol.hash[:8] or "1", 16)


def versions() -> dict[str, str]:
    return {
        "analysis": CODE_VERSION,
        "Python": python_version(),
        **{part: version(part) for part in PARTS},
    }


def _counts(design: Design, data: Data) -> tuple[int, ...]:
    return tuple(np.bincount(data.arm, minlength=len(design.groups)).tolist())


class _Inferred:
    """Everything inferred, outcome by outcome; one that fails, fails alone."""

    def __init__(self, source: Source, everybody: Source, flow: Flow, seed: int) -> None:
        self.source, self.everybody, self.seed = source, everybody, seed
        self.plan: Plan = source.protocol.document.plan
        self.by_group = in_each_group(source) >= ENOUGH
        self.enough = tuple(c for c in self.plan.confirmatory if not too_few(source, c))
        self.flow = flow
        self.rows: list[Row] = []
        self.bounds: list[Bound] = []
        self.fits: list[Fit] = []
        self.crossings: list[Crossing] = []
        self.means: list[LevelMean] = []
        self.turns: list[Turning] = []
        self.variances: list[Variance] = []
        self.group_bounds: list[GroupBound] = []
        self.looks: list[Look] = []
        self.failed: list[Failed] = []

    def run(self, told: Told) -> None:
        outcomes = [o for o in self.source.protocol.document.outcomes if o.name in self.source.data.values]
        for i, outcome in enumerate(outcomes):
            told(outcome.name, i, len(outcomes))
            if self._attempt(outcome.name, partial(self._outcome, outcome)):
                for part, work in BESIDES.items():
                    self._attempt(outcome.name, partial(work, self, outcome), part=part)
        told("plan", len(outcomes), len(outcomes))
        known = self.source.data.values
        failed = {one.outcome for one in self.failed if not one.part} | {
            c.outcome for c in self.plan.confirmatory if c.outcome not in known
        }
        named, self.looks = named_rows(self.source, self.everybody, self.plan, failed=failed)
        told("missing", len(outcomes), len(outcomes))
        kept = {comparison.name for comparison in self.enough}
        bounded = [row for row in named if row.comparison in kept]
        self.group_bounds = list(
            group_bounds(self.source, self.everybody, self.flow, bounded, seed=self.seed)
        )
        self.rows = [*named, *self.rows]

    def _attempt(self, outcome: str, work: Callable[[], None], *, part: str = "") -> bool:
        """Whether it could be done. Whatever goes wrong with one outcome must not take the others along."""
        try:
            work()
        except Exception as error:
            reason = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            self.failed.append(Failed(outcome=outcome, reason=reason[:300], part=part))
            return False
        return True

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
    "drawing the assignment again": _Inferred._reassigned,
    "among those who noticed the score": _Inferred._noticers,
    "bounds for those who left": _Inferred._bounded,
}
"""What is set beside an outcome's estimates to doubt them. Each can fail alone: the estimates stand."""


def _is_displayed(question: Question) -> bool:
    return question.contrast == AT and not question.variant


def _is_doubted(outcome: AnyOutcome) -> bool:
    return is_by_score(outcome) and not isinstance(outcome, InView)


def design_for(design: Design, outcome: AnyOutcome) -> Design:
    """Where the score is hidden it is never in view: of that there are no hidden groups."""
    return replace(design, hidden=()) if isinstance(outcome, InView) else design


def is_by_score(outcome: AnyOutcome) -> bool:
    """Whether the displayed score's contrasts are asked of it: what else is taken once is compared between
    groups alone.
    """
    return isinstance(outcome, State) or not isinstance(outcome, Once)


def visited_questions(outcome: AnyOutcome, design: Design, plan: Plan) -> Iterator[Question]:
    """What is asked of an outcome at every visit, as far as the design has it."""

    def ask(contrast: str, at: tuple[float, ...] = (), variant: str = "") -> Question:
        return Question(outcome.name, contrast, at, variant)

    varied = len(design.levels) > 1
    if design.shown and varied:
        yield ask(LEVEL)
        yield ask(RANGE)
        yield from (ask(LEVEL, variant=v) for v in (PARTICIPANTS, FIRST, POSITION, CORRELATED, CLUSTERED))
        if len(design.levels) > 2:
            yield ask(CURVE)
        if plan.threshold:
            straddling = tuple(float(score) for score in plan.threshold)
            yield ask(STEP, straddling)
            if len(design.levels) > 3:
                yield ask(BESIDE, straddling)
        if plan.turning is not None:
            yield ask(BELOW, (float(plan.turning),))
            yield ask(ABOVE, (float(plan.turning),))
    if design.hidden and (varied or len(design.computed) > 1):
        yield ask(PLACEBO)
    if design.shown and design.hidden and len(design.computed) > 1:
        yield from (ask(CHANGED, variant=v) for v in ("", PARTICIPANTS, CORRELATED))
    if design.shown and design.hidden:
        yield from (ask(AT, (level,)) for level in design.levels)
        yield from (ask(AVERAGED, variant=v) for v in ("", PARTICIPANTS, CLUSTERED))


def once_questions(outcome: AnyOutcome, design: Design) -> Iterator[Question]:
    if design.shown and design.hidden:
        yield Question(outcome.name, STATE)
        yield Question(outcome.name, STATE, variant=UNADJUSTED)
