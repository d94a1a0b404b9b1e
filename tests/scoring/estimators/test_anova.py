"""The Klaasse Bos table is of a thesis on hidden likes; statsmodels and scipy are outside references."""

from dataclasses import dataclass, replace
from math import isnan, nan

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from statsmodels.regression.linear_model import OLS

from scoring.estimators.anova import factor, number, one_way, one_way_of_moments, sequential, source
from scoring.moments import EMPTY, Moments, moments, summary

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Made:
    """An outcome with an arm, a numeric and a categorical covariate."""

    y: Floats
    arm: list[str]
    age: Floats
    ethnicity: list[str]


def made(n: int = 120) -> Made:
    rng = np.random.default_rng(11)
    arm, age = rng.choice(["low", "high", "hidden"], n), rng.integers(18, 70, n).astype(float)
    y = rng.normal(size=n) + 0.5 * (arm == "low") + 0.02 * age
    return Made(y, arm.tolist(), age, rng.choice(list("pqrst"), n).tolist())


def test_the_klaasse_bos_table_to_its_printed_digits() -> None:
    line = source("condition", 2 * 6.087, 2, residual_ss=1072.0, residual_df=582)
    assert (round(line.ss, 1), round(line.ms, 3)) == (12.2, 6.087)
    assert (round(line.f, 3), round(line.p, 4)) == (3.305, 0.0374)
    assert round(line.explained.partial_eta_squared, 3) == 0.011
    assert round(1072.0 / 582, 3) == 1.842
    assert line.consistent(582)


@pytest.mark.parametrize(
    ("df", "f", "p"), [(1, 2.504, 0.1141), (1, 1.694, 0.1936), (4, 1.450, 0.2161), (1, 2.667, 0.1030)]
)
def test_its_covariates(df: int, f: float, p: float) -> None:
    """The printed F stands for all that round to it."""
    found = [
        source("x", (f + off) * df * 2.0, df, residual_ss=2.0 * 582, residual_df=582).p
        for off in (-5e-4, 5e-4)
    ]
    assert found[1] - 5e-5 <= p <= found[0] + 5e-5


def test_sequential_is_the_drop_from_model_to_larger_model_in_statsmodels() -> None:
    of = made()
    arm, ethnicity = factor("arm", of.arm), factor("ethnicity", of.ethnicity)
    found = sequential(of.y, [arm, ethnicity, number("age", of.age)])
    parts = [np.ones((120, 1)), arm.columns, ethnicity.columns, of.age[:, None]]
    fits = [OLS(of.y, np.column_stack(parts[:k])).fit() for k in (1, 2, 3, 4)]
    for line, small, large in zip(found.sources, fits, fits[1:], strict=False):
        df, ss = small.df_resid - large.df_resid, small.ssr - large.ssr
        f = ss / df / fits[-1].mse_resid
        got = line.df, line.ss, line.ms, line.f, line.p
        assert got == pytest.approx((df, ss, ss / df, f, stats.f.sf(f, df, fits[-1].df_resid)), rel=1e-9)
        assert line.consistent(found.residual_df)
    assert (found.residual_df, found.residual_ss, found.mse) == pytest.approx(
        (112, fits[-1].ssr, fits[-1].mse_resid), rel=1e-9
    )
    assert (found.n, found.missing, found.warnings) == (120, 0, ())


def test_what_comes_first_takes_what_is_shared() -> None:
    of = made()
    arm, age = factor("arm", of.arm), number("age", of.age)
    one, other = sequential(of.y, [arm, age]), sequential(of.y, [age, arm])
    assert one.residual_ss == pytest.approx(other.residual_ss, rel=1e-10)
    assert one.sources[0].ss != pytest.approx(other.sources[1].ss)
    assert [line.name for line in other.sources] == ["age", "arm"]


def test_sums_of_squares_add_up() -> None:
    of = made()
    found = sequential(of.y, [factor("arm", of.arm), number("age", of.age)])
    total = sum(line.ss for line in found.sources) + found.residual_ss
    assert total == pytest.approx(moments(of.y).m2, rel=1e-10)


def test_one_way_is_scipys_and_sequentials() -> None:
    of = made()
    found = one_way(of.y, of.arm)
    outside = stats.f_oneway(*(of.y[np.array(of.arm) == arm] for arm in ("low", "high", "hidden")))
    (line,) = found.sources
    assert (line.f, line.p) == pytest.approx((outside.statistic, outside.pvalue), rel=1e-9)
    again = sequential(of.y, [factor("group", of.arm)])
    assert (again.mse, again.sources[0].f) == pytest.approx((found.mse, line.f), rel=1e-10)
    assert again.residual_df == found.residual_df == 117


def test_omega_squared_of_one_way_by_its_definition() -> None:
    found = one_way([1, 2, 3, 3, 4, 8, 6, 7, 11], np.repeat([1, 2, 3], 3))
    (line,) = found.sources
    wanted = (line.ss - line.df * found.mse) / (line.ss + found.residual_ss + found.mse)
    assert line.explained.omega_squared == pytest.approx(wanted)


def test_one_way_of_two_is_students_t_squared() -> None:
    a, b = [1.0, 4, 2, 6], [3.0, 9, 7]
    (line,) = one_way(a + b, [0] * 4 + [1] * 3).sources
    outside = stats.ttest_ind(a, b)
    assert (line.f, line.p) == pytest.approx((outside.statistic**2, outside.pvalue))


