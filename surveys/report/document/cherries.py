"""CHERRIES (Eysenbach 2004): what it asks of a web survey, answered from protocol, counts and program."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from surveys.report.document import answered
from surveys.report.document.known import NOT_TOLD, Known


@dataclass(frozen=True, slots=True)
class Item:
    """source: where it is from; '' where only the researcher can tell it, and nothing is made up."""

    topic: str
    asked: str
    told: str = NOT_TOLD
    source: str = ""

    @property
    def filled(self) -> bool:
        return bool(self.source)


Told = Callable[[Known], tuple[str, str] | None]
"""What was done and from where that is known; None where only the researcher can tell."""


def checklist(known: Known) -> tuple[Item, ...]:
    found = []
    for (topic, asked), tell in ASKED.items():
        told = tell(known)
        found.append(Item(topic, asked, *told) if told and told[0] else Item(topic, asked))
    return tuple(found)


ASKED: Mapping[tuple[str, str], Told] = {
    ("Design", "Survey design: target population, sample frame"): answered.unknown,
    ("Ethics and consent", "Approval by an ethics committee"): answered.approval,
    ("Ethics and consent", "Informed consent"): answered.consent,
    ("Ethics and consent", "Data protection"): answered.protection,
    ("Development", "Development and testing"): answered.development,
    ("Recruitment", "Open or closed survey"): answered.entry,
    ("Recruitment", "Contact mode"): answered.contact,
    ("Recruitment", "Advertising the survey"): answered.unknown,
    ("Administration", "Web or e-mail"): answered.web,
    ("Administration", "Context: the site on which it was posted"): answered.unknown,
    ("Administration", "Mandatory or voluntary"): answered.voluntary,
    ("Administration", "Incentives"): answered.pay,
    ("Administration", "Time frame"): answered.dates,
    ("Administration", "Randomisation of items"): answered.randomisation,
    ("Administration", "Adaptive questioning"): answered.adaptive,
    ("Administration", "Number of items a page"): answered.items,
    ("Administration", "Number of screens"): answered.screens,
    ("Administration", "Completeness check"): answered.complete,
    ("Administration", "Review step"): answered.review,
    ("Response rates", "Unique site visitor"): answered.visitor,
    ("Response rates", "View rate"): answered.view,
    ("Response rates", "Participation rate"): answered.participation,
    ("Response rates", "Completion rate"): answered.completion,
    ("Multiple entries", "Cookies used"): answered.cookies,
    ("Multiple entries", "IP check"): answered.addresses,
    ("Multiple entries", "Log file analysis"): answered.logs,
    ("Multiple entries", "Registration"): answered.registration,
    ("Analysis", "Handling of incomplete questionnaires"): answered.incomplete,
    ("Analysis", "Atypical time stamps"): answered.timestamps,
    ("Analysis", "Statistical correction"): answered.weights,
}
