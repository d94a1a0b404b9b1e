"""Results as tables of text: estimates, descriptives, reliabilities, the flow."""

from dataclasses import replace
from math import isnan

from surveys.analysis.naming import group_label, label_of, step_label
from surveys.analysis.results import Results, Row
from surveys.protocol import Compiled
from surveys.report.context import AlphaRow, CellRow, FlowRow, FlowTable, TableRow
from surveys.report.numbers import DASH, counted, interval, number, p_value, share

REFUSED = "Not printed: the stored p, statistic and interval do not agree with each other."

FLOW = {
    "arrived": "Arrived",
    "declined": "Declined",
    "screened_out": "Screened out",
    "allocated": "Drawn into a group",
    "exposed": "Saw the first page that can differ",
    "finished": "Finished",
    "stopped": "Stopped, answers kept",
    "withdrawn": "Withdrew, answers deleted",
    "unfinished": "Under way, or left without a word",
}


class Inconsistent(ValueError):
    """A row whose p does not follow from its statistic and df: a wrong number, which is not printed."""


def checked(row: Row) -> Row:
    """The row, its p recomputed from statistic and df. Raises Inconsistent."""
    if not row.estimate.consistent():
        raise Inconsistent(f"{row.key}: {REFUSED}")
    return row


def verified(results: Results) -> tuple[Results, tuple[str, ...]]:
    """The results without inconsistent rows, and those rows' keys."""
    refused = tuple(row.key for row in results.rows if not row.estimate.consistent())
    return replace(results, rows=tuple(row for row in results.rows if row.key not in refused)), refused


def table(results: Results, protocol: Compiled, language: str) -> tuple[TableRow, ...]:
    """One line an estimate. Raises Inconsistent for a wrong number."""
    return tuple(_line(checked(row), protocol, language) for row in results.rows)


def _line(row: Row, protocol: Compiled, language: str) -> TableRow:
    found = row.estimate
    n = [counted(found.n_participants, "participant", "participants")]
    if found.n_profiles is not None:
        n.append(counted(found.n_profiles, "profile", "profiles"))
    if found.n_ratings is not None:
        n.append(counted(found.n_ratings, "visit", "visits"))
    return TableRow(
        key=row.key,
        outcome=label_of(protocol, row.outcome, language),
        contrast=row.contrast if isnan(row.at) else f"{row.at:g} shown against hidden",
        estimand=row.estimand,
        estimate=number(found.estimate, 3),
        interval=interval(found.low, found.high, 3),
        p=p_value(found.p),
        p_adjusted=p_value(row.p_adjusted),
        effect=number(found.effect),
        effect_interval=interval(found.effect_low, found.effect_high),
        standardiser=found.standardiser,
        n=", ".join(n),
        method=found.method,
        confirmatory=False,
        warnings=found.warnings,
    )


def note(results: Results) -> str:
    """What the table's reader must know: all exploratory, and how many intervals are expected to miss."""
    made = sum(not isnan(row.estimate.low) for row in results.rows)
    if not made:
        return ""
    missing = max(1, round(made * 0.05))
    return (
        f"All of this is exploratory: nobody named these comparisons before the data came. Of {made} "
        f"exploratory 95 % intervals, {missing} {'is' if missing == 1 else 'are'} expected to miss. "
        "Adjusted p: Holm, within one outcome's displayed scores."
    )


def cell_rows(results: Results, protocol: Compiled, language: str) -> tuple[CellRow, ...]:
    return tuple(
        CellRow(
            outcome=label_of(protocol, cell.outcome, language) + (f", {cell.when}" if cell.when else ""),
            group=group_label(protocol, cell.group, language),
            level="" if isnan(cell.level) else f"{cell.level:g}",
            n=f"{cell.n:,}",
            mean=number(cell.mean),
            sd=number(cell.moments.sd),
        )
        for cell in results.cells
    )


def alpha_rows(results: Results, protocol: Compiled, language: str) -> tuple[AlphaRow, ...]:
    return tuple(
        AlphaRow(
            scale=alpha.scale,
            group=group_label(protocol, alpha.group, language) if alpha.group else "All",
            items=str(alpha.items),
            n=f"{alpha.n:,}",
            alpha=number(alpha.alpha),
            interval=interval(alpha.low, alpha.high),
            note=" ".join(alpha.warnings),
        )
        for alpha in results.alphas
    )


def flow_table(results: Results, protocol: Compiled, language: str) -> FlowTable:
    """Arrived to finished; single pages are details."""
    flow = results.flow
    rows = []
    for count in flow.counts:
        page = count.key.removeprefix("page:") if count.key.startswith("page:") else ""
        label = f"Reached: {step_label(protocol, page, language)}" if page else FLOW[count.key]
        rows.append(FlowRow(label, count.total, count.by_group or None, detail=bool(page)))
    groups = tuple(group_label(protocol, arm, language) for arm in flow.groups)
    return FlowTable(groups, tuple(rows), _minutes(results, groups))


def _minutes(results: Results, groups: tuple[str, ...]) -> str:
    flow = results.flow
    if isnan(flow.minutes):
        return ""
    each = [
        f"{group} {number(m, 1)}"
        for group, m in zip(groups, flow.minutes_by_group, strict=False)
        if not isnan(m)
    ]
    by_group = f" ({'; '.join(each)})" if len(each) > 1 else ""
    return f"Half of those who finished took less than {number(flow.minutes, 1)} minutes{by_group}."


def left(results: Results) -> str:
    """Who left after they had seen the study, and whether evenly; '' where nobody was there to leave."""
    flow = results.flow
    exposed, finished = flow.total("exposed"), flow.total("finished")
    if not exposed:
        return ""
    if exposed == finished:
        return "Everybody who saw the study finished it."
    said = f"{share(exposed - finished, exposed)} of those who saw the study did not finish it"
    if isnan(flow.attrition):
        return f"{said}."
    pairs = zip(flow.by_group("exposed"), flow.by_group("finished"), strict=True)
    each = " and ".join(share(e - f, e) for e, f in pairs)
    if flow.attrition >= 0.05:
        return f"{said}, evenly over the groups ({each}; p {_p(flow.attrition)})."
    how = "very unevenly" if flow.attrition < 0.001 else "unevenly"
    return f"{said}, {how} over the groups ({each}; p {_p(flow.attrition)}): that can bias every comparison."


def _p(p: float) -> str:
    text = p_value(p)
    return text if text[0] in "<>" or text == DASH else f"= {text}"
