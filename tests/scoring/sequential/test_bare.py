from math import isnan

from scoring.estimators.estimate import Estimate
from scoring.sequential.bare import bare

ROW = Estimate(
    estimate=2.0,
    se=0.5,
    df=20,
    statistic=4.0,
    p=0.0007,
    low=0.9,
    high=3.1,
    effect=0.8,
    effect_low=0.3,
    effect_high=1.3,
    standardiser="SD of the hidden arm",
    n_participants=22,
    n_profiles=30,
    method="Welch",
    warnings=("Said before.",),
)


def test_nothing_is_left_that_holds_for_one_look_only() -> None:
    found = bare(ROW, level=0.99, method="looked early")
    gone = ("df", "statistic", "p", "low", "high", "effect", "effect_low", "effect_high")
    assert all(isnan(getattr(found, name)) for name in gone)
    assert found.standardiser == ""


def test_what_was_estimated_from_whom_is_kept() -> None:
    found = bare(ROW, level=0.99, method="looked early")
    assert (found.estimate, found.se, found.level, found.method) == (2.0, 0.5, 0.99, "Welch; looked early")
    assert (found.n_participants, found.n_profiles, found.warnings) == (22, 30, ("Said before.",))
