"""The first page: one sentence, a newcomer's four steps, one's own studies and the shipped ones."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys.admin.shell import address, find
from surveys.admin.shipped import cards
from surveys.admin.walk import steps
from surveys.admin.words import SIMULATED, demonstration_note, state_badge
from surveys.models import Study

MOST = 12
"""Own studies on the first page; the others are in the list."""


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


@require_safe
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """As participants take it. Nothing is ticked: what they do there, nobody here knows."""
    return redirect("entrance", find(request, pk).address)
