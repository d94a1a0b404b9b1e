"""What was done on each day of a study that has days: acts, breaks, and how far each participant came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from psycopg import sql

from surveys.analysis.columns import fetch
from surveys.analysis.frames import Floats, Ints, People
from surveys.analysis.scope import Scope
from surveys.protocol import Compiled, Step
from surveys.protocol.outcomes import Count, Deed, Happened, Stayed

ACTS: tuple[Deed, ...] = get_args(Deed)
LEAVES = ("next", "finish")
"""Ways of leaving a day besides a break."""


@dataclass(frozen=True, slots=True)
class Days:
    """n participants, d days. counts: act -> (n, d), how often it was done; done: (n,), the last day that is
    behind them, those passed over in a break among them; reached: (n,), the last day that they came to.
    """

    done: Ints
    reached: Ints
    counts: Mapping[str, Ints]

    @property
    def last(self) -> int:
        last: int = self.counts["post"].shape[1]
        return last

    def only(self, kept: NDArray[np.bool_]) -> "Days":
        counts = {act: table[kept] for act, table in self.counts.items()}
        return Days(self.done[kept], self.reached[kept], counts)

    def daily(self, acts: Sequence[str]) -> Floats:
        """How many of these were done on each day, (n, d); nan on days that were not reached."""
        sums = sum((self.counts[act] for act in acts), np.zeros((len(self.done), self.last)))
        return np.where(self.reached[:, None] >= np.arange(1, self.last + 1), sums, np.nan)

    def total(self, acts: Sequence[str], over: tuple[int, int] | None) -> Floats:
        """Over the days from..to, (n,): nan of whoever never came to the first of them."""
        first, last = over or (1, self.last)
        daily = self.daily(acts)[:, first - 1 : last]
        return np.where(self.reached >= first, np.nansum(daily, axis=1), np.nan)

    def stayed(self, after: int) -> tuple[Floats, Floats]:
        """Days done after this one, and 1 where they left then, 0 where the last day came first. Both (n,),
        nan of whoever did not end that day.
        """
        known = self.done >= after
        more = np.where(known, self.done - after, np.nan).astype(float)
        return more, np.where(known, (self.done < self.last).astype(float), np.nan)


def steps_of(protocol: Compiled) -> list[str]:
    """The days' steps, in order."""
    return [step.key for step in protocol.steps if step.part == "day"]


def days(scope: Scope, protocol: Compiled, among: People) -> Days:
    """Every act is a submission of its own, on its day's step; a day is left by one, too."""
    steps = steps_of(protocol)
    query = sql.SQL(
        "SELECT id, day, array_position({}::text[], CASE WHEN verb <> 'post' OR rest IN ('filler', 'own')"
        " THEN CASE verb WHEN 'post' THEN rest ELSE verb END ELSE 'post' END) - 1 AS act,"
        " CASE WHEN verb = 'break' THEN rest::int ELSE 0 END AS length FROM ("
        "SELECT p.id, array_position({}::text[], s.step) AS day, split_part(a.what, '.', 1) AS verb,"
        " split_part(a.what, '.', 2) AS rest FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id,"
        " LATERAL (SELECT coalesce(s.answers->>'do', s.answers->>'leave') AS what) AS a"
        " WHERE {} AND s.act IN ('do', 'answer') AND s.step = ANY({}::text[])) AS d"
    ).format(sql.Literal([*ACTS, *LEAVES]), sql.Literal(steps), scope.condition, sql.Literal(steps))
    found = fetch(query, dict.fromkeys(("id", "day", "act", "length"), "i"))
    row = among.rows_of(found["id"])
    here = row >= 0
    done = [column[here] for column in (found["day"], found["act"], found["length"])]
    return gathered(row[here], *done, begun=begun(scope, protocol, among), last=len(steps))


def gathered(row: Ints, day: Ints, act: Ints, length: Ints, *, begun: Ints, last: int) -> Days:
    """One entry a submission: whose (row), on which day (from 1), what (of ACTS and LEAVES), and how many
    days a break takes. begun: (n,), the last day whose page they were sent; last: of the study.
    """
    n = len(begun)
    counts: dict[str, Ints] = {name: _counted(row, day, act == i, n, last) for i, name in enumerate(ACTS)}
    leaves = np.isin(act, [ACTS.index("break"), *range(len(ACTS), len(ACTS) + len(LEAVES))])
    done = np.zeros(n, dtype=np.int64)
    np.maximum.at(done, row[leaves], np.minimum(day + length, last)[leaves])
    reached = begun.copy()
    np.maximum.at(reached, row, day)
    goes_on = leaves & (act != len(ACTS) + LEAVES.index("finish"))
    np.maximum.at(reached, row[goes_on], np.minimum(day + length + 1, last)[goes_on])
    return Days(done, reached, counts)


def begun(scope: Scope, protocol: Compiled, among: People) -> Ints:
    """The last day whose page each was sent, as far as that can be told by the furthest page; else 0."""
    at = [0] * len(protocol.steps)
    for i, step in enumerate(protocol.steps):
        at[i] = (at[i - 1] if i else 0) + (step.part == "day")
    own = {step.key: n for step, n in zip(protocol.steps, at, strict=True) if _in_days(protocol, step)}
    beyond = {step.key: min(n, 1) for step, n in zip(protocol.steps, at, strict=True)}
    query = sql.SQL(
        "SELECT p.id, ({}::int[])[array_position({}::text[], p.furthest)] AS day"
        " FROM surveys_participation p WHERE {}"
    ).format(
        sql.Literal([own.get(key, day) for key, day in beyond.items()]),
        sql.Literal(list(beyond)),
        scope.condition,
    )
    found = fetch(query, {"id": "i", "day": "i"})
    row = among.rows_of(found["id"])
    reached = np.zeros(len(among.id), dtype=np.int64)
    reached[row[row >= 0]] = np.maximum(found["day"], 0)[row >= 0]
    return reached


def values(found: Days, outcome: Count | Happened | Stayed) -> Floats:
    """The outcome of each participant, (n,)."""
    if isinstance(outcome, Stayed):
        return found.stayed(outcome.after)[0]
    total = found.total(outcome.acts, outcome.days)
    if isinstance(outcome, Count):
        return total
    return np.where(np.isnan(total), np.nan, (total > 0).astype(float))


def _in_days(protocol: Compiled, step: Step) -> bool:
    return any(other.part == "day" and other.node is step.node for other in protocol.steps)


def _counted(row: Ints, day: Ints, is_this: NDArray[np.bool_], n: int, last: int) -> Ints:
    table = np.zeros((n, last), dtype=np.int64)
    np.add.at(table, (row[is_this], day[is_this] - 1), 1)
    return table
