import re
import tomllib
import warnings
from dataclasses import replace
from math import isclose, isnan, nan, sqrt
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.hedges import small_sample_factor
from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.mixed.means import level_means
from surveys.analysis.asking import Question, Source
from surveys.analysis.compute import PARTS, compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.questions import once_questions, visited_questions
from surveys.analysis.results import (
    AT,
    AVERAGED,
    CLUSTERED,
    COMPLETE,
    CORRELATED,
    CURVE,
    DRIFT,
    FIRST,
    LEVEL,
    PARTICIPANTS,
    PLACEBO,
    POOLED,
    POSITION,
    RANGE,
    REASSIGNED,
    STATE,
    Results,
    Row,
)  # fmt: skip
from surveys.analysis.visited import row_means
from surveys.protocol import Compiled
from surveys.protocol.plan import Plan
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

PROTOCOL = make.protocol()
ROOT = Path(__file__).parents[2]


def results(found: Data, protocol: Compiled = PROTOCOL) -> Results:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return compute(protocol, found, FLOW, kind="real")


def rows(protocol: Compiled, found: Data) -> list[Row]:
    """All rows that the design has, however few took part."""
    design, made = design_of(protocol), []
    source = Source(protocol, design, found)
    for outcome in protocol.document.outcomes:
        state = outcome.kind == "state"
        asked = once_questions(outcome, design) if state else visited_questions(outcome, design, Plan())
        made += [source.answer(question) for question in asked]
    return made


def row(found: Data, outcome: str, contrast: str, *at: float, variant: str = "") -> Row:
    return Source(PROTOCOL, design_of(PROTOCOL), found).answer(Question(outcome, contrast, at, variant))


def test_a_planted_slope_is_found_and_the_control_is_flat() -> None:
    found = data(2000, slope=0.1)
    level = row(found, "trust", LEVEL).estimate
    assert level.low < 0.1 < level.high and level.p < 1e-6
    control = row(found, "trust", PLACEBO).estimate
    assert abs(control.statistic) < 3.5 and abs(control.estimate) < 0.02
    assert isclose(row(found, "trust", RANGE).estimate.estimate, 6.5 * level.estimate, rel_tol=1e-9)


def ratings(found: Data, outcome: str = "trust") -> tuple[np.ndarray, ...]:
    n, v = found.level.shape
    shown = np.repeat((found.arm == 0).astype(float), v)
    who = np.repeat(np.arange(n), v)
    return found.values[outcome].ravel(), who, found.profile.ravel(), shown, found.level.ravel()


def test_the_main_rows_are_of_the_model_that_crosses_participants_with_profiles() -> None:
    found = data(80, slope=0.2)
    line = crossed(*ratings(found), mean_level=55.2)
    means = level_means(*ratings(found), mean_level=55.2)
    for contrast, other in ((LEVEL, line.slope), (PLACEBO, line.placebo), (AVERAGED, line.visibility)):
        mine = row(found, "trust", contrast).estimate
        assert (mine.estimate, mine.se, mine.df) == (other.estimate, other.se, other.df)
    at = row(found, "trust", AT, 85.0).estimate
    assert (at.estimate, at.se) == (means.shown_less_hidden[4].estimate, means.shown_less_hidden[4].se)
    assert (at.n_participants, at.n_profiles, at.n_ratings) == (80, 10, 400)


def test_one_number_a_participant_is_the_mean_of_their_own_lines() -> None:
    found = data(30, slope=0.2)
    shown = found.arm == 0
    slopes = [
        10 * np.polyfit(x, y, 1)[0]
        for x, y in zip(found.level[shown], found.values["trust"][shown], strict=True)
    ]
    level = row(found, "trust", LEVEL, variant=PARTICIPANTS)
    assert isclose(level.estimate.estimate, np.mean(slopes), rel_tol=1e-9)
    assert isclose(level.estimate.se, np.std(slopes, ddof=1) / sqrt(15), rel_tol=1e-9)
    assert level.estimate.df == 14 and level.estimate.n_ratings == 75
    assert level.estimand.endswith("this pool of profiles.")


