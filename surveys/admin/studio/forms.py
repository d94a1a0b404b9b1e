"""The form of a node: its options as boxes, what was typed as operations on the draft."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from pydantic import BaseModel, ValidationError

from surveys.admin.studio import words
from surveys.admin.studio.layout import Section, sections
from surveys.admin.studio.leaves import Leaf, Part, leaves, name_of, optional, several
from surveys.admin.studio.mapping import shape
from surveys.admin.studio.plan_shapes import Answered
from surveys.admin.studio.rows import Rows
from surveys.admin.studio.shapes import Boxes, Sheet, Text
from surveys.protocol.nodes import When
from surveys.protocol.notation import cure
from surveys.protocol.operations import Operation
from surveys.protocol.plan import Each


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

    def sections(self) -> list[Section]:
        """The boxes as they are shown."""
        every = [leaf for part in self.parts for leaf in self.leaves[part.path]]
        fields = {name: [self[box] for box in boxes] for name, boxes in self.boxes.items()}
        return sections(fields, every, words.kind_of(self.parts[0].type), self.sheet)

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
                self.add_error(None if hasattr(error, "error_dict") else leaf.name, error)
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
        for leaf in near:
            name = leaf.name
            if isinstance(leaf.shape, Rows):
                name = leaf.shape.box_at(name, self.cleaned_data, loc[len(leaf.keys) :])
            if name in self.fields:
                return name
        return None

    def operations(self) -> list[Operation]:
        """One `set` for each field that differs."""
        return [
            {"op": "set", "path": f"{part.path}.{name}" if part.path else name, "value": value}
            for part in self.parts
            for name, value in self.changed[part.path].items()
            if part.old.get(name) != value
        ]


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
