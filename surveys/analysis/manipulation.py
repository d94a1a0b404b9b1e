"""The manipulation check: who noticed the score, which one they recall, and how long it was in view."""

from collections.abc import Iterator

import numpy as np

from scoring.estimators.binary import risk_difference, wilson
from scoring.estimators.recall import recall
from surveys.analysis.data import Data
from surveys.analysis.design import Design
from surveys.analysis.findings import Noticing, Recalled, Sight
from surveys.analysis.results import Noticed
from surveys.analysis.sight import Known


def noticed(design: Design, data: Data) -> Iterator[Noticed]:
    """By group, of those who were asked."""
    if data.noticed is None:
        return
    for position, group in enumerate(design.groups):
        told = data.noticed[(data.arm == position) & ~np.isnan(data.noticed)]
        x, n = int(told.sum()), len(told)
        low, high = wilson(x, n) if n else (np.nan, np.nan)
        yield Noticed(group=group, n=n, noticed=x, low=low, high=high)


def noticing(design: Design, data: Data) -> Noticing | None:
    """Shown against hidden: one answer a person, so that they are independent. None without both."""
    if data.noticed is None or not (design.shown and design.hidden):
        return None
    asked = ~np.isnan(data.noticed)
    (x1, n1), (x2, n2) = (
        (
            int(data.noticed[asked & np.isin(data.arm, side)].sum()),
            int((asked & np.isin(data.arm, side)).sum()),
        )
        for side in (design.shown, design.hidden)
    )
    found = risk_difference(x1, n1, x2, n2)
    return Noticing(
        shown=x1,
        of_shown=n1,
        hidden=x2,
        of_hidden=n2,
        difference=found.estimate,
        low=found.low,
        high=found.high,
        p=found.p,
    )


def recalled(design: Design, data: Data) -> Iterator[Recalled]:
    """Beside the last visit's score: where it was hidden, one that nobody can recall."""
    if data.recalled is None or not data.level.shape[1]:
        return
    for position, group in enumerate(design.groups):
        here = data.arm == position
        found = recall(data.recalled[here], data.level[here, -1])
        yield Recalled(
            group=group,
            n=found.n,
            bias=found.bias,
            off=found.off,
            exact=found.exact,
            correlation=found.correlation,
            low=found.low,
            high=found.high,
            warnings=found.warnings,
        )


def sight(design: Design, data: Data) -> Iterator[Sight]:
    """Of how many looks it is known how long the score was in view."""
    for outcome, known in data.sight.items():
        for position in design.shown:
            counts = np.bincount(known[data.arm == position].ravel(), minlength=len(Known))
            yield Sight(
                outcome=outcome,
                group=design.groups[position],
                looks=int(counts[Known.UNTOLD :].sum()),
                timed=int(counts[Known.TIMED]),
                unseen=int(counts[Known.UNSEEN]),
                partly=int(counts[Known.PARTLY]),
                untold=int(counts[Known.UNTOLD]),
            )
