"""The three answer sentences. No more is said than the numbers allow."""

from math import isnan

from scoring.estimators.tost import tost
from surveys.analysis.naming import act_label, group_label, outcome_of
from surveys.analysis.results import AT, ENOUGH, LEVEL, RANGE, STATE, Results, Row
from surveys.charts.levels import picture
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, Rating, State
from surveys.report.context import Answer
from surveys.report.numbers import interval, number
from surveys.report.simulated import simulated
from surveys.report.told import ALPHA, Told, capital, direction, told_of

UNSURE = "We cannot tell yet whether that is a real difference."
CORRECTED = "That does not hold once all displayed scores are compared, so it may be chance."
TOO_FEW = f"That is too few to say more: each group needs {ENOUGH}."
ALONE = "The study has no group from which the score was hidden, to compare with."


def answers(results: Results, protocol: Compiled, language: str) -> tuple[Answer, ...]:
    """Credibility, behaviour, anxiety: of each the first outcome of its kind; none that the study lacks."""
    if results.extent == "live":
        return ()
    found = []
    for topic, title, kind, tell in (
        ("credibility", "What people thought", Rating, _credibility),
        ("behaviour", "What people did", Act, _behaviour),
        ("anxiety", "How people felt", State, _anxiety),
    ):
        outcome = outcome_of(protocol, kind)
        if outcome is not None:
            told = told_of(results, protocol, language, outcome)
            text = _described(told) if results.extent == "few" else tell(told)
            found.append(Answer(topic, title, simulated(told, text) if results.kind == "simulated" else text))
    return tuple(found)


def _credibility(told: Told) -> str:
    row = told.row(LEVEL)
    if row is None:
        return capital(_at_top(told, told.label)) or _nothing(told)
    tail = _at_top(told, "it")
    words, verdict = _slope(told, row, told.label), _small(told, told.row(RANGE))
    if row.estimate.p < ALPHA:
        return f"{words}{f'; {tail}' if tail else '.'}{f' {verdict}' if verdict else ''}"
    return f"{words}. {verdict or UNSURE}{f' {capital(tail)}' if tail else ''}"


def _slope(told: Told, row: Row, what: str) -> str:
    """'Each 10 points of displayed score raised <what> by 0.05 points on the 1–7 scale (...)'."""
    verb, found = direction(row.estimate)
    size, between = told.unit.texts(found)
    return (
        f"Each 10 points of displayed score {verb} {what} by {size} {told.unit.difference} "
        f"(95 % interval {between})"
    )


def _at_top(told: Told, what: str) -> str:
    """'showing 85 instead of nothing raised it by 0.20 (0.08 to 0.32).'; '' without a hidden group."""
    top = told.design.levels[-1] if told.design.levels else None
    row = told.row(AT, top) if top is not None else None
    if row is None:
        return ""
    sure = row.p_adjusted < ALPHA
    verb, found = direction(row.estimate)
    size, between = told.unit.texts(found if sure else row.estimate)
    if sure:
        return f"showing {top:g} instead of nothing {verb} {what} by {size} ({between})."
    doubt = CORRECTED if row.estimate.p < ALPHA else UNSURE
    whose = "" if what == "it" else f" in {what}"
    return f"with {top:g} shown instead of nothing the difference{whose} was {size} ({between}). {doubt}"


def _small(told: Told, row: Row | None) -> str:
    """What may be said of smallness: only by an equivalence test against the plan's smallest effect."""
    smallest = told.outcome.smallest
    if not smallest or row is None:
        return ""
    adjusted = None if isnan(row.p_adjusted) else row.p_adjusted
    test = tost(row.estimate, bound_low=-smallest, bound_high=smallest, p_adjusted=adjusted)
    if test.verdict not in ("equivalent", "both"):
        return ""
    levels = told.design.levels
    over = f" between {levels[0]:g} and {levels[-1]:g} shown" if row.contrast == RANGE else ""
    unit = told.unit
    between = interval(unit.shown(test.low), unit.shown(test.high), unit.digits)
    worth = f"the {unit.shown(smallest):g} {unit.difference.split(' on ')[0]} the plan calls worth having"
    start = f"The difference{over} is real, but" if test.verdict == "both" else f"Any difference{over} is"
    return f"{start} smaller than {worth} (90 % interval {between})."


