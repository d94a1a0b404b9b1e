"""A researcher's own score: what one of the other systems gives, put on any range, step and form."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.influence.activity import Activity
from scoring.influence.card import Card, Principle, Scores, version_of
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike
from scoring.influence.norms import norms

Floats = NDArray[np.float64]
Form = Literal["number", "stars", "percentile", "label"]
FORMS: tuple[Form, ...] = ("number", "stars", "percentile", "label")


@dataclass(frozen=True, slots=True)
class Custom:
    """of: whose score it is made from; by: "rank" among the real accounts of 2013 or its "value", either
    spread evenly over low to high and rounded to the step. labels: the words of a label, lowest first, each
    with the lowest value that has it, the first at `low`.
    """

    name: str = "Custom"
    low: float = 1.0
    high: float = 5.0
    step: float = 0.5
    form: Form = "stars"
    of: Literal["klout_like", "kred_like"] = "klout_like"
    by: Literal["rank", "value"] = "rank"
    labels: tuple[tuple[float, str], ...] = ()
    source: KloutLike | KredLike | None = None

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("name must not be empty")
        if not self.low < self.high or not 0 < self.step <= self.high - self.low:
            raise ValueError("low must be below high, and step above 0 and no wider than between them")
        if self.form not in FORMS or self.of not in ("klout_like", "kred_like"):
            raise ValueError(f"form must be one of {', '.join(FORMS)}, and of klout_like or kred_like")
        if self.by not in ("rank", "value"):
            raise ValueError(f"by must be rank or value, not {self.by}")
        if self.source is not None and self.source.kind != self.of:
            raise ValueError(f"source must be {self.of}, as `of` says, not {self.source.kind}")
        starts = [start for start, _ in self.labels]
        if self.form == "label" and (not starts or starts[0] != self.low):
            raise ValueError("labels must be one or more, the first from low")
        if starts != sorted(set(starts)):
            raise ValueError("labels must rise, each from another value")

    @property
    def kind(self) -> str:
        return "custom"

    @property
    def version(self) -> str:
        """Changes with its own settings, and with those of what it is made from."""
        return version_of(self, edition=1) + "/" + self._source.version

    @property
    def _source(self) -> KloutLike | KredLike:
        return self.source or (KloutLike() if self.of == "klout_like" else KredLike())

    @property
    def card(self) -> Card:
        made = self._source.card
        way = "its rank among real accounts of March 2013" if self.by == "rank" else "its value"
        said = f"Made from the {made.name} score by {way}, from {self.low:g} to {self.high:g}."
        return Card(
            name=self.name,
            low=self.low,
            high=self.high,
            principles=(Principle(said, "chosen"), *made.principles),
            claims_not=(
                "No site ever showed this score: it was made for a study.",
                *made.claims_not,
            ),
        )

    def daily(self, activity: Activity) -> Scores:
        found = self._source.daily(activity)
        return Scores(self.kind, self.version, self.of_score(found.values).astype(np.float32))

    def of_score(self, score: ArrayLike) -> Floats:
        """The custom value of a Klout-like score or a Kred-like Influence; any shape."""
        card = self._source.card
        if self.by == "rank":
            share = (norms().klout if self.of == "klout_like" else norms().influence).share_below(score)
        else:
            share = np.clip((np.asarray(score, float) - card.low) / (card.high - card.low), 0, 1)
        steps = np.rint(share * (self.high - self.low) / self.step)
        return np.asarray(np.minimum(self.low + steps * self.step, self.high), dtype=np.float64)

    def text(self, value: float, level: int | None = None) -> str:
        match self.form:
            case "stars":
                return f"{value:g} of {self.high:g} stars"
            case "percentile":
                below = 100 * (value - self.low) / (self.high - self.low)
                return f"above {below:.0f} % of accounts"
            case "label":
                return [words for start, words in self.labels if value >= start][-1]
        return f"{value:g}"
