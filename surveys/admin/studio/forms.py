"""The form of a node: its options as boxes, what was typed as operations on the draft."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, get_args, get_origin

from django import forms
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from surveys.admin.studio import words
from surveys.admin.studio.mapping import is_union, shape, strip
from surveys.admin.studio.places import lists
from surveys.admin.studio.plan_shapes import Answered
from surveys.admin.studio.shapes import Boxes, Condition, Shape, Sheet, Simple, Text
from surveys.admin.studio.words import Label
from surveys.protocol import Document
from surveys.protocol.nodes import When
from surveys.protocol.notation import cure
from surveys.protocol.operations import Operation
from surveys.protocol.plan import Each, Exclusion

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


@dataclass(frozen=True)
class Group:
    legend: str
    fields: list[forms.BoundField]
    short: list[str]
    folded: bool = False

    @property
    def is_wrong(self) -> bool:
        return any(field.errors for field in self.fields)


class NodeForm(forms.Form):
    """Built for its parts; `changed` holds what each of them becomes."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, parts: Sequence[Part], sheet: Sheet, *args: Any, fixed: bool = False, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.parts, self.sheet = parts, sheet
        self.leaves = {part.path: list(leaves(part)) for part in parts}
        self.boxes: dict[str, list[str]] = {}
        self.of: dict[str, Leaf] = {}
        self.changed: dict[str, dict[str, Any]] = {}
        self.conflict = ""
        self.meanwhile: list[str] = []
        for part in parts:
            for leaf in self.leaves[part.path]:
                self._add(part, leaf, fixed)

    def _add(self, part: Part, leaf: Leaf, fixed: bool) -> None:
        made: Boxes = leaf.shape.boxes(leaf.name, leaf.old, leaf.label, self.sheet)
        self.boxes[leaf.name] = list(made)
        for name, box in made.items():
            box.disabled = fixed or (not part.is_new and leaf.name == name_of(part.type))
            self.fields[name] = box
            self.of[name] = leaf

    def groups(self) -> list[Group]:
        """The boxes as they are shown: the usual ones, then the parts of parts, then what is rare."""
        shown = [field for field in self.visible_fields() if not self._is_rare(field.name)]
        short = [name for name, leaf in self.of.items() if leaf.label.short]
        made: dict[str, Group] = {}
        for field in shown:
            leaf = self.of[field.name]
            made.setdefault(leaf.group, Group(leaf.group, [], short, leaf.fresh)).fields.append(field)
        rare = [field for field in self.visible_fields() if self._is_rare(field.name)]
        more = [Group(_("More options"), rare, short, folded=True)] if rare else []
        return [*made.values(), *more]

    def _is_rare(self, name: str) -> bool:
        leaf = self.of[name]
        return leaf.label.rare and not (isinstance(leaf.shape, Condition) and leaf.old)

    def clean(self) -> dict[str, Any]:
        for part in self.parts:
            self.changed[part.path] = self._read(part)
        if not self.errors:
            for part in self.parts:
                self._check(part)
        return self.cleaned_data

    def _read(self, part: Part) -> dict[str, Any]:
        new = deepcopy(dict(part.old))
        for leaf in self.leaves[part.path]:
            boxes = self.boxes[leaf.name]
            if not set(boxes) & set(self.changed_data) or set(boxes) & set(self.errors):
                continue
            try:
                value = leaf.shape.read(leaf.name, self.cleaned_data, leaf.old, self.sheet)
            except forms.ValidationError as error:
                self.add_error(leaf.name, error)
                continue
            if isinstance(leaf.shape, Answered):
                new |= value
            else:
                put(new, leaf.keys, value)
        return without_blanks(part.type, new)

    def _check(self, part: Part) -> None:
        new = self.changed[part.path]
        name = name_of(part.type)
        if part.is_new and name and not new.get(name):
            new = {**new, name: "x"}  # the name is made when it is added
        context = {"language": self.sheet.document.language}
        try:
            part.type.model_validate(new, context=context)
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_input=False):
                message = cure(fault["type"], fault["msg"], fault.get("ctx", {}))
                self.add_error(self._box_at(part, fault["loc"]), message)

    def _box_at(self, part: Part, loc: tuple[int | str, ...]) -> str | None:
        near = [leaf for leaf in self.leaves[part.path] if loc[: len(leaf.keys)] == leaf.keys]
        names = [leaf.name for leaf in near if leaf.name in self.fields]
        return names[0] if names else None

    def operations(self) -> list[Operation]:
        """One `set` for each field that differs."""
        return [
            {"op": "set", "path": f"{part.path}.{name}" if part.path else name, "value": value}
            for part in self.parts
            for name, value in self.changed[part.path].items()
            if part.old.get(name) != value
        ]


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


def put(target: Any, keys: tuple[str | int, ...], value: Any) -> None:
    """Set what the keys lead to; parts that are not there yet are made."""
    for key in keys[:-1]:
        if isinstance(key, int):
            target.extend({} for _ in range(key + 1 - len(target)))
        elif target.get(key) is None:
            target[key] = {}
        target = target[key]
    target[keys[-1]] = value


def without_blanks(type: type[BaseModel], value: dict[str, Any]) -> dict[str, Any]:
    """Parts that may be absent, and were emptied, are absent."""
    for name, info in type.model_fields.items():
        held = value.get(name)
        if held and (inner := optional(info.annotation)):
            value[name] = None if blank(inner, held) else without_blanks(inner, held)
        elif held and (inner := several(info.annotation)):
            value[name] = [without_blanks(inner, each) for each in held if not blank(inner, each)]
    return value


def blank(type: type[BaseModel], value: Mapping[str, Any]) -> bool:
    """Are its words empty? Where it has none: its first field, of a condition what it names, of what is
    compared of each participant all of it.
    """
    if issubclass(type, When):
        return not value.get("among")
    if issubclass(type, Each):
        return not any(value.values())
    fields = list(type.model_fields)
    texts = [n for n in fields if n == "label" or isinstance(shape(type.model_fields[n].annotation), Text)]
    held = value.get((texts or fields)[0])
    return not (any(held.values()) if isinstance(held, Mapping) else held)
