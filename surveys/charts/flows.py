"""Who came and what became of them: the flow diagram of a trial's report (CONSORT)."""

from collections.abc import Iterator

from surveys.analysis.naming import group_label
from surveys.analysis.results import Results
from surveys.charts.boxes import Box, Diagram, diagram
from surveys.charts.style import INNER, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import rule_words
from surveys.protocol import Compiled

STEPS = {
    "arrived": "Arrived",
    "declined": "Declined",
    "screened_out": "Screened out",
    "allocated": "Put into a group by lot",
    "exposed": "Saw a page that differs",
    "stopped": "Stopped early",
    "withdrawn": "Took everything back",
    "unfinished": "Still on their way, or left",
    "finished": "Finished",
}
EARLY, ANALYSED, RULE = "Left before random assignment", "Analysed", "Left out: "
ALWAYS = (*(STEPS[key] for key in ("arrived", "allocated", "exposed", "finished")), ANALYSED)
"""Said also of nobody; of what else nobody did, nothing is said."""
NOBODY = "Left on the way: 0"
"""In the box of a group, where others left."""
BESIDE = 3
"""Groups that stand beside each other; more stand below each other."""
GAP, DROP = 12, 20
"""Between boxes beside each other, and below each other: there the arrow is."""
SPINE = 84
"""Where the line runs down from those who arrived, left of those who went."""


def flow(results: Results, protocol: Compiled) -> Figure | None:
    """None where nobody came."""
    found = results.flow
    if not found.total("arrived"):
        return None
    stages = list(_stages(results, protocol))
    names = _names(results, protocol)
    made = diagram(_drawn(stages, names))
    chart = stacked(
        [made],
        title="From arrival to the end",
        caption=_caption(found.batched),
        simulated=results.kind == "simulated",
    )
    rows: list[list[Value]] = []
    for label, total, by_group in stages:
        rows.append([label, "Everybody", total])
        rows += [[label, name, n] for name, n in zip(names, by_group, strict=False)]
    return Figure(chart, _words(stages, names), table(("Step", "Group", "People"), rows))


def _caption(batched: int) -> str:
    return f"Number of people; by group of the first {batched:,} who ended" if batched else "Number of people"


Stage = tuple[str, int, tuple[int, ...]]


def _names(results: Results, protocol: Compiled) -> list[str]:
    """Of the groups, where anything is told by group."""
    if not any(count.by_group for count in results.flow.counts):
        return []
    return [group_label(protocol, arm, protocol.document.language) for arm in results.flow.groups]


def _stages(results: Results, protocol: Compiled) -> Iterator[Stage]:
    """Label, total, and by group where that may be told; in the order of the study."""
    found = results.flow
    counts = {count.key: count for count in found.counts}
    for key, label in STEPS.items():
        if key == "allocated" and key in counts:
            gone = found.total("arrived") - found.total("allocated")
            yield EARLY, max(0, gone - found.total("declined") - found.total("screened_out")), ()
        if key in counts:
            by_group = counts[key].by_group
            # Who left before random assignment has been told already.
            whole = not by_group or found.batched
            yield label, counts[key].total if whole else sum(by_group), by_group
    if results.exposed and len(results.exposed) == len(found.groups):
        for one in results.excluded:
            yield f"{RULE}{rule_words(protocol, one.rule)}", sum(one.by_group), one.by_group
        yield ANALYSED, sum(results.exposed), results.exposed


