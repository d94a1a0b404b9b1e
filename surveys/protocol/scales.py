"""How a page uses an instrument: which of its items are asked, under which names, and what they add up to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from scoring.instruments import ScaleKey
from surveys.instruments import AnswerFormat, Instrument, Item, Subscale
from surveys.questions import AnyQuestion, Code, Differential, Likert, Question, Slider
from surveys.texts import Text


class ScaleUse(BaseModel):
    """An instrument on a page: all of it, some subscales, or single items (to stand among fillers).

    `name` tells two uses of one instrument apart (before, after); items and scores carry it. `text` is said
    above the items.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: Literal["scale"] = "scale"
    instrument: str
    name: Code | Literal[""] = ""
    subscales: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    text: Text = {}
    alternative: bool = False
    required: bool = True
    declinable: bool = False


Entry = Annotated[AnyQuestion | ScaleUse, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Scale:
    """A score to be computed: `items` are question codes, `reverse` and the key come from the instrument."""

    name: str
    instrument: str
    subscale: str
    items: tuple[str, ...]
    reverse: tuple[bool, ...]
    low: float
    high: float
    method: str
    minimum: int
    factor: float

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and highest possible score."""
        times = self.factor * (len(self.items) if self.method == "sum" else 1)
        return self.low * times, self.high * times


def key_of(scale: Scale) -> ScaleKey:
    """As `scoring` adds it up: of a scale of which some items are asked, these have to do."""
    return ScaleKey(
        items=scale.items,
        reverse=scale.reverse,
        low=scale.low,
        high=scale.high,
        minimum=min(scale.minimum, len(scale.items)),
        method="sum" if scale.method == "sum" else "mean",
        factor=scale.factor,
    )


def items_of(use: ScaleUse, instrument: Instrument) -> tuple[Item, ...]:
    """The items asked, in the instrument's published order."""
    chosen = {code for sub in subscales_of(use, instrument) for code in sub.items}
    wanted = set(use.items) or chosen
    return tuple(item for item in instrument.items if item.code in wanted & chosen)


def subscales_of(use: ScaleUse, instrument: Instrument) -> tuple[Subscale, ...]:
    return tuple(sub for sub in instrument.subscales if not use.subscales or sub.code in use.subscales)


def item_code(use: ScaleUse, item: Item) -> str:
    return f"{use.name}_{item.code}" if use.name else item.code


def scale_name(use: ScaleUse, instrument: Instrument, subscale: Subscale) -> str:
    """A scale with one subscale bears the use's name; otherwise the subscale's, after the use's."""
    if not use.name:
        return subscale.code
    return use.name if len(instrument.subscales) == 1 else f"{use.name}_{subscale.code}"


def answer_format(use: ScaleUse, instrument: Instrument) -> AnswerFormat:
    """How the items are answered. Raises ValueError where the asked-for alternative does not exist."""
    if not use.alternative:
        return instrument.answer
    if instrument.alternative is None:
        raise ValueError(f"{instrument.code} has one way of answering: remove 'alternative'")
    return instrument.alternative


def question_of(use: ScaleUse, item: Item, answer: AnswerFormat) -> Question:
    """The question that asks one item in the instrument's own form."""
    common: dict[str, Any] = {
        "code": item_code(use, item),
        "text": item.text,
        "required": use.required,
        "declinable": use.declinable,
    }
    if answer.kind == "differential":
        return Differential(**common, left=item.left, right=item.right, points=answer.points)
    if answer.kind == "slider":
        return Slider(**common, left=answer.left, right=answer.right, low=answer.low, high=answer.high)
    if answer.kind == "likert":
        return Likert(**common, labels=answer.labels)
    return Likert(**common, labels=tuple(o.label for o in answer.options), first=answer.low)


def expand(entries: Iterable[Entry], instruments: Mapping[str, Instrument]) -> tuple[Question, ...]:
    """The questions of a page, scales taken apart into items. Raises KeyError for an unknown instrument."""
    questions: list[Question] = []
    for entry in entries:
        if isinstance(entry, ScaleUse):
            instrument = instruments[entry.instrument]
            answer = answer_format(entry, instrument)
            questions += [question_of(entry, item, answer) for item in items_of(entry, instrument)]
        else:
            questions.append(entry)
    return tuple(questions)


def scales(entries: Iterable[Entry], instruments: Mapping[str, Instrument]) -> tuple[Scale, ...]:
    """The scores a page's entries add up to; uses of the same name are one (items among fillers)."""
    asked: dict[str, tuple[ScaleUse, Instrument, Subscale, list[Item]]] = {}
    for entry in entries:
        if not isinstance(entry, ScaleUse):
            continue
        instrument = instruments[entry.instrument]
        for sub in subscales_of(entry, instrument):
            name = scale_name(entry, instrument, sub)
            items = [item for item in items_of(entry, instrument) if item.code in sub.items]
            asked.setdefault(name, (entry, instrument, sub, []))[3].extend(items)
    return tuple(_scale(name, *parts) for name, parts in asked.items() if parts[3])


def _scale(name: str, use: ScaleUse, instrument: Instrument, sub: Subscale, items: list[Item]) -> Scale:
    answer = answer_format(use, instrument)
    return Scale(
        name=name,
        instrument=instrument.code,
        subscale=sub.code,
        items=tuple(item_code(use, item) for item in items),
        reverse=tuple(item.reverse for item in items),
        low=answer.low,
        high=answer.high,
        method=sub.score,
        minimum=sub.minimum,
        factor=sub.factor,
    )