def test_shown_at_a_level_is_against_each_hidden_participants_mean() -> None:
    found = data(60, slope=0.2)
    y, shown = found.values["trust"], found.arm == 0
    there = y[shown][found.level[shown] == 85]
    means = y[~shown].mean(axis=1)
    test = stats.ttest_ind(there, means, equal_var=False)
    at = row(found, "trust", AT, 85.0, variant=PARTICIPANTS).estimate
    assert isclose(at.estimate, there.mean() - means.mean(), rel_tol=1e-12)
    assert isclose(at.p, test.pvalue, rel_tol=1e-9)
    assert at.n_participants == 60  # never 30 + 150


def test_effects_of_one_outcome_are_in_one_sd() -> None:
    """The SD of single ratings where the score was hidden, whichever contrast it is."""
    found = data(60, slope=0.2)
    sd = found.values["trust"][found.arm == 1].std(ddof=1)
    df = found.values["trust"][found.arm == 1].size - 1
    made = [r for r in results(found).rows if r.outcome == "trust"]
    sized = {LEVEL, RANGE, PLACEBO, AT, AVERAGED, CURVE}
    assert sized <= {r.contrast for r in made}
    for r in made:
        if r.contrast in sized and r.variant != REASSIGNED:
            assert r.estimate.standardiser.startswith("SD of single ratings where the score was hidden")
            assert isclose(
                r.estimate.effect, small_sample_factor(df) * r.estimate.estimate / sd, rel_tol=1e-9
            )
            assert r.estimate.effect_low < r.estimate.effect < r.estimate.effect_high


def test_the_level_effect_is_computed_in_other_ways_too() -> None:
    made = [r for r in results(data(100, slope=0.1)).rows if r.outcome == "trust"]
    assert [r.variant for r in made if r.contrast == LEVEL] == [
        "", PARTICIPANTS, FIRST, POSITION, CORRELATED, CLUSTERED, POOLED,
    ]  # fmt: skip
    assert [r.variant for r in made if r.contrast == AVERAGED] == [
        "", PARTICIPANTS, POSITION, CORRELATED, CLUSTERED, POOLED,
    ]  # fmt: skip
    assert len({r.key for r in made}) == len(made)
    assert {r.contrast for r in made} == {LEVEL, RANGE, CURVE, PLACEBO, AT, AVERAGED, DRIFT}


def test_each_displayed_score_is_told_with_correlated_slopes_too() -> None:
    found = data(100, slope=0.2)
    means = level_means(*ratings(found), mean_level=55.2, correlated=True)
    mine = row(found, "trust", AT, 62.0, variant=CORRELATED).estimate
    assert (mine.estimate, mine.se) == (means.shown_less_hidden[2].estimate, means.shown_less_hidden[2].se)
    made = [r for r in results(found).rows if r.outcome == "trust" and r.contrast == AT]
    assert [r.at for r in made if r.variant == CORRELATED] == [r.at for r in made if not r.variant]
    assert all(isnan(r.p_adjusted) for r in made if r.variant)  # the family is of the main rows


def test_clustered_on_participants_alone_it_speaks_of_this_pool() -> None:
    found = data(100, slope=0.1)
    pool, wide = (row(found, "trust", LEVEL, variant=v) for v in (POOLED, CLUSTERED))
    assert pool.estimate.estimate == wide.estimate.estimate
    assert (pool.estimate.df, wide.estimate.df) == (49, 9)  # those shown, and ten profiles
    assert pool.estimand.endswith("this pool of profiles.") and wide.estimand.endswith("like these.")


