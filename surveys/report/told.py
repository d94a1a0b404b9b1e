"""What every sentence is told from."""

from dataclasses import dataclass, replace
from math import isfinite

from scoring.estimators.estimate import Estimate
from surveys.analysis.design import Design, design_of
from surveys.analysis.naming import act_label, label_of
from surveys.analysis.results import Results, Row
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, State
from surveys.report.units import Unit, unit_of

ALPHA = 0.05


@dataclass(frozen=True, slots=True)
class Told:
    results: Results
    protocol: Compiled
    language: str
    design: Design
    outcome: AnyOutcome
    unit: Unit

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

    def row(self, contrast: str, at: float | None = None) -> Row | None:
        found = self.results.row(self.outcome.name, contrast, at)
        return found if found and isfinite(found.estimate.p) else None


def told_of(results: Results, protocol: Compiled, language: str, outcome: AnyOutcome) -> Told:
    return Told(results, protocol, language, design_of(protocol), outcome, unit_of(protocol, outcome))


def direction(found: Estimate) -> tuple[str, Estimate]:
    """The verb, and the estimate as a size: a fall's interval is turned with it."""
    if found.p >= ALPHA:
        return "changed", found
    if found.estimate >= 0:
        return "raised", found
    return "lowered", replace(found, estimate=-found.estimate, low=-found.high, high=-found.low)


def capital(words: str) -> str:
    return words[:1].upper() + words[1:]
