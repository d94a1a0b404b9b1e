"""Plain words for people who never read the code: states, endings, places in a study."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.admin.studio.words import kind
from surveys.models import JobState, Kind, Simulation, State, Study
from surveys.protocol import Document, Ending
from surveys.protocol.wording import Area
from surveys.texts import say

Words = Mapping[str, str | Promise]

STATES: Words = {
    State.DRAFT: gettext_lazy("Draft"),
    State.LIVE: gettext_lazy("Live"),
    State.PAUSED: gettext_lazy("Paused"),
    State.CLOSED: gettext_lazy("Closed"),
}
STATE_COLOURS = {State.DRAFT: "", State.LIVE: "success", State.PAUSED: "warning", State.CLOSED: "info"}
COLOURS = ("primary", "success", "warning", "info")
STATE_MEANINGS: Words = {
    State.DRAFT: gettext_lazy("Nobody can take part yet. Everything can still be changed."),
    State.LIVE: gettext_lazy("Everybody who has the link can take part. Effects stay hidden."),
    State.PAUSED: gettext_lazy("Nobody new can begin; those inside are asked to come back later."),
    State.CLOSED: gettext_lazy("Nobody can take part any more. Effects are shown."),
}
DEMONSTRATION = gettext_lazy("To look at and to try: nothing that is found here is about people.")
AREAS: Words = {
    Area.WORDING: gettext_lazy("wording"),
    Area.NAMES: gettext_lazy("name, address or time zone"),
    Area.TOLD: gettext_lazy("what participants are told of the study"),
    Area.RECRUITMENT: gettext_lazy("recruitment"),
    Area.SCALES: gettext_lazy("what is noted of a scale, such as the right to use it"),
    Area.PLANNED: gettext_lazy("how many are planned"),
    Area.PLAN: gettext_lazy("analysis plan"),
    Area.DESIGN: gettext_lazy("design: what is varied, shown, asked or measured"),
}
"""What of a draft was changed."""
KINDS: Words = {
    Kind.REAL: gettext_lazy("Participants"),
    Kind.SIMULATED: gettext_lazy("Simulated"),
    Kind.PILOT: gettext_lazy("Pilot"),
    Kind.PREVIEW: gettext_lazy("Preview"),
}
ENDINGS: Words = {
    Ending.FINISHED: gettext_lazy("Finished"),
    Ending.STOPPED: gettext_lazy("Stopped, answers kept"),
    Ending.DECLINED: gettext_lazy("Declined"),
    Ending.SCREENED_OUT: gettext_lazy("Screened out"),
    Ending.WITHDRAWN: gettext_lazy("Withdrew, answers deleted"),
}
JOBS: Words = {
    JobState.WANTED: gettext_lazy("Waiting"),
    JobState.RUNNING: gettext_lazy("Computing"),
    JobState.DONE: gettext_lazy("Done"),
    JobState.FAILED: gettext_lazy("Failed"),
}
JOB_COLOURS = {
    JobState.WANTED: "",
    JobState.RUNNING: "warning",
    JobState.DONE: "success",
    JobState.FAILED: "danger",
}
ABOUT: Words = {
    "institution": gettext_lazy("Institution"),
    "contact": gettext_lazy("Contact"),
    "approval": gettext_lazy("Ethics approval"),
    "pay": gettext_lazy("Pay"),
    "minutes": gettext_lazy("Minutes"),
}
PARTS: Words = {
    "title": gettext_lazy("Public title"),
    "help": gettext_lazy("Help text"),
    "recruitment": gettext_lazy("Recruitment"),
    "pages": gettext_lazy("Order of the pages"),
    "pool": gettext_lazy("Profiles"),
    "factors": gettext_lazy("What is varied"),
    "cue": gettext_lazy("Score display"),
    "instruments": gettext_lazy("Scales"),
    "outcomes": gettext_lazy("Outcomes"),
    "plan": gettext_lazy("Analysis plan"),
}
LISTS: Words = {
    "confirmatory": gettext_lazy("Analysis plan, comparison %(number)d"),
    "exclusions": gettext_lazy("Analysis plan, rule %(number)d"),
}
"""What the plan holds several of."""


SIMULATED = Exists(Simulation.objects.filter(study=OuterRef("pk")))
"""Of a study: whether anybody was ever simulated in it."""


def demonstration_note(study: Any) -> str:
    """How one demonstration differs from the other. The study is annotated with `simulated`."""
    if not study.demonstration:
        return ""
    if study.simulated:
        return _("Filled with simulated people: see its results.")
    return _("Empty: take it yourself, as participants would.")


@dataclass(frozen=True, slots=True)
class Badge:
    """A word on a coloured ground, and what it means."""

    text: str | Promise
    colour: str
    meaning: str | Promise


def badges(study: Study) -> tuple[Badge, ...]:
    """Where the study stands. That a demonstration is open to all is nothing to be told of it: no data depend
    on it.
    """
    state = State(study.state)
    standing = Badge(STATES[state], STATE_COLOURS[state], STATE_MEANINGS[state])
    if not study.demonstration:
        return (standing,)
    shown = Badge(_("Demonstration"), "primary", DEMONSTRATION)
    return (shown,) if state == State.LIVE else (shown, standing)


def named(areas: Iterable[Area]) -> str:
    """What was changed, one after the other."""
    return "; ".join(str(AREAS[area]) for area in areas)


def place(path: str, document: Document) -> str:
    """Where in the study a path of the document leads, as a researcher would say it."""
    part, *rest = path.split(".")
    if part == "about" and rest:
        return _("What participants must know: %(field)s") % {"field": ABOUT.get(rest[0], rest[0])}
    if part == "pages" and rest and rest[0].isdecimal() and int(rest[0]) < len(document.pages):
        return _page(int(rest[0]), rest[1:], document)
    if part == "instruments" and rest and rest[0].isdecimal() and int(rest[0]) < len(document.instruments):
        instrument = document.instruments[int(rest[0])]
        name = say(instrument.name, document.language, "en") or instrument.code
        return _("Scale “%(name)s”") % {"name": name}
    if part == "plan" and len(rest) > 1 and rest[1].isdecimal() and rest[0] in LISTS:
        return str(LISTS[rest[0]]) % {"number": int(rest[1]) + 1}
    return str(PARTS.get(part, part))


def _page(position: int, rest: list[str], document: Document) -> str:
    page = document.pages[position]
    name = say(page.title, document.language, "en") or str(kind(type(page)).label)
    where = _("Page %(number)d, “%(name)s”") % {"number": position + 1, "name": name}
    if len(rest) > 1 and rest[0] == "questions" and rest[1].isdecimal():
        where += ", " + _("question %(number)d") % {"number": int(rest[1]) + 1}
    return where
