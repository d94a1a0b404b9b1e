"""Rows to arrays: who took part, what they were shown, and what they answered. Only what is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from surveys.analysis.columns import Table, fetch
from surveys.cues import Assigned
from surveys.models import Study
from surveys.protocol import Compiled, Measure

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COUNTED = ("finished", "stopped")
"""Endings whose answers are kept and counted. A participation without an ending has not ended."""

_COVERED = sql.SQL(
    """p.study_id = {study} AND p.kind = {kind} AND p.ending IN ('finished', 'stopped')"""
)  # as in the index of ended participations


@dataclass(frozen=True, slots=True)
class People:
    """Participants who were exposed and ended with their answers kept, in the order of their ids: whom every
    comparison of groups is about. All arrays of shape (n,).

    arm: position in the protocol's arms.
    """

    id: Ints
    arm: Ints

    def rows_of(self, ids: Ints) -> Ints:
        """Positions of these ids; -1 for those who are not among us."""
        if not len(self.id):
            return np.full(len(ids), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.id, ids), len(self.id) - 1)
        return np.where(self.id[at] == ids, at, -1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What each participant was drawn to meet. Both of shape (n, visits).

    profile: position in the pool, -1 where there is none; level: of the score, nan where it has none. The
    placebo's too: whether it was displayed follows from the arm.
    """

    profile: Ints
    level: Floats


def covered(study: Study, kind: str) -> sql.Composed:
    """The condition on participation `p`: of this study and kind, and ended with answers kept."""
    return _COVERED.format(study=sql.Literal(study.pk), kind=sql.Literal(str(kind)))


def people(study: Study, kind: str, protocol: Compiled) -> People:
    """Exposed as the flow counts it: noted, or beyond the first page that can differ. Who stopped or withdrew
    before that page met no difference; whoever left without a word or withdrew has no answers to compare.
    """
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], p.arm) - 1 AS arm FROM surveys_participation p WHERE {}"
        " AND p.arm = ANY({}::text[]) AND (p.exposed_at IS NOT NULL OR p.furthest = ANY({}::text[]))"
        " ORDER BY p.id"
    ).format(
        _texts(protocol.arms),
        covered(study, kind),
        _texts(protocol.arms),
        _texts([step.key for step in protocol.steps[protocol.differs + 1 :]]),
    )
    found = fetch(query, {"id": "i", "arm": "i"})
    return People(id=found["id"], arm=found["arm"])


def shown(study: Study, kind: str, protocol: Compiled, among: People) -> Shown:
    """The draws at every visit."""
    visits = protocol.visits.count if protocol.visits else 0
    profiles = _texts([profile.code for profile in protocol.document.profiles])
    profile = np.full((len(among.id), visits), -1, dtype=np.int64)
    level = np.full((len(among.id), visits), np.nan)
    if not visits:
        return Shown(profile, level)
    query = sql.SQL(
        "SELECT p.id, v.n - 1 AS visit, array_position({}::text[], v.drawn->>'profile') - 1 AS profile,"
        " {} AS level FROM surveys_participation p,"
        " jsonb_array_elements(p.draws->'visits') WITH ORDINALITY AS v(drawn, n) WHERE {}"
    ).format(profiles, _level(protocol), covered(study, kind))
    found = fetch(query, {"id": "i", "visit": "i", "profile": "i", "level": "f"})
    row = among.rows_of(found["id"])
    here = row >= 0
    at = row[here], found["visit"][here]
    profile[at], level[at] = found["profile"][here], found["level"][here]
    return Shown(profile, level)


def _level(protocol: Compiled) -> sql.Composable:
    """The score's value at visit `v.drawn` of participation `p`, as SQL."""
    cue = protocol.document.cue
    if cue is None:
        return sql.SQL("NULL")
    if not isinstance(cue.value, Assigned):
        return sql.Literal(cue.value)
    name = sql.Literal(cue.value.factor)
    return sql.SQL("coalesce(v.drawn->'levels'->>{}, p.draws->'levels'->>{})").format(name, name)