def test_a_slope_that_grows_along_the_way_is_told() -> None:
    found = data(600)
    tens = (found.arm == 0)[:, None] * (found.level - 55.2) / 10
    found.values["trust"] += tens * 0.05 * np.arange(5)
    drift = row(found, "trust", DRIFT).estimate
    assert drift.low < 0.05 < drift.high and drift.p < 1e-3
    assert row(data(600), "trust", DRIFT).estimate.p > 0.001


def test_who_left_on_the_way_is_left_out_in_a_row_beside() -> None:
    found = data(100, slope=0.1)
    stayed = np.arange(100) % 10 != 0
    made = results(replace(found, finished=stayed))
    beside = made.row("trust", LEVEL, variant=COMPLETE)
    assert beside is not None and beside.estimate.n_participants == 90
    assert beside.estimate.estimate == row(found.only(stayed), "trust", LEVEL).estimate.estimate
    assert results(found).row("trust", LEVEL, variant=COMPLETE) is None
    assert (made.exposed, made.complete) == ((50, 50), (40, 50))


def test_without_a_spread_where_hidden_the_groups_own_sd_is_named() -> None:
    found = data(60, slope=0.2)
    found.values["trust"][found.arm == 1] = 4.0
    for r in results(found).rows:
        if r.outcome == "trust" and r.contrast in (AT, AVERAGED) and r.variant == PARTICIPANTS:
            assert r.estimate.standardiser.startswith("pooled SD") and not isnan(r.estimate.effect)


def test_holm_is_within_the_outcomes_levels() -> None:
    found = [r for r in results(data(100)).rows if (r.outcome, r.contrast, r.variant) == ("trust", AT, "")]
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
    averaged = row(found, "follow", AVERAGED, variant=PARTICIPANTS)
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
        ended=found.ended[people],
        finished=found.finished[people],
    )
    in_turn = {FIRST, POSITION}  # these are about the order
    for a, b in zip(results(found).rows, results(other).rows, strict=True):
        assert a.key == b.key
        if a.variant not in in_turn and a.contrast != DRIFT:
            assert isclose(a.estimate.estimate, b.estimate.estimate, rel_tol=1e-6, abs_tol=1e-8)
            assert isclose(a.estimate.p, b.estimate.p, rel_tol=1e-4)


def test_all_is_exploratory_and_says_what_is_estimated() -> None:
    for found in results(data(100)).rows:
        assert "exposed" in found.estimand and found.estimate.method
        assert found.estimate.consistent() and not found.confirmatory


def blank(n: int, groups: int = 2) -> Data:
    return data(n, groups=groups)


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_too_few_is_nan_with_a_sentence(n: int) -> None:
    found = blank(n)
    assert results(found).extent == "few" and results(found).rows == ()
    for made in rows(PROTOCOL, found):
        assert not isnan(made.estimate.p) or made.estimate.warnings
        if n < 2:
            assert isnan(made.estimate.p) and isnan(made.estimate.se)


def test_only_hidden_participants_give_a_control_and_no_effect() -> None:
    found = replace(data(60), arm=np.ones(60, dtype=np.int64))
    made = rows(PROTOCOL, found)
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
    assert (level.n_participants, level.n_ratings) == (59, 300 - 9)
    assert any("missing" in warning for warning in level.warnings)


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
    made = rows(protocol, data(60, slope=0.2, groups=1))
    assert {r.contrast for r in made} == {LEVEL, RANGE, CURVE, DRIFT}


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


def test_the_linear_algebra_is_told_by_name() -> None:
    """Two machines with the same numpy may differ in it, and then in the last digits."""
    told = results(data(10)).versions["BLAS"]
    assert told and told != "unknown" and str(np.show_config(mode="dicts")).count(told.split()[0])


def test_versions_are_told_of_parts_that_every_installation_has() -> None:
    """What only the tests need is not there where the site runs: asking for it would lose a whole run."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    assert set(PARTS) <= {re.split(r"[\[<>=]", one)[0] for one in declared}
