"""What stands beside the estimates: tests of smallness, variance components, break-even scores."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.results import Equivalence, Row
from surveys.protocol.plan import FixedN
from surveys.report.document import apa
from surveys.report.document.known import Known, named
from surveys.report.document.parts import Block, Listing, Para, Table
from surveys.report.numbers import DASH, MINUS, number, signed
from surveys.report.shape import means, turning
from surveys.report.told import told_of

TESTS = "In the units of the estimates; the larger p of the two tests, with a Holm correction of its own."
HELD = (
    "In the units of the estimates. The plan looks early: an effect is small where its interval, which holds "
    "at every look, lies within the bounds, and there is no other test."
)
VERDICTS = {
    "different": "different from 0, and not shown to be small",
    "equivalent": "smaller than the smallest effect worth having",
    "both": "different from 0, and smaller than the smallest effect worth having",
    "inconclusive": "cannot be told",
    "": "nothing could be computed",
}


def equivalence(known: Known) -> Iterator[Block]:
    fixed = isinstance(known.plan.stopping, FixedN)
    # Where the plan looks early, a test of what it does not name does not allow for the looks.
    rows = tuple(
        _equivalence(known, row, row.equivalence)
        for row in known.results.rows
        if row.equivalence and (row.confirmatory or fixed)
    )
    if rows:
        yield Table(
            "Whether effects are smaller than the smallest worth having",
            ("Comparison", "Bounds", "Interval", "Two one-sided tests", "Verdict"),
            rows,
            note=TESTS if fixed else HELD,
            numeric=frozenset({1, 2}),
        )


def _equivalence(known: Known, row: Row, tested: Equivalence) -> tuple[str, ...]:
    unit = known.unit(row.outcome)
    p = (apa.p_text(tested.p), apa.p_text(tested.p_adjusted, "p_Holm"))
    return (
        named(known, row),
        f"{unit.shown(tested.low):g} to {unit.shown(tested.high):g}".replace("-", MINUS),
        f"{apa.percent(1 - 2 * tested.alpha)} % {apa.ends(tested.interval_low, tested.interval_high, unit)}",
        ", ".join(part for part in p if part) or DASH,
        VERDICTS[tested.verdict],
    )


def shape(known: Known) -> Iterator[Block]:
    """Means by displayed score from the model, and whether the answer turns."""
    told = [told_of(known.results, known.protocol, known.language, o) for o in known.document.outcomes]
    rows = tuple(
        (known.label(one.outcome.name), *row) for one in told if (table := means(one)) for row in table.rows
    )
    if rows:
        units = "; ".join(f"{known.label(one.outcome.name)}: {one.unit.mean}" for one in told if means(one))
        yield Table(
            "Means by displayed score, from the mixed models",
            ("Outcome", "Displayed score", "Mean", "95 % interval", "n"),
            rows,
            note=f"They allow for who met which score and profile; each interval by itself. {units}.",
            numeric=frozenset({1, 2, 3}),
        )
    said = tuple(
        turning(one, found)
        for one in told
        for found in known.results.turns
        if found.outcome == one.outcome.name
    )
    if said:
        yield Para(TURNS)
        yield Listing(said)


TURNS = (
    "Whether the answer turns (exploratory): two lines about a displayed score, a U only where their slopes "
    "have opposite signs and each differs from 0, an intersection-union test."
)


def models(known: Known) -> Iterator[Block]:
    parts = tuple(
        (
            known.label(fit.outcome),
            f"{one.name} | {one.group}" if one.name != one.group else one.name,
            number(one.variance, 4),
            f"{100 * one.share:.1f} %" if not isnan(one.share) else DASH,
        )
        for fit in known.results.fits
        for one in fit.components
    )
    if parts:
        yield Table(
            "Variance components of the mixed models",
            ("Outcome", "Component", "Variance", "Share"),
            parts,
            note=" ".join(_fits(known)),
            numeric=frozenset({2, 3}),
        )
    crossed = tuple(
        (
            known.label(one.outcome),
            number(one.score, 1),
            _ends(one.low, one.high, one.outside),
            signed(" ".join(one.warnings)),
        )
        for one in known.results.crossings
    )
    if crossed:
        yield Table(
            "The displayed score at which showing it makes no difference",
            ("Outcome", "Score", "Interval (Fieller)", "Remark"),
            crossed,
            numeric=frozenset({1, 2}),
        )


def _ends(low: float, high: float, outside: tuple[float, float] | None) -> str:
    if outside:
        return f"not between {number(outside[0], 1)} and {number(outside[1], 1)}"
    if isnan(low) and isnan(high):
        return "unbounded"
    return f"{number(low, 1)} to {number(high, 1)}"


def _fits(known: Known) -> Iterator[str]:
    for fit in known.results.fits:
        label = known.label(fit.outcome)
        if fit.fallback:
            yield f"{label}: the mixed model did not converge; clustered least squares stand in its place."
        elif fit.dropped:
            yield f"{label}: estimated at 0 and dropped: {', '.join(fit.dropped)}."
