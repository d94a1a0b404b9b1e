"""From the type of an option to its shape. A new kind's options find their boxes here by themselves."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, PlainSerializer

from surveys.admin.studio.group_shapes import Levels, OfEach, Several, SomeOf
from surveys.admin.studio.plan_shapes import Neighbours, Stopping
from surveys.admin.studio.rows import MOST, Rows
from surveys.admin.studio.shapes import (
    Condition,
    OneOf,
    Pairs,
    Shape,
    Simple,
    Text,
    Texts,
    Tick,
    Values,
)
from surveys.admin.studio.varied import Scored, Varied, VariedText
from surveys.cues import Assigned, AssignedText, Computed
from surveys.protocol.nodes import When
from surveys.protocol.nodes.feed_parts import Change, Course, Happening, Prepared
from surveys.protocol.plan import Each, FixedN

TEXT = dict[str, str]
SIMPLE = (int, float, str)
ROWED = (Course, Change, Prepared, Happening)
"""What stands in a row of boxes of its own. Options and statements are lines, which are quicker to write."""


def shape(annotation: Any, metadata: tuple[Any, ...] = ()) -> Shape | None:
    """The shape of a type; None for what has a page of its own."""
    bare, limits = strip(annotation)
    limits = (*metadata, *limits)
    if bare == TEXT:
        return Text()
    if get_origin(bare) is dict and get_origin(get_args(bare)[1]) is tuple:
        return Levels()
    if get_origin(bare) is tuple and any(isinstance(limit, PlainSerializer) for limit in limits):
        return Several(numbers=False)
    if get_origin(bare) is tuple:
        return listed(strip(get_args(bare)[0])[0], limits)
    members = {strip(each)[0] for each in get_args(bare)} if is_union(bare) else {bare}
    if AssignedText in members:
        return VariedText()
    if Computed in members:
        return Scored()
    if Assigned in members:
        constants = [shape(each) for each in members - {Assigned, type(None)}]
        return Varied(constants[0], type(None) in members) if constants and constants[0] else None
    if When in members:
        return Condition()
    if Each in members:
        return OfEach()
    if FixedN in members:
        return Stopping()
    if any(get_origin(each) is tuple for each in members):
        return Neighbours()
    return simple(members, limits)


def simple(members: set[Any], limits: tuple[Any, ...]) -> Shape | None:
    literals = [each for each in members if get_origin(each) is Literal]
    if literals and len(members) == 1:
        values = get_args(literals[0])
        return OneOf(values) if len(values) > 1 else None
    if members == {bool}:
        return Tick()
    bare = frozenset(None if each is type(None) else each for each in members - set(literals))
    if not bare <= {*SIMPLE, None}:
        return None
    low = next((limit.ge for limit in limits if isinstance(limit, Ge)), None)
    high = next((limit.le for limit in limits if isinstance(limit, Le)), None)
    return Simple(bare, empty=None if None in bare or str not in bare else "", low=low, high=high)


def listed(item: Any, limits: tuple[Any, ...] = ()) -> Shape | None:
    """The shape of a list of such items."""
    if item in ROWED:
        return rows(item, next((limit.max_length for limit in limits if isinstance(limit, MaxLen)), MOST))
    if item == TEXT:
        return Texts()
    if get_origin(item) is Literal:
        return SomeOf(get_args(item))
    members = {strip(each)[0] for each in get_args(item)} if is_union(item) else {item}
    if members <= {int, str}:
        return Values(numbers=int in members, words=str in members)
    if isinstance(item, type) and issubclass(item, BaseModel) and len(item.model_fields) == 2:
        code, text = item.model_fields
        if strip(item.model_fields[text].annotation)[0] == TEXT:
            return Pairs(code, text)
    return None


def rows(item: type[BaseModel], most: int) -> Rows:
    """A row of boxes for each, by the shapes of its fields."""
    found = ((name, shape(info.annotation, tuple(info.metadata))) for name, info in item.model_fields.items())
    return Rows(item, tuple((name, each) for name, each in found if each), most)


def strip(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type without what is annotated, and that."""
    if get_origin(annotation) is not Annotated:
        return annotation, ()
    bare, *notes = get_args(annotation)
    return bare, tuple(part for note in notes for part in (note, *getattr(note, "metadata", ())))


def is_union(annotation: Any) -> bool:
    return get_origin(annotation) in (Union, types.UnionType)
