"""Rows to arrays: who took part, what they were shown, and what they answered. Only what is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from surveys.analysis.columns import Table, fetch
from surveys.analysis.design import Scores, scores_of
from surveys.analysis.scope import Scope
from surveys.protocol import Compiled, Measure
from surveys.questions import Choice

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class People:
    """The exposed whose answers count, in the order of their ids: whom every comparison of groups is about.
    All arrays of shape (n,).

    arm: position in the protocol's arms; ended: their rank by when they ended, from 0, the last for whoever
    left without a word; finished: 1 for who came to the end. came: how many have such a rank, whoever
    withdrew among them: their places stay theirs, so that nobody else's moves.
    """

    id: Ints
    arm: Ints
    ended: Ints
    finished: Ints
    came: int = 0

    def rows_of(self, ids: Ints) -> Ints:
        """Positions of these ids; -1 for those who are not among us."""
        if not len(self.id):
            return np.full(len(ids), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.id, ids), len(self.id) - 1)
        return np.where(self.id[at] == ids, at, -1)

    def without(self, ids: Ints) -> "People":
        """As if these had not ended yet."""
        kept = ~np.isin(self.id, ids)
        gone = np.sort(self.ended[~kept])
        ended = self.ended[kept] - np.searchsorted(gone, self.ended[kept])
        return People(self.id[kept], self.arm[kept], ended, self.finished[kept], self.came - len(gone))


@dataclass(frozen=True, slots=True)
class Slots:
    """The allocation list, in its order; arrays of shape (slots,). block: its number over all strata; arm: of
    the list; who: row of the participant among the people, -1 where nobody of them holds it; taken: whether
    anybody does or did. stratum, number: of the block within it; size: how many places the whole block has,
    of which the list may not hold the last yet.
    """

    block: Ints
    arm: Ints
    who: Ints
    taken: NDArray[np.bool_]
    stratum: Ints
    number: Ints
    size: Ints

    def only(self, kept: NDArray[np.bool_]) -> "Slots":
        """With the people marked in `kept`, renumbered; the others hold no slot any more."""
        new = np.where(kept, np.cumsum(kept) - 1, -1)
        who = np.where(self.who >= 0, new[self.who] if len(new) else -1, -1)
        return replace(self, who=who)


@dataclass(frozen=True, slots=True)
class Shown:
    """What each participant was drawn to meet. Both of shape (n, visits).

    profile: position in the pool, -1 where there is none; level: of the score, nan where it has none. The
    placebo's too: whether it was displayed follows from the arm.
    """

    profile: Ints
    level: Floats


def people(scope: Scope, protocol: Compiled) -> People:
    """Exposed as the flow counts it: noted, or beyond the first page that can differ. Who stopped or withdrew
    before that page met no difference; whoever withdrew has no answers to compare.
    """
    query = sql.SQL(
        "SELECT id, array_position({}::text[], arm) - 1 AS arm, ended, came,"
        " coalesce(ending = 'finished', false)::int AS finished FROM ("
        "SELECT p.id, p.arm, p.ending, count(*) OVER () AS came,"
        " rank() OVER (ORDER BY p.ended_at NULLS LAST, p.id) - 1 AS ended"
        " FROM surveys_participation p WHERE {} AND p.arm = ANY({}::text[])"
        " AND (p.exposed_at IS NOT NULL OR p.furthest = ANY({}::text[]))) AS c"
        " WHERE ending IS DISTINCT FROM 'withdrawn' ORDER BY id"
    ).format(
        texts(protocol.arms),
        scope.came,
        texts(protocol.arms),
        texts([step.key for step in protocol.steps[protocol.differs + 1 :]]),
    )
    found = dict(fetch(query, dict.fromkeys(("id", "arm", "ended", "finished", "came"), "i")))
    came = found.pop("came")
    return People(**found, came=int(came[0]) if len(came) else 0)


def shown(scope: Scope, protocol: Compiled, among: People) -> Shown:
    """The draws at every visit."""
    visits = protocol.visits.count if protocol.visits else 0
    profiles = texts([profile.code for profile in protocol.document.profiles])
    profile = np.full((len(among.id), visits), -1, dtype=np.int64)
    level = np.full((len(among.id), visits), np.nan)
    if not visits:
        return Shown(profile, level)
    scores = scores_of(protocol)
    query = sql.SQL(
        "SELECT p.id, v.n - 1 AS visit, array_position({}::text[], v.drawn->>'profile') - 1 AS profile,"
        " {} AS drawn FROM surveys_participation p,"
        " jsonb_array_elements(p.draws->'visits') WITH ORDINALITY AS v(drawn, n) WHERE {}"
    ).format(profiles, _drawn(scores), scope.condition)
    found = fetch(query, {"id": "i", "visit": "i", "profile": "i", "drawn": "i"})
    row = among.rows_of(found["id"])
    here = row >= 0
    at = row[here], found["visit"][here]
    profile[at] = found["profile"][here]
    level[at] = scores.at(found["profile"][here], found["drawn"][here])
    return Shown(profile, level)


def within(scope: Scope, protocol: Compiled, among: People) -> Ints:
    """Position of the level that each visit had, of what varies within participants, (n, visits); (0, 0)
    where nothing does."""
    factor = next((f for f in protocol.document.factors if f.varies == "within"), None)
    visits = protocol.visits.count if protocol.visits else 0
    if factor is None or not visits:
        return np.zeros((0, 0), dtype=np.int64)
    query = sql.SQL(
        "SELECT p.id, v.n - 1 AS visit, array_position({}::text[], v.drawn->'levels'->>{}) - 1 AS level"
        " FROM surveys_participation p,"
        " jsonb_array_elements(p.draws->'visits') WITH ORDINALITY AS v(drawn, n) WHERE {}"
    ).format(texts([*map(str, factor.levels)]), sql.Literal(factor.name), scope.condition)
    found = fetch(query, {"id": "i", "visit": "i", "level": "i"})
    row = among.rows_of(found["id"])
    here = row >= 0
    level = np.full((len(among.id), visits), -1, dtype=np.int64)
    level[row[here], found["visit"][here]] = found["level"][here]
    return level


def _drawn(scores: Scores) -> sql.Composable:
    """The position of the level that decides the score at visit `v.drawn` of participation `p`, as SQL."""
    if scores.factor is None:
        return sql.SQL("0")
    name = sql.Literal(scores.factor.name)
    level = sql.SQL("coalesce(v.drawn->'levels'->>{}, p.draws->'levels'->>{})").format(name, name)
    return sql.SQL("array_position({}::text[], {}) - 1").format(texts(scores.names), level)


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
        texts(steps),
        sql.SQL(", ").join(numbers),
        condition,
        texts(steps),
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
        if (step.node.id, step.part, step.day) == (measure.node, measure.part, measure.day)
    }


def scores(scope: Scope, among: People, *, scale: str, visits: int, version: str) -> Floats:
    """One scale's scores, shape (n, visits), or (n,) where it was taken once (visits 0). nan is missing."""
    query = sql.SQL(
        "SELECT p.id, c.visit, c.value FROM surveys_participation p"
        " JOIN surveys_scalescore c ON c.participation_id = p.id"
        " WHERE {} AND c.scale = {} AND c.code_version = {}"
    ).format(scope.condition, sql.Literal(scale), sql.Literal(version))
    found = fetch(query, {"id": "i", "visit": "i", "value": "f"})
    return _placed(found, found["value"], among, visits)


