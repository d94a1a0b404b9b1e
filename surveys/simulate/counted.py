"""What drawn studies gave: how often each comparison was found, how like the groups were before the lot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from surveys.analysis.evidence import Difference, Look, Number
from surveys.analysis.only_named import Named
from surveys.analysis.results import Row
from surveys.protocol.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Of one comparison, over `repeats` studies each: found: how often with the effect, by the plan's own
    correction and alpha, at any of its looks; in_error: how often with none; equivalent: how often the
    equivalence test then succeeded; width: mean width of the interval; mean: of estimates with the effect;
    failed: how often nothing could be computed.
    """

    name: str
    effect: float
    repeats: int
    found: int = 0
    in_error: int = 0
    equivalent: int = 0
    width: Number = 0.0
    mean: Number = 0.0
    failed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Balanced:
    """Standardised mean differences of what was measured before the lot, between every two groups and without
    their sign, over `studies`: mean, and the largest of all.
    """

    studies: int = 0
    mean: Number = 0.0
    largest: Number = 0.0


@dataclass(frozen=True, slots=True)
class Analysed:
    """One comparison in one study: its row at the end, and its looks."""

    row: Row
    looks: tuple[Look, ...]


def by_comparison(named: Named) -> dict[str, Analysed]:
    return {
        row.comparison: Analysed(
            row, tuple(look for look in named.looks if look.comparison == row.comparison)
        )
        for row in named.rows
    }


def counted(one: Found, told: Analysed, null: Analysed, plan: Plan) -> Found:
    """The counts with one study more. told: with the effect; null: with none."""
    n, estimate, equivalence = one.repeats, told.row.estimate, null.row.equivalence
    width = estimate.high - estimate.low
    known = bool(np.isfinite(width))
    seen = n - one.failed
    return replace(
        one,
        repeats=n + 1,
        found=one.found + any(found * one.effect > 0 for found in findings(told, plan)),
        in_error=one.in_error + bool(findings(null, plan)),
        equivalent=one.equivalent + bool(equivalence and equivalence.verdict in ("equivalent", "both")),
        width=(one.width * seen + width) / (seen + 1) if known else one.width,
        mean=(one.mean * seen + estimate.estimate) / (seen + 1) if known else one.mean,
        failed=one.failed + (not known),
    )


def balanced(so_far: Balanced, differences: Sequence[Difference]) -> Balanced:
    """With one study more; as it is where nothing could be compared."""
    sizes = [abs(one.smd) for one in differences if np.isfinite(one.smd)]
    if not sizes:
        return so_far
    n = so_far.studies
    return Balanced(
        studies=n + 1,
        mean=(so_far.mean * n + float(np.mean(sizes))) / (n + 1),
        largest=max(so_far.largest, *sizes),
    )


def findings(told: Analysed, plan: Plan) -> list[float]:
    """The estimates that differ from 0 as the plan decides it: of each look that crossed (a study that stops
    there has found it, whatever would have come later), and at the end.
    """
    crossed = [look.estimate for look in told.looks if look.crossed]
    return [*crossed, *([told.row.estimate.estimate] if is_found(told.row, plan) else [])]


def is_found(row: Row, plan: Plan) -> bool:
    """Whether the row differs from 0 as the plan decides it: by its corrected p, or by its interval."""
    if np.isfinite(row.p_adjusted):
        return row.p_adjusted < plan.alpha
    if np.isfinite(row.estimate.p):
        return row.estimate.p < plan.alpha
    return bool(row.estimate.low > 0 or row.estimate.high < 0)
