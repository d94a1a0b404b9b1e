"""All arrays that one pass of the analysis works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from scoring.instruments import keyed
from surveys.analysis import days, frames
from surveys.analysis.days import Days
from surveys.analysis.frames import Floats, Ints, Slots
from surveys.analysis.scope import Scope
from surveys.analysis.scores import CODE_VERSION
from surveys.analysis.series import series_of
from surveys.analysis.sight import sights
from surveys.protocol import Compiled, Measure
from surveys.protocol.nodes import Attention
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
    Timed,
)
from surveys.protocol.plan import Exclusion
from surveys.protocol.scales import key_of

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Covariate:
    """Measured before the lot. values: (n,), nan is missing; options: what each whole number stands for where
    it is a question with options, else ().
    """

    values: Floats
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Data:
    """n participants, v visits. arm: (n,), positions in the protocol's arms; profile, level: (n, v).

    values: outcome -> (n, v) where it is taken at visits, (n,) where once; before: outcome -> (n,), or (n, k)
    where several are adjusted for; left: outcome -> (n,), 1 where they left then, 0 where they were there to
    the last day; within: (n, v), position among the levels that vary within participants; days: what was done
    on them, None where the study has none; states: of a scale taken at several times each score, (n,);
    firsts: scale -> keyed answers (n, items) at the first rating; noticed: (n,), 1 where they say that they
    noticed the score, None where the plan names no such question; recalled: (n,), the score that they say the
    last profile had. nan is missing throughout. sight: outcome -> (n, v), of `sight.Known`. ended: (n,), rank
    by when they ended, came: how many have one, as of `frames.People`; finished: (n,); excluded: rule ->
    (n,); covariates: name -> (n,); slots: the allocation list, None where it was not read.
    """

    arm: Ints
    profile: Ints
    level: Floats
    values: Mapping[str, Floats] = field(default_factory=dict)
    before: Mapping[str, Floats] = field(default_factory=dict)
    left: Mapping[str, Floats] = field(default_factory=dict)
    within: Ints = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int64))
    days: Days | None = None
    states: Mapping[str, Floats] = field(default_factory=dict)
    firsts: Mapping[str, Floats] = field(default_factory=dict)
    noticed: Floats | None = None
    recalled: Floats | None = None
    sight: Mapping[str, Ints] = field(default_factory=dict)
    came: int = 0
    ended: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    finished: Flags = field(default_factory=lambda: np.zeros(0, dtype=bool))
    excluded: Mapping[str, Flags] = field(default_factory=dict)
    covariates: Mapping[str, Covariate] = field(default_factory=dict)
    slots: Slots | None = None

    def only(self, kept: Flags) -> "Data":
        """The participants marked in `kept`, shape (n,). The list keeps all its slots: only who holds them
        changes.
        """

        def each(table: Mapping[str, Floats]) -> dict[str, Floats]:
            return {name: values[kept] for name, values in table.items()}

        return Data(
            arm=self.arm[kept],
            profile=self.profile[kept],
            level=self.level[kept],
            values=each(self.values),
            before=each(self.before),
            left=each(self.left),
            within=self.within[kept] if len(self.within) else self.within,
            days=self.days.only(kept) if self.days else None,
            states=each(self.states),
            firsts=each(self.firsts),
            noticed=None if self.noticed is None else self.noticed[kept],
            recalled=None if self.recalled is None else self.recalled[kept],
            sight={name: known[kept] for name, known in self.sight.items()},
            came=self.came,
            ended=self.ended[kept] if len(self.ended) else self.ended,
            finished=self.finished[kept] if len(self.finished) else self.finished,
            excluded={rule: flags[kept] for rule, flags in self.excluded.items()},
            covariates={n: replace(c, values=c.values[kept]) for n, c in self.covariates.items()},
            slots=self.slots.only(kept) if self.slots else None,
        )

    @property
    def left_out(self) -> Flags:
        """Whom any rule of the plan excludes, shape (n,)."""
        out = np.zeros(len(self.arm), dtype=bool)
        for flags in self.excluded.values():
            out |= flags
        return out


def load(scope: Scope, protocol: Compiled, *, without: Ints) -> Data:
    """The exposed whose answers count, but for the ids in `without` (ended too lately to be scored)."""
    people = frames.people(scope, protocol).without(without)
    drawn = frames.shown(scope, protocol, people)
    outcomes = [o for o in protocol.document.outcomes if not (isinstance(o, Timed) and _timeless(scope))]
    viewed = [o.name for o in outcomes if isinstance(o, InView)]
    seen = sights(scope, protocol, people) if viewed else None
    plan = protocol.document.plan
    known = days.days(scope, protocol, people) if days.steps_of(protocol) else None
    return Data(
        arm=people.arm,
        profile=drawn.profile,
        level=drawn.level,
        values={
            o.name: np.log(seen.seconds)
            if seen and o.name in viewed
            else _values(scope, protocol, people, o, known)
            for o in outcomes
        },
        before={
            o.name: _before(scope, protocol, people, o) for o in outcomes if isinstance(o, State) and o.before
        },
        left={o.name: known.stayed(o.after)[1] for o in outcomes if known and isinstance(o, Stayed)},
        within=frames.within(scope, protocol, people),
        days=known,
        states={
            one.scale: _scale(scope, protocol, people, one.scale)
            for series in series_of(protocol)
            for one in series.taken
        },
        firsts={
            m.scale.name: _first(scope, protocol, people, m)
            for m in protocol.measures
            if len(m.scale.items) > 1
        },
        noticed=_noticed(scope, protocol, people),
        recalled=frames.told(scope, protocol, people, code=plan.recalled)[0] if plan.recalled else None,
        sight=dict.fromkeys(viewed, seen.known) if seen else {},
        came=people.came,
        ended=people.ended,
        finished=people.finished == 1,
        excluded={rule.name: _excluded(scope, protocol, people, rule) for rule in plan.exclusions},
        covariates={name: _covariate(scope, protocol, people, name) for name in plan.covariates},
        slots=frames.slots(scope, protocol, people),
    )


def _timeless(scope: Scope) -> bool:
    """Simulated people take no time over a page."""
    return scope.kind == "simulated"


def _noticed(scope: Scope, protocol: Compiled, people: frames.People) -> Floats | None:
    asked = protocol.document.plan.noticed
    if asked is None:
        return None
    return frames.chosen(scope, protocol, people, code=asked.question, values=(asked.value,))


def _values(
    scope: Scope, protocol: Compiled, people: frames.People, outcome: AnyOutcome, known: Days | None
) -> Floats:
    if isinstance(outcome, Rating | State):
        return _scale(scope, protocol, people, outcome.scale)
    if isinstance(outcome, Ordinal):
        return frames.told(scope, protocol, people, code=outcome.question)[0]
    if isinstance(outcome, Happened) and outcome.question is not None:
        return frames.chosen(scope, protocol, people, code=outcome.question, values=(outcome.value or 0,))
    if isinstance(outcome, Count | Happened | Stayed):
        assert known  # the checks see to it that the study has days
        return days.values(known, outcome)
    if isinstance(outcome, Act):
        return frames.acts(scope, protocol, people, code=outcome.question, value=outcome.value)
    assert isinstance(outcome, Dwell)
    seconds = frames.dwells(scope, protocol, people)
    return np.log(np.where(seconds > 0, seconds, np.nan))


def _before(scope: Scope, protocol: Compiled, people: frames.People, outcome: State) -> Floats:
    """(n,), or where several were taken (n, k)."""
    columns = [_scale(scope, protocol, people, name) for name in outcome.before]
    return columns[0] if len(columns) == 1 else np.column_stack(columns)


def _scale(scope: Scope, protocol: Compiled, people: frames.People, name: str) -> Floats:
    measure = next(m for m in protocol.measures if m.scale.name == name)
    visits = len(frames.steps_of(protocol, measure)) if measure.repeated else 0
    return frames.scores(scope, people, scale=name, visits=visits, version=CODE_VERSION)


def _first(scope: Scope, protocol: Compiled, people: frames.People, measure: Measure) -> Floats:
    """Pages come in order: whoever rated anything rated at the first visit."""
    first = dict(list(frames.steps_of(protocol, measure).items())[:1])
    codes = measure.scale.items
    found = frames.answers(scope.condition, first, codes)
    row = people.rows_of(found["id"])
    placed = np.full((len(people.id), len(codes)), np.nan)
    placed[row[row >= 0]] = keyed(frames.items(found, len(codes)), key_of(measure.scale))[row >= 0]
    return placed


def _excluded(scope: Scope, protocol: Compiled, people: frames.People, rule: Exclusion) -> Flags:
    if rule.code is not None:
        given: Flags = frames.chosen(scope, protocol, people, code=rule.code, values=rule.among) == 1
        return given
    missed = np.zeros(len(people.id))
    for page in protocol.document.pages:
        if isinstance(page, Attention):
            code, right = page.question.code, (page.expected,)
            # Not answered at all is not passed either.
            missed += frames.chosen(scope, protocol, people, code=code, values=right) != 1
    out: Flags = missed >= (rule.missed or 1)
    return out


def _covariate(scope: Scope, protocol: Compiled, people: frames.People, name: str) -> Covariate:
    if any(measure.scale.name == name for measure in protocol.measures):
        return Covariate(_scale(scope, protocol, people, name))
    return Covariate(*frames.told(scope, protocol, people, code=name))
