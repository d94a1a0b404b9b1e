"""What every sentence is told from."""

from dataclasses import dataclass
from math import isfinite

from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import act_label, label_of
from surveys.analysis.results import MAIN, Results, Row
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, State
from surveys.protocol.plan import Plan
from surveys.report.judging import Judged, judged
from surveys.report.numbers import MINUS
from surveys.report.units import Unit, unit_of


@dataclass(frozen=True, slots=True)
class Told:
    results: Results
    protocol: Compiled
    language: str
    design: Design
    outcome: AnyOutcome
    unit: Unit

    @property
    def plan(self) -> Plan:
        return self.protocol.document.plan

    @property
    def label(self) -> str:
        """As it stands inside an English sentence: what was measured, without when."""
        found = label_of(self.protocol, self.outcome.name, self.language)
        if isinstance(self.outcome, State):
            found = found.removesuffix(" after").removesuffix(", after")
        return found if found[1:2].isupper() else found[:1].lower() + found[1:]

    @property
    def share(self) -> str:
        """'visits ending in Follow'; of any other outcome its label."""
        if isinstance(self.outcome, Act):
            return f"visits ending in {act_label(self.protocol, self.outcome, self.language)}"
        return self.label

    @property
    def what(self) -> str:
        """What goes up or down: 'the share of visits ending in Follow'; of any other outcome its label."""
        return f"the share of {self.share}" if isinstance(self.outcome, Act) else self.label

    @property
    def reason(self) -> str:
        """Why the outcome could not be computed; '' where it could."""
        failed = (f for f in self.results.failed if f.outcome == self.outcome.name and not f.part)
        return next((f.reason for f in failed), "")

    def named(self) -> tuple[Judged, ...]:
        """What the plan names of this outcome, in its order, as far as there is a number."""
        rows = (self.results.named(c.name) for c in self.plan.confirmatory)
        return tuple(
            judged(row, self.plan)
            for row in rows
            if row is not None and row.outcome == self.outcome.name and isfinite(row.estimate.low)
        )

    def row(self, contrast: str, at: float | None = None) -> Judged | None:
        """The plan's own comparison where it names one, else the main analysis; None without interval."""
        found = next((r for r in self.results.rows if self._is(r, contrast, at) and r.comparison), None)
        found = found or self.results.row(self.outcome.name, contrast, at, variant=MAIN)
        return judged(found, self.plan) if found and isfinite(found.estimate.low) else None

    def _is(self, row: Row, contrast: str, at: float | None) -> bool:
        return (row.outcome, row.contrast) == (self.outcome.name, contrast) and (at is None or at in row.at)


def told_of(results: Results, protocol: Compiled, language: str, outcome: AnyOutcome) -> Told:
    return Told(results, protocol, language, design_of(protocol), outcome, unit_of(protocol, outcome))


def direction(judged: Judged) -> str:
    if not judged.sure:
        return "changed"
    return "raised" if judged.found.estimate >= 0 else "lowered"


def size_of(unit: Unit, judged: Judged) -> str:
    """The estimate without its sign, for beside a word that says which way."""
    return unit.texts(judged.found)[0].removeprefix(MINUS)


def bracket(unit: Unit, judged: Judged, *, signed: bool = False) -> str:
    """'(95 % interval 0.8 to 7.4)', and what else that interval holds for. signed: whether the sentence gives
    the difference's sign already; else a fall is repeated with it, for the interval keeps that sign:
    '(difference −3.2, 95 % interval −14.0 to 7.5)'.
    """
    size, ends = unit.texts(judged.found)
    fell = judged.found.estimate < 0 and not (unit.is_ratio or signed)
    return f"({f'difference {size}, ' if fell else ''}{judged.level} {ends}{judged.reach})"


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