def acts(scope: Scope, protocol: Compiled, among: People, *, code: str, value: object) -> Floats:
    """Whether each visit's look page was answered with this value, (n, visits); nan where unanswered."""
    steps = looks(protocol)
    return _placed(*_chosen(scope, steps, code=code, values=(value,)), among, len(steps))


def chosen(
    scope: Scope, protocol: Compiled, among: People, *, code: str, values: Sequence[int | str]
) -> Floats:
    """Whether a question that is asked once was answered with one of these, shape (n,); nan unanswered."""
    steps = _once(protocol, code)
    return _placed(*_chosen(scope, steps, code=code, values=values), among, 0)


def told(scope: Scope, protocol: Compiled, among: People, *, code: str) -> tuple[Floats, tuple[str, ...]]:
    """The answer to a question that is asked once, (n,), nan is missing; and its options where it has some,
    whose position then is the answer.
    """
    question = next(q for step in protocol.steps for q in step.questions if q.code == code)
    if isinstance(question, Choice):
        options = tuple(str(option.value) for option in question.options)
        found = np.full(len(among.id), np.nan)
        for i, option in enumerate(options):
            found[chosen(scope, protocol, among, code=code, values=(option,)) == 1] = i
        return found, options
    table = answers(scope.condition, dict.fromkeys(_once(protocol, code), 0), [code])
    return _placed(table, table["a0"], among, 0), ()


