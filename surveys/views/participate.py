"""A participant's one address. GET shows where they stand and changes nothing; POST saves a page once.

Authority is the token in the path: no session, no user, no message, and so nothing ambient to forge.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from surveys import flow
from surveys.flow import Receipt, Seat, tokens
from surveys.models import State, Study
from surveys.protocol import Act, Errors, start
from surveys.questions import Fields
from surveys.views import shell

COOKIE = "p"
COOKIE_SECONDS = 90 * 24 * 3600
Answer = Callable[..., HttpResponse]


def unstored(view: Answer) -> Answer:
    """No browser or proxy keeps these pages. Django's never_cache says it in four headers, and slowly."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **named: str) -> HttpResponse:
        response = view(request, *args, **named)
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer


@csrf_exempt
@unstored
def entrance(request: HttpRequest, address: str) -> HttpResponse:
    """The invitation's address: on to the participant's own, a new one or that which the cookie knows."""
    known = request.COOKIES.get(COOKIE, "")
    token = known if tokens.is_ours(address, known) else tokens.new(address)
    target = reverse("participate", args=[address, token])
    query = request.META.get("QUERY_STRING", "")
    return _see_other(f"{target}?{query}" if query else target)


@csrf_exempt
@unstored
def participate(request: HttpRequest, address: str, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            return _post(request, address, token)
        return _get(address, token)
    except OperationalError:
        return shell.busy(_fields(request) if request.method == "POST" else None)


def _get(address: str, token: str) -> HttpResponse:
    seat = flow.find(token)
    if seat is None or seat.address != address:
        return _welcome(address, token)
    with translation.override(seat.language):
        response = shell.standing(seat, typed=_typed_before_stop(seat))
    if flow.is_first_exposure(seat):
        flow.expose(seat)
    return response


def _post(request: HttpRequest, address: str, token: str) -> HttpResponse:
    fields = _fields(request)
    seat = flow.find(token)
    if seat is None or seat.address != address:
        study = _open_study(address, token)
        if isinstance(study, HttpResponse):
            return study
        seat = flow.enrol(study, token)
    with translation.override(seat.language):
        response = _submit(request.path, seat, fields)
    if seat.n == 0:
        _remember(response, address, token)
    return response


def _submit(path: str, seat: Seat, fields: Fields) -> HttpResponse:
    n, act = _number(fields), _act(fields)
    if n is None or act is None:
        return shell.tampered()
    try:
        receipt = flow.submit(seat, n=n, act=act, fields=fields)
    except Errors as errors:
        return shell.standing(seat, typed=fields, errors=errors.messages, status=HTTPStatus.BAD_REQUEST)
    if receipt is Receipt.SAVED:
        return _see_other(path)
    if receipt is Receipt.PAUSED:
        return shell.paused(seat, typed=fields)
    if receipt is Receipt.STANDS:
        return shell.stands(seat)
    return shell.tampered()


def _welcome(address: str, token: str) -> HttpResponse:
    """The first page for somebody who has not begun: made from the protocol, nothing is stored."""
    study = _open_study(address, token)
    if isinstance(study, HttpResponse):
        return study
    assert study.protocol_id is not None
    protocol = flow.protocol_of(study.protocol_id)
    with translation.override(protocol.document.language):
        return shell.first(protocol, protocol.step(start(protocol).at))


def _open_study(address: str, token: str) -> Study | HttpResponse:
    """The study that somebody may enter, or the page that says why they may not."""
    if not tokens.is_ours(address, token):
        raise Http404("a link that was not made here, or is not complete")
    study = Study.objects.filter(address=address).exclude(state=State.DRAFT).first()
    if study is None:
        raise Http404("no such study")
    return study if study.state == State.LIVE else shell.closed_door(study)


def _typed_before_stop(seat: Seat) -> Fields | None:
    """What had been filled in when Stop was pressed, for somebody who went on after all."""
    if seat.place.typed is None or seat.step is None or seat.ending:
        return None
    earlier = flow.stored(seat, seat.place.typed)
    return _as_fields(earlier.answers) if earlier and earlier.answers else None


def _as_fields(answers: Mapping[str, object]) -> Fields:
    return {
        code: [str(v) for v in answer] if isinstance(answer, list) else [str(answer)]
        for code, answer in answers.items()
    }


def _fields(request: HttpRequest) -> Fields:
    return {name: [str(value) for value in values] for name, values in request.POST.lists()}


def _number(fields: Fields) -> int | None:
    value = (fields.get("n") or [""])[-1]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else None


def _act(fields: Fields) -> Act | None:
    value = (fields.get("act") or [Act.ANSWER])[-1]
    return next((act for act in Act if act == value), None)


def _remember(response: HttpResponse, address: str, token: str) -> None:
    """For coming back by the invitation's address. Nothing fails without it."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=COOKIE_SECONDS,
        path=reverse("entrance", args=[address]),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _see_other(target: str) -> HttpResponse:
    return HttpResponseRedirect(target, status=HTTPStatus.SEE_OTHER)
