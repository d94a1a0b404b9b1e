from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.estimators.recomputed import found_in, recomputed


def test_the_misprint_that_took_the_mean_square_for_f_is_caught() -> None:
    (found,) = found_in("There was an effect of condition, F(2,582) = 6.09, p = .037, as expected.")
    assert not found.consistent
    assert found.printed == "F(2,582) = 6.09, p = .037"
    assert round(found.p_low, 4) == round(found.p_high, 4) == 0.0024
    assert found.same_decision


def test_what_should_have_been_printed_passes() -> None:
    (found,) = found_in("F(2, 582) = 3.305, p = .0374")
    assert found.consistent


def test_every_result_of_a_text_is_found() -> None:
    text = """Pillai's trace .0058, F(6,1162)=.56, p=.76; t(84.2) = 1.07, p = .29. For age F(1, 582) = 1.694,
    p = .1936; t (9) = \u22122.25; p < .05.
    No result: p = .04, F = 3, chi2(2) = 4.1, p = .13, diff(3) = 2, p = .1."""
    found = found_in(text)
    assert [f.printed[:6] for f in found] == ["F(6,11", "t(84.2", "F(1, 5", "t (9) "]
    assert [f.consistent for f in found] == [True, True, True, False]  # p is .0506 at least


def test_f_is_rounded_either_way() -> None:
    """3.30 may be 3.295 to 3.305: p .0377 to .0374."""
    found = recomputed("3.30", [2, 582], p=".0377")
    assert (found.p_low, found.p_high) == pytest.approx(
        (stats.f.sf(3.305, 2, 582), stats.f.sf(3.295, 2, 582)), rel=1e-6
    )
    assert found.consistent
    assert recomputed("3.30", [2, 582], p=".0374").consistent
    assert not recomputed("3.300", [2, 582], p=".0377").consistent


def test_p_is_rounded_either_way() -> None:
    exact = stats.f.sf(4.0, 1, 100)  # .0482
    assert recomputed("4.000", [1, 100], p=f"{exact:.3f}").consistent
    assert recomputed("4.000", [1, 100], p=f"{exact:.2f}").consistent
    assert not recomputed("4.000", [1, 100], p="0.047").consistent
    assert not recomputed("4.000", [1, 100], p="0.0485").consistent


@pytest.mark.parametrize(
    ("statistic", "relation", "p", "fits"),
    [
        ("15.2", "<", ".001", True),
        ("15.2", "<", ".0001", False),
        ("1.2", "<", ".05", False),
        ("1.2", ">", ".05", True),
        ("15.2", ">", ".05", False),
        ("15.2", "=", ".000", True),
    ],
)
def test_bounds_of_p(statistic: str, relation: str, p: str, *, fits: bool) -> None:
    assert recomputed(statistic, [1, 100], p=p, relation=relation).consistent is fits  # type: ignore[arg-type]


def test_t_is_two_sided_and_its_sign_does_not_matter() -> None:
    one, other = (recomputed(t, [40], p=".029") for t in ("2.26", "-2.26"))
    assert one == other
    assert one.p_low < 2 * stats.t.sf(2.26, 40) < one.p_high
    assert one.consistent


def test_t_of_about_0_has_a_p_of_up_to_1() -> None:
    found = recomputed("0.0", [40], p="1.00")
    assert found.p_high == pytest.approx(1)
    assert found.consistent


@pytest.mark.parametrize(
    ("statistic", "relation", "p", "same"),
    [
        ("1.20", "=", ".03", False),
        ("15.2", "=", ".30", False),
        ("15.2", "=", ".04", True),
        ("1.20", "<", ".05", False),
        ("15.2", ">", ".05", False),
        ("15.2", ">", ".001", True),
        ("1.20", "<", ".60", True),
    ],
)
def test_a_misprint_that_changes_the_decision_is_told_apart(
    statistic: str, relation: str, p: str, *, same: bool
) -> None:
    assert recomputed(statistic, [1, 100], p=p, relation=relation).same_decision is same  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["F(2, 20) = -1.5, p = .2", "F(0, 20) = 1.5, p = .2"])
def test_what_cannot_be_is_inconsistent(text: str) -> None:
    (found,) = found_in(text)
    assert not found.consistent
    assert isnan(found.p_low)


def test_a_p_above_1_is_inconsistent() -> None:
    (found,) = found_in("F(2, 20) = 1.5, p > 1.2")
    assert not found.consistent
    (found,) = found_in("F(2, 20) = 1.5, p < 1.2")
    assert not found.consistent


def test_an_empty_text_has_none() -> None:
    assert found_in("") == ()


def test_another_number_of_df_is_refused() -> None:
    with pytest.raises(ValueError, match="df must be one"):
        recomputed("1", [1, 2, 3], p=".5")
    with pytest.raises(ValueError, match="df must be one"):
        recomputed("1", [], p=".5")


results = st.tuples(st.floats(0.01, 40), st.integers(1, 8), st.integers(5, 3000))


@given(results, st.integers(1, 4), st.integers(2, 5))
def test_a_result_rounded_rightly_is_never_accused(
    result: tuple[float, int, int], digits: int, p_digits: int
) -> None:
    f, df, residual = result
    p = stats.f.sf(f, df, residual)
    (found,) = found_in(f"F({df}, {residual}) = {f:.{digits}f}, p = {p:.{p_digits}f}")
    assert found.consistent
    assert found.p_low <= p <= found.p_high


@given(results, st.sampled_from([-0.004, 0.004]))
def test_a_p_that_is_off_is_always_caught(result: tuple[float, int, int], off: float) -> None:
    f, df, residual = result
    p = stats.f.sf(f, df, residual) + off
    if 0 <= p <= 1:
        (found,) = found_in(f"F({df}, {residual}) = {f:.6f}, p = {p:.3f}")
        assert not found.consistent


@given(st.floats(-8, 8), st.floats(2, 500))
def test_t_with_fractional_df(t: float, df: float) -> None:
    printed = round(df, 1)
    p = 2 * stats.t.sf(abs(t), printed)
    (found,) = found_in(f"t({printed}) = {t:.2f}, p = {p:.3f}")
    assert found.consistent
