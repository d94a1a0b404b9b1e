from dataclasses import replace
from math import isclose, isnan
from typing import Any

import numpy as np
import pytest

from scoring.estimators.estimate import t_row
from surveys.analysis.asking import Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.named import equivalence
from surveys.analysis.results import AT, LEVEL, MAIN, PARTICIPANTS, STATE, STEP, Results
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

TRUST = {"name": "trust_level", "outcome": "trust", "contrast": "level", "smallest": 0.05}
UNEASE = {"name": "unease_shown", "outcome": "unease", "contrast": "visibility", "model": "adjusted"}


def plan(*comparisons: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"planned": 200, "confirmatory": list(comparisons), **others}


def found(made: Data, *comparisons: dict[str, Any], **others: Any) -> Results:
    return compute(make.protocol(plan=plan(*comparisons, **others)), made, FLOW, kind="real")


def test_a_named_comparison_stands_first_and_is_told_once() -> None:
    results = found(data(100, slope=0.1), TRUST, UNEASE)
    assert [row.comparison for row in results.rows[:2]] == ["trust_level", "unease_shown"]
    assert sum(row.confirmatory for row in results.rows) == 2
    assert len({row.key for row in results.rows}) == len(results.rows)
    assert results.row("trust", LEVEL) is results.named("trust_level")
    assert results.row("unease", STATE) is results.named("unease_shown")


def test_holm_is_over_all_that_the_plan_names() -> None:
    results = found(data(100, slope=0.1), TRUST, UNEASE)
    rows = [results.named("trust_level"), results.named("unease_shown")]
    p = [row.estimate.p for row in rows if row]
    small, large = sorted(p)
    adjusted = sorted(row.p_adjusted for row in rows if row)
    assert isclose(adjusted[0], min(1, 2 * small)) and isclose(adjusted[1], max(min(1, 2 * small), large))
    for row in rows:
        assert row and row.simultaneous_low < row.estimate.low  # at 1 - alpha / 2


def test_a_displayed_score_that_the_plan_names_counts_among_those_compared_with_none() -> None:
    """The plan's row stands by itself; of the others each was picked out of five all the same."""
    made, at = data(100, slope=0.1), {"name": "at", "outcome": "trust", "contrast": "at", "levels": [85]}
    named = [
        row for row in found(made, at).rows if (row.outcome, row.contrast, row.variant) == ("trust", AT, MAIN)
    ]
    beside = [row for row in named if not row.confirmatory]
    whole = {row.key: row for row in found(made).rows if row.contrast == AT}
    assert [row.at for row in beside] == [(20.0,), (42.0,), (62.0,), (67.0,)]
    for row in beside:
        told = whole[row.key]
        assert (row.p_adjusted, row.simultaneous_low) == (told.p_adjusted, told.simultaneous_low)


def test_intervals_of_all_displayed_scores_hold_at_the_plans_alpha() -> None:
    results = found(data(100), alpha=0.01)
    family = [row for row in results.rows if (row.outcome, row.contrast, row.variant) == ("trust", AT, MAIN)]
    assert len(family) == 5
    for row in family:
        again = t_row(row.estimate.estimate, row.estimate.se, row.estimate.df, level=1 - 0.01 / 5)
        assert isclose(row.simultaneous_low, again.low) and isclose(row.simultaneous_high, again.high)


def test_without_a_correction_p_stands_as_it_is() -> None:
    results = found(data(100), TRUST, UNEASE, correction="none")
    row = results.named("trust_level")
    assert row and isnan(row.p_adjusted) and isnan(row.simultaneous_low)


def test_the_smallest_effect_is_tested_per_ten_points() -> None:
    results = found(data(100), TRUST, UNEASE)
    row = results.named("trust_level")
    assert row and row.equivalence and (row.equivalence.low, row.equivalence.high) == (-0.05, 0.05)
    again = equivalence(row, 0.05)
    assert row.equivalence.p == again.p and row.equivalence.p_adjusted == again.p  # alone in its own family
    other = results.named("unease_shown")
    assert other and other.equivalence is None


@pytest.mark.parametrize(
    ("estimate", "se", "verdict"),
    [(0.0, 0.01, "equivalent"), (0.2, 0.01, "different"), (0.03, 0.01, "both"), (0.0, 0.2, "inconclusive")],
)
def test_four_verdicts(estimate: float, se: float, verdict: str) -> None:
    results = found(data(60), TRUST)
    row = results.named("trust_level")
    assert row
    assert equivalence(replace(row, estimate=t_row(estimate, se, 100)), 0.05).verdict == verdict


