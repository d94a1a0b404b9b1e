"""How a new part of a study begins, and the names that are made for it."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from django.utils.translation import gettext as _
from pydantic import BaseModel

from surveys import library
from surveys.admin.studio.mapping import is_union, strip
from surveys.admin.studio.texts import free_code
from surveys.protocol import Document
from surveys.protocol.document import Factor
from surveys.protocol.names import RESERVED
from surveys.protocol.nodes import PAGE_KINDS, Visits
from surveys.protocol.nodes.feed_parts import Ask
from surveys.protocol.outcomes import (
    Act,
    Count,
    Dwell,
    Happened,
    InView,
    Once,
    Ordinal,
    Rating,
    State,
    Stayed,
)
from surveys.protocol.plan import AnytimeValid, Comparison, Exclusion, Plan
from surveys.protocol.plan_checks import display_of
from surveys.protocol.scales import ScaleUse, item_code, items_of
from surveys.questions import QUESTION_TYPES, Likert, Question
from surveys.texts import say

Kinds = Mapping[str, type[BaseModel]]

ENTRIES: Kinds = {**QUESTION_TYPES, "scale": ScaleUse}
OUTCOMES: Kinds = {
    "rating": Rating,
    "state": State,
    "act": Act,
    "dwell": Dwell,
    "in_view": InView,
    "count": Count,
    "happened": Happened,
    "stayed": Stayed,
    "ordinal": Ordinal,
}
FACTORS: Kinds = {"factor": Factor}
COMPARISONS: Kinds = {"comparison": Comparison}
RULES: Kinds = {"missed": Exclusion, "answered": Exclusion}
ASKS: Kinds = {"ask": Ask}
BY_FIELD: Mapping[str, Kinds] = {"pages": PAGE_KINDS, "outcomes": OUTCOMES, "factors": FACTORS}
OF_PLAN: Mapping[str, Kinds] = {"confirmatory": COMPARISONS, "exclusions": RULES}


def kinds(owner: BaseModel, field: str) -> Kinds:
    """The kinds that a list may hold; none for what is no list of kinds."""
    if isinstance(owner, Document):
        return BY_FIELD.get(field, {})
    if isinstance(owner, Plan):
        return OF_PLAN.get(field, {})
    info = type(owner).model_fields.get(field)
    if info is None or get_origin(info.annotation) is not tuple:
        return {}
    item = strip(get_args(info.annotation)[0])[0]
    return ASKS if item is Ask else ENTRIES if is_union(item) else {}


def start(kind: str, document: Document) -> dict[str, Any]:
    """What a new one begins with: everything its type asks for, so that it can be saved at once."""
    language = document.language

    def text(words: str) -> dict[str, str]:
        return {language: words}

    points = [_("Never"), _("Rarely"), _("Sometimes"), _("Often"), _("Always")]
    likert = {"labels": [text(words) for words in points]}
    pair = {"left": text(_("Not at all")), "right": text(_("Extremely"))}
    either = {"options": [{"value": "yes", "label": text(_("Yes"))}, {"value": "no", "label": text(_("No"))}]}
    attention = {
        "kind": "likert",
        "code": code(document, "attention"),
        "text": text(_("To show you are reading, please choose “Rarely”.")),
        **likert,
    }
    follow = [{"value": "yes", "label": text(_("Follow"))}, {"value": "no", "label": text(_("Not now"))}]
    levels = next((len(f.levels) for f in document.factors if f.varies == "within"), 3)
    starts: dict[str, dict[str, Any]] = {
        "consent": {
            "statements": [{"code": code(document, "agrees"), "text": text(_("I want to take part."))}]
        },
        "attention": {"question": attention, "expected": 2},
        "visits": {
            "count": levels,
            "look": {
                "kind": "choice",
                "code": code(document, "follow"),
                "text": text(_("Would you follow this person?")),
                "options": follow,
            },
            "rate": [
                {"kind": "slider", "code": code(document, "liking"), "text": text(_("How likeable?")), **pair}
            ],
        },
        "likert": likert,
        "differential": {"left": text(_("Cold")), "right": text(_("Warm"))},
        "slider": pair,
        "choice": either,
        "choices": either,
        "number": {"low": 0, "high": 100},
        "factor": {"levels": ["shown", "hidden"], "varies": "between"},
        "comparison": comparison(document),
        "missed": {"missed": 1},
        "count": {"acts": ["filler"]},
        "happened": {"acts": ["break"]},
        "stayed": {"after": 1},
        "ordinal": {"question": ordered(document)},
    }
    return starts.get(kind, {})


def comparison(document: Document) -> dict[str, Any]:
    """Of the first outcome that is not compared yet, in the way that suits it."""
    compared = {named.outcome for named in document.plan.confirmatory}
    outcomes = sorted(document.outcomes, key=lambda outcome: outcome.name in compared)
    if not outcomes:
        return {}
    first, display = outcomes[0], display_of(document)
    if isinstance(first, Once) and not (isinstance(first, State) and display.shows and display.hides):
        return {"outcome": first.name, "contrast": "groups", "model": "own", **two_groups(document)}
    if isinstance(first, State):
        return {"outcome": first.name, "contrast": "visibility", "model": "adjusted"}
    contrast = "level" if display.within and len(display.levels) > 1 else "visibility"
    own = isinstance(document.plan.stopping, AnytimeValid)
    return {"outcome": first.name, "contrast": contrast, "model": "participants" if own else "mixed"}


def ordered(document: Document) -> str:
    """A question with ordered answers that is asked once; any name where there is none yet."""
    asked = (e for page in document.pages if not isinstance(page, Visits) for e in page.entries())
    return next((entry.code for entry in asked if isinstance(entry, Likert)), "answer")


def two_groups(document: Document) -> dict[str, Any]:
    """The second level of the first factor between participants, against the first."""
    factor = next((f for f in document.factors if f.varies == "between" and len(f.levels) > 1), None)
    if factor is None:
        return {}
    return {"of": {factor.name: [factor.levels[1]]}, "against": {factor.name: [factor.levels[0]]}}


def scale(document: Document, instrument: str, page: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The use of a published scale on a page, and the operation that brings the scale into the study."""
    used = [e for p in document.pages for e in p.entries() if isinstance(e, ScaleUse)]
    before = any(use.instrument == instrument for use in used)
    name = code(document, f"{instrument}_{page}") if before else ""
    bring = {"op": "insert", "path": "instruments", "value": library.instruments(instrument)}
    known = instrument in document.library
    return {"kind": "scale", "instrument": instrument, "name": name}, [] if known else [bring]


