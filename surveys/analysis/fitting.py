"""What a fitted model says about itself, as results keep it."""

from scoring.estimators.mixed.fieller import BreakEven
from scoring.estimators.mixed.model import Fitted
from surveys.analysis.evidence import Component, Crossing, Fit


def fit(outcome: str, about: Fitted) -> Fit:
    return Fit(
        outcome=outcome,
        components=tuple(
            Component(group=c.group, name=c.name, variance=c.variance, share=c.share)
            for c in about.components
        ),
        dropped=about.dropped,
        fallback=about.fallback,
        criterion=about.criterion,
        warnings=about.warnings,
    )


def crossing(outcome: str, found: BreakEven) -> Crossing:
    return Crossing(
        outcome=outcome,
        score=found.score,
        low=found.low,
        high=found.high,
        level=found.level,
        outside=found.outside,
        warnings=found.warnings,
    )
