"""What attrition could have made of a comparison of groups: Lee's bounds, scale ends, the tipping point."""

from collections.abc import Iterator

import numpy as np

from scoring.estimators.imbens_manski import lee_interval
from scoring.estimators.lee import scale_ends
from scoring.estimators.tipping import tipping
from surveys.analysis.asking import Source
from surveys.analysis.evidence import GroupBound
from surveys.analysis.frames import Floats
from surveys.analysis.naming import range_of
from surveys.analysis.results import GROUPS, Flow, Row
from surveys.protocol.outcomes import State
from surveys.protocol.sides import arms_in

BOOTSTRAP = 1999


def group_bounds(
    source: Source, everybody: Source, flow: Flow, rows: list[Row], *, seed: int
) -> Iterator[GroupBound]:
    """Of every comparison that the plan names and that is a difference of means of a state: each group's
    exposed, those who withdrew among them, less those whom the plan's rules leave out.
    """
    document = source.protocol.document
    states = {o.name: o for o in document.outcomes if isinstance(o, State) and o.name in source.data.values}
    left = np.bincount(everybody.data.arm[everybody.data.left_out], minlength=len(source.design.groups))
    exposed = flow.by_group("exposed") or (0,) * len(source.design.groups)
    for row in rows:
        if row.contrast != GROUPS or row.outcome not in states or row.sides is None:
            continue
        arms = [arms_in(document, side) for side in (row.sides.of, row.sides.against)]
        y = [source.data.values[row.outcome][np.isin(source.data.arm, side)] for side in arms]
        came = [
            max(sum(exposed[i] - int(left[i]) for i in side), len(values))
            for side, values in zip(arms, y, strict=True)
        ]
        sizes = came[0], came[1]
        lee = lee_interval(y[0], y[1], allocated=sizes, seed=seed, draws=BOOTSTRAP)
        ends = range_of(source.protocol, states[row.outcome])
        widest = scale_ends(y[0], y[1], allocated=sizes, low=ends[0], high=ends[1]) if ends else None
        tips = tipping(y[0], y[1], allocated=sizes, scale=ends)
        yield GroupBound(
            comparison=row.comparison,
            missing=(sizes[0] - _known(y[0]), sizes[1] - _known(y[1])),
            of=sizes,
            low=lee.bounds.lower,
            high=lee.bounds.upper,
            outer_low=lee.low,
            outer_high=lee.high,
            end_low=widest.lower if widest else np.nan,
            end_high=widest.upper if widest else np.nan,
            tip=tips.treated,
            tip_against=tips.untreated,
            assumption=lee.bounds.assumption,
            seed=lee.seed,
            warnings=tuple(dict.fromkeys((*lee.bounds.warnings, *lee.warnings, *tips.warnings))),
        )


def _known(values: Floats) -> int:
    return int((~np.isnan(values)).sum())