def _behaviour(told: Told) -> str:
    assert isinstance(told.outcome, Act)
    top = told.design.levels[-1] if told.design.levels else None
    row = told.row(AT, top) if top is not None else None
    if row is None or top is None:
        return _by_slope(told)
    action = act_label(told.protocol, told.outcome, told.language)
    drawn = picture(told.results, told.protocol, told.outcome.name, 100)
    shown = next(point.mean for point in drawn.points if point.level == top)
    found = row.estimate
    difference = 100 * found.estimate
    # 62 and 57 beside "6 points" would look wrong: then all three get a decimal.
    exact = round(shown) - round(shown - difference) == round(difference)
    digits = 0 if exact and round(difference) else 1
    between = interval(100 * found.low, 100 * found.high, digits)
    size = number(abs(difference), digits)
    more = f"{size} {'point' if size == '1' else 'points'} {'more' if difference >= 0 else 'fewer'}"
    return _with_doubt(
        told,
        row,
        f"With {top:g} shown, {action} was chosen in {number(shown, digits)} % of visits, with the score "
        f"hidden in {number(shown - difference, digits)} %: {more} (95 % interval {between}).",
    )


def _by_slope(told: Told) -> str:
    row = told.row(LEVEL)
    if row is None:
        return _nothing(told)
    return _with_doubt(told, row, f"{_slope(told, row, f'the share of {told.share}')}.")


def _anxiety(told: Told) -> str:
    assert isinstance(told.outcome, State)
    row = told.row(STATE)
    if row is None:
        return _nothing(told)
    found = row.estimate
    size = number(abs(found.estimate), told.unit.digits)
    _, between = told.unit.texts(found)
    higher = "higher" if found.estimate >= 0 else "lower"
    unit, _, scale = told.unit.difference.partition(" on ")
    given = ", given where they began" if told.outcome.before else ""
    return _with_doubt(
        told,
        row,
        f"{capital(told.label)} was {size} {unit} {higher}{f' on {scale}' if scale else ''} among those who "
        f"saw scores than among those who saw none{given} (95 % interval {between}).",
    )


def _with_doubt(told: Told, row: Row, said: str) -> str:
    """The sentence, and whether the difference is small, real, or not to be told."""
    if verdict := _small(told, row):
        return f"{said} {verdict}"
    p = row.estimate.p if isnan(row.p_adjusted) else row.p_adjusted
    if p < ALPHA:
        return said
    return f"{said} {CORRECTED if row.estimate.p < ALPHA else UNSURE}"


def _described(told: Told) -> str:
    """Averages alone."""
    unit, label = told.unit, capital(told.label)
    digits, percent, start = unit.mean_digits, "", f"{label} averaged"
    if isinstance(told.outcome, Act):
        action = act_label(told.protocol, told.outcome, told.language)
        digits, percent, start = 0, " % of visits", f"{action} was chosen in"
    if isinstance(told.outcome, State):
        cells = [c for c in told.results.cells_of(told.outcome.name) if c.n and not c.when]
        parts = [
            f"{number(c.mean, digits)} in the group “{group_label(told.protocol, c.group, told.language)}” "
            f"(n = {c.n})"
            for c in cells
        ]
    else:
        drawn = picture(told.results, told.protocol, told.outcome.name, unit.shown(1))
        parts = [f"{number(p.mean, digits)}{percent} with {p.level:g} shown" for p in drawn.points]
        if not isnan(drawn.hidden):
            parts.append(f"{number(drawn.hidden, digits)}{percent} with the score hidden")
    return f"{start} {', '.join(parts)}. {TOO_FEW}" if parts else f"{label}: nobody answered."


def _nothing(told: Told) -> str:
    """Why there is no number, in the row's own words."""
    rows = [row for row in told.results.rows if row.outcome == told.outcome.name]
    why = next((warning for row in rows for warning in row.estimate.warnings), "")
    if not (told.design.shown and told.design.hidden):
        why = why or ALONE
    return f"{capital(told.label)}: nothing could be computed. {why}".rstrip()
