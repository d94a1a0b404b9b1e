"""Draw people for a draft's pool: look at them first, then take them. One change, which undo takes back."""

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from scoring.influence.archetypes import ARCHETYPES
from scoring.influence.systems import SCORE_SYSTEMS
from surveys import drafts
from surveys.admin.shell import address, find, show_study
from surveys.admin.studio.editing import change, may_change
from surveys.admin.studio.places import plain
from surveys.models import Ability
from surveys.profiles.generated import KINDS, MOST, draw_pool
from surveys.profiles.types import Course, Pool, Profile
from surveys.protocol import Document
from surveys.protocol.operations import Operation

USUAL = 30
LONGEST_SEED = 60

LABELS = {
    "ordinary": (
        gettext_lazy("Ordinary account"),
        gettext_lazy("Followers, posts and scores as real accounts had them in 2013."),
    ),
    **{kind: (archetype.name, archetype.description) for kind, archetype in ARCHETYPES.items()},
}
MARKS = [
    ("alike", gettext_lazy("much the same for everybody, where the score is assigned by lot")),
    ("account", gettext_lazy("as the account would have them, where the account itself is studied")),
]
HOW = [
    ("replace", gettext_lazy("in place of the people who are there")),
    ("add", gettext_lazy("beside the people who are there")),
]


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who can be taken, with what stands behind them in words."""

    profile: Profile
    kind: str
    counts: str
    scores: str


class DrawForm(forms.Form):
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=MOST, widget=UnfoldAdminIntegerFieldWidget
    )
    seed = forms.CharField(
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("Any word. The same one draws the same people again."),
        max_length=LONGEST_SEED,
        widget=UnfoldAdminTextInputWidget,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of account, in turn"),
        choices=[(kind, LABELS[kind][0]) for kind in KINDS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        error_messages={"required": gettext_lazy("Tick one kind of account, or more.")},
    )
    marks = forms.ChoiceField(
        label=gettext_lazy("Likes, replies and dates of their posts"),
        choices=MARKS,
        widget=UnfoldAdminSelectWidget,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Take them"), choices=HOW, initial="replace", widget=UnfoldAdminSelectWidget
    )

    def drawn(self, document: Document) -> Pool | None:
        """The people, or None with what is in the way said in the form."""
        if not self.is_valid():
            return None
        given = self.cleaned_data
        beside = document.profiles if given["how"] == "add" else ()
        try:
            return draw_pool(
                given["count"], given["seed"], kinds=given["kinds"], marks=given["marks"], beside=beside
            )
        except ValueError as error:
            self.add_error("count", _("There are not words enough for so many: %(why)s.") % {"why": error})
            return None


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT)
    if not may_change(request, study):
        raise Http404
    document = drafts.document(study)
    form = DrawForm(sent(request))
    pool = form.drawn(document)
    if request.method == "POST" and pool:
        revision = request.POST.get("revision", "")
        at = int(revision) if revision.isdecimal() else 0
        refusal = change(request, study, [put(document, pool, form.cleaned_data)], at)
        if not refusal:
            return redirect(address("design_profiles", study))
        form.add_error(None, refusal)
    return show_study(
        request,
        "studio/draw",
        study,
        form=form,
        people=[shown(profile) for profile in pool.profiles] if pool else [],
        there=len(document.profiles),
        kinds=[LABELS[kind] for kind in KINDS],
        drawn=chosen(form) if pool else [],
        status=400 if form.errors else 200,
    )


def sent(request: HttpRequest) -> Any:
    """What was typed, under another seed where others are wished for; of a first visit, what is usual."""
    if request.method == "POST":
        return request.POST
    seed = secrets.token_hex(3)
    if "again" in request.GET:
        typed = request.GET.copy()
        typed["seed"] = seed
        return typed
    if "count" in request.GET:
        return request.GET
    return {
        "count": USUAL,
        "seed": seed,
        "kinds": list(KINDS),
        "marks": "alike",
        "how": "replace",
    }


def chosen(form: DrawForm) -> list[tuple[str, Any]]:
    """What was drawn by, to be sent with the wish to take it."""
    given = form.cleaned_data
    kinds = [("kinds", kind) for kind in given["kinds"]]
    return [*kinds, *((name, given[name]) for name in ("count", "seed", "marks", "how"))]


def put(document: Document, pool: Pool, given: dict[str, Any]) -> Operation:
    """One operation, so that one undo takes all of them back."""
    made = pool.model_dump(mode="json")
    if given["how"] == "add" and document.pool:
        there = plain(document)["pool"]["profiles"]
        return {"op": "set", "path": "pool.profiles", "value": [*there, *made["profiles"]]}
    return {"op": "set", "path": "pool", "value": made}


def shown(profile: Profile) -> Shown:
    account = profile.account
    assert account is not None
    counts = _("%(followers)s followers, %(following)s following, %(posts)s posts") % {
        "followers": f"{profile.followers:,}",
        "following": f"{profile.following:,}",
        "posts": f"{account.posts:,}",
    }
    scores = ", ".join(map(_score, account.scores))
    return Shown(profile, str(LABELS[account.archetype][0]), counts, scores)


def _score(course: Course) -> str:
    system = SCORE_SYSTEMS[course.system]
    return f"{system.card.name} {system.text(course.values[-1], course.level)}"
