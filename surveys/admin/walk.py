"""A newcomer's four steps on the first page, and the one thing to do next on each page of that walk."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from surveys import library
from surveys.admin.shell import address, researcher
from surveys.admin.shipped import cards, question
from surveys.admin.words import SIMULATED
from surveys.models import DraftChange, Log, Membership, Role, State, Study, User
from surveys.protocol import Document
from surveys.protocol.operations import key
from surveys.report import ResultsContext

WALKED = "first-impressions"
"""The shipped study that the demonstration shows and a newcomer copies."""
FOUND = "saw a rehearsal"
"""What the log calls a look at a rehearsal's results: with it the last step is done."""
LOOKED_THROUGH = 100
"""So many of somebody's changes are looked through for one that is more than another name."""


@dataclass(frozen=True, slots=True)
class Step:
    """`posts`: the address is sent to, not gone to. `other`: a second way, its words and address."""

    label: str
    hint: str
    href: str
    done: bool
    posts: bool = False
    other: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do next. `posts`: the address is sent to, not gone to."""

    label: str
    href: str
    posts: bool = False


def steps(request: HttpRequest) -> list[Step]:
    user = researcher(request)
    own = owned(user)
    copy = own.order_by("-pk").first()
    rehearsed = own.filter(state__in=(State.DRAFT, State.LIVE)).order_by("-pk").first()
    return [
        _take(request, user),
        _results(request, user),
        _change(copy, changed=is_changed(own)),
        Step(
            _("Rehearse with 100 simulated people"),
            _("An effect is built in; see whether your study finds it again."),
            address("rehearse", rehearsed) if rehearsed else "",
            Log.objects.filter(by=user, verb=FOUND).exists(),
        ),
    ]


def _take(request: HttpRequest, user: User) -> Step:
    studies = Study.objects.visible_to(user)
    # A demonstration first: whoever takes a study of somebody's own is counted in it.
    live = studies.filter(state=State.LIVE).order_by("-demonstration", "pk").first()
    shown = live or studies.order_by("-demonstration", "-pk").first()
    return Step(
        _("Take it"),
        _("Walk through a study to its last page. “Fill and go on” answers for you; much can be skipped."),
        address("preview", shown) if shown else "",
        "take" in visits(request),
        other=(_("Take it as a participant, in a new tab"), address("take", live)) if live else ("", ""),
    )


def _results(request: HttpRequest, user: User) -> Step:
    shown = demonstration(user)
    return Step(
        _("See the demonstration's results"),
        _("%(question)s Simulated people have answered.") % {"question": asked()} if shown else "",
        address("results", shown) if shown else "",
        "results" in visits(request),
    )


def _change(copy: Study | None, *, changed: bool) -> Step:
    label = _("Copy it and change one thing")
    if copy is None:
        hint = _("It copies “%(name)s”. The copy is yours: nobody else sees it until you share it.")
        name = next((card.name for card in cards() if card.code == WALKED), "")
        return Step(label, hint % {"name": name}, copied_from(), done=False, posts=bool(copied_from()))
    told = _("“%(name)s” is yours.") if changed else _("“%(name)s” is copied: now change one thing.")
    return Step(label, told % {"name": copy.name}, address("design", copy), done=changed)


def asked() -> str:
    """What the demonstrated study asks."""
    return question(WALKED) if WALKED in library.names("studies") else ""


def demonstration(user: User) -> Study | None:
    """The one with simulated people before one without."""
    shown = Study.objects.visible_to(user).filter(demonstration=True)
    return shown.order_by(SIMULATED.desc(), "pk").first()


def owned(user: User) -> QuerySet[Study]:
    mine = Membership.objects.filter(user=user, role=Role.OWNER, study__demonstration=False)
    return Study.objects.filter(pk__in=mine.values("study"))


def copied_from() -> str:
    """Where a POST copies the study that the walk is about; "" where it is not shipped."""
    return (
        reverse("admin:limelight_copy_shipped", args=[WALKED]) if WALKED in library.names("studies") else ""
    )


def is_changed(studies: QuerySet[Study]) -> bool:
    """Whether anything but a name was changed in one of them."""
    changes = DraftChange.objects.filter(draft__study__in=studies).order_by("-pk")
    told = changes.values_list("operation__operations", flat=True)[:LOOKED_THROUGH]
    return any(_is_more_than_a_name(operations) for operations in told)


def _is_more_than_a_name(operations: list[dict[str, Any]] | None) -> bool:
    return operations is None or any(each.get("path") != "name" for each in operations)


def visits(request: HttpRequest) -> list[str]:
    found: list[str] = request.session.get("visited", [])
    return found


def visited(request: HttpRequest, step: str) -> None:
    """Remember, while signed in, that a step was taken: its tick on the first page."""
    if step not in (before := visits(request)):
        request.session["visited"] = [*before, step]


def saw(request: HttpRequest, study: Study, results: ResultsContext) -> None:
    """Tick what is done by seeing results: only where there are some to see."""
    if not results.answers or not results.simulated:
        return
    if study.demonstration:
        visited(request, "results")
    elif not Log.objects.filter(by=researcher(request), verb=FOUND).exists():
        Log.write(FOUND, by=researcher(request), study=study, run=results.run)


def after_walk(study: Study, user: User) -> Next | None:
    """At the end of the preview, and beside two groups. Of two demonstrations only one may have results."""
    if study.demonstration:
        has_some = study.simulations.exists()
        shown = study if has_some else demonstration(user) or study
        return Next(_("See the demonstration's results"), address("results", shown))
    if study.state == State.DRAFT:
        return Next(_("Rehearse it with 100 simulated people"), address("rehearse", study))
    return None


def after_results(study: Study, results: ResultsContext, *, is_older: bool) -> Next | None:
    """is_older: these are the results of a draft that has changed since, in more than words."""
    if not results.answers or not results.simulated:
        return None
    if study.demonstration and copied_from():
        return Next(_("Copy the study and change one thing"), copied_from(), posts=True)
    if study.state == State.DRAFT and is_older:
        return Next(_("Rehearse once more"), address("rehearse", study))
    if study.state == State.DRAFT:
        return Next(_("See what is missing before launch"), address("study", study))
    return None


def after_change(study: Study, document: Document, *, profile: str = "") -> Next | None:
    """On the design: change something where nothing is changed yet, else look at it."""
    if study.state != State.DRAFT:
        return None
    if study.draft.revision == 1 and not profile:
        return _first_change(study, document)
    if not any(factor.varies == "between" for factor in document.factors):
        return Next(_("See it as participants do"), address("preview", study))
    at = f"?profile={profile}" if profile else ""
    return Next(_("See both groups side by side"), f"{address('compare', study)}{at}")


def _first_change(study: Study, document: Document) -> Next | None:
    within = next((i for i, factor in enumerate(document.factors) if factor.varies == "within"), None)
    if within is None:
        return None
    path = f"factors.{key(study.draft.content['factors'], within)}"
    href = address("design_node", study, path=path)
    return Next(_("Change one thing, such as a score that profiles carry"), href)
