"""Pages beside the sequence: the question whether to stop, and what stands after the end."""

from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from surveys.pages.render import frame
from surveys.pages.sheet import Page
from surveys.pages.words import Words, words
from surveys.protocol import Compiled, Draws, Ending, Place
from surveys.protocol.nodes import Consent, Debriefing, Node
from surveys.protocol.nodes.base import met_on
from surveys.protocol.nodes.plain import Told
from surveys.protocol.unease import owes_help
from surveys.texts import Text


def stop_page(protocol: Compiled, language: str, *, closed: bool = False) -> Page:
    """Keep, delete, or go on; in a study that closed meanwhile there is no going on."""
    with override(language):
        context = {**frame(protocol, words(protocol.document, language)), "closed": closed}
        title = _("The study has closed") if closed else _("Stop here?")
        return Page(title, render_to_string("pages/stop.html", context), kind="stop")


def ended_page(
    protocol: Compiled,
    language: str,
    ending: Ending,
    code: str | None,
    *,
    back: str = "",
    draws: Draws | None = None,
    place: Place | None = None,
) -> Page:
    """What a participant reads after the end, for as long as the address is kept. back: where to go then;
    draws: what they were given, until it is deleted; place: where they were, after a withdrawal no more than
    how far they had got.
    """
    debriefing = _first(protocol, Debriefing)
    lines = _lines(protocol, debriefing, ending, draws, place) if isinstance(debriefing, Debriefing) else ()
    spoken = words(protocol.document, language)
    with override(language):
        title = _title(protocol, spoken, ending)
        context = {
            **frame(protocol, spoken),
            "title": title,
            "code": code,
            "back": back,
            "back_to": urlsplit(back).hostname,
            "text": _text(protocol, ending, place),
            "debriefing": debriefing,
            "told": lines,
            "is_any_group": draws is None and protocol.lot is not None,
            "unseen": lines is None,
            "help_stands": owes_help(protocol.document),
            "can_delete": ending in (Ending.FINISHED, Ending.STOPPED),
        }
        return Page(title, render_to_string(f"pages/ended_{ending.value}.html", context), kind="ended")


def _lines(
    protocol: Compiled, debriefing: Debriefing, ending: Ending, draws: Draws | None, place: Place | None
) -> tuple[Told, ...] | None:
    """The debriefing's lines for somebody who left there; None where nothing was shown to them yet."""
    if place is None:
        met = None
    elif ending is Ending.WITHDRAWN:
        reached = protocol.positions.get(place.at, 0)
        met = [mark.key for mark in protocol.marks if protocol.positions[mark.key] <= reached]
    else:
        met = [mark.key for mark in protocol.marks if met_on(mark.key) in place.kept]
    if not _is_assigned(protocol, ending, draws, place):
        return None
    levels = draws.levels if draws else None if protocol.lot is not None else {}
    lines = tuple(debriefing.table[i] for i in debriefing.told(levels, met))
    return lines if lines or not debriefing.table else None


def _is_assigned(protocol: Compiled, ending: Ending, draws: Draws | None, place: Place | None) -> bool:
    """Whether they were in a group: of who deleted everything, how far they had got tells."""
    if draws or protocol.lot is None or place is None:
        return True
    return ending is Ending.WITHDRAWN and protocol.positions.get(place.at, 0) > protocol.lot


def _title(protocol: Compiled, spoken: Words, ending: Ending) -> str:
    if ending is Ending.FINISHED and protocol.end and (title := spoken.say(protocol.end.title)):
        return title
    return {
        Ending.FINISHED: _("Thank you"),
        Ending.STOPPED: _("You have stopped"),
        Ending.WITHDRAWN: _("Your answers are deleted"),
        Ending.DECLINED: _("Thank you for reading"),
        Ending.SCREENED_OUT: _("The study ends here"),
    }[ending]


def _text(protocol: Compiled, ending: Ending, place: Place | None) -> Text:
    """The researchers' own words for this ending, where the document has any."""
    if ending is Ending.FINISHED:
        return protocol.end.text if protocol.end else {}
    if ending is Ending.DECLINED:
        consent = _first(protocol, Consent)
        return consent.declined if isinstance(consent, Consent) else {}
    if ending is Ending.SCREENED_OUT:
        pages = protocol.document.pages
        here = [protocol.step(place.at).node] if place and place.at in protocol.positions else pages
        return next((text for page in here if (text := page.parting())), {})
    return {}


def _first(protocol: Compiled, kind: type[Node]) -> Node | None:
    return next((page for page in protocol.document.pages if isinstance(page, kind)), None)
