"""A protocol ready for use: the frozen document and all that follows from it, worked out once a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scoring.allocation.squares import Square
from surveys.protocol.document import Document
from surveys.protocol.draws import Arm, Draws, arms, draw, in_feed, itineraries
from surveys.protocol.nodes import End, Feed, Node, Randomise, Step, Visits
from surveys.protocol.scales import Scale, scales


@dataclass(frozen=True, slots=True)
class Measure:
    """A scale score and where it is taken: once, or at every visit's `part`; after a `day` of a feed."""

    scale: Scale
    node: str
    part: str
    day: int = 0

    @property
    def repeated(self) -> bool:
        return self.part == "rate"


@dataclass(frozen=True)
class Compiled:
    document: Document
    hash: str

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every page in order, and the lot."""
        library = self.document.library
        return tuple(
            step for page in self.document.pages if not isinstance(page, End) for step in page.steps(library)
        )

    @cached_property
    def positions(self) -> Mapping[str, int]:
        return {step.key: i for i, step in enumerate(self.steps)}

    @cached_property
    def lot(self) -> int | None:
        """Position of the randomise step."""
        return next((i for i, step in enumerate(self.steps) if isinstance(step.node, Randomise)), None)

    @cached_property
    def differs(self) -> int:
        """Position of the first page that can differ between groups: the one after the lot."""
        return len(self.steps) if self.lot is None else self.lot + 1

    @cached_property
    def end(self) -> End | None:
        return next((page for page in self.document.pages if isinstance(page, End)), None)

    @cached_property
    def visits(self) -> Visits | None:
        return next((page for page in self.document.pages if isinstance(page, Visits)), None)

    @cached_property
    def feed(self) -> Feed | None:
        return next((page for page in self.document.pages if isinstance(page, Feed)), None)

    @cached_property
    def kept(self) -> frozenset[str]:
        """Codes of the answers that later pages depend on."""
        return frozenset(code for page in self.document.pages for code in page.needs())

    @cached_property
    def marks(self) -> tuple[Step, ...]:
        """Pages of which later ones say whether they were met."""
        keys = {key for page in self.document.pages for key in page.marks()}
        return tuple(step for step in self.steps if step.key in keys)

    @cached_property
    def arms(self) -> Mapping[str, Arm]:
        return {arm.name: arm for arm in arms(self.document)}

    @cached_property
    def weights(self) -> Mapping[str, int]:
        return {name: arm.weight for name, arm in self.arms.items()}

    @cached_property
    def itineraries(self) -> Square | None:
        return itineraries(self.document)

    @cached_property
    def rows(self) -> int:
        """Rows of a set of itineraries; of a feed alone, as many as profiles; else 1."""
        if self.itineraries:
            return len(self.itineraries.rows)
        return max(1, len(self.document.profiles)) if self.feed else 1

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The scale scores that the pages add up to, in the order asked."""
        found: dict[str, Measure] = {}
        for step in self.steps:
            for scale in scales(step.entries, self.document.library):
                found.setdefault(scale.name, Measure(scale, step.node.id, step.part, step.day))
        return tuple(found.values())

    def step(self, key: str) -> Step:
        return self.steps[self.positions[key]]

    def node(self, id: str) -> Node:
        return next(page for page in self.document.pages if page.id == id)

    def draws(self, arm: str, row: int) -> Draws:
        """The draws of a slot that holds this arm and this row (from 0) of the square."""
        way = self.itineraries.rows[row] if self.itineraries else ()
        return draw(self.document, self.arms[arm], way, feed=in_feed(self.document, row))
