"""How groups went over time: a state at each time it was taken, acts on each day, and who stayed how long."""

from collections.abc import Iterator
from math import nan

import numpy as np

from scoring.estimators.binary import attrition
from scoring.estimators.estimate import t_row
from scoring.estimators.survival import kaplan_meier, stays
from scoring.moments import moments
from surveys.analysis.data import Data
from surveys.analysis.design import Design
from surveys.analysis.evidence import Moment, Reached, Staying
from surveys.analysis.frames import Floats
from surveys.analysis.groups import days_left
from surveys.analysis.series import series_of
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Stayed

ACTS = "acts"
"""What is counted of each day: whatever others would see."""
SEEN = ("post", "filler", "own", "reply", "share", "like")


def moments_of(protocol: Compiled, design: Design, data: Data, *, inferred: bool) -> Iterator[Moment]:
    """Each group's mean at each time, with its interval where anything may be inferred."""
    for series in series_of(protocol):
        for taken in series.taken:
            if taken.scale in data.states:
                yield from _means(design, data, series.key, taken.at, data.states[taken.scale], inferred)
    if data.days is not None:
        for day, values in enumerate(data.days.daily(SEEN).T, 1):
            yield from _means(design, data, ACTS, day, values, inferred)


def _means(
    design: Design, data: Data, what: str, at: int, values: Floats, inferred: bool
) -> Iterator[Moment]:
    for position, group in enumerate(design.groups):
        m = moments(values[data.arm == position])
        row = t_row(m.mean, m.se, m.n - 1.0) if inferred and m.n > 1 else None
        yield Moment(
            what=what,
            group=group,
            at=at,
            n=m.n,
            mean=m.mean if m.n else nan,
            low=row.low if row else nan,
            high=row.high if row else nan,
        )


def stayings(protocol: Compiled, design: Design, data: Data) -> Iterator[Staying]:
    """The share of each group that is still there after so many days, and how many that rests on."""
    for outcome in protocol.document.outcomes:
        if not isinstance(outcome, Stayed) or outcome.name not in data.left:
            continue
        last = days_left(protocol.document, outcome)
        time, left = data.values[outcome.name], data.left[outcome.name]
        for position, group in enumerate(design.groups):
            here = data.arm == position
            one = stays(time[here], left[here])
            curve = kaplan_meier(one)
            yield Staying(
                outcome=outcome.name,
                group=group,
                n=one.n,
                last=last,
                times=tuple(curve.times.tolist()),
                staying=tuple(curve.staying.tolist()),
                low=tuple(curve.low.tolist()),
                high=tuple(curve.high.tolist()),
                at_risk=tuple(int((one.time >= day).sum()) for day in range(last + 1)),
            )


def reached(protocol: Compiled, design: Design, data: Data) -> Iterator[Reached]:
    """Of each page of questions after a day, who of each group came to it: whom comparisons of what is asked
    there are about. p: that this does not depend on the group.
    """
    if data.days is None:
        return
    n = np.bincount(data.arm, minlength=len(design.groups))
    for day in sorted({step.day for step in protocol.steps if step.part == "ask"}):
        came = np.bincount(data.arm[data.days.done >= day], minlength=len(design.groups))
        test = attrition(came.tolist(), (n - came).tolist())
        yield Reached(
            day=day, by_group=tuple(came.tolist()), of=tuple(n.tolist()), p=test.p, method=test.method
        )
