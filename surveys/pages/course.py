"""How far along a participant is, in a share for the bar and in words where people are counted."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys.protocol import Compiled, Step
from surveys.protocol.nodes import Visits


@dataclass(frozen=True, slots=True)
class Progress:
    share: float
    words: str


def progress(protocol: Compiled, step: Step, language: str) -> Progress:
    share = protocol.positions[step.key] / len(protocol.steps)
    if not isinstance(step.node, Visits) or step.node.count == 1:
        return Progress(share, "")
    with override(language):
        told = _("Person %(number)d of %(count)d") % {"number": step.visit, "count": step.node.count}
    return Progress(share, told)
