"""Who came and how far they got, as a table and as sentences."""

from math import isnan

from surveys.analysis.naming import group_label, step_label
from surveys.analysis.results import Results
from surveys.protocol import Compiled
from surveys.report.context import FlowRow, FlowTable
from surveys.report.numbers import DASH, number, p_value, share

FLOW = {
    "arrived": "Arrived",
    "declined": "Declined",
    "screened_out": "Did not qualify",
    "allocated": "Put into a group by lot",
    "exposed": "Saw a page that differs between groups",
    "finished": "Finished",
    "stopped": "Stopped, answers kept",
    "withdrawn": "Withdrew, answers deleted",
    "unfinished": "Under way, or left without a word",
}


def flow_table(results: Results, protocol: Compiled, language: str) -> FlowTable:
    """Arrived to finished; single pages are details."""
    flow = results.flow
    rows = []
    for count in flow.counts:
        page = count.key.removeprefix("page:") if count.key.startswith("page:") else ""
        label = step_label(protocol, page, language) if page else FLOW[count.key]
        rows.append(FlowRow(label, count.total, count.by_group or None, detail=bool(page)))
    groups = tuple(group_label(protocol, arm, language) for arm in flow.groups)
    return FlowTable(groups, tuple(rows), _minutes(results, groups))


def _minutes(results: Results, groups: tuple[str, ...]) -> str:
    flow = results.flow
    if isnan(flow.minutes) or results.kind == "simulated":
        return ""
    each = [
        f"{group} {number(m, 1)}"
        for group, m in zip(groups, flow.minutes_by_group, strict=False)
        if not isnan(m)
    ]
    by_group = f" ({'; '.join(each)})" if len(each) > 1 else ""
    return f"Half of those who finished took less than {number(flow.minutes, 1)} minutes{by_group}."


def sets(results: Results, protocol: Compiled, language: str) -> str:
    """Who is counted in the numbers: of those given a group, who was exposed, analysed, and finished."""
    if not results.exposed:
        return ""
    names = [group_label(protocol, arm, language) for arm in results.groups]

    def told(n: int, by_group: tuple[int, ...]) -> str:
        each = zip(names, by_group, strict=False)
        return f"{n:,} ({', '.join(f'{name} {m:,}' for name, m in each)})" if by_group else f"{n:,}"

    flow = results.flow
    analysed, complete = sum(results.exposed), sum(results.complete)
    return (
        f"Put into a group: {told(flow.total('allocated'), flow.by_group('allocated'))}. Of them saw a page "
        f"that differs between groups: {told(flow.total('exposed'), flow.by_group('exposed'))}. Analysed, "
        f"without those who withdrew or whom the plan leaves out: {told(analysed, results.exposed)}, in the "
        f"groups they were drawn for. Of them finished: {told(complete, results.complete)}."
    )


def made_with(results: Results) -> tuple[str, ...]:
    """What is needed to compute the same numbers again."""
    seeds = tuple(f"Seed of {name}: {seed}" for name, seed in results.seeds.items())
    return (*seeds, *(f"{name} {version}" for name, version in results.versions.items()))


def left(results: Results, protocol: Compiled, language: str) -> str:
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
    names = [group_label(protocol, arm, language) for arm in flow.groups]
    counts = zip(names, flow.by_group("exposed"), flow.by_group("finished"), strict=True)
    each = ", ".join(f"{name} {share(e - f, e)}" for name, e, f in counts)
    if flow.attrition >= 0.05:
        return f"{said}, evenly over the groups ({each}; p {_p(flow.attrition)})."
    how = "very unevenly" if flow.attrition < 0.001 else "unevenly"
    return f"{said}, {how} over the groups ({each}; p {_p(flow.attrition)}): that can bias every comparison."


def _p(p: float) -> str:
    text = p_value(p)
    return text if text[0] in "<>" or text == DASH else f"= {text}"
