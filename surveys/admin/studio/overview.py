"""The whole study on one page, in the order in which participants meet it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from surveys import drafts
from surveys.admin.shell import find, show_study
from surveys.admin.studio import words
from surveys.admin.studio.choices import level_words
from surveys.admin.studio.editing import may_change
from surveys.admin.studio.history import latest
from surveys.admin.studio.places import asked, name, plain, preview
from surveys.admin.study import facts, missing, planned
from surveys.admin.walk import after_change
from surveys.admin.words import ABOUT
from surveys.cues import Assigned, AssignedText, Computed
from surveys.models import State, Study
from surveys.pages.words import Words
from surveys.pages.words import words as words_on
from surveys.protocol import Document, Finding, Severity, checks
from surveys.protocol.nodes import Feed, Node, Randomise, Visits
from surveys.protocol.operations import key
from surveys.texts import say

SHOWN = 5
EXCERPT = 160


@dataclass(frozen=True)
class Card:
    """A page of the study as the overview shows it. `number` is its place in the order."""

    number: int
    path: str
    anchor: str
    kind: Any
    title: str
    text: str
    asks: list[str]
    more: int
    notes: list[str]
    findings: list[str]
    preview: str
    is_lot: bool


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    study = find(request, pk)
    document = drafts.document(study)
    findings = checks(document) if study.state == State.DRAFT else ()
    fixed = not may_change(request, study)
    return show_study(
        request,
        "studio/overview",
        study,
        cards=cards(study, document, findings),
        missing=missing(study, document, findings),
        errors=sum(f.severity is Severity.ERROR for f in findings),
        fixed=fixed,
        **latest(study),
        facts=facts(study, document),
        plan=planned(document),
        next_step=None if fixed else after_change(study, document),
        **side(document),
    )


def cards(study: Study, document: Document, findings: tuple[Finding, ...]) -> list[Card]:
    content = plain(document)["pages"]
    return [
        card(study, document, i, f"pages.{key(content, i)}", page, findings)
        for i, page in enumerate(document.pages)
    ]


def card(
    study: Study, document: Document, i: int, path: str, page: Node, findings: tuple[Finding, ...]
) -> Card:
    asks = [name(entry, document) for _path, entry in asked(page)]
    here = f"pages.{i}"
    own = [f.message for f in findings if f.path == here or f.path.startswith(f"{here}.")]
    title = say(page.title, document.language, "en")
    text = " ".join(as_read(document).say(page.text).split())
    return Card(
        number=i + 1,
        path=path,
        anchor=path.replace(".", "-"),
        kind=words.kind(type(page)),
        title=title,
        text=text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1]}…",
        asks=asks[:SHOWN],
        more=max(0, len(asks) - SHOWN),
        notes=notes(document, page),
        findings=own,
        preview=preview(study, page),
        is_lot=isinstance(page, Randomise),
    )


def as_read(document: Document) -> Words:
    """Says texts as participants read them; what is not given yet is named, not left in braces."""
    known = words_on(document, document.language)
    blank = {"profile": _("[first name]"), **dict.fromkeys(ABOUT, _("[not yet given]"))}
    fills = {each: known.fills.get(each) or label for each, label in blank.items()}
    return Words(document.language, "en", fills)


def notes(document: Document, page: Node) -> list[str]:
    """What is special about the page."""
    found = []
    if isinstance(page, Visits):
        found.append(_("%(count)d profiles, one after the other") % {"count": page.count})
    if isinstance(page, Feed):
        found.append(_("%(count)d days, one page each") % {"count": page.days})
    if page.when and page.when.factor:
        factor = document.factor(page.when.factor)
        name = say(factor.label, document.language, document.language) if factor else ""
        among = (level_words(document, factor, level) if factor else str(level) for level in page.when.among)
        told = {"name": name or page.when.factor, "levels": ", ".join(among)}
        found.append(_("only where %(name)s is %(levels)s") % told)
    elif page.when:
        answers = ", ".join(map(str, page.when.among))
        found.append(_("only after “%(answers)s” to %(code)s") % {"answers": answers, "code": page.when.code})
    return found


def side(document: Document) -> dict[str, Any]:
    content = plain(document)
    language = document.language
    return {
        "document": document,
        "title_for_participants": say(document.title, language, "en"),
        "factors": [
            (
                f"factors.{key(content['factors'], i)}",
                name(factor, document),
                factor,
                [level_words(document, factor, level) for level in factor.levels],
            )
            for i, factor in enumerate(document.factors)
        ],
        "outcomes": [
            (f"outcomes.{key(content['outcomes'], i)}", name(outcome, document), words.kind(type(outcome)))
            for i, outcome in enumerate(document.outcomes)
        ],
        "scales": [
            (instrument.code, name(instrument, document), instrument.permission == "to confirm")
            for instrument in document.instruments
        ],
        "cue": document.cue,
        "cue_label": worded(document, document.cue.label) if document.cue else "",
        "cue_value": shown(document, document.cue.value) if document.cue else "",
        "cue_visibility": shown(document, document.cue.visibility) if document.cue else "",
        "own_score": _own_score(document, content),
        "faces": document.profiles[:8],
        "people": len(document.profiles),
        "help_text": say(document.help, language, "en"),
    }


def _own_score(document: Document, content: dict[str, Any]) -> dict[str, str]:
    """Of the participant's own score, which a feed has: what it is called, and the page where it is set."""
    for i, page in enumerate(document.pages):
        if isinstance(page, Feed) and page.score is not None:
            label = worded(document, page.score.label)
            return {"label": label, "path": f"pages.{key(content['pages'], i)}", "page": name(page, document)}
    return {}


def worded(document: Document, text: Any) -> str:
    return shown(document, text) if isinstance(text, AssignedText) else say(text, document.language, "en")


def shown(document: Document, value: Any) -> str:
    if isinstance(value, Computed):
        points = shown(document, value.shift) if value.shift else ""
        told = _("computed from each profile’s account")
        return f"{told}, {_('moved by %(points)s') % {'points': points}}" if points else told
    if isinstance(value, str):
        return str(words.option("visibility", value))
    if not isinstance(value, Assigned | AssignedText):
        return str(value)
    factor = document.factor(value.factor)
    return _("varies: %(what)s") % {"what": name(factor, document) if factor else value.factor}
