"""What else could have made the numbers: leaks, who is missing, ways of computing, the models themselves."""

from collections.abc import Iterator, Mapping
from math import isclose, isfinite
from typing import Literal

from surveys.analysis.design import design_of
from surveys.analysis.evidence import Bound, Component, Fit
from surveys.analysis.naming import label_of, outcome_named
from surveys.analysis.results import (
    AVERAGED,
    CHANGED,
    GROUPS,
    LEVEL,
    MAIN,
    OTHER_UNIT,
    PLACEBO,
    STATE,
    Results,
    Row,
)
from surveys.protocol import Compiled
from surveys.report.context import Check, SmallTable
from surveys.report.judging import ALPHA, judged
from surveys.report.lines import contrast_words, variant_words
from surveys.report.numbers import DASH, counted, interval, number, p_value, signed
from surveys.report.told import Told, capital, told_of
from surveys.report.units import Unit

Kind = Literal["lee", "ends", "tipping"]
MAINS = (LEVEL, CHANGED, AVERAGED, STATE, GROUPS)


def bounds(results: Results, protocol: Compiled, language: str) -> SmallTable:
    """What the missing could have made of shown against hidden, each way of bounding it."""
    columns = (
        "Shown against hidden, one number a participant",
        "If as many had left of the group that stayed more (Lee)",
        "95 % interval of that",
        "If all missing were at the scale's ends",
        "How different the missing would have to be (shown; hidden)",
    )
    rows = []
    for name, among in dict.fromkeys((bound.outcome, bound.among) for bound in results.bounds):
        here = [bound for bound in results.bounds if (bound.outcome, bound.among) == (name, among)]
        kinds: dict[Kind, Bound] = {bound.kind: bound for bound in here}
        told = told_of(results, protocol, language, outcome_named(protocol, name))
        whom = ", of all who were given a group" if among == "allocated" else ""
        rows.append((f"{capital(told.what)}{whom}", *_bounded(told.unit, kinds)))
    return SmallTable("What those who are missing could have changed", columns, tuple(rows))


def _bounded(unit: Unit, kinds: Mapping[Kind, Bound]) -> Iterator[str]:
    lee, widest, tips = kinds.get("lee"), kinds.get("ends"), kinds.get("tipping")

    def ends(low: float, high: float) -> str:
        return interval(unit.shown(low), unit.shown(high), unit.digits)

    yield ends(lee.low, lee.high) if lee else DASH
    yield ends(lee.outer_low, lee.outer_high) if lee else DASH
    yield ends(widest.low, widest.high) if widest else DASH
    if tips and tips.low == 0 and tips.high == 0:
        yield "No difference to lose"
    else:
        yield "; ".join(number(unit.shown(v), unit.digits) for v in (tips.low, tips.high)) if tips else DASH


def placebo(results: Results, protocol: Compiled, language: str) -> Check:
    """The score that was drawn but not displayed can do nothing: whatever it goes with is leak or chance."""
    title = "Hidden scores"
    if design_of(protocol).computed:
        why = "Hidden scores go with what else the profiles show, so they are no control."
        return Check("placebo", title, "none", f"Scores were computed from the profiles. {why}")
    rows = [
        row
        for row in results.rows
        if row.contrast == PLACEBO and row.variant == MAIN and isfinite(row.estimate.p)
    ]
    if not rows:
        return Check("placebo", title, "none", "No score was drawn and hidden.")
    lines, names = [], []
    for row in rows:
        told = told_of(results, protocol, language, outcome_named(protocol, row.outcome))
        texts = told.unit.texts(row.estimate)
        lines.append((capital(told.what), *texts, told.unit.difference, p_value(row.estimate.p)))
        names.append(told.what)
    apart = [name for name, row in zip(names, rows, strict=True) if row.estimate.p < 0.05]
    state = "bad" if any(row.estimate.p < 0.001 for row in rows) else "note" if apart else "good"
    said = (
        f"{capital(', '.join(apart))} went with scores that nobody saw: a leak, a broken rotation, or "
        f"chance, which does that to 1 in 20 outcomes ({counted(len(rows), 'was', 'were')} looked at)."
        if apart
        else "No outcome went with scores that nobody saw, beyond chance."
    )
    columns = ("Outcome", "Each 10 points of a hidden score", "95 % interval", "In", "p")
    return Check("placebo", title, state, said, (), (SmallTable("Negative control", columns, tuple(lines)),))