def _once(protocol: Compiled, code: str) -> list[str]:
    return [s.key for s in protocol.steps if not s.visit and any(q.code == code for q in s.questions)]


def slots(scope: Scope, protocol: Compiled, among: People) -> Slots:
    """The list up to the end of the last block that anybody was taken into, and who holds each place."""
    query = sql.SQL(
        "SELECT array_position({}::text[], s.arm) - 1 AS arm, s.participation_id AS id,"
        " (s.participation_id IS NOT NULL)::int AS taken,"
        " dense_rank() OVER (ORDER BY s.stratum, s.block) - 1 AS block, s.block AS number, s.size,"
        " dense_rank() OVER (ORDER BY s.stratum) - 1 AS stratum FROM (SELECT *,"
        " max(block) FILTER (WHERE participation_id IS NOT NULL) OVER (PARTITION BY stratum) AS last"
        " FROM surveys_slot WHERE study_id = {} AND kind = {}) AS s"
        " WHERE s.block <= s.last ORDER BY s.stratum, s.position"
    ).format(texts(protocol.arms), sql.Literal(scope.study), sql.Literal(scope.kind))
    columns = ("arm", "id", "taken", "block", "number", "stratum", "size")
    found = fetch(query, dict.fromkeys(columns, "i"))
    return Slots(
        block=found["block"],
        arm=found["arm"],
        who=among.rows_of(found["id"]),
        taken=found["taken"] == 1,
        stratum=found["stratum"],
        number=found["number"],
        size=found["size"],
    )


def _chosen(
    scope: Scope, steps: Sequence[str], *, code: str, values: Sequence[object]
) -> tuple[Table, Floats]:
    """On which visit (or once) one of these was the answer: 1, else 0."""
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], s.step) AS visit,"
        " CASE WHEN jsonb_typeof(s.answers->{}) IN ('string', 'number')"
        " THEN (s.answers->>{} = ANY({}::text[]))::int END AS chosen FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(
        texts(steps),
        sql.Literal(code),
        sql.Literal(code),
        sql.Literal([str(value) for value in values]),
        scope.condition,
        texts(steps),
    )
    found = fetch(query, {"id": "i", "visit": "i", "chosen": "f"})
    return found, found["chosen"]


def dwells(scope: Scope, protocol: Compiled, among: People) -> Floats:
    """Seconds from the answer before each look page to the look's own, shape (n, visits), whatever was done
    on it meanwhile. nan where they came back to the look from the stop page: when they had first seen it is
    not known.
    """
    steps = looks(protocol)
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], s.step) AS visit,"
        " extract(epoch FROM s.at - b.at) AS seconds FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id"
        " JOIN surveys_submission b ON b.participation_id = p.id AND b.act = 'answer' AND b.n = ("
        "SELECT max(x.n) FROM surveys_submission x"
        " WHERE x.participation_id = p.id AND x.n < s.n AND x.act <> 'do')"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(texts(steps), scope.condition, texts(steps))
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


def texts(words: Mapping[str, object] | Sequence[str]) -> sql.Literal:
    """As an array for a statement."""
    return sql.Literal(list(words))
