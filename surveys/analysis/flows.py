"""Who came and how far they got: counted from participations alone, so that a withdrawal stays counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import nan

from django.db import connection

from scoring.estimators.binary import attrition
from surveys.analysis.results import ENOUGH, Count, Flow
from surveys.models import Study
from surveys.protocol import Compiled, Ending

# In batches: whoever has a group and ended, in the order in which they did, up to the last full batch.
_GROUPED = """
SELECT arm, ending, furthest, exposed, coalesce(place <= ended - mod(ended, %s), false), count(*)
FROM (SELECT arm, ending, furthest, exposed_at IS NOT NULL AS exposed,
             CASE WHEN arm IS NOT NULL AND ended_at IS NOT NULL
                  THEN row_number() OVER (ORDER BY arm IS NULL, ended_at NULLS LAST, id) END AS place,
             count(*) FILTER (WHERE arm IS NOT NULL AND ended_at IS NOT NULL) OVER () AS ended
      FROM surveys_participation WHERE study_id = %s AND kind = %s AND n > 0) AS p
GROUP BY 1, 2, 3, 4, 5
"""
_MINUTES = """
SELECT coalesce(arm, ''),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at) / 60)
FROM surveys_participation WHERE study_id = %s AND kind = %s AND ending = 'finished'
GROUP BY GROUPING SETS ((arm), ())
"""


@dataclass(frozen=True, slots=True)
class Group:
    """So many participations that share arm, ending, the furthest page and whether they were exposed.

    furthest: position among the protocol's steps; batch: whether they are of the full batches of those who
    ended.
    """

    arm: str | None
    ending: str | None
    furthest: int
    exposed: bool
    count: int
    batch: bool = False


def flow(study: Study, kind: str, protocol: Compiled) -> Flow:
    """The first submission is the arrival; page views are not counted."""
    with connection.cursor() as cursor:
        cursor.execute(_GROUPED, [ENOUGH, study.pk, str(kind)])
        groups = [
            Group(arm, ending, protocol.positions.get(furthest, 0), exposed, count, batch)
            for arm, ending, furthest, exposed, batch, count in cursor.fetchall()
        ]
        cursor.execute(_MINUTES, [study.pk, str(kind)])
        minutes = {name: float(value) for name, value in cursor.fetchall() if value is not None}
    return flow_of(protocol, groups, minutes)


def flow_of(protocol: Compiled, groups: Sequence[Group], minutes: Mapping[str, float]) -> Flow:
    """minutes: medians by arm, "" for everybody."""
    arms = tuple(protocol.arms)
    lot = len(protocol.steps) if protocol.lot is None else protocol.lot
    counts = [
        _count("arrived", groups, lambda g: True),
        _count("declined", groups, lambda g: g.ending == Ending.DECLINED),
        *_pages(protocol, groups, range(1, lot), ()),
        _count("screened_out", groups, lambda g: g.ending == Ending.SCREENED_OUT),
    ]
    if lot < len(protocol.steps):
        counts.append(_count("allocated", groups, lambda g: g.arm is not None, arms))
        counts.append(_count("exposed", groups, lambda g: _exposed(g, protocol.differs), arms))
        counts += _pages(protocol, groups, range(lot + 1, len(protocol.steps)), arms)
    grouped = arms if lot < len(protocol.steps) else ()
    for ending in (Ending.FINISHED, Ending.STOPPED, Ending.WITHDRAWN):
        counts.append(_count(str(ending), groups, partial(_ended, ending=ending), grouped))
    counts.append(_count("unfinished", groups, lambda g: g.ending is None, grouped))
    return _with_attrition(
        Flow(
            groups=grouped,
            counts=tuple(counts),
            minutes=minutes.get("", nan),
            minutes_by_group=tuple(minutes.get(arm, nan) for arm in grouped),
        )
    )


TOLD = ("allocated", "exposed", "finished")
"""Counts that may be told by group before the effects."""


def blinded(found: Flow) -> Flow:
    """What may be told while effects may not: how many reached a single page, stopped or withdrew in each
    group would say in which group one person is. Nor does a small group's total, nor its time. And whoever
    watches a count go up as somebody they know ends would know that one's group: by group only whole batches
    of those who ended are counted, a batch at a time.
    """
    batches = {c.key: c.in_batches for c in found.counts if c.key in TOLD}
    told = min(batches.get("allocated", ()), default=0) >= ENOUGH
    counts = tuple(
        replace(c, by_group=batches[c.key] if told and c.key in TOLD else (), in_batches=())
        for c in found.counts
    )
    return _with_attrition(
        replace(
            found,
            groups=found.groups if told else (),
            counts=counts,
            minutes_by_group=(),
            attrition=nan,
            attrition_method="",
            batched=sum(batches["allocated"]) if told else 0,
        )
    )


def _exposed(group: Group, differs: int) -> bool:
    """Whoever got beyond the first page that can differ has seen it, whatever became of the note."""
    return group.arm is not None and (group.exposed or group.furthest > differs)


def _pages(
    protocol: Compiled, groups: Sequence[Group], positions: range, arms: tuple[str, ...]
) -> list[Count]:
    return [
        _count(f"page:{protocol.steps[i].key}", groups, partial(_reached, position=i), arms)
        for i in positions
    ]


def _reached(group: Group, position: int) -> bool:
    """A page that a condition spared somebody counts as reached: they got as far."""
    return group.ending == Ending.FINISHED or group.furthest >= position


def _ended(group: Group, ending: Ending) -> bool:
    return group.ending == ending


def _count(
    key: str, groups: Sequence[Group], counts: Callable[[Group], bool], arms: tuple[str, ...] = ()
) -> Count:
    counted = [group for group in groups if counts(group)]
    by_group, in_batches = (
        tuple(sum(g.count for g in counted if g.arm == arm and (g.batch or not only)) for arm in arms)
        for only in (False, True)
    )
    return Count(key=key, total=sum(g.count for g in counted), by_group=by_group, in_batches=in_batches)


def _with_attrition(found: Flow) -> Flow:
    if len(found.groups) < 2:
        return found
    finished, exposed = found.by_group("finished"), found.by_group("exposed")
    # A tombstone may lack the note of exposure: nobody is lost who was never there.
    lost = [max(0, e - f) for e, f in zip(exposed, finished, strict=True)]
    test = attrition(finished, lost)
    return replace(found, attrition=test.p, attrition_method=test.method)
