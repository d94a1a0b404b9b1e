"""Who may already know which group a participation is in."""

from surveys.analysis.results import ENOUGH
from surveys.analysis.runs import effects_may_be_known
from surveys.models import Study
from surveys.protocol import Compiled

RULE = (
    "Groups, levels and profiles are told when the study is closed, and at any time for simulated "
    "participants; until then they are null. Profiles too, because the order in which somebody meets "
    "them gives away the levels; and whether the score was noticed, with what only those are asked who say "
    "so, is left out. Until then results count by group only who was allocated, exposed and "
    f"finished, of those who ended, {ENOUGH} people at a time, and that once each group "
    f"has {ENOUGH} of them. One rule for everybody, so that nobody who "
    "runs the study is unblinded by an export."
)


def revealed(study: Study, kind: str) -> bool:
    """Whether groups, levels and effects may leave the house."""
    return effects_may_be_known(study, kind)


def telling(protocol: Compiled) -> frozenset[str]:
    """Codes of questions whose answers all but name the group: whether the score was noticed, what is asked
    of those alone who say so, and which score was recalled.
    """
    asked, recalled = protocol.document.plan.noticed, protocol.document.plan.recalled
    own = frozenset({recalled} if recalled else ())
    if asked is None:
        return own
    pages = {p.id for p in protocol.document.pages if p.when and p.when.code == asked.question}
    behind = {q.code for step in protocol.steps if step.node.id in pages for q in step.questions}
    return frozenset({asked.question, *behind, *own})
