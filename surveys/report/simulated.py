"""Of simulated participants: what was built in, beside what the analysis found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import exp

from surveys.analysis.design import scores_of
from surveys.analysis.expecting_groups import weights_of
from surveys.analysis.results import AVERAGED, LEVEL, STATE, Results
from surveys.cues import Level
from surveys.protocol import Compiled
from surveys.protocol.outcomes import State
from surveys.protocol.sides import Chosen, Own, Sides, arms_in, within
from surveys.report import grouped
from surveys.report.judging import Judged, since
from surveys.report.numbers import MINUS, counted, number, p_value
from surveys.report.phrases import listed
from surveys.report.told import Told, told_of
from surveys.report.units import Unit
from surveys.simulate.people import got

WHO = "Simulated participants."
FINDS = "This shows that the study can find an effect, not that people show it."
MIXED = "Several simulations with different effects are mixed here, so what was built in is not told."


@dataclass(frozen=True, slots=True)
class Planted:
    """An effect that was built in: its size, where it acts, and what the analysis says, if anything. words:
    all of it, where it is not in the outcome's own unit.
    """

    size: float
    where: str
    judged: Judged | None
    words: str = ""

    @property
    def found(self) -> bool:
        """A difference in the direction that was built in."""
        return self.judged is not None and self.judged.sure and self.judged.found.estimate * self.size > 0


def simulated(told: Told, ordinary: str) -> str:
    """ordinary: the sentence that real participants would get; it stands where nothing was built in."""
    results = told.results
    if results.extent != "full":
        return f"{WHO} {ordinary}"
    if results.planted is None:
        return f"{WHO} {MIXED} {ordinary}"
    built = planted_on(told)
    if not built:
        return f"{WHO} We built in no difference in {told.what}. {ordinary}"
    if all(one.judged is None for one in built):
        return f"{WHO} We built in a difference in {told.what}. {ordinary}"
    ending = f" {FINDS}" if all(one.found for one in built) else ""
    return f"{WHO} {planted_sentence(told)}{ending}"


def planted_sentence(told: Told) -> str:
    """What was built in on this outcome and what the analysis found of it."""
    return " ".join(
        _beside(told, one, one.judged)
        if one.judged
        else f"We built in a difference in {told.what}{f' {one.words}' if one.words else ''}, and it could "
        "not be computed: not found."
        for one in planted_on(told)
    )


def planted_on(told: Told) -> tuple[Planted, ...]:
    """The effects on this outcome; of none where simulations with different ones mix."""
    return tuple(_built(told, told.results.planted or {}))


def _built(told: Told, planted: dict[str, float]) -> Iterator[Planted]:
    shown = "where the score was shown"
    over = f"{shown}, averaged over {listed(told.design.levels)}" if told.design.levels else shown
    contrasts = (
        (("visibility", shown, STATE),)
        if isinstance(told.outcome, State)
        else (("level", "for each 10 points of displayed score", LEVEL), ("visibility", over, AVERAGED))
    )
    for factor, where, contrast in contrasts:
        if size := planted.get(f"{factor}:{told.outcome.name}"):
            yield Planted(size, where, told.row(contrast))
    yield from _between_groups(told, planted)


def _between_groups(told: Told, planted: dict[str, float]) -> Iterator[Planted]:
    """What was built into groups, as far as they are compared; of days stayed what makes people leave."""
    mark = f"groups:{told.outcome.name}:"
    sizes = {key.removeprefix(mark): size for key, size in planted.items() if key.startswith(mark)}
    for judged in grouped.rows_of(told) if sizes else ():
        sides = judged.row.sides
        size = round(_size_of(told, sides, sizes), 9) if sides else 0.0
        if size:
            names = " against ".join(told.design.sides(sides))
            if told.outcome.kind == "stayed":
                words = f"leaving {number(exp(size))} times as often on a day among {names}"
                yield Planted(-size, "", judged, words)
            else:
                yield Planted(size, f"among {names}", judged)
    for row in grouped.unknown(told) if sizes else ():
        sides = row.sides
        size = round(_size_of(told, sides, sizes), 9) if sides else 0.0
        if size:
            yield Planted(size, "", None, f"among {' against '.join(told.design.sides(sides))}")


def _size_of(told: Told, sides: Sides, sizes: dict[str, float]) -> float:
    of, against = (_mean(told, side, sizes, sides.own) for side in (sides.of, sides.against))
    return of - against


def _mean(told: Told, side: Chosen, sizes: dict[str, float], own: Own | None) -> float:
    """What whoever stands on this side gets on average, by the weights of its groups; of each one's slope or
    difference, what that becomes.
    """
    document = told.protocol.document
    arms = [list(told.protocol.arms.values())[i] for i in arms_in(document, side)]
    factor = next((f for f in document.factors if f.varies == "within"), None)
    levels = (within(document, side) or factor.levels) if factor else ()
    met = [{factor.name: level} for level in levels] if factor else [{}]
    weights = weights_of(told.protocol, own)[0].tolist() if own else [1 / len(met)] * len(met)
    tens = _tens(told.protocol)
    whole = sum(arm.weight for arm in arms)
    total: float = sum(
        arm.weight
        / whole
        * weight
        * got(sizes, {**arm.levels, **at}, sum(tens.get(x, 0.0) for x in at.values()))
        for arm in arms
        for weight, at in zip(weights, met, strict=True)
    )
    return total


def _tens(protocol: Compiled) -> dict[Level, float]:
    """By how many tens of points the score of a level within participants lies above the middle of all."""
    scores = scores_of(protocol)
    if scores.factor is None or scores.factor.varies != "within":
        return {}
    tens = (scores.values[0] - scores.values[0].mean()) / 10
    return dict(zip(scores.factor.levels, tens.tolist(), strict=True))


def _beside(told: Told, one: Planted, judged: Judged) -> str:
    words = told.unit.difference.split(" on ")[0]
    # A planted 0.05 is judged by the third decimal; of percentages and 0-100 scales one is enough.
    sides = judged.row.sides
    is_slope = judged.row.contrast == LEVEL or bool(sides and sides.own and sides.own.is_slope)
    unit = replace(told.unit, digits=3) if told.unit.digits == 2 and is_slope else told.unit
    found, between = unit.texts(judged.found)
    built = one.words or f"{_size(unit, one.size)} {words} of {told.share} {one.where}"
    judgement = _found(told, judged) if one.found else _missed(told.results)
    return (
        f"We built in {built}; the analysis found {found} "
        f"({judged.level} {between}{judged.reach}): {judgement}."
    )


def _size(unit: Unit, size: float) -> str:
    """'+0.05', or of what is a ratio '1.25'."""
    return number(unit.shown(size)) if unit.is_ratio else f"{unit.shown(size):+g}".replace("-", MINUS)


def _found(told: Told, judged: Judged) -> str:
    """Where the interval is wider than the test that decided, by which test, or at which look."""
    earlier, p = since(judged, told.results), p_value(judged.row.p_adjusted)
    if earlier and earlier.crossed:
        return f"found: the plan's boundary was reached after the first {earlier.n:,}"
    if not judged.sharper:
        return "found"
    return f"found, tested in order (Holm, p {p}{f' after the first {earlier.n:,}' if earlier else ''})"


def _missed(results: Results) -> str:
    """Not finding it says nothing against the effect, for it was there: so, with how many that was."""
    n = results.flow.total("finished")
    if n < results.planned and n == _analysed(results):
        return f"not found, with {n:,} of the {results.planned:,} people planned"
    return f"not found, with {_people(results)}, and the plan is for {results.planned:,}"


def _analysed(results: Results) -> int:
    """How many the numbers are of: whoever saw what differs, and so also who left before the end."""
    return sum(results.exposed) or results.flow.total("finished")


def _people(results: Results) -> str:
    """'291 people analysed (268 finished)'; '268 people' where those are the same."""
    n, analysed = results.flow.total("finished"), _analysed(results)
    if n == analysed:
        return counted(n, "person", "people")
    return f"{counted(analysed, 'person', 'people')} analysed ({n:,} finished)"


def summary(results: Results, protocol: Compiled, language: str) -> str:
    """How many of all effects that were built in were found; '' where that cannot be told."""
    if results.kind != "simulated" or results.extent != "full" or not results.planted:
        return ""
    built = [
        one
        for outcome in protocol.document.outcomes
        for one in planted_on(told_of(results, protocol, language, outcome))
    ]
    found = sum(one.found for one in built)
    of = counted(len(built), "effect", "effects")
    return (
        f"Found {found} of {of} built in, with {_people(results)}; planned: {results.planned:,}."
        if built
        else ""
    )