def robustness(results: Results, protocol: Compiled, language: str) -> Check:
    """Whether other ways of computing the main effects agree with them in sign and size."""
    title = "Other ways"
    lines, apart = [], []
    pairs, same = _pairs(results)
    for main, other in pairs:
        told = told_of(results, protocol, language, outcome_named(protocol, main.outcome))
        agrees = _agrees(told, main, other)
        words = f"{capital(told.what)}: {contrast_words(told, main).lower()}"
        lines.append(
            (
                words,
                told.unit.texts(main.estimate)[0],
                variant_words(told, other) or "mixed model",
                *told.unit.texts(other.estimate),
                p_value(other.estimate.p),
                "Yes" if agrees else "No",
            )
        )
        if not agrees:
            apart.append(
                f"{words}, {variant_words(told, other) or 'mixed model'}: {_apart(told, main, other)}"
            )
    if not lines:
        return Check("robustness", title, "none", "There is only one way of computing this.")
    columns = (
        "Main effect",
        "Main estimate",
        "Computed another way",
        "Estimate",
        "95 % interval",
        "p",
        "Agrees",
    )
    table = (SmallTable("Sign and size of the main effects", columns, tuple(lines)),)
    mains = counted(len({(row.outcome, row.contrast) for row, _ in pairs}), "main effect", "main effects")
    ways = f"{mains}, computed {counted(len(lines), 'other way', 'other ways')} in all"
    if not apart:
        said = f"{ways}: none disagrees."
        return Check("robustness", title, "good", said, tuple(_same(same)), table, rule=AGREES)
    disagree = "disagrees" if len(apart) == 1 else "disagree"
    more = f"; and {len(apart) - NAMED} more" if len(apart) > NAMED else ""
    said = f"{ways}: {len(apart)} {disagree}. {'; '.join(apart[:NAMED])}{more}."
    lines_below = (*(f"Disagrees: {each}." for each in apart[NAMED:]), *_same(same))
    return Check("robustness", title, "note", said, lines_below, table, rule=AGREES)


AGREES = (
    "A way agrees if its own interval holds the main estimate (where it has no interval: if its p is on the "
    "same side of the test's level as the main one's) and, where the main effect differs from 0, its sign is "
    "the same; a larger or smaller p by itself is no disagreement."
)
NAMED = 3
"""Ways that disagree, in the check's own line; further ones stand below its table."""


def _apart(told: Told, main: Row, other: Row) -> str:
    """'0.20 instead of 0.05, so larger'; where the interval is missing, by p."""
    a, b = main.estimate, other.estimate
    sizes = f"{told.unit.texts(b)[0]} instead of {told.unit.texts(a)[0]}"
    if a.estimate * b.estimate < 0:
        return f"{sizes}, in the other direction"
    if not isfinite(b.low):
        return f"{sizes}, with p {p_value(b.p)} instead of {p_value(a.p)}"
    return (
        f"{sizes}, in the same direction but {'larger' if abs(b.estimate) > abs(a.estimate) else 'smaller'}"
    )


def _same(number: int) -> Iterator[str]:
    if number:
        ways = counted(number, "further way comes", "further ways come")
        yield f"{ways} out exactly as the main one, where a part estimated at 0 is left out: not counted."


