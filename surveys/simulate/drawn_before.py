"""What was known before the lot in drawn studies: who is left out by the plan's rules, and covariates."""

from collections.abc import Mapping

import numpy as np

from surveys.analysis.data import Covariate, Flags
from surveys.analysis.frames import Floats
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State

ANYTHING = "anything"
"""Stands in for what was measured before the lot where the plan names nothing, so that balance is known."""


def fates(protocol: Compiled, chance: Floats, *, not_analysed: float) -> tuple[Flags, dict[str, Flags]]:
    """Who stays, (n,), and of those whom each rule leaves out, by rule. chance: (n,), uniform on 0 to 1.

    Of the share that is not analysed, dropping out and each of the plan's rules take an equal part.
    """
    rules = [rule.name for rule in protocol.document.plan.exclusions]
    lost = chance < not_analysed
    # Within those not analysed the chance is uniform again, and says which way they went.
    way = np.floor(chance / not_analysed * (1 + len(rules))) if not_analysed else np.zeros(len(chance))
    stays = ~lost | (way > 0)
    return stays, {name: (lost & (way == i))[stays] for i, name in enumerate(rules, start=1)}


def covariates(
    protocol: Compiled, before: Mapping[str, Floats], n: int, rng: np.random.Generator
) -> dict[str, Covariate]:
    """Those that the plan names: a state's values from before the lot as drawn, anything else standard
    normal. Standardised differences between groups depend on neither unit nor, at these numbers, form.
    """
    known: dict[str, Floats] = {}
    for outcome in protocol.document.outcomes:
        if isinstance(outcome, State) and outcome.name in before:
            columns = before[outcome.name].reshape(n, -1).T
            known |= dict(zip(outcome.before, columns, strict=True))
    names = protocol.document.plan.covariates or (ANYTHING,)
    return {name: Covariate(known[name] if name in known else rng.normal(size=n)) for name in names}
