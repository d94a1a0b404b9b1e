"""What the participants' templates need beyond Django: a text said, a text as paragraphs, drawings."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from surveys.cues import Display
from surveys.pages.feed_shown import FACES
from surveys.pages.words import prose as paragraphs
from surveys.profiles.covers import cover_svg
from surveys.profiles.faces import face_svg
from surveys.profiles.types import Face, Profile
from surveys.questions import Likert
from surveys.texts import Text

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], text: Text) -> str:
    """The text in the page's language, placeholders filled. Escaped like any variable."""
    said: str = context["words"].say(text)
    return said


@register.simple_tag(takes_context=True)
def prose(context: dict[str, Any], text: Text) -> SafeString:
    """The text as paragraphs and lists."""
    return paragraphs(context["words"].say(text))


@register.filter
def reachable(contact: str) -> SafeString:
    """An address in it can be tapped, and breaks after its sign where a line is too short for it."""
    return mark_safe(re.sub(r"@(?=[^<>]*</a>)", "@<wbr>", urlize(contact, autoescape=True)))


@register.simple_tag
def face(profile: Profile, size: int) -> SafeString:
    return _face(profile.face, size)


@register.simple_tag
def drawn(face: Face, size: int) -> SafeString:
    """A participant's own picture."""
    return _face(face, size)


@register.simple_tag
def chosen_face(code: str, size: int) -> SafeString:
    return _face(FACES[code], size)


@lru_cache(maxsize=512)
def _face(face: Face, size: int) -> SafeString:
    """Kept, as a day of a feed has several: they were a fifth of its time."""
    # Drawn by our own code from choices of a closed grammar: there is nothing in it to escape.
    return mark_safe(face_svg(face, size))


@register.simple_tag
def cover(profile: Profile) -> SafeString:
    return mark_safe(cover_svg(profile.cover))


@register.simple_tag
def joined(profile: Profile) -> str:
    """Month and year in the page's language."""
    if profile.joined is None:
        return ""
    year, month = map(int, profile.joined.split("-"))
    return date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")


@register.simple_tag
def place(left: str, right: str, number: int, count: int) -> str:
    """What a screen reader says of one circle: its place between two words."""
    words = {"left": left, "right": right, "number": number, "count": count}
    return _("%(left)s to %(right)s, %(number)s of %(count)s") % words


@register.filter
def read_out(shown: Display) -> str:
    """What a drawn score is in words."""
    if shown.form == "stars":
        return _("%(stars)s of 5 stars") % {"stars": number_format(f"{shown.stars:g}")}
    if shown.form == "percentile":
        return _("above %(below)d %% of accounts") % {"below": shown.below or 0}
    if shown.outreach is not None:
        return _("%(score)s over %(level)s") % {"score": shown.value, "level": shown.outreach}
    return shown.text


@register.filter
def layout(question: Likert) -> str:
    """`ends`: only the ends are named; `row`: a figure or two a point; `list`: words."""
    labels = [max(label.values(), key=len, default="") for label in question.labels]
    if not all(labels):
        return "ends"
    return "row" if max(map(len, labels)) <= 2 else "list"