def test_printed_moments_will_do() -> None:
    """Ratings of the target in the three cells of the thesis: M 5.60, 5.57, 5.35."""
    cells = {"high": (206, 5.60, 0.85), "hidden": (185, 5.57, 0.88), "low": (201, 5.35, 1.05)}
    found = one_way_of_moments({name: summary(*cell) for name, cell in cells.items()})
    assert (found.residual_df, found.n) == (589, 592)
    mean = sum(n * m for n, m, _ in cells.values()) / 592
    between = sum(n * (m - mean) ** 2 for n, m, _ in cells.values())
    assert found.sources[0].ss == pytest.approx(between, rel=1e-9)
    assert found.mse == pytest.approx(sum((n - 1) * s * s for n, _, s in cells.values()) / 589, rel=1e-9)


def test_missing_rows_are_left_out_and_counted() -> None:
    of = made()
    whole = sequential(of.y, [factor("arm", of.arm), number("age", of.age)])
    y, arm, age = [*of.y, nan, 1.0, 2.0], [*of.arm, "low", None, "low"], [*of.age, 20.0, 20.0, nan]
    found = sequential(y, [factor("arm", arm), number("age", age)])
    assert found.sources[1].f == pytest.approx(whole.sources[1].f)
    assert (found.n, found.missing) == (120, 3)
    assert "3 rows" in found.warnings[0]
    assert one_way([1, 2, nan, 4], list("aabb")).missing == 1


def test_a_column_that_others_imply_costs_no_df() -> None:
    of = made()
    twice = [number("age", of.age), number("months", 12 * of.age + 5)]
    found = sequential(of.y, twice)
    assert (found.sources[1].df, found.residual_df) == (0, 118)
    assert isnan(found.sources[1].f)
    assert "months does not vary beside what stands before it." in found.warnings


def test_shift_scale_and_order_of_rows() -> None:
    of = made()
    turned = Made(of.y[::-1], of.arm[::-1], of.age[::-1], of.ethnicity[::-1])
    before = sequential(of.y, [factor("arm", of.arm), number("age", of.age)])
    after = sequential(1e6 + 3 * turned.y, [factor("arm", turned.arm), number("age", 1e5 + turned.age / 7)])
    for one, other in zip(before.sources, after.sources, strict=True):
        assert (other.f, other.p) == pytest.approx((one.f, one.p), rel=1e-7)


@pytest.mark.parametrize(
    ("y", "groups", "words"),
    [
        ([], [], "Too few"),
        ([1.0], ["a"], "Too few"),
        ([1.0, 2.0], ["a", "b"], "Too few"),
        ([nan, nan, nan], ["a", "b", "b"], "Too few"),
        ([1.0, 2.0, 3.0], ["a", "a", "a"], "group does not vary"),
        ([1.0, 1.0, 2.0, 2.0], ["a", "a", "b", "b"], "Nothing is left unexplained"),
        ([1.0, 1.0, 1.0, 1.0], ["a", "a", "b", "b"], "Nothing is left unexplained"),
    ],
)
def test_too_little_is_nan_with_a_sentence(y: list[float], groups: list[str], words: str) -> None:
    by_group, by_terms = one_way(y, groups), sequential(y, [factor("group", groups)])
    for found in (by_group, by_terms):
        assert all(isnan(line.p) and isnan(line.explained.high) for line in found.sources)
        assert any(words in warning for warning in found.warnings)


def test_empty_cells_do_not_count() -> None:
    found = one_way_of_moments({"a": moments([1, 2]), "b": moments([4, 6]), "c": EMPTY})
    assert found.sources[0].df == 1


def test_a_p_that_does_not_follow_is_inconsistent() -> None:
    line = source("x", 12.2, 2, residual_ss=1072.0, residual_df=582)
    assert not replace(line, p=0.037).consistent(582)
    assert not replace(line, f=6.09).consistent(582)


def test_terms_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="age must be as long as outcome"):
        sequential([1.0, 2.0], [number("age", [1.0])])
    with pytest.raises(ValueError, match="equally long"):
        one_way([1.0], ["a", "b"])


def test_a_factor_has_an_indicator_for_all_labels_but_the_first() -> None:
    term = factor("arm", ["b", "c", "a", None, nan])
    assert term.columns[:3].tolist() == [[1, 0], [0, 1], [0, 0]]
    assert np.isnan(term.columns[3:]).all()
    assert factor("arm", ["b", "b"]).columns.tolist() == [[0], [0]]
    assert factor("year", [2021, 2020]).columns.tolist() == [[1], [0]]


def test_false_positives_without_an_effect() -> None:
    rng = np.random.default_rng(21)
    arm, age = factor("arm", list("abc") * 20), rng.normal(size=60)
    significant = 0
    for _ in range(800):
        found = sequential(age + rng.normal(size=60), [number("age", age), arm])
        significant += found.sources[1].p < 0.05
    assert 0.03 <= significant / 800 <= 0.07


def test_moments_of_parts_pool_to_the_same_table() -> None:
    of = made()
    halves = [one_way_moments(of, part) for part in (slice(0, 50), slice(50, 120))]
    pooled = {arm: halves[0][arm] + halves[1][arm] for arm in ("low", "high", "hidden")}
    found, whole = one_way_of_moments(pooled), one_way(of.y, of.arm)
    assert found.sources[0].f == pytest.approx(whole.sources[0].f, rel=1e-10)
    assert found.mse == pytest.approx(whole.mse, rel=1e-12)


def one_way_moments(of: Made, part: slice) -> dict[str, Moments]:
    y, arm = of.y[part], np.array(of.arm[part])
    return {name: moments(y[arm == name]) for name in ("low", "high", "hidden")}
