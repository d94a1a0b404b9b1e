"""How alike the groups were before random assignment: a dot for each thing measured (a love plot)."""

from collections.abc import Sequence
from math import isfinite

from surveys.analysis.evidence import Difference
from surveys.analysis.naming import group_label
from surveys.analysis.results import Results
from surveys.charts.forest import Line, forest
from surveys.charts.style import figure, stacked
from surveys.charts.tables import Figure, Value, table
from surveys.charts.words import option_words, question_words
from surveys.protocol import Compiled

UNEVEN = 0.1
"""From here on, a difference deserves a look."""


def balance(results: Results, protocol: Compiled) -> Figure | None:
    """None where the plan names nothing measured before random assignment, or nobody answered."""
    known = [one for one in results.balance if isfinite(one.smd)]
    if not known:
        return None
    pairs = list(dict.fromkeys((one.first, one.second) for one in known))
    panels = [
        forest(
            [_line(one, protocol) for one in known if (one.first, one.second) == pair],
            title=_pair(pair, protocol),
            marks=(0, -UNEVEN, UNEVEN),
        )
        for pair in pairs
    ]
    chart = stacked(
        panels,
        title="How alike the groups were before random assignment",
        caption=f"Standardised mean differences. Dotted lines: {UNEVEN:g} standard deviations.",
        simulated=results.kind == "simulated",
    )
    rows: list[list[Value]] = [
        [*_asked(one, protocol), _pair((one.first, one.second), protocol), one.smd, one.missing]
        for one in results.balance
    ]
    columns = ("Measured", "Answer", "Groups", "Standardised difference", "Missing")
    return Figure(chart, _words(known, protocol), table(columns, rows))


def _asked(one: Difference, protocol: Compiled) -> tuple[str, str]:
    answer = option_words(protocol, one.covariate, one.level) if one.level else ""
    return question_words(protocol, one.covariate), answer


def _line(one: Difference, protocol: Compiled) -> Line:
    asked, answer = _asked(one, protocol)
    name = f"{asked} {answer}" if answer else asked
    return Line(words=f"{name}: {figure(one.smd, 2)}", estimate=one.smd, strong=False)


def _pair(pair: tuple[str, str], protocol: Compiled) -> str:
    first, second = (group_label(protocol, arm, protocol.document.language) for arm in pair)
    return f"{first} minus {second}"


def _words(known: Sequence[Difference], protocol: Compiled) -> str:
    largest = max(known, key=lambda one: abs(one.smd))
    asked, answer = _asked(largest, protocol)
    over = sum(abs(one.smd) > UNEVEN for one in known)
    name = f"{asked} {answer}".strip()
    return (
        f"{len(known)} standardised differences of what was measured before random assignment, {over} of "
        f"them beyond {UNEVEN:g}; the largest is {figure(largest.smd, 2)}, for “{name}”, "
        f"{_pair((largest.first, largest.second), protocol)}."
    )
