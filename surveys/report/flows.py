"""Who came and how far they got, as a table and as sentences."""

from math import isnan

from surveys.analysis.naming import group_label, step_label
from surveys.analysis.results import ENOUGH, Results
from surveys.protocol import Compiled
from surveys.report.context import FlowRow, FlowTable
from surveys.report.numbers import DASH, counted, number, p_value, share

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
    return FlowTable(groups, tuple(rows), _minutes(results, groups), _batched(flow.batched))


def _batched(n: int) -> str:
    if not n:
        return ""
    return (
        f"By group: the first {n:,} who ended, and {ENOUGH} more at a time, so that watching the numbers "
        "tells nobody in which group somebody is."
    )


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
        f"{_unexposed(flow.total('allocated') - flow.total('exposed'))}"
    )


def _unexposed(n: int) -> str:
    """Why there is no estimate of all who were allocated beside that of the exposed."""
    if n <= 0:
        return ""
    who = "one who was" if n == 1 else f"{n:,} who were"
    return (
        f" The {who} given a group and never saw such a page gave no answer after it: of all who were given "
        "a group the estimates are the same, and what those missing could have changed is bounded as well."
    )


def made_with(results: Results) -> tuple[str, ...]:
    """What is needed to compute the same numbers again."""
    seeds = tuple(f"Seed of {name}: {seed}" for name, seed in results.seeds.items())
    return (*seeds, *(f"{name} {version}" for name, version in results.versions.items()))


def left(results: Results, protocol: Compiled, language: str) -> str:
    """Who left after they had seen the study, and whether evenly; '' where nobody was there to leave."""
    flow = results.flow
    if results.extent in ("live", "early") and not flow.batched:
        return _gone(flow.total("stopped") + flow.total("withdrawn"))
    whole = not flow.batched
    exposed, finished = (
        flow.total(key) if whole else sum(flow.by_group(key)) for key in ("exposed", "finished")
    )
    who = "who saw the study" if whole else "who saw the study and ended first"
    if not exposed:
        return ""
    if exposed <= finished:
        return f"Everybody of the {exposed:,} {who} finished it." if not whole else EVERYBODY
    lost = exposed - finished
    said = f"{lost:,} of the {exposed:,} {who} ({share(lost, exposed)}) did not finish it"
    return f"{said}{_by_group(results, protocol, language)}{_before(results) if whole else ''}"


EVERYBODY = "Everybody who saw the study finished it."


def _gone(n: int) -> str:
    """While people are inside, who will not finish is known only of those who said so."""
    return f"{counted(n, 'person has', 'people have')} stopped or withdrawn so far." if n else ""


def _by_group(results: Results, protocol: Compiled, language: str) -> str:
    """', evenly over the groups (…)', with its full stop."""
    flow = results.flow
    if isnan(flow.attrition):
        return "."
    names = [group_label(protocol, arm, language) for arm in flow.groups]
    counts = zip(names, flow.by_group("exposed"), flow.by_group("finished"), strict=True)
    each = ", ".join(f"{name} {share(e - f, e)}" for name, e, f in counts)
    told = f"over the groups ({each}; p {_p(flow.attrition)})"
    if flow.attrition >= 0.05:
        return f", evenly {told}."
    how = "very unevenly" if flow.attrition < 0.001 else "unevenly"
    return f", {how} {told}: that can bias every comparison."


def _before(results: Results) -> str:
    """So that this agrees with how many left in all."""
    flow = results.flow
    came = flow.total("arrived") - flow.total("declined") - flow.total("screened_out")
    n = came - flow.total("exposed")
    return f" {n:,} more had left before they saw it." if n > 0 else ""


def _p(p: float) -> str:
    text = p_value(p)
    return text if text[0] in "<>" or text == DASH else f"= {text}"
