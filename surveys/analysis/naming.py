"""Names that people read, of outcomes, groups, scales and pages: all from the document, none of its codes."""

from surveys.protocol import Compiled, Measure, Step
from surveys.protocol.nodes import Feed, Node
from surveys.protocol.outcomes import Act, AnyOutcome, Rating, State
from surveys.protocol.scales import scales
from surveys.texts import say

OWN_SCORES = "the profiles’ own scores"
"""What stands in place of the displayed levels where scores are computed from the profiles."""

PAGES = {
    "consent": "Consent",
    "attention": "Attention check",
    "visits": "Profile",
    "feed": "Feed",
    "debriefing": "Debriefing",
}
"""What a page without a title is called; any other is 'Questions'."""


OTHERWISE = {
    "count": "How often they did it",
    "happened": "Whether it happened",
    "stayed": "Days stayed",
    "ordinal": "Their answer",
    "in_view": "Time the score was in view",
}
"""What an outcome without a label is called."""


def outcome_named(protocol: Compiled, name: str) -> AnyOutcome:
    return next(o for o in protocol.document.outcomes if o.name == name)


def label_of(protocol: Compiled, name: str, language: str) -> str:
    """The outcome's label; where it has none, the scale's name or the button's words."""
    found = outcome_named(protocol, name)
    if label := say(found.label, language, protocol.document.language):
        return label
    if isinstance(found, Rating | State):
        return scale_label(protocol, found.scale, language)
    if isinstance(found, Act):
        return act_label(protocol, found, language)
    return OTHERWISE.get(found.kind, "Time on the profile")


def range_of(protocol: Compiled, outcome: AnyOutcome) -> tuple[float, float] | None:
    """The lowest and highest possible score of the outcome's scale."""
    if not isinstance(outcome, Rating | State):
        return None
    return _measure(protocol, outcome.scale).scale.range


def scale_words(protocol: Compiled, outcome: AnyOutcome) -> str:
    """'on the 1–7 scale'; '' where there is none."""
    found = range_of(protocol, outcome)
    return f"on the {found[0]:g}–{found[1]:g} scale" if found else ""


def scale_label(protocol: Compiled, name: str, language: str) -> str:
    """A scale by its subscale's name; taken more than once, which time: 'State anxiety, before'."""
    measure = _measure(protocol, name)
    scale, fallback = measure.scale, protocol.document.language
    instrument = protocol.document.library[scale.instrument]
    label = say(instrument.subscale(scale.subscale).name, language, fallback)
    label = label or instrument_label(protocol, scale.instrument, language)
    same = [
        m
        for m in protocol.measures
        if (m.scale.instrument, m.scale.subscale) == (scale.instrument, scale.subscale)
    ]
    if len(same) == 1:
        return label
    if len(same) > 2:
        return f"{label}, {when_taken(protocol, name)}"
    states = [o for o in protocol.document.outcomes if isinstance(o, State) and o.before]
    if any(name in o.before for o in states):
        return f"{label}, before"
    if any(o.scale == name for o in states):
        return f"{label}, after"
    page = page_label(protocol, protocol.node(measure.node), language)
    return f"{label} ({page}, {same.index(measure) + 1})"


def when_taken(protocol: Compiled, name: str) -> str:
    """When a scale is asked that is taken several times: 'before', 'after day 3', 'at the end'; in a study
    without days by its page.
    """
    step = next(s for s in protocol.steps if not s.visit and name in _scored(protocol, s))
    if step.day:
        return f"after day {step.day}"
    first = next((i for i, one in enumerate(protocol.steps) if one.day), None)
    if first is None:
        return page_label(protocol, step.node, protocol.document.language).lower()
    return "before" if protocol.positions[step.key] < first else "at the end"


def _scored(protocol: Compiled, step: Step) -> set[str]:
    return {scale.name for scale in scales(step.entries, protocol.document.library)}


def instrument_label(protocol: Compiled, code: str, language: str) -> str:
    """The instrument's name, as its authors or this project call it."""
    return say(protocol.document.library[code].name, language, protocol.document.language) or "A scale"


def instrument_of(protocol: Compiled, scale: str) -> str:
    """The code of what it is taken with."""
    return _measure(protocol, scale).scale.instrument


def _measure(protocol: Compiled, scale: str) -> Measure:
    return next(m for m in protocol.measures if m.scale.name == scale)


def group_label(protocol: Compiled, arm: str, language: str) -> str:
    """A group by its levels: 'Score shown', 'Those whose score fell'."""
    if arm not in protocol.arms:
        return arm
    fallback = protocol.document.language
    parts = []
    for name, level in protocol.arms[arm].levels.items():
        factor = protocol.document.factor(name)
        called = say(factor.called.get(str(level), {}), language, fallback) if factor else ""
        label = say(factor.label, language, fallback) if factor else ""
        parts.append(f"those {called}" if called else f"{label} {level}".strip())
    words = ", ".join(parts) or "everybody"
    return words[:1].upper() + words[1:]


def page_label(protocol: Compiled, node: Node, language: str) -> str:
    title = say(node.title, language, protocol.document.language)
    return title or PAGES.get(node.kind, "Questions")


def step_label(protocol: Compiled, key: str, language: str) -> str:
    """A page as a line of the flow table: its title and, at a visit, which one."""
    step = protocol.step(key)
    title = page_label(protocol, step.node, language)
    if isinstance(step.node, Feed):
        return f"{title}: {_in_feed(protocol, step, language)}"
    if not step.visit:
        return title
    part = {"look": "look", "rate": "rate", "last": "last questions"}[step.part]
    return f"{title} {step.visit}: {part}"


def _in_feed(protocol: Compiled, step: Step, language: str) -> str:
    feed = step.node
    assert isinstance(feed, Feed)
    if step.part == "ask":
        ask = feed.asked_after(step.day)
        title = say(ask.title, language, protocol.document.language) if ask else ""
        return f"{title or 'questions'} after day {step.day}"
    return {"name": "name and picture", "score": "first sight"}.get(step.part, f"day {step.day}")


def act_label(protocol: Compiled, outcome: Act, language: str) -> str:
    """The words on the button that was counted."""
    visits = protocol.visits
    options = visits.look.options if visits else ()
    found = next((option.label for option in options if option.value == outcome.value), {})
    return say(found, language, protocol.document.language) or f"answer {outcome.value}"