def test_an_outcome_that_fails_fails_alone_and_still_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def singular(*given: Any, **named: Any) -> None:
        raise np.linalg.LinAlgError("Singular matrix")

    monkeypatch.setattr("surveys.analysis.once.lin", singular)
    results = found(data(100, slope=0.3), TRUST, UNEASE)
    assert [(one.outcome, one.reason) for one in results.failed] == [
        ("unease", "LinAlgError: Singular matrix")
    ]
    level, state = results.named("trust_level"), results.named("unease_shown")
    assert level and state and isnan(state.estimate.p) and state.estimate.warnings
    assert isclose(level.p_adjusted, 2 * level.estimate.p)
    assert {row.outcome for row in results.rows} >= {"trust", "follow", "unease"}


def test_each_contrast_and_model_is_what_it_says() -> None:
    named: list[dict[str, Any]] = [
        {"name": "a", "outcome": "trust", "contrast": "level", "model": "participants"},
        {"name": "b", "outcome": "trust", "contrast": "at", "levels": [85]},
        {"name": "c", "outcome": "trust", "contrast": "step", "levels": [62, 67], "model": "participants"},
        {"name": "d", "outcome": "follow", "contrast": "visibility", "model": "participants"},
        {"name": "e", "outcome": "trust", "contrast": "step", "levels": [62, 67]},
    ]
    made = data(100, slope=0.1)
    results = found(made, *named)
    asked = {row.comparison: (row.contrast, row.at, row.variant) for row in results.rows if row.comparison}
    assert asked["a"] == (LEVEL, (), PARTICIPANTS) and asked["b"] == (AT, (85.0,), MAIN)
    assert asked["c"] == (STEP, (62.0, 67.0), PARTICIPANTS)
    shown = made.arm == 0
    each = [
        y[x == 67][0] - y[x == 62][0]
        for x, y in zip(made.level[shown], made.values["trust"][shown], strict=True)
    ]
    step = results.named("c")
    assert step and isclose(step.estimate.estimate, np.mean(each))
    model = results.named("e")
    assert model and abs(model.estimate.estimate - np.mean(each)) < 0.2


def test_the_same_arrays_give_the_same_numbers_to_the_last_digit() -> None:
    one, other = (found(data(100, slope=0.1), TRUST, UNEASE) for _ in range(2))
    assert str(one) == str(other)
    assert one.seeds and one.versions["Python"] and one.versions["scipy"]


def test_who_is_excluded_is_left_out_of_the_plan_and_told() -> None:
    out = np.arange(100) < 10
    made = replace(data(100, slope=0.1), excluded={"missed": out})
    rules = [{"name": "missed", "missed": 1}]
    results = found(made, TRUST, exclusions=rules)
    row = results.named("trust_level")
    assert row and row.estimate.n_participants == 90
    assert results.excluded[0].rule == "missed" and results.excluded[0].by_group == (5, 5)
    assert results.exposed == (45, 45)
    design = design_of(make.protocol())
    alone = Source(make.protocol(), design, made.only(~out))
    assert row.estimate.estimate == alone.of("trust").line.slope.estimate  # type: ignore[union-attr]
    everybody = results.row("trust", LEVEL, variant="nobody excluded")
    assert everybody and everybody.estimate.n_participants == 100


def test_a_comparison_of_times_is_missing_where_people_take_none_and_the_others_stand() -> None:
    made = data(100, slope=0.1)
    timeless = replace(made, values={name: y for name, y in made.values.items() if name != "time"})
    named = {"name": "times", "outcome": "time", "contrast": "level"}
    results = found(timeless, TRUST, named)
    times, level = results.named("times"), results.named("trust_level")
    assert times and isnan(times.estimate.estimate) and times.estimate.warnings
    assert level and isclose(level.p_adjusted, 2 * level.estimate.p)


def test_rows_of_other_people_say_whom_they_are_about() -> None:
    made = replace(data(100, slope=0.1), finished=np.arange(100) % 10 != 0)
    row = found(made, TRUST).row("trust", LEVEL, variant="finished only")
    assert row and "who finished" in row.estimand and "exposed" not in row.estimand
