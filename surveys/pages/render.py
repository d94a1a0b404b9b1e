"""A step becomes a page. Bodies are rendered once a process for all who are shown the same."""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import override

from surveys.pages.asked import boxes, groups, headline, problems
from surveys.pages.cache import BODIES
from surveys.pages.feed_shown import lead, shown, title
from surveys.pages.scene import NOTHING, Scene, scene
from surveys.pages.sheet import Page
from surveys.pages.words import Words, words
from surveys.protocol import Compiled, Draws, Step
from surveys.protocol.nodes import Consent, Debriefing, Did, Visits
from surveys.questions import Fields


def page(
    protocol: Compiled,
    draws: Draws | None,
    step: Step,
    language: str,
    *,
    did: Did = NOTHING,
    typed: Fields | None = None,
    errors: Mapping[str, str] | None = None,
) -> Page:
    """The page of a step as it stands after what was done on it; with what was typed and what is wrong."""
    seen = scene(protocol, draws, step, did)
    if typed or errors or not protocol.hash:
        return render(protocol, step, seen, language, typed or {}, errors or {})
    key = (protocol.hash, step.node.id, step.part, seen.key, language)
    return BODIES.get(key, lambda: render(protocol, step, seen, language, {}, {}))


def render(
    protocol: Compiled, step: Step, seen: Scene, language: str, typed: Fields, errors: Mapping[str, str]
) -> Page:
    spoken = words(protocol.document, language, seen.profile)
    with override(language):
        context = {
            **frame(protocol, spoken),
            "node": step.node,
            "title": spoken.say(title(step) if seen.feed else step.node.title),
            "feed": shown(protocol, step, seen.feed, typed, errors) if seen.feed else None,
            "lead": lead(step) if seen.feed else {},
            "told": [step.node.table[i] for i in seen.told] if isinstance(step.node, Debriefing) else [],
            "profile": seen.profile,
            "shown": seen.shown,
            "account": seen.account,
            "cover": seen.cover,
            "uncovered": Visits.is_revealed(step, seen.did),
            "room": protocol.document.cue.room if protocol.document.cue else "",
            "did": seen.did,
            "groups": groups(step, protocol.document.library, typed, errors),
            "boxes": boxes(step.node, typed, errors) if isinstance(step.node, Consent) else (),
        }
        return Page(
            title=context["title"] or spoken.say(protocol.document.title),
            body=render_to_string(template(step), context),
            kind=step.node.kind,
            headline=headline(step, errors, typed),
            problems=problems(step, typed, errors, spoken),
        )


def frame(protocol: Compiled, spoken: Words) -> dict[str, Any]:
    """What every body's template gets: how to say a text, and what participants must be told."""
    document = protocol.document
    return {
        "words": spoken,
        "about": document.about,
        "help": document.help,
        "ids": document.recruitment.ids,
    }


def template(step: Step) -> str:
    """`pages/<kind>.html`, or `pages/<kind>_<part>.html` for a kind of several pages."""
    return f"pages/{step.node.kind}{'_' + step.part if step.part else ''}.html"
