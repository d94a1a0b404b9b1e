"""Who came and how far they got; what attrition could have done; whether the lot and its groups are sound."""

from collections.abc import Iterator
from math import isnan

from surveys.analysis.evidence import Bound
from surveys.protocol.plan_names import covariate
from surveys.report.context import SmallTable
from surveys.report.document.known import Known
from surveys.report.document.parts import Block, Figure, Para, Section, Table
from surveys.report.document.rates import rates_of
from surveys.report.flows import flow_table, left
from surveys.report.noticing import noticing, sight
from surveys.report.numbers import DASH, counted, interval, number, signed

BOUNDS = {
    "lee": "Lee: as many left as would have left in either group",
    "ends": "Worst and best: the missing at the ends of the scale",
    "tipping": "Tipping point: how far the missing would have to differ",
}
GROUPED = 8
"""More groups than that do not fit beside one another on a page."""


def flow(known: Known, chart: Figure | None = None) -> Section:
    return Section("flow", "Flow of participants", tuple(_flow(known, chart)))


def _flow(known: Known, chart: Figure | None) -> Iterator[Block]:
    found = flow_table(known.results, known.protocol, known.language)
    rates = rates_of(known.results.flow)
    if not rates.arrived:
        yield Para("Nobody has taken part.")
        return
    if chart:
        yield chart
    groups = found.groups if 1 < len(found.groups) <= GROUPED else ()
    for caption, lines in (("Flow of participants", found.steps), ("Pages reached", found.pages)):
        rows = tuple(
            (line.label, f"{line.total:,}", *_by_group(line.by_group, len(groups))) for line in lines
        )
        numeric = frozenset(range(1, 2 + len(groups)))
        if rows:
            yield Table(caption, ("Step", "All", *groups), rows, numeric=numeric)
    yield Para(
        f"Of those who sent the first page, {rates.participation} agreed to take part; of these, "
        f"{rates.completion} finished. Who withdrew is counted as not having finished. Page views are not "
        "counted, so there is no view rate."
    )
    if found.note:
        yield Para(found.note)
    if found.minutes:
        yield Para(found.minutes)


def _by_group(counts: tuple[int, ...] | None, groups: int) -> tuple[str, ...]:
    if not groups:
        return ()
    return tuple(f"{n:,}" for n in counts) if counts else ("",) * groups


def attrition(known: Known) -> Section:
    return Section("attrition", "Attrition and what it could have done", tuple(_attrition(known)))


def _attrition(known: Known) -> Iterator[Block]:
    if words := left(known.results, known.protocol, known.language):
        yield Para(words)
    if known.results.flow.attrition_method:
        yield Para(f"Test of whether finishing depends on the group: {known.results.flow.attrition_method}.")
    rows = tuple(_bound(known, bound) for bound in known.results.bounds if bound.kind != "tipping")
    if rows:
        yield Table(
            "Bounds of shown minus hidden, one number a participant",
            ("Outcome", "Assumption", "Bounds", "Interval of the bounds", "Left out at the trim"),
            rows,
            note="Interval: Imbens and Manski, 95 %, by bootstrap. In the units of the estimates.",
            numeric=frozenset({2, 3, 4}),
        )
    shifts = [bound for bound in known.results.bounds if bound.kind == "tipping"]
    nothing = [bound for bound in shifts if bound.low == bound.high == 0]
    tips = tuple(_tipping(known, bound) for bound in shifts if bound not in nothing)
    if nothing:
        of = "; ".join(_of(known, bound) for bound in nothing)
        yield Para(
            f"The interval of those who finished holds 0 as it is, so that there is no tipping point: {of}."
        )
    if tips:
        yield Table(
            "Tipping points: by how much the missing would have to differ for the interval to reach 0",
            ("Outcome", "Missing where shown", "Missing where hidden", "Remark"),
            tips,
            numeric=frozenset({1, 2}),
        )


def _bound(known: Known, bound: Bound) -> tuple[str, ...]:
    """In the units in which estimates are printed."""
    return (
        _of(known, bound),
        BOUNDS[bound.kind],
        _between(known, bound, bound.low, bound.high),
        _between(known, bound, bound.outer_low, bound.outer_high),
        DASH if isnan(bound.trimmed) else f"{100 * bound.trimmed:.1f} %",
    )


def _tipping(known: Known, bound: Bound) -> tuple[str, ...]:
    unit = known.unit(bound.outcome)
    shifts = (number(unit.shown(value), unit.digits) for value in (bound.low, bound.high))
    return _of(known, bound), *shifts, signed(" ".join(bound.warnings))


def _of(known: Known, bound: Bound) -> str:
    whom = ", of all who were given a group" if bound.among == "allocated" else ""
    return f"{known.label(bound.outcome)}{whom}"


def _between(known: Known, bound: Bound, low: float, high: float) -> str:
    unit = known.unit(bound.outcome)
    return interval(unit.shown(low), unit.shown(high), unit.digits)


def balance(known: Known) -> Section:
    return Section("balance", "Random assignment, and the groups before it", tuple(_balance(known)))


def _balance(known: Known) -> Iterator[Block]:
    if lot := known.results.allocation:
        held = "; ".join(
            f"{known.group(arm)} {n:,}"
            for arm, n in zip(known.results.groups, lot.allocated, strict=False)
        )  # fmt: skip
        fault = "every one exactly as made" if not lot.faulty else f"{lot.faulty} not as made"
        yield Para(
            f"{counted(lot.closed, 'closed block', 'closed blocks')}, {fault}. Allocated: {held}."
            + "".join(f" {signed(warning)}" for warning in lot.warnings)
        )
    rows = tuple(
        (
            covariate(known.protocol, one.covariate).strip("“”"),
            one.level,
            f"{known.group(one.first)} less {known.group(one.second)}",
            number(one.smd),
            f"{one.missing:,}",
        )
        for one in known.results.balance
    )
    if rows:
        yield Table(
            "Groups before random assignment",
            ("Measured before", "Answer", "Groups", "Standardised difference", "Missing"),
            rows,
            note="No test: what differs here differs by chance. Above 0.1 in size is worth a look.",
            numeric=frozenset({3, 4}),
        )
    elif not known.plan.covariates:
        yield Para("The plan names nothing measured before random assignment to describe the groups by.")


def noticed(known: Known) -> Section:
    return Section("noticed", "Manipulation check", tuple(_noticed(known)))


def _noticed(known: Known) -> Iterator[Block]:
    check = noticing(known.results, known.protocol, known.language)
    asked, told = known.plan.noticed, any(one.n for one in known.results.noticed)
    if asked is None:
        yield Para("The plan names no question for it.")
    elif told:
        yield Para(f"Asked: “{known.asked(asked.question)}” {check.said} Nobody is left out for it.")
    for table in check.tables:
        yield _small(table)
    view = sight(known.results, known.protocol, known.language)
    if view.tables:
        yield Para(" ".join((view.said, *view.lines)))
    for table in view.tables:
        yield _small(table)


def _small(table: SmallTable) -> Table:
    return Table(table.title, table.columns, table.rows, numeric=frozenset(range(1, len(table.columns))))
