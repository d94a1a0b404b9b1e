"""What a field may name where it names another part of the study."""

from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from pydantic import BaseModel

from surveys.admin.studio.boxes import Choices
from surveys.admin.studio.shapes import BY_GROUP
from surveys.cues import Level
from surveys.protocol import Document
from surveys.protocol.document import Factor
from surveys.protocol.group_checks import days_of
from surveys.protocol.nodes import Attention, Debriefing, Feed, Node, Questionnaire, Randomise, Visits
from surveys.protocol.nodes.feed_parts import LONGEST_BREAK
from surveys.protocol.outcomes import Act, Count, Happened, Ordinal, Rating, State
from surveys.protocol.plan import Comparison, Exclusion, Plan
from surveys.protocol.plan_checks import display_of
from surveys.protocol.scales import Entry, ScaleUse, scales
from surveys.questions import Number, Question, Variable
from surveys.texts import say


def choices(document: Document, type: type[BaseModel], node: BaseModel | None) -> dict[str, Choices]:
    """Field -> what may be chosen, for a node of this type; of the node itself where that matters."""
    found: dict[str, Choices] = {}
    if issubclass(type, Node):
        found["when"] = [*conditions(document, node), *(levels(document) if is_drawn(document, node) else [])]
    if issubclass(type, Debriefing):
        lines = len(node.table) if isinstance(node, Debriefing) else 0
        found |= {f"table__{i}__when": levels(document) for i in range(lines + 1)}
        found |= {f"table__{i}__since": between_lot(document) for i in range(lines + 1)}
        asked = single(node) if isinstance(node, Debriefing) else []
        found["understood__question"] = [(q.code, spoken(document, q)) for q in asked]
    if isinstance(node, Questionnaire):
        entries = [entry for entry in node.questions if is_sound(entry, document)]
        found["screen__scale"] = [(each.name, each.name) for each in scales(entries, document.library)]
    if issubclass(type, Feed):
        found["score__habits__codes"] = numeric(document)
        found["breaks__days"] = [(str(days), str(days)) for days in range(1, LONGEST_BREAK + 1)]
    if isinstance(node, Attention):
        found["expected"] = answers(document, node.question)
    if isinstance(node, ScaleUse) and (instrument := document.library.get(node.instrument)):
        language = document.language
        found["subscales"] = [(sub.code, say(sub.name, language, "en")) for sub in instrument.subscales]
        found["items"] = [
            (
                i.code,
                say(i.text, language, "en")
                or f"{say(i.left, language, 'en')} – {say(i.right, language, 'en')}",
            )
            for i in instrument.items
        ]
    if type is Rating:
        found["scale"] = scored(document, visits=True)
    if type is State:
        found["scale"] = found["before"] = scored(document, visits=False)
    if type is Act:
        looks = [page.look for page in document.pages if isinstance(page, Visits)]
        found["question"] = [(look.code, spoken(document, look)) for look in looks]
        found["value"] = [each for look in looks for each in answers(document, look)]
    if type in (Happened, Ordinal):
        asked = [q for page in document.pages if not isinstance(page, Visits) for q in single(page)]
        found["question"] = [(q.code, spoken(document, q)) for q in asked]
    if type in (Count, Happened):
        last = days_of(document)
        spans = ((first, end) for first in range(1, last + 1) for end in range(first, last + 1))
        found["days"] = [
            (f"{first}, {end}", _("%(first)d to %(end)d") % {"first": first, "end": end})
            for first, end in spans
        ]
    if type is Plan:
        found |= planned(document)
    if type is Comparison:
        called = ((o.name, say(o.label, document.language, "en") or o.name) for o in document.outcomes)
        found["outcome"] = list(called)
        found["levels"] = [(str(level), str(level)) for level in display_of(document).levels]
    if type is Exclusion:
        found["among"] = answered(document, before_lot(document))
    if type is Document:
        found["time_zone"] = [(name, name) for name in sorted(available_timezones())]
    return found


def is_drawn(document: Document, node: BaseModel | None) -> bool:
    """Whether groups are known when a page is met: that it stands after the lot."""
    lot = next((i for i, page in enumerate(document.pages) if isinstance(page, Randomise)), None)
    at = next((i for i, page in enumerate(document.pages) if page is node), len(document.pages))
    return lot is not None and at > lot


def level_words(document: Document, factor: Factor, level: Level) -> str:
    """What people of this level are called; the level itself where they have no name."""
    return say(factor.called.get(str(level), {}), document.language, "en") or str(level)


def levels(document: Document) -> Choices:
    """Groups by what varies between participants: each level of each factor."""
    language = document.language
    return [
        (
            f"{BY_GROUP}{factor.name}={level}",
            _("group: %(factor)s %(level)s")
            % {
                "factor": say(factor.label, language, "en") or factor.name,
                "level": level_words(document, factor, level),
            },
        )
        for factor in document.factors
        if factor.varies == "between"
        for level in factor.levels
    ]


def numeric(document: Document) -> Choices:
    """Questions with numbers for answers."""
    asked = [q for page in document.pages for q in page.entries() if isinstance(q, Question)]
    return [(q.code, spoken(document, q)) for q in asked if q.variable().type in ("integer", "number")]


