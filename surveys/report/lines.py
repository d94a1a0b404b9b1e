"""One estimate as a line of a table: plain words first, how it was computed among its notes."""

from collections.abc import Callable, Iterator, Mapping
from math import isfinite, isnan

from surveys.analysis.design import Design
from surveys.analysis.naming import OWN_SCORES
from surveys.analysis.results import (
    ABOVE,
    AT,
    AVERAGED,
    BELOW,
    BESIDE,
    CHANGED,
    CLUSTERED,
    COMPLETE,
    CORRELATED,
    CURVE,
    DIFFERENCE,
    DRIFT,
    FIRST,
    GROUPS,
    LEVEL,
    LOG_RANK,
    LOGIT,
    NOTICERS,
    PARTICIPANTS,
    PLACEBO,
    POOLED,
    POSITION,
    RANGE,
    REASSIGNED,
    STATE,
    STEP,
    SUGGESTED,
    SUPERIOR,
    TUKEY,
    UNADJUSTED,
    UNEXCLUDED,
    WITHOUT,
    Row,
)
from surveys.protocol.outcomes import State
from surveys.report.context import TableRow
from surveys.report.judging import Judged, percent
from surveys.report.names import rule_words
from surveys.report.numbers import counted, interval, number, p_value, signed
from surveys.report.told import Told, capital
from surveys.report.units import OTHERS

Say = Callable[[Row, Design], str]


def over(design: Design) -> str:
    """The displayed scores; of computed ones, whose they are."""
    return ", ".join(f"{score:g}" for score in design.levels) or OWN_SCORES


CONTRASTS: Mapping[str, Say] = {
    LEVEL: lambda row, d: "Each 10 points of displayed score",
    RANGE: lambda row, d: f"{d.levels[-1]:g} shown against {d.levels[0]:g}" if d.levels else RANGE,
    CHANGED: lambda row, d: "Each 10 points of score, shown instead of hidden",
    PLACEBO: lambda row, d: (
        "Each 10 points of the score where it is hidden: what the profiles show anyway"
        if d.computed
        else "Each 10 points of a score that nobody saw (control)"
    ),
    DRIFT: lambda row, d: "How much more each 10 points do from one profile to the next",
    AT: lambda row, d: f"{row.at[0]:g} shown against hidden",
    AVERAGED: lambda row, d: f"Shown against hidden, averaged over {over(d)}",
    STATE: lambda row, d: "Score shown against hidden",
    STEP: lambda row, d: f"{row.at[1]:g} shown against {row.at[0]:g}",
    BESIDE: lambda row, d: f"A step between {row.at[0]:g} and {row.at[1]:g}, beside a straight line",
    CURVE: lambda row, d: "How much the line bends, per 10 points squared",
    BELOW: lambda row, d: f"Each 10 points of displayed score, up to {row.at[0]:g}",
    ABOVE: lambda row, d: f"Each 10 points of displayed score, from {row.at[0]:g} on",
    NOTICERS: lambda row, d: "Score shown against hidden, among those who noticed it",
    GROUPS: lambda row, d: capital(" against ".join(d.sides(row.sides))),
}
VARIANTS: Mapping[str, str] = {
    PARTICIPANTS: "one number a participant; for these profiles only",
    FIRST: "each one's first rating only",
    POSITION: "allowing for the order of the profiles and the score before",
    CORRELATED: "averages and slopes may go together",
    POOLED: "without a model of how people differ; for these profiles only",
    LOGIT: "by logistic regression; for these profiles only",
    CLUSTERED: "without a model of how people and profiles differ",
    COMPLETE: "only those who finished",
    UNEXCLUDED: "nobody left out",
    REASSIGNED: "drawing the assignment again",
    UNADJUSTED: "not allowing for how each felt before",
    SUGGESTED: "broken where these data suggest it",
    DIFFERENCE: "how many times more, on average",
    LOG_RANK: "by how fast they left",
    SUPERIOR: "how often one of the first lies above one of the second, less one half",
    TUKEY: "all pairs at once (Tukey), not allowing for how each felt before",
}


def contrast_words(told: Told, row: Row) -> str:
    """What is compared, in plain words."""
    said = CONTRASTS[row.contrast](row, told.design) if row.contrast in CONTRASTS else capital(row.contrast)
    adjusts = row.contrast in (STATE, GROUPS) and not row.variant
    if adjusts and isinstance(told.outcome, State) and told.outcome.before:
        said += ", allowing for how each felt before"
    return said


def variant_words(told: Told, row: Row) -> str:
    if row.variant.startswith(WITHOUT):
        rule = next((r for r in told.plan.exclusions if r.name == row.variant.removeprefix(WITHOUT)), None)
        return (
            f"not leaving out by “{rule_words(rule, told.protocol, told.language)}”" if rule else row.variant
        )
    return VARIANTS.get(row.variant, row.variant)


