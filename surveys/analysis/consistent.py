"""Whether the numbers of a stored row follow from each other: nothing is printed or drawn that does not."""

from collections.abc import Sequence
from math import isclose, isfinite, isnan, nan

from scoring.estimators.multiplicity import holm
from scoring.estimators.tost import tost, verdict
from surveys.analysis.design import design_of
from surveys.analysis.evidence import Look
from surveys.analysis.results import AT, MAIN, Equivalence, Results, Row
from surveys.protocol import Compiled
from surveys.protocol.plan import FixedN

CLOSE = 1e-9


def is_consistent(row: Row, results: Results, protocol: Compiled | None = None) -> bool:
    """Whether p, interval and statistic follow from each other, the test of equivalence from the row, and the
    correction made p no smaller and the interval no narrower. With the protocol, whose plan says which rows
    are a family: whether the corrected p are Holm's, where all of the family is there.

    A row that may be looked at early has no p of its own: its estimate and interval must be those of its
    newest look, and its corrected p no smaller than that look's.
    """
    found, adjusted = row.estimate, row.p_adjusted
    if not found.consistent() or adjusted > 1 or adjusted < found.p * (1 - CLOSE):
        return False
    if row.simultaneous_low > found.low or row.simultaneous_high < found.high:
        return False
    looks = _looks(row, results)
    if looks and not _is_newest(row, looks[-1]):
        return False
    if row.equivalence and not _is_tested(row, row.equivalence, looked=bool(looks)):
        return False
    return protocol is None or _is_corrected(row, results, protocol)


def _looks(row: Row, results: Results) -> list[Look]:
    return [look for look in results.looks if row.comparison and look.comparison == row.comparison]


def _is_newest(row: Row, last: Look) -> bool:
    found = row.estimate
    pairs = ((found.estimate, last.estimate), (found.low, last.low), (found.high, last.high))
    same = all(a == b or (isnan(a) and isnan(b)) for a, b in pairs)
    return same and not row.p_adjusted < last.p * (1 - CLOSE)


def _same(a: float, b: float) -> bool:
    return (isnan(a) and isnan(b)) or isclose(a, b, rel_tol=CLOSE, abs_tol=1e-300)


def _is_tested(row: Row, stored: Equivalence, *, looked: bool) -> bool:
    """Two one-sided tests again from estimate, standard error, df and bounds. Where there are none, p and
    interval must at least say the same of the bounds.
    """
    found = row.estimate
    if looked or isnan(stored.p):
        return _is_inside(row, stored)
    if isfinite(found.se) and isfinite(found.p):
        again = tost(found, bound_low=stored.low, bound_high=stored.high, alpha=stored.alpha)
        pairs = (
            (again.p, stored.p), (again.low, stored.interval_low), (again.high, stored.interval_high),
        )  # fmt: skip
        if not all(_same(a, b) for a, b in pairs):
            return False
    elif (stored.p < stored.alpha) is not _within(stored) or not 0 <= stored.p <= 1:
        return False
    if stored.p_adjusted < stored.p * (1 - CLOSE) or stored.p_adjusted > 1:
        return False
    p = found.p if isnan(row.p_adjusted) else row.p_adjusted
    small = stored.p if isnan(stored.p_adjusted) else stored.p_adjusted
    return stored.verdict == verdict(p, small, alpha=stored.alpha)


def _within(stored: Equivalence) -> bool:
    return stored.low < stored.interval_low and stored.interval_high < stored.high


def _is_inside(row: Row, stored: Equivalence) -> bool:
    """Of an interval that holds at every look, and of what could not be computed at all."""
    known = isfinite(stored.interval_low) and isfinite(stored.interval_high)
    if not known:
        return stored.verdict == ""
    ends = (row.estimate.low, stored.interval_low), (row.estimate.high, stored.interval_high)
    return all(_same(a, b) for a, b in ends) and _within(stored) is (stored.verdict in ("both", "equivalent"))


def _is_corrected(row: Row, results: Results, protocol: Compiled) -> bool:
    if row.comparison:
        return _is_planned(row, results, protocol)
    if (row.contrast, row.variant) != (AT, MAIN):
        return True
    family = [r for r in results.rows if (r.outcome, r.contrast, r.variant) == (row.outcome, AT, MAIN)]
    levels = design_of(protocol).levels
    fixed = isinstance(protocol.document.plan.stopping, FixedN) or not any(r.comparison for r in family)
    whole = sorted(r.at for r in family) == sorted((level,) for level in levels)
    return not (whole and fixed) or _is_holm(row, row.p_adjusted, family, [r.estimate.p for r in family])


def _is_planned(row: Row, results: Results, protocol: Compiled) -> bool:
    plan = protocol.document.plan
    family = [r for r in results.rows if r.comparison]
    if [r.comparison for r in family] != [c.name for c in plan.confirmatory]:
        return True
    fixed, alone = isinstance(plan.stopping, FixedN), plan.correction == "none" or len(family) < 2
    last = [found[-1].p if (found := _looks(r, results)) else nan for r in family]
    p = [r.estimate.p for r in family] if fixed else last
    if alone:
        return _same(row.p_adjusted, nan if fixed else p[family.index(row)])
    if not _is_holm(row, row.p_adjusted, family, p):
        return False
    tested = [r for r in family if r.equivalence]
    if row.equivalence is None or not fixed:
        return True
    small = [r.equivalence.p for r in tested if r.equivalence]
    return _is_holm(row, row.equivalence.p_adjusted, tested, small)


def _is_holm(row: Row, adjusted: float, family: Sequence[Row], p: Sequence[float]) -> bool:
    """One wrong p among them is a fault of its own row, and no reason to doubt the others."""
    if not all(r.estimate.consistent() for r in family) or any(not isnan(v) and not 0 <= v <= 1 for v in p):
        return True
    keys = [r.key for r in family]
    return _same(adjusted, float(holm(p)[keys.index(row.key)]))
