"""Where something stands in a study: paths, the nodes they lead to, what those are called, who edits them."""

from dataclasses import dataclass
from typing import Any, get_args, get_origin

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from pydantic import BaseModel

from surveys.admin.shell import address
from surveys.admin.studio import words
from surveys.admin.studio.mapping import is_union, strip
from surveys.cues import Cue
from surveys.instruments import Instrument
from surveys.models import Study
from surveys.profiles.types import Profile
from surveys.protocol import Document
from surveys.protocol.document import Factor
from surveys.protocol.nodes import Feed, Node, Visits
from surveys.protocol.nodes.feed_parts import Ask
from surveys.protocol.operations import Nowhere, key, keys
from surveys.protocol.outcomes import Act, Once, Rating, Timed
from surveys.protocol.plan import Comparison, Exclusion
from surveys.protocol.scales import ScaleUse
from surveys.protocol.sides_told import compared
from surveys.questions import Differential, Question
from surveys.texts import say

EDITED = (
    Node,
    Ask,
    Question,
    ScaleUse,
    Factor,
    Cue,
    Profile,
    Rating,
    Once,
    Act,
    Timed,
    Comparison,
    Exclusion,
)
"""What has a form of its own."""

BASICS = ("name", "title", "address", "language", "time_zone")
SHORT = 80


@dataclass(frozen=True)
class Place:
    """A node and its way: `path` by names that last, `trail` the nodes it stands in, itself the last."""

    path: str
    node: Any
    trail: tuple[Any, ...]
    indexes: tuple[int, ...]

    @property
    def parent(self) -> str:
        """The path of the nearest node that has a page of its own, "" for none."""
        above = [i for i, node in enumerate(self.trail[:-1]) if isinstance(node, EDITED)]
        return ".".join(self.path.split(".")[: above[-1] + 1]) if above else ""


def plain(document: Document) -> dict[str, Any]:
    return document.model_dump(mode="json", by_alias=True)


def find(document: Document, path: str, content: dict[str, Any] | None = None) -> Place:
    """Raises Nowhere."""
    held: Any = plain(document) if content is None else content
    node: Any = document
    names, trail, indexes = [], [], []
    for step in keys(held, path):
        if isinstance(step, int):
            names.append(key(held, step))
            indexes.append(step)
            node = node[step]
        else:
            names.append(step)
            node = node[step] if isinstance(node, dict) else getattr(node, step, None)
        held = held[step]
        trail.append(node)
    return Place(".".join(names), node, tuple(trail), tuple(indexes))


def edited(document: Document, path: str) -> Place:
    """A place that has a form. Raises Nowhere for every other."""
    place = find(document, path)
    if not isinstance(place.node, EDITED):
        raise Nowhere(_("This cannot be edited by itself."))
    return place


def lists(type: type[BaseModel]) -> list[str]:
    """Fields that are lists of things of several kinds, such as questions."""
    found = []
    for name, info in type.model_fields.items():
        item = strip(get_args(info.annotation)[0])[0] if get_origin(info.annotation) is tuple else None
        if is_union(item) and all("kind" in fields(m) for m in get_args(item)):
            found.append(name)
    return found


def fields(annotation: Any) -> set[str]:
    bare = strip(annotation)[0]
    if is_union(bare):
        return set.intersection(*(fields(member) for member in get_args(bare)))
    return set(getattr(bare, "model_fields", ()))


def asked(page: Node | Ask) -> list[tuple[str, Any]]:
    """(path below the page, question or scale) for everything the page asks, in order."""
    found: list[tuple[str, Any]] = []
    content = page.model_dump(mode="json")
    for i, ask in enumerate(page.ask if isinstance(page, Feed) else ()):
        found += [(f"ask.{i}.{path}", entry) for path, entry in asked(ask)]
    for name in type(page).model_fields:
        value = getattr(page, name)
        if isinstance(value, Question):
            found.append((name, value))
        if name in lists(type(page)):
            found += [(f"{name}.{key(content[name], i)}", entry) for i, entry in enumerate(value)]
    return found