def line(told: Told, row: Row, *, other_way: bool = False) -> TableRow:
    """other_way: among its like, so that the way of computing tells it from the others."""
    found = row.estimate
    unit = OTHERS.get(row.variant, told.unit)
    estimate, between = unit.texts(found)
    if unit is not told.unit:
        estimate = f"{estimate} {unit.difference}"
    said = contrast_words(told, row)
    return TableRow(
        key=row.key,
        contrast=f"{said}: {variant_words(told, row)}" if other_way and row.variant else said,
        estimate=estimate,
        interval=between,
        p=p_value(found.p),
        p_adjusted="" if isnan(row.p_adjusted) else p_value(row.p_adjusted),
        effect=number(found.effect),
        effect_interval=interval(found.effect_low, found.effect_high),
        n=n_words(row),
        notes=tuple(notes(told, row)),
        why=signed(found.warnings[-1]) if found.warnings and isnan(found.low) else "",
    )


def named_line(told: Told, row: Row, judged: Judged) -> TableRow:
    """With the interval and the p that hold for all that the plan names."""
    estimate, between = told.unit.texts(judged.found)
    p = row.estimate.p if isnan(row.p_adjusted) else row.p_adjusted
    found = row.estimate
    return TableRow(
        key=row.key,
        contrast=f"{capital(told.what)}: {_small_start(contrast_words(told, row))}",
        estimate=estimate,
        interval=between,
        p=p_value(row.estimate.p),
        p_adjusted=p_value(p),
        effect=number(found.effect),
        effect_interval=interval(found.effect_low, found.effect_high),
        n=n_words(row),
        notes=(*notes(told, row), *_tested(told, row)),
        unit=told.unit.difference,
        verdict=verdict(judged, simulated=told.results.kind == "simulated"),
        why=signed(found.warnings[-1]) if found.warnings and isnan(found.low) else "",
    )


def _small_start(words: str) -> str:
    return words[:1].lower() + words[1:]


def verdict(judged: Judged, *, simulated: bool = False) -> str:
    """What the comparison says, in a few words. Never "no effect": small only by a test for smallness; and of
    simulated people never that something is real.
    """
    apart = "Differs, as simulated" if simulated else "A real difference"
    if not isfinite(judged.found.low):
        return "Could not be computed"
    tested = judged.row.equivalence.verdict if judged.row.equivalence else ""
    if tested == "both":
        return f"{apart}, but smaller than worth having"
    if tested == "equivalent":
        return "Smaller than worth having"
    return apart if judged.sure else "Cannot tell yet"


def n_words(row: Row) -> str:
    found = row.estimate
    n = [counted(found.n_participants, "participant", "participants")]
    if found.n_profiles is not None:
        n.append(counted(found.n_profiles, "profile", "profiles"))
    if found.n_ratings is not None:
        n.append(counted(found.n_ratings, "visit", "visits"))
    return ", ".join(n)


def notes(told: Told, row: Row) -> Iterator[str]:
    """What is estimated, how, on what scale, and what to beware of."""
    found = row.estimate
    yield row.estimand
    if found.method:
        yield f"How: {found.method}."
    numbers = (("SE", found.se, 3), ("df", found.df, 1), ("statistic", found.statistic, 2))
    if said := "; ".join(
        f"{name} {number(value, digits)}" for name, value, digits in numbers if isfinite(value)
    ):
        yield f"{capital(said)}; in the units of the analysis."
    if found.standardiser and isfinite(found.effect):
        yield f"Effect size: {sized(found.standardiser)}."
    if row.seed is not None:
        yield f"Seed of what was drawn: {row.seed}."
    yield from map(signed, found.warnings)


def sized(standardiser: str) -> str:
    """What an effect size is, in words: a ratio, an angle, or what the estimate is divided by."""
    itself = standardiser.startswith(("ratio", "Cohen's h", "odds"))
    return standardiser if itself else f"in units of the {standardiser}"


def _tested(told: Told, row: Row) -> Iterator[str]:
    tested = row.equivalence
    if tested is None:
        return
    unit = told.unit
    ends = interval(unit.shown(tested.interval_low), unit.shown(tested.interval_high), unit.digits + 1)
    limits = interval(unit.shown(tested.low), unit.shown(tested.high), unit.digits + 1)
    said = f"Smaller than worth having means within {limits}; {percent(1 - 2 * tested.alpha)} interval {ends}"
    if isfinite(tested.p):
        said += f"; two one-sided tests, p {p_value(tested.p)}"
    if isfinite(tested.p_adjusted):
        said += f", adjusted {p_value(tested.p_adjusted)}"
    yield f"{said}."
