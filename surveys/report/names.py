"""Questions, answers, rules and what a run is at, as people read them."""

from collections.abc import Sequence

from surveys.analysis.naming import label_of, scale_label
from surveys.models import JobState, Run
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act
from surveys.protocol.plan import Exclusion
from surveys.questions import Choice, Differential, Question
from surveys.report.numbers import counted
from surveys.texts import say


def covariate_words(protocol: Compiled, name: str, language: str) -> str:
    """What was measured before the lot: a scale's name, or the question as it was asked."""
    if any(measure.scale.name == name for measure in protocol.measures):
        return scale_label(protocol, name, language)
    question = _question(protocol, name)
    asked = say(question.text, language, protocol.document.language) if question else ""
    return asked or "A question without words"


def item_words(protocol: Compiled, code: str, language: str) -> str:
    """An item as it was asked; of a differential its two poles."""
    question = _question(protocol, code)
    if isinstance(question, Differential):
        poles = (question.left, question.right)
        return " – ".join(say(pole, language, protocol.document.language) for pole in poles)
    return covariate_words(protocol, code, language)


def option_words(protocol: Compiled, name: str, value: str, language: str) -> str:
    """The words of the answer with this value; the value itself where it has none."""
    question = _question(protocol, name)
    options = question.options if isinstance(question, Choice) else ()
    found = next((option.label for option in options if str(option.value) == value), {})
    return say(found, language, protocol.document.language) or value


def _question(protocol: Compiled, code: str) -> Question | None:
    return next((q for step in protocol.steps for q in step.questions if q.code == code), None)


def rule_words(rule: Exclusion, protocol: Compiled, language: str) -> str:
    label = say(rule.label, language, protocol.document.language)
    if label:
        return label
    if rule.missed is not None:
        return f"Missed {counted(rule.missed, 'attention check', 'attention checks')} or more"
    among: Sequence[str] = [option_words(protocol, rule.code or "", str(v), language) for v in rule.among]
    return f"{covariate_words(protocol, rule.code or '', language)}: {', '.join(among)}"


PARTS = {
    "scores": "Computing: the scores of each scale",
    "plan": "Computing: what the plan names",
    "missing": "Computing: what the missing could have changed",
    "charts": "Drawing the charts",
}


def progress_words(run: Run | None, protocol: Compiled | None, language: str) -> str:
    """What a running computation is at: 'Computing: perceived competence, 2 of 6'."""
    if run is None or run.state not in (JobState.WANTED, JobState.RUNNING):
        return ""
    part = str(run.progress.get("part", ""))
    if run.state == JobState.WANTED or not part:
        return "Waiting to be computed" if run.state == JobState.WANTED else "Computing now"
    if part in PARTS or protocol is None:
        return PARTS.get(part, "Computing now")
    outcome = next((o for o in protocol.document.outcomes if o.name == part), None)
    if outcome is None:
        return "Computing now"
    label = label_of(protocol, part, language)
    label = label if isinstance(outcome, Act) or label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"Computing: {label}, {run.progress['done'] + 1} of {run.progress['of']}"
