"""What a researcher reads when the plan's safety rule has paused the study, and how to go on."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from surveys.analysis.naming import label_of
from surveys.analysis.safety import alarm_of
from surveys.models import State, Study


@dataclass(frozen=True, slots=True)
class Told:
    """happened: in a sentence; next: what to do, a sentence each; paused: whether it still is."""

    happened: str
    next: tuple[str, ...]
    paused: bool


def told(study: Study) -> Told | None:
    """None where the rule never spoke."""
    alarm = alarm_of(study)
    if alarm is None or study.protocol is None:
        return None
    protocol = study.protocol.compiled
    happened = _(
        "The safety rule paused this study: among the first %(first)d who came to where groups differ and "
        "are done, %(outcome)s rose by %(mean).1f on average, of all groups together; the plan allows "
        "%(rise)g. The mean is of the last value that each of %(known)d people gave. Stopped: %(stopped)d; "
        "deleted their answers: %(deleted)d; besides, silent for a day: %(silent)d."
    ) % {
        "first": alarm.first,
        "known": alarm.known,
        "stopped": alarm.stopped,
        "deleted": alarm.deleted,
        "silent": alarm.silent,
        "outcome": label_of(protocol, alarm.outcome, "en"),
        "mean": alarm.mean,
        "rise": alarm.rise,
    }
    paused = study.state == State.PAUSED
    return Told(happened, _next() if paused else (), paused)


def _next() -> tuple[str, ...]:
    return (
        _("Nobody new can begin, and those inside are asked to come back; nothing is lost."),
        _("Read what participants wrote and said, and speak with whoever approved the study."),
        _(
            "To go on as it is, resume it: the rule has spoken, and does not pause it again. To change "
            "anything, close it and copy it."
        ),
        _("This says nothing of any group: effects stay as hidden as the plan has them."),
    )