def _pairs(results: Results) -> tuple[list[tuple[Row, Row]], int]:
    """Each main effect with each other way of computing it that could have come out otherwise, and how many
    could not: the plan's own way is the main one. An average over scores is one only where the plan names it.
    """
    rows = [row for row in results.rows if row.contrast in MAINS and _tells(row)]
    pairs: list[tuple[Row, Row]] = []
    for key in dict.fromkeys((row.outcome, row.contrast, row.sides) for row in rows):
        same = [row for row in rows if (row.outcome, row.contrast, row.sides) == key]
        named = next((row for row in same if row.confirmatory), None)
        main = named or next((row for row in same if row.variant == MAIN), None)
        if main is not None and isfinite(main.estimate.low) and (named or key[1] != AVERAGED):
            pairs += [(main, row) for row in same if row is not main]
    told = [(main, other) for main, other in pairs if not _is_same(main, other)]
    return told, len(pairs) - len(told)


def _is_same(main: Row, other: Row) -> bool:
    """The same fit under another name."""
    a, b = main.estimate, other.estimate
    return a.n_participants == b.n_participants and all(
        isclose(x, y, rel_tol=1e-6) for x, y in ((a.estimate, b.estimate), (a.se, b.se), (a.df, b.df))
    )


def _tells(row: Row) -> bool:
    """Drawing the assignment again gives a p and no interval. What is in another unit cannot agree."""
    found = row.estimate
    if row.variant in OTHER_UNIT:
        return False
    return isfinite(found.low) or (isfinite(found.estimate) and isfinite(found.p))


def _agrees(told: Told, main: Row, other: Row) -> bool:
    sure = judged(main, told.plan).sure
    same_sign = main.estimate.estimate * other.estimate.estimate >= 0
    if not isfinite(other.estimate.low):
        alpha, p = told.plan.alpha if main.confirmatory else ALPHA, main.estimate.p
        differs = p < alpha if isfinite(p) else sure
        return (other.estimate.p < alpha) is differs and (same_sign or not differs)
    return other.estimate.low <= main.estimate.estimate <= other.estimate.high and (same_sign or not sure)


def fits(results: Results, protocol: Compiled, language: str) -> Check:
    """What the mixed models say about themselves."""
    title = "Models"
    if not results.fits:
        return Check("fits", title, "none", "No model of people and profiles was needed.")
    tables = tuple(_components(fit, label_of(protocol, fit.outcome, language)) for fit in results.fits)
    lines = [
        f"{label_of(protocol, fit.outcome, language)}: {signed(warning)}"
        for fit in results.fits
        for warning in fit.warnings
    ]
    fell = [label_of(protocol, fit.outcome, language) for fit in results.fits if fit.fallback]
    if fell:
        said = f"Not fitted: {', '.join(fell)}; a simpler method (two-way clustered) stands in its place."
        return Check("fits", title, "note", said, tuple(lines), tables)
    said = f"{counted(len(tables), 'model was', 'models were')} fitted."
    return Check("fits", title, "good", said, (DROPPED, *lines), tables)


DROPPED = (
    "A part estimated at 0 is left out: the fit is the same without it. The slope of a tested effect is "
    "never left out because it seems small."
)
OVER = {"participant": "people", "profile": "profiles"}
PARTS = {
    "mean": "averages",
    "displayed score": "the effect of the displayed score",
    "visibility": "the effect of showing a score",
    "placebo score": "the relation with a hidden score",
}


def _components(fit: Fit, label: str) -> SmallTable:
    rows = [(_part(c), number(100 * c.share, 1)) for c in fit.components]
    rows += [(f"{_named(*name.split(' | '))}", "0, left out") for name in fit.dropped]
    return SmallTable(label, ("Where differences come from", "% of the variance"), tuple(rows))


def _part(component: Component) -> str:
    if component.group == "rest":
        return "From visit to visit, not explained"
    return _named(component.name, component.group)


def _named(name: str, group: str) -> str:
    return f"Between {OVER.get(group, group)}, in {PARTS.get(name, name)}"
