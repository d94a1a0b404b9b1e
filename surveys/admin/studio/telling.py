"""Operations on a draft in plain words: "Changed the title of page 2 “You”"."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from surveys.admin.studio import words
from surveys.admin.studio.places import EDITED, Place, find, name, plain
from surveys.instruments import Instrument
from surveys.profiles.types import Profile
from surveys.protocol import Document
from surveys.protocol.nodes import Node
from surveys.protocol.operations import Operation, apply
from surveys.protocol.operations import find as at
from surveys.protocol.outcomes import Act, Once, Rating, Timed
from surveys.protocol.plan import Comparison, Exclusion
from surveys.protocol.recruitment import PROLIFIC, PROLIFIC_BACK
from surveys.protocol.scales import ScaleUse
from surveys.questions import Question

SHORT = 40


def told(before: dict[str, Any], operations: Sequence[Operation]) -> list[str]:
    """A sentence an operation on the content as it was before; what is said twice is said once."""
    sentences: list[str] = []
    content, document = before, stored(before)
    for operation in operations:
        try:
            sentences.append(sentence(document, content, operation))
            if len(operations) > 1 and operation["op"] != "set":  # what was set is called as it was before
                document = stored(apply(content, [operation]))
                content = plain(document)
        except (LookupError, ValidationError):
            sentences.append(_("Changed the study"))
    return list(dict.fromkeys(sentences))


def stored(content: dict[str, Any]) -> Document:
    """A draft's content needs no second look at what it may hold: it was read before it was stored."""
    return Document.model_validate(content)


def sentence(document: Document, content: dict[str, Any], operation: Operation) -> str:
    path, verb = operation["path"], operation["op"]
    if verb == "insert":
        what = added(document, path, operation["value"])
        home = where(document, find(document, path, content))
        return (
            _("Added %(what)s to %(home)s") % {"what": what, "home": home}
            if home
            else _("Added %(what)s") % {"what": what}
        )
    translated = verb == "set" and is_translation(content, path)
    place = find(document, path.rpartition(".")[0] if translated else path, content)
    if verb == "remove":
        return _("Removed %(what)s") % {"what": where(document, place)}
    if verb == "move":
        told = {"what": where(document, place), "place": operation["to"] + 1}
        return _("Moved %(what)s to place %(place)d") % told
    field, home = field_of(document, place), where(document, place)
    if not field:
        return _("Changed %(home)s") % {"home": home}
    said = _("Changed “%(field)s” of %(home)s") if home else _("Changed “%(field)s”")
    changed = "" if translated else difference(place.node, operation["value"], document)
    return said % {"field": field, "home": home} + changed


def is_translation(content: dict[str, Any], path: str) -> bool:
    """Does the path lead into a text, to one of its languages?"""
    text, _dot, _language = path.rpartition(".")
    held = at(content, text) if text else None
    return isinstance(held, dict) and all(isinstance(each, str) for each in held.values())


def difference(old: Any, new: Any, document: Document) -> str:
    """From what to what, where both are short."""
    shown = [short(value, document) for value in (old, new)]
    if None in shown or shown[0] == shown[1]:
        return ""
    return f": {shown[0] or '–'} → {shown[1] or '–'}"


def short(value: Any, document: Document) -> str | None:
    if said := _prolific(value):
        return said
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        value = value.get(document.language, "")
    if isinstance(value, tuple | list) and all(isinstance(each, int | str) for each in value):
        value = ", ".join(map(str, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is not None and not isinstance(value, int | float | str):
        return None
    text = " ".join(str(value if value is not None else "").split())
    return text if len(text) <= SHORT else None


def _prolific(value: Any) -> str:
    """What Prolific's own settings are called; their names stand in the address itself."""
    if isinstance(value, tuple | list) and tuple(value) == PROLIFIC:
        return _("Prolific’s number of each participant")
    return _("Prolific, with the completion code") if value == PROLIFIC_BACK else ""


def where(document: Document, place: Place) -> str:
    """The nearest thing that has a name, and the page it stands on."""
    named = [(i, node) for i, node in enumerate(place.trail) if isinstance(node, (*EDITED, Instrument))]
    if not named:
        return ""
    node = named[-1][1]
    pages = [each for _i, each in named if isinstance(each, Node) and each is not node]
    said = called(document, node)
    return _("%(what)s on %(page)s") % {"what": said, "page": called(document, pages[0])} if pages else said


def called(document: Document, node: Any) -> str:
    title = name(node, document)
    if isinstance(node, Node):
        number = next((i for i, page in enumerate(document.pages, 1) if page is node), 0)
        return _("page %(number)d “%(title)s”") % {"number": number, "title": title}
    if isinstance(node, ScaleUse | Instrument):
        return _("the scale “%(title)s”") % {"title": title}
    if isinstance(node, Question):
        return _("the question “%(title)s”") % {"title": title}
    if isinstance(node, Profile):
        return _("the profile “%(title)s”") % {"title": title}
    if isinstance(node, Rating | Act | Timed | Once):
        return _("the outcome “%(title)s”") % {"title": title}
    if isinstance(node, Comparison):
        return _("the comparison “%(title)s”") % {"title": title}
    if isinstance(node, Exclusion):
        return _("the rule “%(title)s”") % {"title": title}
    return f"“{title}”"


def field_of(document: Document, place: Place) -> str:
    """What the changed field is called; "" where a whole node was put in another's place."""
    parts = place.path.split(".")
    owners: list[Any] = [document, *place.trail]
    for owner, part in reversed(list(zip(owners, parts, strict=False))):
        if isinstance(owner, BaseModel) and part in type(owner).model_fields:
            if isinstance(place.node, EDITED):
                return ""
            return str(words.field(type(owner), part).label).replace("%(number)d", "").strip()
    return ""


def added(document: Document, path: str, value: Any) -> str:
    """What was put into a list, by the words it came with."""
    if not isinstance(value, dict):
        return _("an entry")
    if path == "plan.confirmatory":
        return called(document, Comparison.model_validate(value))
    for field in ("title", "text", "label", "name"):
        held = value.get(field)
        said = held.get(document.language, "") if isinstance(held, dict) else held
        if said:
            return f"“{' '.join(str(said).split())[:80]}”"
    kind = words.KINDS.get(str(value.get("kind", "")))
    return f"“{kind.label}”" if kind else _("an entry")
