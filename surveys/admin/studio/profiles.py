"""The people of a study's pool, with their faces; each leads to a form of their own."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin.shell import address, find, show_study
from surveys.admin.studio.editing import may_change
from surveys.admin.studio.history import latest
from surveys.admin.studio.places import plain
from surveys.admin.walk import after_change
from surveys.protocol.nodes import Visits
from surveys.protocol.operations import key


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    document = drafts.document(study)
    content = plain(document)["pool"] or {"profiles": []}
    people = [
        (profile, f"pool.profiles.{key(content['profiles'], i)}")
        for i, profile in enumerate(document.profiles)
    ]
    fixed = not may_change(request, study)
    asked = document.profile(request.GET.get("saved", ""))
    saved = asked.code if asked else ""
    visits = next((page.count for page in document.pages if isinstance(page, Visits)), 0)
    return show_study(
        request,
        "studio/profiles",
        study,
        people=people,
        visits=visits,
        document=document,
        fixed=fixed,
        next_step=None if fixed else after_change(study, document, profile=saved),
        see=f"{address('preview', study)}?profile={saved}" if saved else "",
        **latest(study),
    )
