"""The three answer sentences. No more is said than the numbers allow."""

from dataclasses import dataclass, replace
from math import isfinite, isnan

from scoring.estimators.estimate import Estimate
from scoring.estimators.tost import tost
from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import act_label, label_of, outcome_of, range_of, scale_words
from surveys.analysis.results import AT, AVERAGED, ENOUGH, LEVEL, RANGE, STATE, Results, Row
from surveys.charts.levels import picture
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Rating, State
from surveys.report.context import Answer
from surveys.report.numbers import enough_digits, interval, number

ALPHA = 0.05
UNSURE = "We cannot tell yet whether that is a real difference."
CORRECTED = "That does not hold once all displayed scores are compared, so it may be chance."
WITHOUT = "what the study finds where there is nothing, not what people do"
TOO_FEW = f"That is too few to say more: each group needs {ENOUGH}."


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence is told from. digits: of the outcome's unit."""

    results: Results
    protocol: Compiled
    language: str
    design: Design
    outcome: AnyOutcome
    digits: int

    @property
    def label(self) -> str:
        """As it stands inside an English sentence."""
        found = label_of(self.protocol, self.outcome.name, self.language)
        return found if found[1:2].isupper() else found[:1].lower() + found[1:]

    def row(self, contrast: str, at: float | None = None) -> Row | None:
        found = self.results.row(self.outcome.name, contrast, at)
        return found if found and isfinite(found.estimate.p) else None


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
            span = range_of(protocol, outcome) or (0.0, 1.0)
            digits = 2 if span[1] - span[0] <= 10 else 1
            told = Told(results, protocol, language, design_of(protocol), outcome, digits)
            text = _simulated(told) if results.kind == "simulated" else None
            found.append(Answer(topic, title, text or tell(told)))
    return tuple(found)


def _credibility(told: Told) -> str:
    if told.results.extent == "few":
        return _described(told, 1, "")
    row, whole = told.row(LEVEL), told.row(RANGE)
    if row is None or whole is None:
        return _nothing(told)
    words = _by(row.estimate, told, "Each 10 points of displayed score", told.label)
    verdict = _verdict(whole.estimate, told)
    tail = _at_top(told)
    if row.estimate.p < ALPHA:
        return f"{words}{f'; {tail}' if tail else '.'}{f' {verdict}' if verdict else ''}"
    return f"{words}. {verdict or UNSURE}{f' {tail[0].upper()}{tail[1:]}' if tail else ''}"


def _by(found: Estimate, told: Told, cause: str, what: str) -> str:
    """'<cause> raised <what> by 0.05 points on the 1-7 scale (95 % interval 0.02 to 0.08)'."""
    scale = scale_words(told.protocol, told.outcome)
    unit = f"points {scale}".strip()
    digits = enough_digits(found.low, found.high, told.digits)
    if found.p >= ALPHA:
        size = number(found.estimate, digits)
        between = interval(found.low, found.high, digits)
        return f"{cause} went with {size} {unit} of {what} (95 % interval {between})"
    verb, found = _direction(found)
    between = interval(found.low, found.high, digits)
    return f"{cause} {verb} {what} by {number(found.estimate, digits)} {unit} (95 % interval {between})"


def _direction(found: Estimate) -> tuple[str, Estimate]:
    """The verb, and the estimate as a size: a fall's interval is turned with it."""
    if found.estimate >= 0:
        return "raised", found
    return "lowered", replace(found, estimate=-found.estimate, low=-found.high, high=-found.low)


def _at_top(told: Told) -> str:
    """'showing 85 instead of nothing raised it by 0.20 (0.08 to 0.32).'; '' without a hidden group."""
    top = told.design.levels[-1] if told.design.levels else None
    row = told.row(AT, top) if top is not None else None
    if row is None:
        return ""
    sure = row.p_adjusted < ALPHA
    verb, found = _direction(row.estimate) if sure else ("", row.estimate)
    size = f"{number(found.estimate, told.digits)} ({interval(found.low, found.high, told.digits)})"
    if sure:
        return f"showing {top:g} instead of nothing {verb} it by {size}."
    doubt = CORRECTED if found.p < ALPHA else UNSURE
    return f"with {top:g} shown instead of nothing the difference was {size}. {doubt}"


def _verdict(found: Estimate, told: Told) -> str:
    """What may be said of smallness: only by an equivalence test against the plan's smallest effect."""
    smallest = told.outcome.smallest
    if not smallest:
        return ""
    test = tost(found, bound_low=-smallest, bound_high=smallest)
    if test.verdict not in ("equivalent", "both"):
        return ""
    between = interval(test.low, test.high, told.digits)
    any_ = "That is real, but" if test.verdict == "both" else "Any difference is"
    return (
        f"{any_} smaller than the {smallest:g} points the plan calls worth having (90 % interval {between})."
    )


