"""The page around a page: progress, number, Stop. What a browser receives, whoever asked for it."""

from typing import Any

from django.template.loader import get_template
from django.utils.translation import get_language_bidi

from surveys.pages.course import progress
from surveys.pages.render import frame
from surveys.pages.sheet import Page
from surveys.pages.words import words
from surveys.protocol import Act, Compiled, Step
from surveys.protocol.unease import owes_help
from surveys.texts import say

HELPLESS = frozenset({"consent", "debriefing", "ended"})
"""Kinds of page without help in the footer: nothing was asked yet, or the page itself says it."""


def whole(
    protocol: Compiled, language: str, shown: Page, *, n: int, step: Step | None = None, notice: str = ""
) -> str:
    """The document. step: None where nothing of the sequence is asked (the stop page, the end)."""
    context = surroundings(protocol, language) | {
        **frame(protocol, words(protocol.document, language)),
        "help_stands": shown.kind not in HELPLESS and owes_help(protocol.document),
        "page": shown,
        "n": n,
        "progress": progress(protocol, step, language) if step else None,
        "can_stop": bool(step and Act.STOP in step.node.acts),
        "notice": notice,
    }
    return render("page", context)


def surroundings(protocol: Compiled, language: str) -> dict[str, Any]:
    title = say(protocol.document.title, language, protocol.document.language)
    return {"study_title": title, "language": language, "direction": direction()}


def render(template: str, context: dict[str, Any]) -> str:
    return str(get_template(f"participant/{template}.html").render(context))


def direction() -> str:
    return "rtl" if get_language_bidi() else "ltr"
