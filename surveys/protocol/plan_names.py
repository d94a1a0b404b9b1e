"""What the plan names, as parts of sentences: comparisons, outcomes with their units, rules, covariates."""

from collections.abc import Iterable, Sequence

from surveys.protocol import sides_told
from surveys.protocol.compiled import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Count, Happened, Ordinal, Rating, State, Stayed, Timed
from surveys.protocol.plan import Comparison, Exclusion
from surveys.protocol.plan_checks import asked_of, display_of
from surveys.protocol.scales import Scale
from surveys.texts import Text, say


def said(protocol: Compiled, text: Text) -> str:
    return say(text, protocol.document.language, "en")


def listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def comparisons(numbers: Sequence[int]) -> str:
    """'Comparison 1' or 'Comparisons 1, 2'."""
    return f"Comparison{'s' if len(numbers) > 1 else ''} {listed(numbers)}"


def compared(protocol: Compiled, named: Comparison) -> str:
    """What one comparison is, as part of a sentence."""
    outcome = outcome_named(protocol, named.outcome)
    return f"{measured(protocol, outcome)}: {_contrast(protocol, named, outcome)}"


def _contrast(protocol: Compiled, named: Comparison, outcome: AnyOutcome) -> str:
    match named.contrast:
        case "level":
            return "its slope per 10 points of the displayed score, among those who are shown it"
        case "at":
            return f"with the score shown at {listed(named.levels)} against the score hidden"
        case "step":
            low, high = named.levels
            return f"with {high} displayed against {low} displayed"
        case "groups":
            of, other = sides_told.compared(protocol.document, named)
            return f"{of} against {other}{adjusting(outcome)}"
    against = "with the score shown against the score hidden"
    if isinstance(outcome, State):
        return f"{against}{adjusting(outcome)}" if named.model == "adjusted" else against
    levels = display_of(protocol.document).levels
    return f"{against}, averaged over the displayed levels {listed(levels)}" if len(levels) > 1 else against


def adjusting(outcome: AnyOutcome) -> str:
    """', adjusted for the same scale before random assignment'; '' where nothing was measured before."""
    if not isinstance(outcome, State) or not outcome.before:
        return ""
    many = len(outcome.before)
    when = "before random assignment" if many == 1 else f"as taken {many} times before"
    return f", adjusted for the same scale {when}"


def outcome_named(protocol: Compiled, name: str) -> AnyOutcome:
    return next(outcome for outcome in protocol.document.outcomes if outcome.name == name)


def measured(protocol: Compiled, outcome: AnyOutcome) -> str:
    """The outcome with its unit: 'Perceived competence (1–7, at each visit)'."""
    label = said(protocol, outcome.label) or outcome.name
    if isinstance(outcome, Act):
        return f"{label} (whether a visit ended in it)"
    if isinstance(outcome, Timed):
        return f"{label} (natural logarithm of seconds, at each visit)"
    if isinstance(outcome, Count):
        return f"{label} (how often{over(outcome)})"
    if isinstance(outcome, Happened):
        return f"{label} (whether it happened{over(outcome)}, once a participant)"
    if isinstance(outcome, Stayed):
        return f"{label} (days after day {outcome.after}, of those who ended that day)"
    if isinstance(outcome, Ordinal):
        return f"{label} (one answer in order, once)"
    low, high = scale_of(protocol, outcome.scale).range
    once = "once, after the visits" if protocol.visits else "once"
    when = "at each visit" if isinstance(outcome, Rating) else once
    return f"{label} ({low:g}–{high:g}, {when})"


def over(outcome: Count | Happened) -> str:
    """', days 1 to 4'; '' where all days count, or none are meant."""
    return f", days {outcome.days[0]} to {outcome.days[1]}" if outcome.days else ""


def scale_of(protocol: Compiled, name: str) -> Scale:
    return next(measure.scale for measure in protocol.measures if measure.scale.name == name)


def excluded(protocol: Compiled, rule: Exclusion) -> str:
    """One rule, as a sentence without its full stop."""
    named = said(protocol, rule.label)
    begin = f"{named}: participants" if named else "Participants"
    if rule.missed is not None:
        checks = "the attention check" if rule.missed == 1 else f"{rule.missed} attention checks"
        return f"{begin} who missed {checks}{' or more' if rule.missed > 1 else ''} are left out"
    question = asked_of(protocol.document).before[rule.code or ""]
    labels = {each.value: said(protocol, each.label) for each in question.variable().labels}
    answers = " or ".join(f"“{labels.get(value) or value}”" for value in rule.among)
    asked = said(protocol, question.text) or question.code
    return f"{begin} who answered {answers} to “{asked}” are left out"


def covariate(protocol: Compiled, name: str) -> str:
    """What a question or scale before random assignment is called."""
    question = asked_of(protocol.document).before.get(name)
    if question is not None:
        return f"“{said(protocol, question.text) or name}”"
    scale = scale_of(protocol, name)
    instrument = protocol.document.library[scale.instrument]
    return said(protocol, instrument.subscale(scale.subscale).name) or name