def name(node: Any, document: Document) -> str:
    """What a node is called, in its own words, shortened."""
    language = document.language
    if isinstance(node, ScaleUse):
        instrument = document.library.get(node.instrument)
        found = say(instrument.name, language, "en") if instrument else node.instrument
        if instrument and node.items and len(node.items) < len(instrument.items):
            items = [item for item in instrument.items if item.code in node.items]
            found += ": " + ", ".join(say(item.text, language, "en") or item.code for item in items)
    elif isinstance(node, Differential) and not any(node.text.values()):
        found = f"{say(node.left, language, 'en')} – {say(node.right, language, 'en')}"
    elif isinstance(node, Ask):
        title = say(node.title, language, "en")
        found = _("After day %(day)d") % {"day": node.after} + (f": {title}" if title else "")
    elif isinstance(node, Node):
        found = say(node.title, language, "en") or str(words.kind(type(node)).label)
    elif isinstance(node, Question):
        found = say(node.text, language, "en") or node.code
    elif isinstance(node, Profile):
        found = node.name
    elif isinstance(node, Comparison):
        found = comparison(node, document)
    elif isinstance(node, Instrument):
        found = say(node.name, language, "en") or node.code
    elif isinstance(node, Cue):
        found = _("Score display")
    else:
        found = say(getattr(node, "label", {}), language, "en") or getattr(node, "name", "")
    short = " ".join(found.split())
    return short if len(short) <= SHORT else f"{short[: SHORT - 1]}…"


def comparison(node: Comparison, document: Document) -> str:
    outcome = next((each for each in document.outcomes if each.name == node.outcome), None)
    label = name(outcome, document) if outcome else node.outcome
    if node.contrast == "groups" and node.of and node.against:
        return f"{label}: {' – '.join(compared(document, node))}"
    levels = f" ({', '.join(map(str, node.levels))})" if node.levels else ""
    return f"{label}: {words.option('contrast', node.contrast)}{levels}"


def editor(study: Study, document: Document, path: str) -> str:
    """The address of the form nearest to a path of the document, as the checks name it."""
    first, *rest = path.split(".")
    if first == "about" or path == "help":
        return address("about", study)
    if first in BASICS:
        return address("design_basics", study)
    if first == "recruitment":
        return address("recruitment", study)
    if first == "pool":
        return address("design_profiles", study)
    if first == "instruments" and rest and rest[0].isdecimal() and int(rest[0]) < len(document.instruments):
        return address("design_instrument", study, code=document.instruments[int(rest[0])].code)
    parts = [first, *(_asked_path(document, rest) if first == "pages" else rest)]
    for end in range(len(parts), 0, -1):
        try:
            return address("design_node", study, path=edited(document, ".".join(parts[:end])).path)
        except Nowhere:
            continue
    return address("design_plan", study) if first == "plan" else f"{address('design', study)}#{first}"


def _asked_path(document: Document, rest: list[str]) -> list[str]:
    """The checks count what a page asks, whatever field holds it: `questions.<number>`."""
    if len(rest) > 2 and rest[1] == "questions" and rest[2].isdecimal() and rest[0].isdecimal():
        found = asked(document.pages[int(rest[0])])
        if int(rest[2]) < len(found):
            return [rest[0], *found[int(rest[2])][0].split("."), *rest[3:]]
    return rest


def preview(study: Study, page: Node) -> str:
    """The address at which the page can be looked at as participants see it, where there is one."""
    if not page.is_page:
        return ""
    first = {Visits: ".1.look", Feed: ".1.day"}.get(type(page), "")
    step = f"{page.id}{first}"
    try:
        return f"{reverse('admin:limelight_preview', kwargs={'pk': study.pk})}?step={step}"
    except NoReverseMatch:
        return ""
