"""A participant's one address. GET shows where they stand and changes nothing; POST saves a page once.

Authority is the token in the path: no session, no user, no message, and so nothing ambient to forge.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from surveys import flow
from surveys.flow import Receipt, Seat, tokens
from surveys.models import State, Study
from surveys.protocol import Act, Errors, start
from surveys.questions import Fields
from surveys.views import shell
from surveys.views.arriving import Unusable, ids_of

COOKIE = "p"
LEFT = "left"
"""The act of a page that is left unanswered and sends only what it noted."""
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
    """The invitation's address: on to the participant's own. That is the one that belongs to the person whom
    the address names, or that which the cookie knows, or a new one.
    """
    try:
        ids = ids_of(address, request.GET)
    except Unusable as unusable:
        return shell.unreadable(unusable.parameter)
    known = request.COOKIES.get(COOKIE, "")
    if ids.person:
        token = tokens.of_person(address, ids.person)
    else:
        token = known if tokens.is_ours(address, known) else tokens.new(address)
    target = reverse("participate", args=[address, token])
    query = request.META.get("QUERY_STRING", "")
    return _see_other(f"{target}?{query}" if query else target)


@csrf_exempt
@unstored
def participate(request: HttpRequest, address: str, token: str) -> HttpResponse:
    try:
        fields = _fields(request) if request.method == "POST" else None
    except (RequestDataTooBig, TooManyFieldsSent, MultiPartParserError):
        return shell.too_much()
    try:
        if fields is not None:
            return _post(request, address, token, fields)
        return _get(address, token, looks=request.method == "GET")
    except (OperationalError, InterfaceError):
        return shell.busy(fields)


def _get(address: str, token: str, *, looks: bool) -> HttpResponse:
    """Where somebody stands. A HEAD (`looks` is False) shows nobody anything, so nothing is noted."""
    seat = _seat(address, token)
    if seat is None:
        return _welcome(address, token)
    with translation.override(seat.language):
        response = shell.standing(seat, typed=_typed_before_stop(seat))
    if looks and flow.is_first_exposure(seat):
        flow.expose(seat)
    return response


def _seat(address: str, token: str) -> Seat | None:
    """Who has this token in this study, if they have sent their first page."""
    seat = flow.find(token)
    return seat if seat and seat.address == address and seat.n > 0 else None


def _post(request: HttpRequest, address: str, token: str, fields: Fields) -> HttpResponse:
    if fields.get("act") == [LEFT]:
        return _note(address, token, fields)
    seat, n, act = _seat(address, token), _number(fields), flow.act_in(fields)
    if n is None or act is None:
        return shell.tampered() if seat else _first_page_again(address, token)
    if seat is None:
        return _begin(request, address, token, fields, n, act)
    with translation.override(seat.language):
        return _submit(request.path, seat, fields, n, act)


def _note(address: str, token: str, fields: Fields) -> HttpResponse:
    """What a page that is left tells of itself. Nobody reads the answer."""
    seat, n = _seat(address, token), _number(fields)
    if seat is not None and n is not None:
        flow.note(seat, n=n, fields=fields)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _begin(request: HttpRequest, address: str, token: str, fields: Fields, n: int, act: Act) -> HttpResponse:
    """The first page of somebody new: nobody is enrolled before it can be taken."""
    study = _open_study(address, token)
    if isinstance(study, HttpResponse):
        return study
    if n > 0:
        return _first_page_again(address, token)
    try:
        ids = ids_of(address, request.GET)
        if ids.person and token != tokens.of_person(address, ids.person):
            return shell.tampered()
        seat = flow.begin(study, token, act=act, fields=fields, ids=ids.kept)
    except Unusable as unusable:
        return shell.unreadable(unusable.parameter)
    except IntegrityError:
        return shell.known_already()
    except Errors as errors:
        return _welcome(address, token, typed=fields, errors=errors.messages)
    with translation.override(seat.language):
        response = _submit(request.path, seat, fields, n, act)
    _remember(response, address, token)
    return response


def _submit(path: str, seat: Seat, fields: Fields, n: int, act: Act) -> HttpResponse:
    try:
        receipt = flow.submit(seat, n=n, act=act, fields=fields)
    except Errors as errors:
        flow.note(seat, n=n, fields=fields)
        return shell.standing(seat, typed=fields, errors=errors.messages, status=HTTPStatus.BAD_REQUEST)
    if receipt is Receipt.SAVED:
        return _see_other(f"{path}#")  # or browsers carry along the #q-code of the error that was gone to
    if receipt is Receipt.PAUSED:
        flow.note(seat, n=n, fields=fields)
        return shell.paused(seat, typed=fields)
    if receipt is Receipt.STANDS:
        return shell.stands(seat)
    return shell.tampered()


def _first_page_again(address: str, token: str) -> HttpResponse:
    """A form that is not the first page's, from somebody who has sent none; or no link of ours at all."""
    study = _open_study(address, token)
    return study if isinstance(study, HttpResponse) else shell.tampered()


def _welcome(
    address: str, token: str, *, typed: Fields | None = None, errors: Mapping[str, str] | None = None
) -> HttpResponse:
    """The first page for somebody who has not begun: made from the protocol, nothing is stored."""
    study = _open_study(address, token)
    if isinstance(study, HttpResponse):
        return study
    assert study.protocol_id is not None
    protocol = flow.protocol_of(study.protocol_id)
    with translation.override(protocol.document.language):
        return shell.first(protocol, protocol.step(start(protocol).at), typed=typed, errors=errors)


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
    return earlier.answers if earlier and earlier.answers else None


def _fields(request: HttpRequest) -> Fields:
    return {name: [str(value) for value in values] for name, values in request.POST.lists()}


def _number(fields: Fields) -> int | None:
    value = (fields.get("n") or [""])[-1]
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 6 else None


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
