import warnings
from dataclasses import replace
from math import isclose, isnan, nan, sqrt

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.hedges import small_sample_factor
from surveys.analysis.compute import compute, rows
from surveys.analysis.contrasts import row_means
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.results import AT, AVERAGED, LEVEL, PLACEBO, RANGE, STATE, Results, Row
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

PROTOCOL = make.protocol()


def results(found: Data) -> Results:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return compute(PROTOCOL, found, FLOW, kind="real")


def row(found: Data, outcome: str, contrast: str, at: float | None = None) -> Row:
    made = {
        (r.outcome, r.contrast, r.at if at else None): r for r in rows(PROTOCOL, design_of(PROTOCOL), found)
    }
    return made[outcome, contrast, at]


def test_a_planted_slope_is_found_and_the_control_is_flat() -> None:
    found = data(2000, slope=0.1)
    level = row(found, "trust", LEVEL).estimate
    assert level.low < 0.1 < level.high and level.p < 1e-6
    control = row(found, "trust", PLACEBO).estimate
    assert abs(control.statistic) < 3.5 and abs(control.estimate) < 0.02
    assert isclose(row(found, "trust", RANGE).estimate.estimate, 6.5 * level.estimate, rel_tol=1e-12)


def test_the_level_effect_is_the_mean_of_the_participants_own_lines() -> None:
    found = data(30, slope=0.2)
    shown = found.arm == 0
    slopes = [
        10 * np.polyfit(x, y, 1)[0]
        for x, y in zip(found.level[shown], found.values["trust"][shown], strict=True)
    ]
    level = row(found, "trust", LEVEL).estimate
    assert isclose(level.estimate, np.mean(slopes), rel_tol=1e-9)
    assert isclose(level.se, np.std(slopes, ddof=1) / sqrt(15), rel_tol=1e-9)
    assert level.df == 14 and level.n_participants == 15 and level.n_ratings == 75


def test_shown_at_a_level_is_against_each_hidden_participants_mean() -> None:
    found = data(60, slope=0.2)
    y, shown = found.values["trust"], found.arm == 0
    there = y[shown][found.level[shown] == 85]
    means = y[~shown].mean(axis=1)
    test = stats.ttest_ind(there, means, equal_var=False)
    at = row(found, "trust", AT, 85.0).estimate
    assert isclose(at.estimate, there.mean() - means.mean(), rel_tol=1e-12)
    assert isclose(at.p, test.pvalue, rel_tol=1e-9)
    assert at.n_participants == 60  # never 30 + 150


def test_effects_of_one_outcome_are_in_one_sd() -> None:
    """The SD of single ratings where the score was hidden, whichever contrast it is."""
    found = data(60, slope=0.2)
    sd = found.values["trust"][found.arm == 1].std(ddof=1)
    df = found.values["trust"][found.arm == 1].size - 1
    made = [r for r in results(found).rows if r.outcome == "trust"]
    assert {r.contrast for r in made} == {LEVEL, RANGE, PLACEBO, AT, AVERAGED}
    for r in made:
        assert r.estimate.standardiser.startswith("SD of single ratings where the score was hidden")
        assert isclose(r.estimate.effect, small_sample_factor(df) * r.estimate.estimate / sd, rel_tol=1e-9)
        assert r.estimate.effect_low < r.estimate.effect < r.estimate.effect_high


def test_without_a_spread_where_hidden_the_groups_own_sd_is_named() -> None:
    found = data(60, slope=0.2)
    found.values["trust"][found.arm == 1] = 4.0
    for r in results(found).rows:
        if r.outcome == "trust" and r.contrast in (AT, AVERAGED):
            assert r.estimate.standardiser.startswith("pooled SD") and not isnan(r.estimate.effect)


def test_holm_is_within_the_outcomes_levels() -> None:
    found = [r for r in results(data(100)).rows if r.outcome == "trust" and r.contrast == AT]
    p = sorted(r.estimate.p for r in found)
    adjusted = sorted(r.p_adjusted for r in found)
    assert len(found) == 5
    assert isclose(adjusted[0], min(1, 5 * p[0]))
    assert all(r.simultaneous_low < r.estimate.low for r in found)
    assert isnan(row(data(100), "trust", LEVEL).p_adjusted)


def test_choices_are_a_share_a_participant() -> None:
    found = data(80, slope=0.1)
    share, shown = found.values["follow"].mean(axis=1), found.arm == 0
    test = stats.ttest_ind(share[shown], share[~shown], equal_var=False)
    averaged = row(found, "follow", AVERAGED)
    assert isclose(averaged.estimate.p, test.pvalue, rel_tol=1e-9)
    assert "averaged over the displayed levels 20, 42, 62, 67, 85" in averaged.estimand


def test_the_state_is_adjusted_for_before() -> None:
    found = data(3000, after=5)
    estimate = row(found, "unease", STATE).estimate
    assert estimate.low < 5 < estimate.high
    raw = stats.sem(found.values["unease"][found.arm == 0]) * sqrt(2)
    assert estimate.se < 0.85 * raw
    assert "before" in row(found, "unease", STATE).estimand


def test_cells_pool_to_the_whole() -> None:
    found = data(50)
    cells = [c for c in results(found).cells if c.outcome == "trust" and c.group == "hidden"]
    whole = sum((c.moments for c in cells[1:]), start=cells[0].moments)
    hidden = found.values["trust"][found.arm == 1]
    assert [c.level for c in cells] == [20, 42, 62, 67, 85]
    assert whole.n == hidden.size
    assert isclose(whole.mean, hidden.mean()) and isclose(whole.sd, hidden.std(ddof=1))


