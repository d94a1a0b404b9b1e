"""Move something up or down among its neighbours, or take it out. Undo brings it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from surveys import drafts
from surveys.admin.shell import address, find, researcher
from surveys.admin.studio.places import Place, edited
from surveys.models import Ability, Study
from surveys.protocol.operations import Nowhere, Operation
from surveys.protocol.plan import Comparison, Exclusion

STEPS = {"up": -1, "down": 1}


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk, Ability.EDIT)
    do, path, revision = (request.POST.get(name, "") for name in ("do", "path", "revision"))
    try:
        place = edited(drafts.document(study), path)
    except Nowhere as error:
        messages.error(request, str(error))
        return redirect(address("design", study))
    operation = operation_of(do, place)
    if operation is None:
        messages.error(request, _("Use one of the buttons shown."))
    else:
        carry_out(request, study, operation, int(revision) if revision.isdecimal() else 0)
    return redirect(there(study, place, do))


def operation_of(do: str, place: Place) -> Operation | None:
    if do == "remove":
        return {"op": "remove", "path": place.path}
    if do in STEPS and place.indexes:
        return {"op": "move", "path": place.path, "to": max(0, place.indexes[-1] + STEPS[do])}
    return None


def carry_out(request: HttpRequest, study: Study, operation: Operation, revision: int) -> None:
    try:
        drafts.change(study, [operation], by=researcher(request), revision=revision)
    except drafts.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = _("Removed. Undo brings it back.") if operation["op"] == "remove" else _("Moved.")
        messages.success(request, done)


def there(study: Study, place: Place, do: str) -> str:
    """The list that it stands in, at the place itself where it is still there."""
    if isinstance(place.node, Comparison | Exclusion):
        return address("design_plan", study)
    home = address("design_node", study, path=place.parent) if place.parent else address("design", study)
    anchor = "asked" if place.parent else place.path.replace(".", "-")
    return home if do == "remove" and not place.parent else f"{home}#{anchor}"