def _behaviour(told: Told) -> str:
    assert isinstance(told.outcome, Act)
    if told.results.extent == "few":
        return _described(told, 100, " %")
    top = told.design.levels[-1] if told.design.levels else None
    row = told.row(AT, top) if top is not None else None
    if row is None or top is None:
        return _nothing(told)
    action = act_label(told.protocol, told.outcome, told.language)
    drawn = picture(told.results, told.protocol, told.outcome.name, 100)
    shown = next(point.mean for point in drawn.points if point.level == top)
    found = row.estimate
    difference = 100 * found.estimate
    # 62 and 57 beside "6 points" would look wrong: then all three get a decimal.
    exact = round(shown) - round(shown - difference) == round(difference)
    digits = 0 if exact and round(difference) else 1
    between = interval(100 * found.low, 100 * found.high, digits)
    more = f"{number(abs(difference), digits)} points {'more' if difference >= 0 else 'fewer'}"
    said = (
        f"With {top:g} shown, {action} was chosen in {number(shown, digits)} % of visits, with the score "
        f"hidden in {number(shown - difference, digits)} %: {more} (95 % interval {between})."
    )
    if row.p_adjusted < ALPHA:
        return said
    return f"{said} {CORRECTED if found.p < ALPHA else UNSURE}"


def _anxiety(told: Told) -> str:
    assert isinstance(told.outcome, State)
    if told.results.extent == "few":
        return _described(told, 1, "")
    row = told.row(STATE)
    if row is None:
        return _nothing(told)
    found = row.estimate
    higher = "higher" if found.estimate >= 0 else "lower"
    size = number(abs(found.estimate), told.digits)
    between = interval(found.low, found.high, told.digits)
    label = told.label[:1].upper() + told.label[1:]
    given = ", given where they began" if told.outcome.before else ""
    scale = f" {scale_words(told.protocol, told.outcome)}".rstrip()
    said = (
        f"{label} was {size} points {higher}{scale} among those who saw scores than among those who saw "
        f"none{given} (95 % interval {between})."
    )
    verdict = _verdict(found, told)
    return f"{said} {verdict or UNSURE}" if found.p >= ALPHA or verdict else said


def _simulated(told: Told) -> str | None:
    """What was built in beside what was found; None where that is not known."""
    planted = told.results.planted
    if planted is None or told.results.extent != "full":
        return None
    level, seen = (planted.get(f"{f}:{told.outcome.name}", 0.0) for f in ("level", "visibility"))
    state = isinstance(told.outcome, State)
    by_level = not state and (level != 0 or seen == 0)
    row = told.row(STATE if state else LEVEL if by_level else AVERAGED)
    if row is None:
        return None
    size = level if by_level else seen
    factor, digits, unit = (
        (100, 1, " percentage points") if isinstance(told.outcome, Act) else (1, told.digits, "")
    )
    found = row.estimate
    digits = max(digits, 3) if by_level and factor == 1 else digits
    what = f"{told.label}, {'for each 10 points of displayed score' if by_level else 'shown against hidden'}"
    built = f"{size * factor:+g}{unit}" if size else "no effect"
    shows = "that the study can find an effect, not that people show it" if size else WITHOUT
    between = interval(found.low * factor, found.high * factor, digits)
    return (
        f"Simulated participants ({what}). We built in {built}; the analysis found "
        f"{number(found.estimate * factor, digits)}{unit} ({between}). This shows {shows}."
    )


def _described(told: Told, factor: float, unit: str) -> str:
    """Averages alone."""
    label = told.label[:1].upper() + told.label[1:]
    digits = 0 if factor == 100 else told.digits
    if isinstance(told.outcome, State):
        cells = [c for c in told.results.cells_of(told.outcome.name) if c.n and not c.when]
        parts = [f"{number(c.mean, digits)} in the group {c.group} (n = {c.n})" for c in cells]
    else:
        drawn = picture(told.results, told.protocol, told.outcome.name, factor)
        parts = [f"{number(p.mean, digits)}{unit} with {p.level:g} shown" for p in drawn.points]
        if not isnan(drawn.hidden):
            parts.append(f"{number(drawn.hidden, digits)}{unit} with the score hidden")
    return f"{label} averaged {', '.join(parts)}. {TOO_FEW}" if parts else f"{label}: no answers yet."


def _nothing(told: Told) -> str:
    """Why there is no number, in the row's own words."""
    rows = [row for row in told.results.rows if row.outcome == told.outcome.name]
    why = next((warning for row in rows for warning in row.estimate.warnings), "")
    label = told.label[:1].upper() + told.label[1:]
    return f"{label}: nothing could be computed. {why}".rstrip()