def published() -> Iterator[dict[str, Any]]:
    """The scales of the library."""
    return (library.instruments(name) for name in library.names("instruments"))


def code(document: Document, words: str, default: str = "question") -> str:
    """A name in the data that no question has yet."""
    return free_code(words, set(taken(document)), default)


def page_id(document: Document, words: str, kind: str) -> str:
    return free_code(words or kind, {"stop", *(page.id for page in document.pages)}, kind)


def taken(document: Document) -> Iterator[str]:
    yield from RESERVED
    for page in document.pages:
        yield from (statement.code for statement in getattr(page, "statements", ()))
        for entry in page.entries():
            if isinstance(entry, Question):
                yield entry.code
            elif instrument := document.library.get(entry.instrument):
                yield from (entry.name,) if entry.name else ()
                yield from (item_code(entry, item) for item in items_of(entry, instrument))


def named(document: Document, kind: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The new node with its name: what was typed, or one made from its words."""
    language = document.language
    said = [value.get(field) or {} for field in ("text", "title", "label", "left")]
    words = next(
        (found for each in said if isinstance(each, dict) and (found := say(each, language, "en"))), ""
    )
    if kind in COMPARISONS:
        words = f"{value['contrast']} {value['outcome']}"
    if kind in PAGE_KINDS:
        title = say(value.get("title") or {}, language, "en")
        return {"id": page_id(document, title, kind), **value}
    if kind in ("scale", "ask"):
        return dict(value)
    field = "code" if kind in QUESTION_TYPES else "name"
    own = value.get(field) or _free(document, kind, words)
    return {field: own, **{k: v for k, v in value.items() if k != field}}


def _free(document: Document, kind: str, words: str) -> str:
    if kind in QUESTION_TYPES:
        return code(document, words)
    plan = document.plan
    named = (*document.factors, *document.outcomes, *plan.confirmatory, *plan.exclusions)
    held = {node.name for node in named}
    return free_code(words or kind, held, kind)
