"""What the shape of the answer to the displayed score says: where showing makes no difference, and turns."""

from collections.abc import Iterator
from math import exp, isfinite, isnan

from surveys.analysis.findings import Turning
from surveys.protocol.outcomes import Timed
from surveys.report.context import SmallTable
from surveys.report.judging import percent
from surveys.report.numbers import counted, interval, number, p_value, signed
from surveys.report.told import Told, capital


def verdicts(told: Told) -> tuple[str, ...]:
    """A sentence each; none where the run found nothing to say."""
    turns = [turn for turn in told.results.turns if turn.outcome == told.outcome.name]
    return tuple(sentence for sentence in (_crossing(told), *(turning(told, t) for t in turns)) if sentence)


def _crossing(told: Told) -> str:
    """At which score showing it makes no difference, as far as the line says."""
    found = next((c for c in told.results.crossings if c.outcome == told.outcome.name), None)
    if found is None or not isfinite(found.low):
        return ""
    said = f"Showing a score makes no difference at about {number(found.score, 0)}"
    said += f" ({percent(found.level)} interval {interval(found.low, found.high, 0)})"
    levels = told.design.levels
    inside = bool(levels) and levels[0] < found.low and found.high < levels[-1]
    return f"{said}." if inside else f"{said}: not all of that lies among the scores that were displayed."


def turning(told: Told, found: Turning) -> str:
    """Whether it turns: a U only where both slopes differ from 0 in opposite directions."""
    break_ = f"{'a score' if found.suggested else 'the score named in the plan'}, {found.at:.3g}"
    if not found.turn:
        return f"Whether {told.what} turns cannot be told. {signed(found.why)}".rstrip()
    if not isfinite(found.p_low):
        return f"{capital(told.what)} does not turn: {_small(signed(found.why))}"
    by = ", at a break that these data suggest" if found.suggested else ""
    up_to, from_ = _slope(told, found.low, found.p_low), _slope(told, found.high, found.p_high)
    slopes = f"{up_to} up to it, {from_} from it on"
    if found.turn == "none":
        start = f"No turn is shown about {break_}{by}"
        return f"{start}: per 10 points {slopes}. A U needs opposite signs and both p below {found.alpha:g}."
    shape = "falls and then rises, a U" if found.turn == "U" else "rises and then falls, an inverted U"
    return f"{capital(told.what)} {shape}, about {break_}{by}: per 10 points {slopes}."


def _slope(told: Told, size: float, p: float) -> str:
    text = number(told.unit.shown(size), told.unit.digits)
    text = f"× {number(exp(size))}" if isinstance(told.outcome, Timed) else text
    printed = p_value(p)
    return f"{text} (p {printed if printed[0] in '<>' else f'= {printed}'})"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def means(told: Told) -> SmallTable | None:
    """The model's, which allow for who met which score and profile; None where it has none."""
    rows = tuple(_means(told))
    if not rows:
        return None
    columns = ("Displayed score", f"Mean by the model ({told.unit.mean})", "95 % interval", "n")
    return SmallTable("Means by displayed score, from the model", columns, rows)


def _means(told: Told) -> Iterator[tuple[str, ...]]:
    unit = told.unit
    for one in told.results.means:
        if one.outcome == told.outcome.name:
            yield (
                "hidden" if isnan(one.level) else f"{one.level:g}",
                number(unit.of_mean(one.mean), unit.mean_digits),
                interval(unit.of_mean(one.low), unit.of_mean(one.high), unit.mean_digits),
                counted(one.n_participants, "participant", "participants"),
            )
