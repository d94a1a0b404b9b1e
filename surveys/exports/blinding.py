"""Who may already know which group a participation is in."""

from surveys.analysis.results import ENOUGH
from surveys.analysis.runs import effects_may_be_known
from surveys.models import Study
from surveys.protocol import Compiled

RULE = (
    "Groups, levels and profiles are told when the study is closed, and at any time for simulated "
    "participants; until then they are null. Profiles too, because the order in which somebody meets "
    "them gives away the levels; what was done in a feed; and whether the score was noticed, with what only "
    "those are asked who say so, or some groups alone, is left out. Until then results count by group only "
    f"who was allocated, exposed and finished, of those who ended, {ENOUGH} people at a time, and that once "
    f"each group has {ENOUGH} of them. One rule for everybody, so that nobody who runs the study is "
    "unblinded by an export."
)


def revealed(study: Study, kind: str) -> bool:
    """Whether groups, levels and effects may leave the house."""
    return effects_may_be_known(study, kind)


def telling(protocol: Compiled) -> frozenset[str]:
    """Codes of questions whose answers all but name the group: whether the score was noticed, what is asked
    of those alone who say so, what some groups alone are asked, and which score was recalled.
    """
    plan = protocol.document.plan
    noticed = {plan.noticed.question} if plan.noticed else set()
    recalled = {plan.recalled} if plan.recalled else set()
    whens = {page.id: page.when for page in protocol.document.pages if page.when}
    pages = {id for id, when in whens.items() if when.factor or when.code in noticed}
    behind = {q.code for step in protocol.steps if step.node.id in pages for q in step.questions}
    return frozenset({*noticed, *recalled, *behind})