def test_a_participants_order_and_a_visits_order_change_nothing() -> None:
    found = data(100, slope=0.1)
    people, visits = np.random.default_rng(3).permutation(100), [3, 0, 4, 1, 2]

    def turned(table: np.ndarray) -> np.ndarray:
        return table[people][:, visits] if table.ndim == 2 and table.shape[1] == 5 else table[people]

    other = Data(
        arm=found.arm[people],
        profile=turned(found.profile),
        level=turned(found.level),
        values={name: turned(values) for name, values in found.values.items()},
        before={name: values[people] for name, values in found.before.items()},
        firsts={name: values[people] for name, values in found.firsts.items()},
    )
    for a, b in zip(results(found).rows, results(other).rows, strict=True):
        assert a.key == b.key
        assert isclose(a.estimate.estimate, b.estimate.estimate, rel_tol=1e-9, abs_tol=1e-12)
        assert isclose(a.estimate.p, b.estimate.p, rel_tol=1e-6)


def test_all_is_exploratory_and_says_what_is_estimated() -> None:
    for found in results(data(100)).rows:
        assert "exposed" in found.estimand and found.estimate.method
        assert found.estimate.consistent()


def blank(n: int, groups: int = 2) -> Data:
    return data(n, groups=groups)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_too_few_is_nan_with_a_sentence(n: int) -> None:
    found = blank(n)
    assert results(found).extent == "few" and results(found).rows == ()
    for made in rows(PROTOCOL, design_of(PROTOCOL), found):
        assert not isnan(made.estimate.p) or made.estimate.warnings
        if n < 2:
            assert isnan(made.estimate.p) and isnan(made.estimate.se)


def test_only_hidden_participants_give_a_control_and_no_effect() -> None:
    found = replace(data(60), arm=np.ones(60, dtype=np.int64))
    made = list(rows(PROTOCOL, design_of(PROTOCOL), found))
    known = {r.contrast for r in made if not isnan(r.estimate.p)}
    assert known == {PLACEBO}
    assert all(r.estimate.warnings for r in made if isnan(r.estimate.p))


def test_no_variance_infers_nothing() -> None:
    found = data(60)
    flat = replace(found, values={name: np.ones_like(values) for name, values in found.values.items()})
    for made in results(flat).rows:
        assert isnan(made.estimate.p) and made.estimate.warnings, made.key


def test_all_missing_infers_nothing() -> None:
    found = data(60)
    gone = replace(
        found,
        values={name: np.full_like(values, nan) for name, values in found.values.items()},
        before={"unease": np.full(60, nan)},
        firsts={"message_credibility": np.full((60, 3), nan)},
    )
    made = results(gone)
    assert all(isnan(r.estimate.p) and r.estimate.warnings for r in made.rows)
    assert all(cell.n == 0 for cell in made.cells)
    assert all(isnan(alpha.alpha) and alpha.warnings for alpha in made.alphas)


def test_some_missing_leaves_the_others() -> None:
    found = data(60)
    found.values["trust"][0, :] = nan
    found.values["trust"][2, 1:] = nan
    level = row(found, "trust", LEVEL).estimate
    assert level.n_participants == 28
    assert any("2 of 30" in warning for warning in level.warnings)


def test_results_survive_json() -> None:
    found = replace(results(data(100)), planted={"level:trust": 0.05})
    again = Results.from_json(found.to_json(), found.rows)
    assert str(again) == str(found)
    assert "NaN" not in str(found.to_json())


def test_live_results_hold_no_effects() -> None:
    found = compute(PROTOCOL, None, FLOW, kind="real")
    assert found.extent == "live"
    assert (found.rows, found.cells, found.alphas) == ((), (), ())


def test_twenty_in_each_group_are_enough() -> None:
    assert results(data(40)).extent == "full"
    assert results(data(39)).extent == "few"


def test_a_study_without_a_hidden_group_gives_its_slopes() -> None:
    factors = make.document()["factors"][1:]
    protocol = make.protocol(factors=factors, cue={"value": {"factor": "level"}})
    made = list(rows(protocol, design_of(protocol), data(60, slope=0.2, groups=1)))
    assert {r.contrast for r in made} == {LEVEL, RANGE}


def test_a_study_without_a_score_gives_descriptives() -> None:
    changes = make.document()
    pages = [page for page in changes["pages"] if page["kind"] not in ("visits", "randomise")]
    state = changes["outcomes"][3]
    protocol = make.protocol(factors=[], cue=None, pool=None, pages=pages, outcomes=[state])
    found = compute(protocol, data(60, groups=1), FLOW, kind="real")
    assert found.rows == ()
    assert [(cell.when, cell.n) for cell in found.cells] == [("before", 60), ("", 60)]


def test_row_means_count_what_is_there() -> None:
    found = row_means(np.array([[1.0, nan, 3.0], [nan, nan, nan]]))
    assert found[0] == 2 and isnan(found[1])


def test_who_noticed_the_score_is_counted_by_group_of_those_who_said() -> None:
    said = np.array([1, 0, 1, 0, nan, 1] + [nan] * 34)
    found = results(replace(data(40), noticed=said))
    assert [(n.group, n.n, n.noticed) for n in found.noticed] == [("shown", 2, 2), ("hidden", 3, 1)]
    assert results(data(40)).noticed == ()
    assert Results.from_json(found.to_json()).noticed == found.noticed
