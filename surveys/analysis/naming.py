"""Names that people read, of outcomes, groups and scales: all from the document."""

from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Rating, State
from surveys.texts import say


def outcome_of(protocol: Compiled, kind: type[AnyOutcome]) -> AnyOutcome | None:
    """The first outcome of this kind: the one that a sentence is about."""
    return next((o for o in protocol.document.outcomes if isinstance(o, kind)), None)


def label_of(protocol: Compiled, name: str, language: str) -> str:
    """The outcome's label; its name where it has none."""
    found = next(o for o in protocol.document.outcomes if o.name == name)
    return say(found.label, language, protocol.document.language) or name


def range_of(protocol: Compiled, outcome: AnyOutcome) -> tuple[float, float] | None:
    """The lowest and highest possible score of the outcome's scale."""
    if not isinstance(outcome, Rating | State):
        return None
    scale = next(m.scale for m in protocol.measures if m.scale.name == outcome.scale)
    times = scale.factor * (len(scale.items) if scale.method == "sum" else 1)
    return scale.low * times, scale.high * times


def scale_words(protocol: Compiled, outcome: AnyOutcome) -> str:
    """'on the 1-7 scale'; '' where there is none."""
    found = range_of(protocol, outcome)
    return f"on the {found[0]:g}–{found[1]:g} scale" if found else ""


def group_label(protocol: Compiled, arm: str, language: str) -> str:
    """A group by its levels: 'Score shown'."""
    if arm not in protocol.arms:
        return arm
    fallback = protocol.document.language
    parts = []
    for name, level in protocol.arms[arm].levels.items():
        factor = protocol.document.factor(name)
        label = say(factor.label, language, fallback) if factor else ""
        parts.append(f"{label or name} {level}")
    return ", ".join(parts) or "Everybody"


def step_label(protocol: Compiled, key: str, language: str) -> str:
    """A page as a line of the flow table: its title and, at a visit, which one."""
    step = protocol.step(key)
    title = say(step.node.title, language, protocol.document.language) or step.node.id
    if not step.visit:
        return title
    part = {"look": "look", "rate": "rate", "last": "last questions"}[step.part]
    return f"{title} {step.visit}: {part}"


def act_label(protocol: Compiled, outcome: Act, language: str) -> str:
    """The words on the button that was counted."""
    visits = protocol.visits
    options = visits.look.options if visits else ()
    found = next((option.label for option in options if option.value == outcome.value), {})
    return say(found, language, protocol.document.language) or str(outcome.value)
