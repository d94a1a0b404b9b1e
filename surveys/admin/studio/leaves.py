"""The options of a node, each with its shape and its words; of parts of it too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from surveys.admin.studio import words
from surveys.admin.studio.mapping import is_union, shape, strip
from surveys.admin.studio.places import lists
from surveys.admin.studio.plan_shapes import Answered
from surveys.admin.studio.shapes import Shape, Simple
from surveys.admin.studio.words import Label
from surveys.protocol import Document
from surveys.protocol.plan import Exclusion

HIDDEN = frozenset({"kind", "id", "schema_number", "instrument"})
"""Never a box: the kind is chosen before, an id is made by itself."""


@dataclass(frozen=True)
class Part:
    """What a form edits: the node at `path` ("" for the study itself), or only some fields of it."""

    path: str
    type: type[BaseModel]
    old: Mapping[str, Any]
    only: tuple[str, ...] = ()
    is_new: bool = False
    node: BaseModel | None = None


@dataclass(frozen=True)
class Leaf:
    """One option, maybe inside a part of a part: `keys` lead to it. `group` is the part it stands in,
    `fresh` where that part is not there yet."""

    name: str
    keys: tuple[str | int, ...]
    shape: Shape
    old: Any
    label: Label
    group: str = ""
    fresh: bool = False


def name_of(type: type[BaseModel]) -> str:
    """The field that names a node for ever: a column, or what others refer to. A study has none."""
    if issubclass(type, Document):
        return ""
    if issubclass(type, Exclusion):
        return "name"  # its code is another's: the question's
    return next((name for name in ("id", "code", "name") if name in type.model_fields), "")


def leaves(part: Part) -> Iterator[Leaf]:
    for name, info in part.type.model_fields.items():
        is_named_elsewhere = name == "code" and "face" in part.type.model_fields
        if name in HIDDEN or is_named_elsewhere or (part.only and name not in part.only):
            continue
        if issubclass(part.type, Exclusion) and name in ("missed", "code", "among"):
            yield from rule(part, name)
            continue
        old = part.old.get(name)
        found = shape(info.annotation, tuple(info.metadata))
        if found:
            yield Leaf(name, (name,), found, old, words.field(part.type, name))
        elif inner := optional(info.annotation):
            yield from inside(inner, name, (name,), old or {}, "")
        elif inner := several(info.annotation):
            held = list(old or ())
            room = len(held) < next((m.max_length for m in info.metadata if hasattr(m, "max_length")), 99)
            for i, each in enumerate([*held, {}] if room else held):
                legend = str(words.field(part.type, name).label) % {"number": i + 1}
                for leaf in inside(inner, f"{name}__{i}", (name, i), each, legend):
                    yield replace(leaf, fresh=i == len(held))


def rule(part: Part, name: str) -> Iterator[Leaf]:
    """A rule is about missed attention checks or about answers, and its form about one of the two."""
    label, missed = words.field(part.type, name), part.old.get("missed")
    if name == "missed" and missed is not None:
        yield Leaf(name, (name,), Simple(frozenset({int}), low=1, high=20), missed, label)
    if name == "among" and missed is None:
        answers = {"code": part.old.get("code"), "among": part.old.get("among", [])}
        yield Leaf(name, (name,), Answered(), answers, label)


def inside(
    type: type[BaseModel], name: str, keys: tuple[str | int, ...], old: Mapping[str, Any], group: str
) -> Iterator[Leaf]:
    for inner, info in type.model_fields.items():
        held = old.get(inner, None if info.is_required() else info.get_default(call_default_factory=True))
        if found := shape(info.annotation, tuple(info.metadata)):
            label = words.FIELDS.get(f"{name}__{inner}") or words.field(type, inner)
            yield Leaf(f"{name}__{inner}", (*keys, inner), found, held, label, group)
        elif deeper := optional(info.annotation):
            for leaf in inside(deeper, f"{name}__{inner}", (*keys, inner), held or {}, group):
                last = words.FIELDS.get(f"{inner}__{leaf.keys[-1]}", leaf.label)
                yield replace(leaf, label=last)


def optional(annotation: Any) -> type[BaseModel] | None:
    """The model in `Model | None`."""
    members = [strip(each)[0] for each in get_args(annotation)] if is_union(annotation) else []
    models = [each for each in members if isinstance(each, type) and issubclass(each, BaseModel)]
    return models[0] if len(models) == 1 and type(None) in members and len(members) == 2 else None


def several(annotation: Any) -> type[BaseModel] | None:
    """The model in `tuple[Model, ...]`; kinds to choose from are none, they have pages of their own."""
    if get_origin(annotation) is not tuple:
        return None
    item = strip(get_args(annotation)[0])[0]
    is_kind = not isinstance(item, type) or "kind" in getattr(item, "model_fields", {"kind"})
    return None if is_kind or name_of(item) or lists(item) else item
