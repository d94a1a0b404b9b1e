"""An outcome that is taken once a participant: shown against hidden."""

from dataclasses import dataclass

import numpy as np

from scoring.estimators.estimate import Estimate
from scoring.estimators.lin import lin
from scoring.estimators.welch import welch
from surveys.analysis.data import Data, Flags
from surveys.analysis.design import Design
from surveys.analysis.frames import Floats


@dataclass(frozen=True, slots=True)
class Once:
    """y, before: (n,), nan is missing; before is None where nothing was measured; shown, hidden: (n,)."""

    y: Floats
    before: Floats | None
    shown: Flags
    hidden: Flags

    @property
    def adjusted(self) -> Estimate:
        """Given the same scale before the lot (Lin 2013)."""
        among = self.shown | self.hidden
        before = None if self.before is None else self.before[among]
        return lin(self.y[among], self.shown[among], covariates=before)

    @property
    def difference(self) -> Estimate:
        return welch(self.y[self.shown], self.y[self.hidden])


def once(design: Design, data: Data, name: str) -> Once:
    return Once(
        data.values[name],
        data.before.get(name),
        np.isin(data.arm, design.shown),
        np.isin(data.arm, design.hidden),
    )
