"""The report: a row a figure."""

from collections.abc import Sequence

from tests.calibration.simulation import Figure

HEAD = """# Calibration

Written by `make calibrate`: how often intervals hold the truth and tests reject where no effect is, whether p
are uniform there, and whether effects are found as often as the closed forms of power say; in data drawn anew
for each seed. The seeds of n runs are 0 to n - 1, so that each figure can be had again. In brackets stands
the Monte Carlo standard error. No simulation takes longer than its limit (15 minutes): one that came less far
says so, and fails.

| Simulation | Of what | Design | Figure | Runs | Rate | Bar | |
|---|---|---|---|--:|--:|--:|---|
"""


def report(figures: Sequence[Figure], names: Sequence[str], *, old: str = "") -> str:
    """names: of all simulations, in order; old: an earlier report, whose rows stay for those not run now."""
    rows = {name: [row for row in old.splitlines() if row.startswith(f"| {name} |")] for name in names}
    for name in {figure.simulation.name for figure in figures}:
        rows[name] = [line(figure) for figure in figures if figure.simulation.name == name]
    return HEAD + "".join(f"{row}\n" for name in names for row in rows[name])


def line(figure: Figure) -> str:
    made = figure.simulation
    done = figure.runs + figure.missing
    cells = (
        made.name,
        made.what,
        made.design,
        figure.name,
        f"{done:,}" + (f" of {figure.asked:,}" if done < figure.asked else ""),
        figure.told + (f", {figure.missing} not computed" if figure.missing else ""),
        made.bar,
        "holds" if figure.passes else "FAILS",
    )
    return f"| {' | '.join(cells)} |"
