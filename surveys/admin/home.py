"""The first page: one sentence, a newcomer's four steps, one's own studies and the shipped ones."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import library
from surveys.admin.shell import address, find
from surveys.admin.walk import steps
from surveys.admin.words import SIMULATED, demonstration_note, state_badge
from surveys.models import Study
from surveys.protocol import read
from surveys.texts import say

MOST = 12
"""Own studies on the first page; the others are in the list."""


@dataclass(frozen=True, slots=True)
class Card:
    code: str
    title: str
    question: str


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


@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """As participants take it. Nothing is ticked: what they do there, nobody here knows."""
    return redirect("entrance", find(request, pk).address)
