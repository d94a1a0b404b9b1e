"""What stands between a draft and a study: findings, each with its place and its cure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from surveys.protocol import feed_checks, pairings, plan_checks, recruitment, score
from surveys.protocol.compiled import Compiled
from surveys.protocol.document import Document
from surveys.protocol.names import doubles, names
from surveys.protocol.nodes import Attention, Consent, Debriefing, End, Feed, Node, Randomise, Visits
from surveys.protocol.references import references
from surveys.texts import Text, say

PLACEHOLDERS = ("profile", "institution", "contact", "approval", "pay", "minutes")
"""Words in braces that a text may contain; nothing else is substituted."""

PLACEHOLDER = re.compile(r"\{([^{}\s]*)\}")

ONCE: dict[type[Node], str] = {
    Consent: "consent page",
    Randomise: "random assignment to groups",
    Visits: "set of profile visits",
    Feed: "feed",
    Debriefing: "debriefing",
    End: "end",
}
"""Kinds of which a study has at most one, in words."""

ABOUT = {
    "institution": "Say which institution runs the study.",
    "contact": "Give an address at which participants reach you.",
    "approval": "Give the ethics approval's number, or say why none is needed.",
    "pay": "Say what participants receive, or that they receive nothing.",
    "minutes": "Say how many minutes it takes: an estimate is offered there.",
}

UNCONFIRMED = (
    "The right to use the scale “{name}” was not found in writing. Ask its authors or look for a licence, "
    "then confirm it on the scale’s own page."
)


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads to the place in the document; `message` says what to do."""

    severity: Severity
    path: str
    message: str


def checks(document: Document) -> tuple[Finding, ...]:
    """Everything that must or should be put right before publishing, in the document's order."""
    broken = [_error(path, message) for path, message in references(document)]
    found = [
        *_about(document),
        *(_error(path, message) for path, message in recruitment.broken(document.recruitment)),
        *_code(document),
        *_order(document),
        *_lot(document),
        *_empty(document),
        *_placeholders(document),
    ]
    found += [_error(path, message) for path, message in doubles(document)]
    if not broken:
        found += [_error(path, message) for path, message in names(Compiled(document, ""))]
    found += [_error(path, message) for path, message in feed_checks.unsound(document)]
    found += [_error(path, message) for path, message in plan_checks.unsound(document)]
    found += [_warning(path, message) for path, message in score.doubts(document)]
    found += [_warning(path, message) for path, message in feed_checks.doubts(document)]
    found += [_warning(path, message) for path, message in plan_checks.doubts(document)]
    found += [_warning(path, message) for path, message in pairings.implausible(document)]
    return (*broken, *found, *_permissions(document))


def obstacles(document: Document) -> tuple[Finding, ...]:
    """What keeps a draft from being walked through at all: pages that cannot be made, a lot not to be drawn.

    What is merely missing, such as an approval or a text, does not.
    """
    found = [_error(path, message) for path, message in (*references(document), *doubles(document))]
    found += [*_ids(document), *_lot(document)]
    if not document.pages or not document.pages[0].is_page:
        found.append(_error("pages", "The study begins with nothing to see: put a consent page first."))
    if not found:
        found += [_error(path, message) for path, message in names(Compiled(document, ""))]
    return tuple(f for f in found if f.severity is Severity.ERROR)


def _error(path: str, message: str) -> Finding:
    return Finding(Severity.ERROR, path, message)


def _warning(path: str, message: str) -> Finding:
    return Finding(Severity.WARNING, path, message)


def _is_empty(text: Text) -> bool:
    return not any(words.strip() for words in text.values())


def _about(document: Document) -> Iterator[Finding]:
    if _is_empty(document.title):
        yield _error("title", "Give the study a public title that does not name what is studied.")
    # Who comes from Prolific is paid: said once, as what is missing or as what to consider.
    unpaid = recruitment.unpaid(document.recruitment, document.about.pay)
    for name, cure in ABOUT.items():
        value = getattr(document.about, name)
        if value is None or (isinstance(value, dict) and _is_empty(value)):
            yield _error(f"about.{name}", unpaid if name == "pay" and unpaid else cure)
        elif name == "pay" and unpaid:
            yield _warning("about.pay", unpaid)
    if _is_empty(document.help):
        yield _error("help", "Write where participants find help if the study left them uneasy.")


