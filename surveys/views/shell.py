"""The page around a page: progress, number, Stop; and the pages for those who cannot go on just now."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.flow import Seat, protocol_of, way_back
from surveys.models import State, Study
from surveys.pages import Page, ended_page, page, stop_page
from surveys.pages.cache import Cache
from surveys.pages.whole import direction, render, surroundings, whole
from surveys.protocol import Act, Compiled, Step
from surveys.questions import Fields
from surveys.texts import say

WHOLE = Cache(entries=4096, characters=64_000_000)
"""Whole pages, as they are sent."""


def first(
    protocol: Compiled,
    step: Step,
    *,
    typed: Fields | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The first page, for somebody who has not begun."""
    language = protocol.document.language
    shown = page(protocol, None, step, language, typed=typed, errors=errors)
    if errors:
        return _page(protocol, language, shown, step=step, n=0, status=HTTPStatus.BAD_REQUEST)
    return _shared(protocol, language, shown, step=step, n=0)


def standing(
    seat: Seat,
    *,
    typed: Fields | None = None,
    errors: Mapping[str, str] | None = None,
    notice: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Where a participant stands: the page to answer, the stop page, or the end."""
    protocol, language = seat.protocol, seat.language
    if seat.ending:
        ended = ended_page(
            protocol,
            language,
            seat.ending,
            seat.code,
            back=way_back(seat),
            draws=seat.draws,
            place=seat.place,
        )
        return _page(protocol, language, ended, n=seat.n)
    if seat.step is None or (seat.state is State.CLOSED and Act.KEEP not in seat.step.node.acts):
        closed = seat.state is State.CLOSED
        return _page(
            protocol, language, stop_page(protocol, language, closed=closed), n=seat.n, notice=notice
        )
    shown = page(protocol, seat.draws, seat.step, language, did=seat.place.did, typed=typed, errors=errors)
    # A day in a feed is somebody's own: kept, it would only push out what many are shown.
    if not (typed or errors or notice or seat.step.day):
        return _shared(protocol, language, shown, step=seat.step, n=seat.n)
    return _page(protocol, language, shown, step=seat.step, n=seat.n, notice=notice, status=status)


def paused(seat: Seat, *, typed: Fields | None = None) -> HttpResponse:
    """The same page, filled in, for those who sent it while the study rests."""
    notice = _("The study is paused just now. Nothing is lost: leave this page open and send it again later.")
    return standing(seat, typed=typed, notice=notice, status=HTTPStatus.SERVICE_UNAVAILABLE)


def stands(seat: Seat) -> HttpResponse:
    """409: other answers to a page that was answered before."""
    context = surroundings(seat.protocol, seat.language)
    return _render("stands", context, HTTPStatus.CONFLICT)


def tampered() -> HttpResponse:
    """400: a form whose number or act this page never had."""
    title = _("This page has moved on")
    words = [_("What was sent does not belong to the page you are on. What you answered before is safe.")]
    return message(title, words, HTTPStatus.BAD_REQUEST, link=_("Go on where you are"))


def unreadable(parameter: str) -> HttpResponse:
    """400: an invitation whose address names somebody in a way that nobody can be named."""
    words = [
        _("A part of its address, %(parameter)s, cannot be read.") % {"parameter": parameter},
        _("Please open the study again from where you found it."),
    ]
    return message(_("This link is not complete"), words, HTTPStatus.BAD_REQUEST)


def known_already() -> HttpResponse:
    """409: whoever the invitation names takes part already, by another link."""
    words = [
        _("Somebody who was sent here with the same number has begun this study."),
        _("If that was you, go on with the link with which you began. Nothing that you sent is lost."),
    ]
    return message(_("You have begun already"), words, HTTPStatus.CONFLICT)


def too_much() -> HttpResponse:
    """413: more than a page of answers can be."""
    words = [
        _("What was sent is far longer than this page has room for, so it was not read."),
        _("Go back in your browser: what you typed is still there. Make it shorter and send it again."),
    ]
    return message(_("That was too much at once"), words, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def closed_door(study: Study) -> HttpResponse:
    """For somebody new at a study that is not open."""
    if study.state == State.PAUSED:
        words = [_("The study rests for a while. Please open your link again later.")]
        return message(_("Paused"), words, HTTPStatus.SERVICE_UNAVAILABLE)
    assert study.protocol_id is not None
    about = protocol_of(study.protocol_id).document
    contact = say(about.about.contact, about.language, about.language)
    words = [_("It takes no more participants. Thank you for your interest.")]
    if contact:
        words.append(_("Questions? Write to: %(contact)s") % {"contact": contact})
    return message(_("The study has closed"), words, HTTPStatus.GONE)


def busy(typed: Fields | None = None) -> HttpResponse:
    """503: the database did not answer. What was typed waits in the page, and one click sends it again."""
    words = [
        _("We could not reach our records just now. Nothing that you sent before is lost."),
        _("Please wait a moment, then try again."),
    ]
    resend = [(name, value) for name, values in (typed or {}).items() for value in values]
    response = message(
        _("One moment, please"), words, HTTPStatus.SERVICE_UNAVAILABLE, link=_("Try again"), resend=resend
    )
    response["Retry-After"] = "5"
    return response


def message(
    title: str,
    paragraphs: list[str],
    status: int,
    *,
    link: str = "",
    resend: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    """A page of plain words; `link` leads to this same address, sending `resend` again where there is any."""
    context = {
        "title": title,
        "paragraphs": paragraphs,
        "link_text": link,
        "resend": resend,
        "language": get_language() or "en",
        "direction": direction(),
    }
    return _render("message", context, status)


def _shared(protocol: Compiled, language: str, shown: Page, *, step: Step, n: int) -> HttpResponse:
    """A page with nothing of the participant's own: rendered once for all at the same page and number.

    Measured: the template around a cached body was a fifth of a page's time.
    """
    if not protocol.hash:
        return _page(protocol, language, shown, step=step, n=n)

    def make() -> Page:
        text = _page(protocol, language, shown, step=step, n=n).content.decode()
        return Page(shown.title, SafeString(text), shown.kind)

    key = (protocol.hash, shown.hash, step.key, language, n)
    return HttpResponse(WHOLE.get(key, make).body)


def _page(
    protocol: Compiled,
    language: str,
    shown: Page,
    *,
    n: int,
    step: Step | None = None,
    notice: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    return HttpResponse(whole(protocol, language, shown, n=n, step=step, notice=notice), status=status)


def _render(template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return HttpResponse(render(template, context), status=status)
