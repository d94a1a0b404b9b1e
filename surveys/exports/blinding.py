"""Who may already know which group a participation is in."""

from surveys.analysis.results import ENOUGH
from surveys.analysis.runs import effects_may_be_known
from surveys.models import Study

RULE = (
    "Groups, levels and profiles are told when the study is closed, and at any time for simulated "
    "participants; until then they are null. Profiles too, because the order in which somebody meets "
    "them gives away the levels. Until then results count by group only who was allocated, exposed and "
    f"finished, and that once each group has {ENOUGH} allocated. One rule for everybody, so that nobody who "
    "runs the study is unblinded by an export."
)


def revealed(study: Study, kind: str) -> bool:
    """Whether groups, levels and effects may leave the house."""
    return effects_may_be_known(study, kind)