def _code(document: Document) -> Iterator[Finding]:
    if lacking := recruitment.codeless(document.recruitment):
        yield _error("recruitment.completion_code", lacking)


def _order(document: Document) -> Iterator[Finding]:
    pages = document.pages
    if not pages:
        yield _error("pages", "The study has no pages yet: begin with a consent page.")
        return
    if not isinstance(pages[0], Consent) or pages[0].when:
        yield _error("pages.0", "The first page must be a consent page without a condition.")
    if not isinstance(pages[-1], End):
        yield _error(f"pages.{len(pages) - 1}", "The last element must be an end, which shows the code.")
    if len(pages) < 2 or not isinstance(pages[-2], Debriefing) or pages[-2].when:
        yield _error("pages", "A debriefing without a condition must stand right before the end.")
    for kind, called in ONCE.items():
        places = [i for i, page in enumerate(pages) if isinstance(page, kind)]
        for extra in places[1:]:
            yield _error(f"pages.{extra}", f"There can be only one {called}: remove this one.")
    yield from _ids(document)


def _ids(document: Document) -> Iterator[Finding]:
    for id, times in Counter(page.id for page in document.pages).items():
        if times > 1 or id == "stop":
            yield _error("pages", f"The id {id!r} is taken: give each page an id of its own.")


def _position(document: Document, kind: type[Node]) -> int | None:
    return next((i for i, page in enumerate(document.pages) if isinstance(page, kind)), None)


def _lot(document: Document) -> Iterator[Finding]:
    lot, visits = _position(document, Randomise), _position(document, Visits)
    between = [factor for factor in document.factors if factor.varies == "between"]
    within = [factor for factor in document.factors if factor.varies == "within"]
    if lot is None and (between or visits is not None):
        yield _error("pages", "Groups and profiles are drawn at random: add random assignment to groups.")
    if lot is not None and document.pages[lot].when:
        yield _error(
            f"pages.{lot}.when", "Random assignment cannot depend on an answer: remove the condition."
        )
    if lot is not None and visits is not None and visits < lot:
        yield _error(f"pages.{visits}", "Profile visits must come after random assignment to groups.")
    for i, page in enumerate(document.pages):
        if isinstance(page, Attention) and lot is not None and i > lot:
            told = "An attention check after random assignment to groups biases results: move it before."
            yield _error(f"pages.{i}", told)
    if len(within) > 1:
        yield _error("factors", "Only one factor can vary within participants: remove or merge the others.")
    yield from (_error(path, message) for path, message in feed_checks.misplaced(document))
    yield from _pool(document, within[0].levels if within else ())


def _pool(document: Document, levels: Iterable[object]) -> Iterator[Finding]:
    position = _position(document, Visits)
    if position is None:
        return
    visits = document.pages[position]
    assert isinstance(visits, Visits)
    count = len(tuple(levels))
    if count and visits.count != count:
        yield _error(
            f"pages.{position}.count", f"Each level is met once: write {count}, or change the levels."
        )
    if len(document.profiles) < visits.count:
        yield _error("pool", f"{visits.count} profiles are visited, the pool has {len(document.profiles)}.")
    elif len(document.profiles) < 16:
        yield _warning("pool", "With fewer than 16 profiles, results hardly reach beyond these profiles.")


def _empty(document: Document) -> Iterator[Finding]:
    for i, page in enumerate(document.pages):
        for field, cure in page.emptiness():
            yield _error(f"pages.{i}.{field}", cure)
        for j, entry in enumerate(page.entries()):
            if entry.kind != "scale":
                for field, cure in entry.emptiness():
                    yield _error(f"pages.{i}.questions.{j}.{field}", cure)


def _placeholders(document: Document) -> Iterator[Finding]:
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for i, page in enumerate(document.pages):
        for field, text in (*page.texts(), *(("questions", entry.text) for entry in page.entries())):
            for name in sorted({n for words in text.values() for n in PLACEHOLDER.findall(words)}):
                if name not in PLACEHOLDERS:
                    yield _error(f"pages.{i}.{field}", f"{{{name}}} stands for nothing: use {known}.")


def _permissions(document: Document) -> Iterator[Finding]:
    for i, instrument in enumerate(document.instruments):
        if instrument.permission == "to confirm":
            name = say(instrument.name, document.language, "en") or instrument.code
            yield _warning(f"instruments.{i}.permission", UNCONFIRMED.format(name=name))