def conditions(document: Document, node: BaseModel | None) -> Choices:
    """Answers to the questions of earlier pages."""
    place = next((i for i, page in enumerate(document.pages) if page is node), len(document.pages))
    return answered(document, document.pages[:place])


def answered(document: Document, pages: Sequence[Node]) -> Choices:
    """Each answer to each question of these pages that has a few."""
    return [
        (
            f"{question.code}={value}",
            _("%(question)s – %(answer)s") % {"question": spoken(document, question), "answer": answer},
        )
        for page in pages
        if not isinstance(page, Visits)
        for question in single(page)
        for value, answer in answers(document, question)
    ]


def planned(document: Document) -> dict[str, Choices]:
    """What a plan may name: levels of the score, questions and scales."""
    levels = display_of(document).levels
    between = [(low, high, {"low": low, "high": high}) for low, high in pairwise(levels)]
    asked = [q for page in document.pages for q in single(page)]
    return {
        "noticed__question": [(q.code, spoken(document, q)) for q in asked],
        "recalled": [(q.code, spoken(document, q)) for q in numbers(document)],
        "threshold": [(f"{low}, {high}", _("between %(low)d and %(high)d") % d) for low, high, d in between],
        "turning": [(str(level), str(level)) for level in levels[1:-1]],
        "covariates": measured_before(document),
        "safety__outcome": [
            (o.name, say(o.label, document.language, "en") or o.name)
            for o in document.outcomes
            if isinstance(o, State) and o.before
        ],
    }


def numbers(document: Document) -> list[Question]:
    """Questions after the visits that are answered by a number."""
    pages = list(dropwhile(lambda page: not isinstance(page, Visits), document.pages))[1:]
    return [entry for page in pages for entry in page.entries() if isinstance(entry, Number)]


def measured_before(document: Document) -> Choices:
    """Questions and scales before the lot on which groups can be compared."""
    pages = before_lot(document)
    entries = [e for page in pages for e in page.entries() if is_sound(e, document)]
    kinds = ("text", "set")
    asked = [e for e in entries if isinstance(e, Question) and e.variable().type not in kinds]
    found = [(question.code, spoken(document, question)) for question in asked]
    for scale in scales(entries, document.library):
        called = document.library[scale.instrument].subscale(scale.subscale).name
        title = say(called, document.language, "en") or scale.name
        found.append((scale.name, _("%(scale)s (scale)") % {"scale": title}))
    return found


def before_lot(document: Document) -> list[Node]:
    return list(takewhile(lambda page: not isinstance(page, Randomise), document.pages))


def between_lot(document: Document) -> Choices:
    """Pages from the lot to the debriefing, of visits each one's look, as somebody gets as far as these."""
    pages = dropwhile(lambda page: not isinstance(page, Randomise), document.pages)
    found: Choices = [("", _("everybody who was in a group"))]
    for page in takewhile(lambda page: not isinstance(page, Debriefing), pages):
        title = say(page.title, document.language, "en") or page.id
        if isinstance(page, Feed):
            found += [(f"{page.id}.score", _("%(page)s: first sight of the score") % {"page": title})]
            found += [
                (f"{page.id}.{day}.day", _("%(page)s: day %(day)d") % {"page": title, "day": day})
                for day in range(1, page.days + 1)
            ]
        elif isinstance(page, Visits):
            looks = range(1, page.count + 1)
            found += [(f"{page.id}.{i}.look", _("%(page)s %(i)d") % {"page": title, "i": i}) for i in looks]
        elif page.is_page:
            found.append((page.id, title))
    return found


def single(page: Node) -> list[Question]:
    """The page's own questions that have one answer out of a few, each with words."""
    return [entry for entry in page.entries() if isinstance(entry, Question) and is_closed(entry.variable())]


def is_closed(variable: Variable) -> bool:
    if variable.type == "integer" and variable.low is not None and variable.high is not None:
        return len(variable.labels) == variable.high - variable.low + 1
    return variable.type == "category"


def answers(document: Document, question: Question) -> Choices:
    labels = question.variable().labels
    return [(str(each.value), say(each.label, document.language, "en") or str(each.value)) for each in labels]


def spoken(document: Document, question: Question) -> str:
    return say(question.text, document.language, "en") or question.code


def scored(document: Document, *, visits: bool) -> Choices:
    """Names of the scores that pages add up to, at visits or elsewhere."""
    found: dict[str, str] = {}
    for page in document.pages:
        entries = [entry for entry in page.entries() if is_sound(entry, document)]
        if isinstance(page, Visits):
            entries = [e for e in entries if (e in page.rate) == visits]
        elif visits:
            continue
        found |= {scale.name: scale.name for scale in scales(entries, document.library)}
    return list(found.items())


def is_sound(entry: Entry, document: Document) -> bool:
    """Does a scale that is used exist, and the form of answer asked for?"""
    if not isinstance(entry, ScaleUse):
        return True
    instrument = document.library.get(entry.instrument)
    return instrument is not None and not (entry.alternative and instrument.alternative is None)
