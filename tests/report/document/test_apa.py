"""Rows as the APA prints them, and that what is printed can be recomputed from the print."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from scoring.estimators.estimate import Estimate, t_row
from scoring.estimators.recomputed import found_in
from surveys.analysis.results import AT, STATE
from surveys.report.document import apa
from surveys.report.document.consistency import mismatches
from tests.report.document.knowing import NAN, known, row

UNIT = known().unit("trust")
SHARES = known().unit("follow")


def test_a_slope_as_a_sentence() -> None:
    found = row(p_adjusted=0.0104)
    assert apa.sentence(found, UNIT) == (
        "b = 0.05 points on the 1–7 scale, 95 % CI [0.02, 0.08], t(28.3) = 3.29, p = .003, p_Holm = .010"
    )


def test_a_difference_is_called_one_and_shares_are_percentage_points() -> None:
    found = row("follow", AT, t_row(-0.057, 0.03, 300), at=(85.0,))
    assert apa.sentence(found, SHARES) == (
        "difference = −5.7 percentage points, 95 % CI [−11.6, 0.2], t(300) = −1.90, p = .058"
    )


def test_times_are_ratios() -> None:
    found = row("time", AT, t_row(0.0, 0.1, 50), at=(85.0,))
    assert apa.sentence(found, known().unit("time")).startswith("ratio = 1.00, 95 % CI [0.82, 1.22], t(50) =")


def test_without_df_it_is_a_z() -> None:
    assert apa.test(row(found=t_row(1.96, 1, inf))) == "z = 1.96, p = .050"


def test_what_no_t_was_made_for_has_its_p_alone() -> None:
    assert apa.test(row(found=Estimate(estimate=1.0, p=0.0123))) == "p = .012"


def test_nothing_computed_is_a_dash_and_said() -> None:
    assert apa.test(row(found=NAN)) == "–"
    assert apa.sentence(row(found=NAN), UNIT) == "not estimated"
    assert apa.estimate(row(found=NAN), UNIT) == "–"
    assert apa.effect(row(found=NAN)) == "–"


def test_effects_have_their_own_interval() -> None:
    found = replace(t_row(1, 0.2, 30), effect=0.512, effect_low=0.1, effect_high=0.9)
    assert apa.effect(row(found=found)) == "0.51 [0.10, 0.90]"
    assert apa.effect(row(found=replace(found, effect_low=nan))) == "0.51"


def test_a_narrow_interval_gets_more_digits() -> None:
    assert apa.between(0.001, 0.0008, 0.0012, UNIT) == "0.0010 [0.0008, 0.0012]"


def test_df_gets_as_many_digits_as_p_needs() -> None:
    """At few df their rounding moves p more than t's does."""
    plain, tight = t_row(3.3, 1, 28.31), t_row(9.0, 1, 1.149)
    assert apa.df_text(plain.statistic, plain.df, plain.p) == "28.3"
    shown = apa.df_text(tight.statistic, tight.df, tight.p)
    assert len(shown) > len("1.1")
    assert apa.fits(f"{tight.statistic:.2f}", float(shown), f"{tight.p:.3f}"[1:])


def test_whole_df_have_no_decimals() -> None:
    assert apa.df_text(2.0, 30.0, t_row(2, 1, 30).p) == "30"


def test_a_p_that_does_not_follow_does_not_fit() -> None:
    assert apa.fits("2.00", 30, ".055")
    assert not apa.fits("2.00", 30, ".045")
    assert apa.fits("5.00", 30, "< .001")
    assert not apa.fits("2.00", 30, "< .001")
    assert apa.fits("0.00", 30, "> .999")
    assert not apa.fits("2.00", nan, ".055")


@pytest.mark.parametrize("seed", range(5))
def test_every_right_row_can_be_recomputed_from_its_print(seed: int) -> None:
    """400 rows each, from 1 df to thousands, from p of 1 to p of 1e-30."""
    rng = np.random.default_rng(seed)
    for _ in range(400):
        df = float(np.exp(rng.uniform(np.log(1.0), np.log(5000))))
        found = row(found=t_row(float(rng.normal(0, 3)), float(rng.uniform(0.3, 2)), df), contrast=STATE)
        text = apa.sentence(found, UNIT)
        assert len(found_in(text)) == 1
        assert mismatches(text) == (), text
