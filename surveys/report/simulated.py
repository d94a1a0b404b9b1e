"""Of simulated participants: what was built in, beside what the analysis found."""

from collections.abc import Iterator
from dataclasses import replace

from surveys.analysis.results import AVERAGED, LEVEL, STATE, Row
from surveys.protocol.outcomes import Act, State
from surveys.report.numbers import MINUS
from surveys.report.told import ALPHA, Told

WHO = "Simulated participants."
FINDS = "This shows that the study can find an effect, not that people show it."
MISSES = "With this many participants the study did not tell this from no effect."
MIXED = "Several simulations with different effects are mixed here, so what was built in is not told."


def simulated(told: Told, ordinary: str) -> str:
    """ordinary: the sentence that real participants would get; it stands where nothing was built in."""
    planted = told.results.planted
    if told.results.extent != "full":
        return f"{WHO} {ordinary}"
    if planted is None:
        return f"{WHO} {MIXED} {ordinary}"
    built = list(_built(told, planted))
    if not built:
        on = f"the share of {told.share}" if isinstance(told.outcome, Act) else told.label
        return f"{WHO} We built in no effect on {on}. {ordinary}"
    found = [row for _, _, row in built if row is not None]
    if len(found) < len(built):
        return f"{WHO} {ordinary}"
    said = " ".join(
        _beside(told, size, where, row) for (size, where, _), row in zip(built, found, strict=True)
    )
    seen = all(
        row.estimate.p < ALPHA and row.estimate.estimate * size > 0
        for (size, _, _), row in zip(built, found, strict=True)
    )
    return f"{WHO} {said} {FINDS if seen else MISSES}"


def _built(told: Told, planted: dict[str, float]) -> Iterator[tuple[float, str, Row | None]]:
    """Each effect on this outcome: its size, where it acts, and the row that estimates it."""
    shown = "where the score was shown"
    contrasts = (
        (("visibility", shown, STATE),)
        if isinstance(told.outcome, State)
        else (("level", "for each 10 points of displayed score", LEVEL), ("visibility", shown, AVERAGED))
    )
    for factor, where, contrast in contrasts:
        if size := planted.get(f"{factor}:{told.outcome.name}"):
            yield size, where, told.row(contrast)


def _beside(told: Told, size: float, where: str, row: Row) -> str:
    words = told.unit.difference.split(" on ")[0]
    # A planted 0.05 is judged by the third decimal; of percentages and 0-100 scales one is enough.
    unit = replace(told.unit, digits=3) if told.unit.digits == 2 and row.contrast == LEVEL else told.unit
    found, between = unit.texts(row.estimate)
    built = f"{unit.shown(size):+g}".replace("-", MINUS)
    return (
        f"We built in {built} {words} of {told.share} {where}; "
        f"the analysis found {found} (95 % interval {between})."
    )