def answers(condition: sql.Composable, steps: Mapping[str, int], codes: Sequence[str]) -> Table:
    """Numeric answers on these steps: id, visit (the steps' number), then a column a code; nan is missing.

    condition: on participation `p`. Only pages that were answered count: what had been typed when Stop was
    pressed does not.
    """
    numbers = [
        sql.SQL(
            "CASE WHEN jsonb_typeof(s.answers->{0}) = 'number' THEN (s.answers->>{0})::float8 END AS {1}"
        ).format(sql.Literal(code), sql.Identifier(f"a{i}"))
        for i, code in enumerate(codes)
    ]
    query = sql.SQL(
        "SELECT p.id, ({}::int[])[array_position({}::text[], s.step)] AS visit, {}"
        " FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(
        sql.Literal(list(steps.values())),
        _texts(steps),
        sql.SQL(", ").join(numbers),
        condition,
        _texts(steps),
    )
    return fetch(query, {"id": "i", "visit": "i", **{f"a{i}": "f" for i in range(len(codes))}})


def items(found: Table, count: int) -> Floats:
    """The answers of `answers` as an array (rows, codes)."""
    return np.column_stack([found[f"a{i}"] for i in range(count)])


def steps_of(protocol: Compiled, measure: Measure) -> dict[str, int]:
    """Where a measure is taken: step -> visit (from 1), 0 where it is taken once."""
    return {
        step.key: step.visit if measure.repeated else 0
        for step in protocol.steps
        if step.node.id == measure.node and step.part == measure.part
    }


def scores(study: Study, kind: str, among: People, *, scale: str, visits: int, version: str) -> Floats:
    """One scale's scores, shape (n, visits), or (n,) where it was taken once (visits 0). nan is missing."""
    query = sql.SQL(
        "SELECT p.id, c.visit, c.value FROM surveys_participation p"
        " JOIN surveys_scalescore c ON c.participation_id = p.id"
        " WHERE {} AND c.scale = {} AND c.code_version = {}"
    ).format(covered(study, kind), sql.Literal(scale), sql.Literal(version))
    found = fetch(query, {"id": "i", "visit": "i", "value": "f"})
    return _placed(found, found["value"], among, visits)


def acts(study: Study, kind: str, protocol: Compiled, among: People, *, code: str, value: object) -> Floats:
    """Whether each visit's look page was answered with this value, (n, visits); nan where unanswered."""
    steps = looks(protocol)
    return _placed(*_chosen(study, kind, steps, code=code, value=value), among, len(steps))


def chosen(study: Study, kind: str, protocol: Compiled, among: People, *, code: str, value: object) -> Floats:
    """The same of a question that is asked once, shape (n,)."""
    steps = [s.key for s in protocol.steps if not s.visit and any(q.code == code for q in s.questions)]
    return _placed(*_chosen(study, kind, steps, code=code, value=value), among, 0)


def _chosen(
    study: Study, kind: str, steps: Sequence[str], *, code: str, value: object
) -> tuple[Table, Floats]:
    """On which visit (or once) this value was the answer: 1, else 0."""
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], s.step) AS visit,"
        " CASE WHEN jsonb_typeof(s.answers->{}) IN ('string', 'number')"
        " THEN (s.answers->>{} = {})::int END AS chosen FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(
        _texts(steps),
        sql.Literal(code),
        sql.Literal(code),
        sql.Literal(str(value)),
        covered(study, kind),
        _texts(steps),
    )
    found = fetch(query, {"id": "i", "visit": "i", "chosen": "f"})
    return found, found["chosen"]


def dwells(study: Study, kind: str, protocol: Compiled, among: People) -> Floats:
    """Seconds from the answer before each look page to the look's own, shape (n, visits). nan where they came
    back to the look from the stop page: when they had first seen it is not known.
    """
    steps = looks(protocol)
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], s.step) AS visit,"
        " extract(epoch FROM s.at - b.at) AS seconds FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id"
        " JOIN surveys_submission b ON b.participation_id = p.id AND b.n = s.n - 1 AND b.act = 'answer'"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(_texts(steps), covered(study, kind), _texts(steps))
    found = fetch(query, {"id": "i", "visit": "i", "seconds": "f"})
    return _placed(found, found["seconds"], among, len(steps))


def looks(protocol: Compiled) -> list[str]:
    return [step.key for step in protocol.steps if step.part == "look"]


def _placed(found: Table, values: Floats, among: People, visits: int) -> Floats:
    placed = np.full((len(among.id), max(visits, 1)), np.nan)
    row = among.rows_of(found["id"])
    here = row >= 0
    placed[row[here], np.maximum(found["visit"][here] - 1, 0)] = values[here]
    return placed if visits else placed[:, 0]


def _texts(words: Mapping[str, object] | Sequence[str]) -> sql.Literal:
    return sql.Literal(list(words))
