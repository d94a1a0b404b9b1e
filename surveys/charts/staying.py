"""Who stayed how many days: each group's Kaplan-Meier curve, with the numbers at risk below."""

from collections.abc import Iterator, Sequence
from math import isfinite

from surveys.analysis.evidence import Staying
from surveys.analysis.naming import group_label, label_of, outcome_named
from surveys.analysis.results import Results
from surveys.charts.grammar import Chart, Spec, channel, down, of, renamed
from surveys.charts.lines import key, line
from surveys.charts.style import INK, INNER, WIDE_TEXT, figure, heading, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Stayed

HEIGHT = 150
LEFT, RIGHT = 46, 14
PLOT = INNER - LEFT - RIGHT
RISK = 18
"""Height of a line of numbers at risk."""


def staying(results: Results, protocol: Compiled) -> Figure | None:
    """None where no days are counted, or nobody of any group is known to have stayed."""
    held = [one for one in results.stayings if one.n]
    if not held:
        return None
    names = list(dict.fromkeys(one.outcome for one in held))
    panels: list[Chart] = []
    for name in names:
        own = [one for one in held if one.outcome == name]
        groups = [group_label(protocol, one.group, protocol.document.language) for one in own]
        legend = key(groups, left=LEFT, width=PLOT, dotted=False)
        panels += [_curves(own, _title(protocol, name)), _risk(own), legend]
    chart = stacked(
        panels,
        title="Who stayed",
        caption="Share of each group still there after so many more days, with bands of 95 %. Below, how "
        "many that rests on, in the order of the key.",
        simulated=results.kind == "simulated",
        left=LEFT,
    )
    columns = ("Outcome", "Group", "Days more", "Still there (%)", "Low (95 %)", "High (95 %)", "At risk")
    rows = [row for one in held for row in _rows(one, protocol)]
    return Figure(chart, " ".join(_said(one, protocol) for one in held), table(columns, rows))


def _title(protocol: Compiled, name: str) -> str:
    outcome = outcome_named(protocol, name)
    assert isinstance(outcome, Stayed)
    return f"{label_of(protocol, name, protocol.document.language)}: days after day {outcome.after}"


def steps(one: Staying) -> list[dict[str, float]]:
    """The curve at its start, at each time somebody left, and at the last day."""
    values = [{"day": 0.0, "staying": 100.0, "low": 100.0, "high": 100.0}]
    for day, share, low, high in zip(one.times, one.staying, one.low, one.high, strict=True):
        here = {"day": day, "staying": 100 * share, "low": 100 * low, "high": 100 * high}
        values = [value for value in values if value["day"] != day] + [here]
    return [*values, {**values[-1], "day": float(one.last)}]


def _curves(held: Sequence[Staying], title: str) -> Chart:
    last = max(one.last for one in held)
    x = _days(last, axis=True)
    y = channel(
        "staying:Q", scale={"domain": [0, 102], "nice": False},
        axis={"title": None, "values": [0, 25, 50, 75, 100], "labelExpr": "datum.label + ' %'"},
    )  # fmt: skip
    bands, lines = Chart(()), Chart(())
    for i, one in enumerate(held):
        values = steps(one)
        known = of(values).where("isValid(datum.low) && isValid(datum.high)")
        area = known.mark("area", color=INK, opacity=0.1, interpolate="step-after")
        bands = bands + area.encode(x=x, y=renamed(y, "low"), y2="high:Q")
        lines = lines + line(
            of(values).encode(x=x, y=y), i, order="day:Q", interpolate="step-after", dotted=False
        )
    return (bands + lines).sized(width=PLOT, height=HEIGHT, title=heading(title))


def _days(last: int, *, axis: bool) -> Spec:
    shown = {"title": None, "values": list(range(last + 1)), "grid": False, "format": "d"} if axis else None
    return channel("day:Q", scale={"domain": [0, last + 0.1], "nice": False}, axis=shown)


def _risk(held: Sequence[Staying]) -> Chart:
    last, height = max(one.last for one in held), RISK * len(held)
    values = [
        {"day": day, "at": RISK * (i + 0.5), "words": f"{n:,}"}
        for i, one in enumerate(held)
        for day, n in enumerate(one.at_risk)
    ]
    texts = of(values).mark("text", baseline="middle", fontSize=WIDE_TEXT - 1, color=INK)
    title = heading("Still followed, after so many days")
    drawn = texts.encode(x=_days(last, axis=False), y=down(height), text="words:N")
    beside = channel("x:Q", scale=None, axis=None)
    for i in range(len(held)):
        ends = [{"at": RISK * (i + 0.5), "x": x - LEFT} for x in (4, 26)]
        drawn = drawn + line(of(ends).encode(x=beside, y=down(height)), i, order="x:Q", dotted=False)
    return drawn.sized(width=PLOT, height=height, title=title)


def _said(one: Staying, protocol: Compiled) -> str:
    group = group_label(protocol, one.group, protocol.document.language)
    shares = "; ".join(
        f"{figure(value['staying'], 0)} % from day {value['day']:g} on" for value in steps(one)[:-1]
    )
    return f"{group} ({one.n}): still there {shares}."


def _rows(one: Staying, protocol: Compiled) -> Iterator[list[Value]]:
    language = protocol.document.language
    label, group = label_of(protocol, one.outcome, language), group_label(protocol, one.group, language)
    for value in steps(one):
        day = int(value["day"])
        ends = [value["low"] if isfinite(value["low"]) else None, value["high"]]
        yield [label, group, day, value["staying"], *ends, one.at_risk[day]]
