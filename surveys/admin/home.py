"""The first page: one sentence, four steps, the shipped studies and one's own."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import library
from surveys.admin.shell import address, find, researcher
from surveys.admin.words import SIMULATED, demonstration_note, state_badge
from surveys.models import Log, Membership, Role, State, Study
from surveys.protocol import read
from surveys.simulate import WANTED
from surveys.texts import say

MOST = 12
"""Own studies on the first page; the others are in the list."""


@dataclass(frozen=True, slots=True)
class Card:
    code: str
    title: str
    question: str


@dataclass(frozen=True, slots=True)
class Step:
    """`other`: a second way, in a new tab: its words and its address."""

    label: str
    hint: str
    href: str
    done: bool
    other: tuple[str, str] = ("", "")


def context(request: HttpRequest, frame: dict[str, Any]) -> dict[str, Any]:
    """What the theme's first page is given besides its own."""
    mine = Study.objects.visible_to(request.user).annotate(simulated=SIMULATED)
    mine = mine.order_by("demonstration", "-pk")
    shown = list(mine[: MOST + 1])
    return {
        **frame,
        "title": _("Start"),
        "content_title": _("Start"),
        "cards": cards(),
        "steps": steps(request),
        "own": [
            (study, state_badge(study.state), address("study", study), demonstration_note(study))
            for study in shown[:MOST]
        ],
        "more": len(shown) > MOST,
    }


@cache
def cards() -> tuple[Card, ...]:
    """The shipped studies. They are files, which do not change while the site runs."""
    found = []
    for code in library.names("studies"):
        document = read(library.studies(code))
        title = say(document.title, document.language, "en")
        found.append(Card(code, title or document.name, question(code)))
    return tuple(found)


def question(code: str) -> str:
    """What the study asks: the sentence in its file's opening comment that ends with a question mark."""
    text = (library.HERE / "studies" / f"{code}.yaml").read_text(encoding="utf-8")
    opening = re.match(r"(?:#.*\n)+", text)
    words = " ".join(re.sub(r"^#\s*", "", line) for line in opening[0].splitlines()) if opening else ""
    asked = re.search(r"(?:^|[.:]\s+)([^.:?]*\?)", words)
    return asked[1][:1].upper() + asked[1][1:] if asked else ""


def steps(request: HttpRequest) -> list[Step]:
    user = researcher(request)
    shown = Study.objects.visible_to(user).filter(demonstration=True)
    demonstration = shown.order_by(SIMULATED.desc(), "pk").first()
    # A demonstration first: whoever takes a study of somebody's own is counted in it.
    live = Study.objects.visible_to(user).filter(state=State.LIVE).order_by("-demonstration", "pk").first()
    to_take = live or demonstration
    owned = Membership.objects.filter(user=user, role=Role.OWNER, study__demonstration=False)
    copy = Study.objects.filter(pk__in=owned.values("study")).order_by("-pk").first()
    visited = request.session.get("visited", [])
    return [
        Step(
            _("Take it"),
            _("Walk through a study page by page; “Fill this page” skips ahead."),
            address("preview", to_take) if to_take else "",
            "take" in visited,
            (_("Take it as a participant, in a new tab"), address("take", live)) if live else ("", ""),
        ),
        Step(
            _("See the demonstration's results"),
            _("Simulated people answer the question."),
            address("results", demonstration) if demonstration else "",
            "results" in visited,
        ),
        Step(
            _("Copy it and change one thing"),
            _("A copy is yours: nobody else sees it until you share it."),
            reverse("admin:limelight_copy_shipped", args=[cards()[0].code]) if cards() else "#shipped",
            copy is not None,
        ),
        Step(
            _("Rehearse with 100 simulated people"),
            _("Plant an effect, and see whether your study finds it."),
            address("rehearse", copy) if copy else "",
            Log.objects.filter(by=user, verb=WANTED).exists(),
        ),
    ]


def visited(request: HttpRequest, step: str) -> None:
    """Remember, while signed in, that a step was taken: its tick on the first page."""
    before = request.session.get("visited", [])
    if step not in before:
        request.session["visited"] = [*before, step]


@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """As participants take it. Nothing is ticked: what they do there, nobody here knows."""
    return redirect("entrance", find(request, pk).address)
