"""One participant's page in a frame of its own, under the participants' own policy. Stores no answer."""

from http import HTTPStatus

from csp.decorators import csp
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from surveys import flow
from surveys.admin.preview.spot import SAMPLE_CODE, Impassable, Spot, spot
from surveys.admin.shell import find
from surveys.admin.walk import visited
from surveys.pages import Page, ended_page, offered, page, stop_page
from surveys.pages.whole import direction, render, whole
from surveys.protocol import Act, Ending, Errors
from surveys.protocol.advance import STOP_ACTS
from surveys.protocol.nodes import Debriefing
from surveys.questions import Fields

LEFT = "left"
NEXT = "next"


@csrf_exempt  # the page is the participants' own, whose forms carry no such value; nothing is stored
@never_cache
@csp(settings.STRICT_POLICY)  # type: ignore[arg-type]  # it passes on what an address brings
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    if request.POST.get("act") == LEFT:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)  # what a page notes of itself is nobody's here
    try:
        here = spot(study, request.GET)
    except Impassable as impassable:
        return _impassable(impassable)
    with translation.override(here.protocol.document.language):
        if request.method == "POST":
            return _send(request, here)
        if request.GET.get("go") == NEXT:
            return HttpResponseRedirect(f"{request.path}?{here.onward().query}")
        if is_last(here):
            visited(request, "take")
        typed = here.filled() if request.GET.get("fill") else None
        return HttpResponse(_document(here, _shown(here, typed=typed)))


def is_last(here: Spot) -> bool:
    """Whether the study has been walked through: what it was about is told, or it has ended."""
    return here.ending is Ending.FINISHED or (here.at is not None and isinstance(here.at.node, Debriefing))


def _send(request: HttpRequest, here: Spot) -> HttpResponse:
    fields = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    act = flow.act_in(fields)
    acts = offered(here.protocol, here.draws, here.at, here.done) if here.at else STOP_ACTS
    if act is None or act not in acts:
        return HttpResponse(_document(here, _shown(here)), status=HTTPStatus.BAD_REQUEST)
    try:
        reads = here.at is not None and act is not Act.STOP
        answers = here.at.node.read(here.at, act, fields) if here.at is not None and reads else {}
    except Errors as errors:
        shown = _shown(here, typed=fields, errors=errors.messages)
        return HttpResponse(_document(here, shown), status=HTTPStatus.BAD_REQUEST)
    to = here.sent(act, answers)
    return HttpResponseRedirect(f"{request.path}?{to.query}", status=HTTPStatus.SEE_OTHER)


def _shown(here: Spot, *, typed: Fields | None = None, errors: dict[str, str] | None = None) -> Page:
    protocol, language = here.protocol, here.protocol.document.language
    if here.ending:
        code = _code(here, here.ending)
        back = protocol.document.recruitment.way_back(code=code, ids={}) if code else ""
        draws = None if here.ending is Ending.WITHDRAWN else here.draws
        return ended_page(protocol, language, here.ending, code, back=back, draws=draws, place=here.left)
    if here.at is None:
        return stop_page(protocol, language)
    return page(protocol, here.draws, here.at, language, did=here.done, typed=typed, errors=errors)


def _document(here: Spot, shown: Page) -> str:
    step = here.at
    n = here.protocol.positions[step.key] if step else 0
    return whole(here.protocol, here.protocol.document.language, shown, n=n, step=step)


def _code(here: Spot, ending: Ending) -> str | None:
    if ending not in (Ending.FINISHED, Ending.STOPPED, Ending.WITHDRAWN):
        return None
    return here.protocol.document.recruitment.completion_code or SAMPLE_CODE


def _impassable(impassable: Impassable) -> HttpResponse:
    context = {
        "title": _("Nothing to see yet"),
        "paragraphs": [_("This has to be mended first:"), *(f.message for f in impassable.findings)],
        "language": "en",
        "direction": direction(),
    }
    return HttpResponse(render("message", context), status=HTTPStatus.CONFLICT)
