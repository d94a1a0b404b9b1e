"""All arrays that one pass of the analysis works on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from scoring.instruments import keyed
from surveys.analysis import frames
from surveys.analysis.frames import Floats, Ints
from surveys.analysis.scores import CODE_VERSION, key_of
from surveys.models import Study
from surveys.protocol import Compiled, Measure
from surveys.protocol.outcomes import Act, AnyOutcome, Dwell, Rating, State


@dataclass(frozen=True, slots=True)
class Data:
    """n participants, v visits. arm: (n,), positions in the protocol's arms; profile, level: (n, v).

    values: outcome -> (n, v) where it is taken at visits, (n,) where once; before: outcome -> (n,);
    firsts: scale -> keyed answers (n, items) at the first rating; noticed: (n,), 1 where they say that they
    noticed the score, None where the plan names no such question. nan is missing throughout.
    """

    arm: Ints
    profile: Ints
    level: Floats
    values: Mapping[str, Floats] = field(default_factory=dict)
    before: Mapping[str, Floats] = field(default_factory=dict)
    firsts: Mapping[str, Floats] = field(default_factory=dict)
    noticed: Floats | None = None


def load(study: Study, kind: str, protocol: Compiled, *, without: Ints) -> Data:
    """Whoever ended and was allocated, but for the ids in `without` (ended too lately to be scored)."""
    people = frames.people(study, kind, protocol)
    kept = ~np.isin(people.id, without)
    people = frames.People(people.id[kept], people.arm[kept])
    drawn = frames.shown(study, kind, protocol, people)
    outcomes = protocol.document.outcomes
    return Data(
        arm=people.arm,
        profile=drawn.profile,
        level=drawn.level,
        values={o.name: _values(study, kind, protocol, people, o) for o in outcomes},
        before={
            o.name: _scale(study, kind, protocol, people, o.before)
            for o in outcomes
            if isinstance(o, State) and o.before
        },
        firsts={
            m.scale.name: _first(study, kind, protocol, people, m)
            for m in protocol.measures
            if len(m.scale.items) > 1
        },
        noticed=_noticed(study, kind, protocol, people),
    )


def _noticed(study: Study, kind: str, protocol: Compiled, people: frames.People) -> Floats | None:
    asked = protocol.document.plan.noticed
    if asked is None:
        return None
    return frames.chosen(study, kind, protocol, people, code=asked.question, value=asked.value)


def _values(
    study: Study, kind: str, protocol: Compiled, people: frames.People, outcome: AnyOutcome
) -> Floats:
    if isinstance(outcome, Rating | State):
        return _scale(study, kind, protocol, people, outcome.scale)
    if isinstance(outcome, Act):
        return frames.acts(study, kind, protocol, people, code=outcome.question, value=outcome.value)
    assert isinstance(outcome, Dwell)
    seconds = frames.dwells(study, kind, protocol, people)
    return np.log(np.where(seconds > 0, seconds, np.nan))


def _scale(study: Study, kind: str, protocol: Compiled, people: frames.People, name: str) -> Floats:
    measure = next(m for m in protocol.measures if m.scale.name == name)
    visits = len(frames.steps_of(protocol, measure)) if measure.repeated else 0
    return frames.scores(study, kind, people, scale=name, visits=visits, version=CODE_VERSION)


def _first(study: Study, kind: str, protocol: Compiled, people: frames.People, measure: Measure) -> Floats:
    """Pages come in order: whoever rated anything rated at the first visit."""
    first = dict(list(frames.steps_of(protocol, measure).items())[:1])
    codes = measure.scale.items
    found = frames.answers(frames.covered(study, kind), first, codes)
    row = people.rows_of(found["id"])
    placed = np.full((len(people.id), len(codes)), np.nan)
    placed[row[row >= 0]] = keyed(frames.items(found, len(codes)), key_of(measure.scale))[row >= 0]
    return placed