def _drawn(stages: list[Stage], names: list[str]) -> Diagram:
    """Down from arrival, out to those who went, and on to each group."""
    told = {label: (total, by_group) for label, total, by_group in stages}
    drawn, at = Diagram(), 0.0
    top = Box.of([f"Arrived: {told['Arrived'][0]:,}"], x=0, y=at, width=2 * SPINE)
    drawn.boxes.append(top)
    at = top.bottom
    before = ("Declined", "Screened out", EARLY)
    gone = [f"{label}: {told[label][0]:,}" for label in before if label in told and told[label][0]]
    if gone:
        side = Box.of(gone, x=SPINE + 2 * GAP, y=at + GAP, width=INNER - SPINE - 2 * GAP)
        drawn.boxes.append(side)
        drawn.arrows.append((SPINE, side.middle, side.x, side.middle))
        at = side.bottom - GAP / 2
    if STEPS["allocated"] in told:
        lot = Box.of(
            [f"{STEPS['allocated']}: {told[STEPS['allocated']][0]:,}"], x=0, y=at + DROP, width=INNER
        )
        drawn.arrows.append((SPINE, top.bottom, SPINE, lot.y))
        drawn.boxes.append(lot)
        _groups(drawn, told, names, lot)
    else:
        end = Box.of(_lines(told, STEPS["finished"], None), x=0, y=at + DROP, width=INNER)
        drawn.boxes.append(end)
        drawn.arrows.append((SPINE, top.bottom, SPINE, end.y))
    return drawn


Told = dict[str, tuple[int, tuple[int, ...]]]
AFTER = (
    (STEPS["exposed"],),
    (STEPS["stopped"], STEPS["withdrawn"], STEPS["unfinished"]),
    (STEPS["finished"],),
    (RULE, ANALYSED),
)
"""What stands in each box of a group; RULE stands for all of the plan's rules."""


def _groups(drawn: Diagram, told: Told, names: list[str], lot: Box) -> None:
    columns = names or [""]
    if len(columns) > BESIDE:
        _below(drawn, told, names, lot)
        return
    width = (INNER - GAP * (len(columns) - 1)) / len(columns)
    tops = [_head(told, name, i, bool(names)) for i, name in enumerate(columns)]
    rows = [[_under(told, part, i if names else None) for i in range(len(columns))] for part in AFTER]
    above = [lot] * len(columns)
    at = lot.bottom + DROP
    for row in ([tops] if names else []) + [row for row in rows if any(row)]:
        made = [
            Box.of(lines or [NOBODY], x=i * (width + GAP), y=at, width=width) for i, lines in enumerate(row)
        ]
        tall = max(box.height for box in made)
        made = [box.tall(tall) for box in made]
        for box, before in zip(made, above, strict=True):
            drawn.arrows.append((box.centre, before.bottom, box.centre, box.y))
        drawn.boxes += made
        above, at = made, at + tall + DROP


def _below(drawn: Diagram, told: Told, names: list[str], lot: Box) -> None:
    """A box a group, all hanging from one line."""
    at = lot.bottom + GAP
    for i, name in enumerate(names):
        lines = [*_head(told, name, i, True), *(line for part in AFTER for line in _under(told, part, i))]
        box = Box.of([lines[0], "; ".join(lines[1:])], x=2 * GAP, y=at, width=INNER - 2 * GAP)
        drawn.boxes.append(box)
        drawn.arrows.append((GAP, box.middle, box.x, box.middle))
        at = box.bottom + GAP
    drawn.lines.append((GAP, lot.bottom, GAP, drawn.boxes[-1].middle))


def _head(told: Told, name: str, i: int, grouped: bool) -> list[str]:
    total, by_group = told[STEPS["allocated"]]
    count = by_group[i] if grouped and by_group else total
    return [name, f"Put into this group: {count:,}"]


def _under(told: Told, part: tuple[str, ...], i: int | None) -> list[str]:
    rules = [label for label in told if label.startswith(RULE)]
    labels = [label for name in part for label in (rules if name == RULE else [name])]
    return [line for label in labels for line in _lines(told, label, i)]


def _lines(told: Told, label: str, i: int | None) -> list[str]:
    if label not in told:
        return []
    total, by_group = told[label]
    if i is not None and not by_group:
        return []
    count = total if i is None else by_group[i]
    return [f"{label}: {count:,}"] if count or label in ALWAYS else []


def _words(stages: list[Stage], names: list[str]) -> str:
    said = []
    for label, total, by_group in stages:
        if not total and label not in ALWAYS:
            continue
        parts = ", ".join(f"{name} {n:,}" for name, n in zip(names, by_group, strict=False))
        said.append(f"{label}: {total:,}{f' ({parts})' if parts else ''}")
    return f"{'; '.join(said)}."
