import tracemalloc
from dataclasses import replace
from itertools import permutations, product
from math import inf, isnan, nan, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from scoring.estimators.randomisation import Randomised, randomisation, studentised_row
from scoring.estimators.welch import welch
from tests.scoring.reference import expected, number, rows

CASE = expected("11_randomisation")
OPEN = {4: (2, 2)}
Floats = NDArray[np.float64]


def columns() -> tuple[Floats, Floats, Floats]:
    table = rows("11_randomisation")
    y, shown, block = (np.array([number(r[name]) for r in table]) for name in ("y", "shown", "block"))
    return y, shown, block


def blocked(rng: np.random.Generator, places: int) -> tuple[Floats, Floats, dict[float, tuple[int, int]]]:
    """Arms and blocks of so many places in permuted blocks of 4 or 6, and what the open one would hold."""
    arms: list[float] = []
    blocks: list[float] = []
    size = 0
    while len(arms) < places:
        size = int(rng.choice([4, 6]))
        blocks += [blocks[-1] + 1 if blocks else 0.0] * size
        arms += rng.permutation([1.0] * (size // 2) + [0.0] * (size // 2)).tolist()
    return np.array(arms[:places]), np.array(blocks[:places]), {blocks[-1]: (size // 2, size // 2)}


def test_every_order_of_the_reference_case() -> None:
    found = randomisation(*columns(), seed=1, whole=OPEN)
    assert (found.exact, found.orders, found.seed, found.undefined) == (True, 1296, None, 0)
    assert found.difference == pytest.approx(CASE["difference"], rel=1e-12)
    assert found.welch_t == pytest.approx(CASE["welch_t"], rel=1e-9)
    assert found.p_difference == pytest.approx(CASE["p_difference_blocked"], rel=1e-12)
    assert found.p_studentised == pytest.approx(CASE["p_studentised_blocked"], rel=1e-12)
    assert found.warnings == ()


def test_drawn_orders_come_within_four_standard_errors_of_the_exact_p() -> None:
    found = randomisation(*columns(), seed=20, whole=OPEN, draws=9_999, list_up_to=0)
    assert (found.exact, found.orders, found.seed) == (False, 9_999, 20)
    for p, exact in (
        (found.p_difference, CASE["p_difference_blocked"]),
        (found.p_studentised, CASE["p_studentised_blocked"]),
    ):
        assert abs(p - exact) < 4 * sqrt(exact * (1 - exact) / 9_999)
        assert (p * 10_000) == pytest.approx(round(p * 10_000))  # (1 + b) / (1 + draws)


def test_ignoring_the_blocks_is_the_reference_cases_mistake() -> None:
    y, shown, _ = columns()
    found = randomisation(y, shown, np.zeros(14), seed=1)
    assert found.p_difference == pytest.approx(CASE["p_difference_if_blocks_are_ignored"], rel=1e-9)


def test_missing_outcomes_travel_with_participants() -> None:
    """By brute force, with Welch's t computed anew for each order."""
    y = np.array([1.0, 5.0, nan, 2.5, 7.0, 3.0, 9.0, 4.0])
    treated = np.array([0, 1, 1, 0, 1, 0, 1, 0])
    block = np.repeat([1, 2], 4)
    halves = sorted(set(permutations([1, 1, 0, 0])))
    observed = welch(y[treated == 1], y[treated == 0])
    extreme = [0, 0]
    for order in product(halves, halves):
        arm = np.concatenate(order)
        row = welch(y[arm == 1], y[arm == 0])
        extreme[0] += abs(row.estimate) >= abs(observed.estimate) - 1e-9
        extreme[1] += abs(row.statistic) >= abs(observed.statistic) - 1e-9
    found = randomisation(y, treated, block, seed=1)
    assert (found.n_treated, found.n_untreated, found.orders) == (3, 4, 36)
    assert found.p_difference == pytest.approx(extreme[0] / 36, abs=1e-12)
    assert found.p_studentised == pytest.approx(extreme[1] / 36, abs=1e-12)
    assert found.welch_t == pytest.approx(observed.statistic, rel=1e-9)


def test_the_same_seed_gives_the_same_p() -> None:
    again = [randomisation(*columns(), seed=seed, whole=OPEN, list_up_to=0) for seed in (7, 7, 8)]
    assert again[0] == again[1]
    assert again[0].p_difference != again[2].p_difference


@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_p_is_uniform_without_an_effect(missing: float) -> None:
    """Kolmogorov and Smirnov, on skewed outcomes that drift with time; the last block is mostly open."""
    rng = np.random.default_rng(2024)
    found = []
    for _ in range(200):
        places = int(rng.integers(100, 120))
        arms, blocks, whole = blocked(rng, places)
        y = rng.exponential(size=places) + np.linspace(0, 2, places)
        y[rng.random(places) < missing] = nan
        one = randomisation(y, arms, blocks, seed=int(rng.integers(2**32)), whole=whole, draws=999)
        found.append((one.p_difference, one.p_studentised))
    for p in zip(*found, strict=True):
        assert stats.kstest(p, "uniform").pvalue > 0.001
        assert 0.03 < np.mean(np.array(p) <= 0.05) < 0.08


def test_an_effect_is_found() -> None:
    rng = np.random.default_rng(3)
    arms, blocks, whole = blocked(rng, 200)
    found = randomisation(rng.normal(size=200) + arms, arms, blocks, seed=1, whole=whole)
    assert found.p_difference == found.p_studentised == 1 / 2000


def test_memory_is_bounded() -> None:
    """Ten thousand places and 1,999 orders, of which a matrix would hold 160 MB; large blocks too."""
    rng = np.random.default_rng(4)
    for size in (4, 50):
        arms = rng.permuted(np.tile([1.0, 0.0], (10_000 // size, size // 2)), axis=1).ravel()
        tracemalloc.start()
        found = randomisation(rng.normal(size=10_000), arms, np.arange(10_000) // size, seed=1)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert (found.orders, found.n_treated) == (1_999, 5_000)
        assert peak < 80e6


def test_blocks_take_the_drift_out() -> None:
    """With a steep drift over time, orders within blocks are alike, and a small effect shows."""
    rng = np.random.default_rng(4)
    arms, blocks, whole = blocked(rng, 100)
    y = 10 * blocks + arms + rng.normal(size=100)
    inside = randomisation(y, arms, blocks, seed=1, whole=whole)
    ignored = randomisation(y, arms, np.zeros(100), seed=1)
    assert inside.p_studentised < 0.01 < 0.5 < ignored.p_studentised


def test_shift_scale_order_and_swapped_arms_change_nothing() -> None:
    y, shown, block = columns()
    before = randomisation(y, shown, block, seed=1, whole=OPEN)
    moved = randomisation(1e6 + 1e-3 * y, shown, block, seed=1, whole=OPEN)
    turned = randomisation(y[::-1], shown[::-1], block[::-1], seed=1, whole=OPEN)
    swapped = randomisation(y, 1 - shown, block, seed=1, whole=OPEN)
    for other in (moved, turned, swapped):
        assert other.p_difference == pytest.approx(before.p_difference, abs=1e-12)
        assert other.p_studentised == pytest.approx(before.p_studentised, abs=1e-12)
    assert swapped.difference == pytest.approx(-before.difference)


def test_text_labels_and_booleans_will_do() -> None:
    y, shown, block = columns()
    labels = [f"s/{b:.0f}" for b in block]
    found = randomisation(y, shown == 1, labels, seed=1, whole={"s/4": (2, 2)})
    assert found.p_difference == pytest.approx(CASE["p_difference_blocked"])


def test_complete_separation_of_two_constants_has_a_p() -> None:
    found = randomisation([1, 1, 0, 0, 1, 1, 0, 0], [1, 1, 0, 0, 1, 1, 0, 0], [1] * 4 + [2] * 4, seed=1)
    assert found.welch_t == inf
    assert found.p_difference == found.p_studentised == pytest.approx(2 / 36)


def test_orders_without_a_statistic_count_as_extreme() -> None:
    """Only 4 of 8 have an outcome: some orders leave an arm with fewer than two."""
    y = [1.0, nan, 2.0, nan, 3.0, nan, 5.0, nan]
    found = randomisation(y, [1, 0, 0, 1, 1, 0, 0, 1], [1] * 4 + [2] * 4, seed=1)
    # Treated with an outcome: 0, 1, 3 or 4 in 1 + 8 + 8 + 1 of 36 orders.
    assert found.undefined == 18
    assert found.p_studentised >= 0.5
    assert found.p_difference < found.p_studentised
    assert "18 of 36 orders" in found.warnings[0]


@pytest.mark.parametrize(
    ("y", "treated", "words"),
    [
        ([], [], "Too few to compare: 0 and 0"),
        ([1.0], [1], "Too few to compare: 1 and 0"),
        ([1.0, 2.0, 3.0], [1, 0, 0], "Too few to compare: 1 and 2"),
        ([nan] * 4, [1, 0, 1, 0], "Too few to compare: 0 and 0"),
        ([0.3, 0.1 + 0.2, 0.3, 0.3], [1, 0, 1, 0], "same for everybody"),
    ],
)
def test_too_little_is_nan_with_a_sentence(y: list[float], treated: list[int], words: str) -> None:
    found = randomisation(y, treated, [1] * len(y), seed=1)
    assert isnan(found.p_difference)
    assert isnan(found.p_studentised)
    assert words in found.warnings[0]


def test_blocks_of_one_order_say_so() -> None:
    found = randomisation([1, 2, 3, 4], [1, 1, 0, 0], ["a", "a", "b", "b"], seed=1)
    assert isnan(found.p_difference)
    assert found.difference == -2
    assert "only one order" in found.warnings[0]


def test_a_row_says_how_p_came_about() -> None:
    y, shown, block = columns()
    row = studentised_row(randomisation(y, shown, block, seed=1, whole=OPEN))
    assert row.estimate == pytest.approx(CASE["difference"])
    assert row.p == pytest.approx(CASE["p_studentised_blocked"])
    assert (row.n_participants, row.consistent()) == (14, True)
    assert "all 1296 orders" in row.method
    drawn = studentised_row(randomisation(y, shown, block, seed=77, whole=OPEN, list_up_to=0))
    assert "1999 orders, seed 77" in drawn.method


def test_results_are_frozen_and_comparable() -> None:
    found = randomisation(*columns(), seed=1, whole=OPEN)
    assert isinstance(found, Randomised)
    assert replace(found) == found


def test_wrong_input_is_refused() -> None:
    with pytest.raises(ValueError, match="equally long"):
        randomisation([1, 2], [1], [1, 1], seed=1)
    with pytest.raises(ValueError, match="treated must be 0 or 1"):
        randomisation([1, 2], [1, 2], [1, 1], seed=1)
    with pytest.raises(ValueError, match="draws must be 1 or more"):
        randomisation([1, 2], [1, 0], [1, 1], seed=1, draws=0)
    with pytest.raises(ValueError, match="whole must hold"):
        randomisation(*columns(), seed=1, whole={4: (1, 0)})


def test_one_block_of_yes_and_no_is_fishers_exact_test() -> None:
    """Arms of the same size: the tables no likelier than the observed one are those as far apart."""
    y, treated = [1, 1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0], [1] * 7 + [0] * 7
    found = randomisation(y, treated, [0] * 14, seed=1)
    assert found.p_difference == pytest.approx(stats.fisher_exact(np.array([[5, 2], [1, 6]])).pvalue)


def test_one_block_is_scipys_permutation_test() -> None:
    rng = np.random.default_rng(8)
    a, b = rng.normal(size=6), rng.normal(0.7, 2, size=9)

    def apart(x: Floats, y: Floats, axis: int = -1) -> Floats:
        found: Floats = np.abs(x.mean(axis=axis) - y.mean(axis=axis))
        return found

    outside = stats.permutation_test((a, b), apart, vectorized=True, n_resamples=6_000, alternative="greater")
    found = randomisation(np.r_[a, b], [1] * 6 + [0] * 9, [0] * 15, seed=1)
    assert found.orders == 5005
    assert found.p_difference == pytest.approx(outside.pvalue)


def test_two_of_three_arms_are_compared_with_the_third_held_fixed() -> None:
    """Brute force over all orders of a, a, b, b, c that leave c where it was, given which is which."""
    y = np.array([3.0, 1, 7, 2, 9, 4, 6, 2, 8, 5])
    arms = np.array(list("abcab" + "bacba"))
    block = np.repeat([1, 2], 5)
    mine = arms != "c"

    def apart(order: NDArray[np.str_]) -> float:
        return float(abs(y[order == "a"].mean() - y[order == "b"].mean()))

    orders = [{order for order in permutations(arms[block == k].tolist()) if order[2] == "c"} for k in (1, 2)]
    found = [apart(np.array(one + other)) for one, other in product(*orders)]
    wanted = np.mean([value >= apart(arms) - 1e-9 for value in found])
    got = randomisation(y[mine], arms[mine] == "a", block[mine], seed=1)
    assert got.orders == len(found)
    assert got.p_difference == pytest.approx(float(wanted))


def test_each_stratum_may_have_its_open_block() -> None:
    y, treated = [5.0, 3, 4, 1, 6, 2], [1, 0, 1, 0, 1, 0]
    block = ["f/0"] * 4 + ["m/0"] * 2
    found = randomisation(y, treated, block, seed=1, whole={"m/0": (2, 4)})
    assert found.orders == 6 * 15
    with_places = randomisation(
        [*y, nan, nan, nan, nan], [*treated, 1, 0, 0, 0], [*block, *["m/0"] * 4], seed=1
    )
    # Six outcomes are too few for an interval, and nan is not nan.
    assert replace(with_places, low=0.0, high=0.0) == replace(found, low=0.0, high=0.0)


def test_two_to_one_blocks_keep_their_size() -> None:
    """No effect, and variances that differ with unequal arms: the studentised p holds its size."""
    rng = np.random.default_rng(6)
    small = 0
    for _ in range(300):
        arms = rng.permuted(np.tile([1.0, 1, 0], (40, 1)), axis=1).ravel()
        y = rng.normal(size=120) * np.where(arms == 1, 1, 3)
        found = randomisation(y, arms, np.arange(120) // 3, seed=int(rng.integers(2**32)), draws=999)
        small += found.p_studentised <= 0.05
    assert 0.02 <= small / 300 <= 0.09


def brute_interval(y: Floats, z: Floats, orders: Floats, alpha: float, grid: Floats) -> tuple[float, float]:
    """The effects on a grid that Welch's t, computed anew for each order, does not reject."""
    kept = []
    for d in grid:
        left = y - d * z
        observed = abs(welch(left[z == 1], left[z == 0]).statistic)
        drawn = [abs(welch(left[o == 1], left[o == 0]).statistic) for o in orders]
        extreme = sum(not t < observed * (1 - 1e-9) for t in drawn)
        if extreme / len(orders) > alpha:
            kept.append(float(d))
    return min(kept), max(kept)


def test_the_interval_holds_the_effects_that_are_not_rejected() -> None:
    """By brute force, over all orders of two blocks of four."""
    y, z = np.array([3.0, 1.2, 4.1, 0.4, 5.3, 2.2, 3.9, 2.0]), np.tile([1.0, 0.0], 4)
    halves = sorted(set(permutations([1.0, 1.0, 0.0, 0.0])))
    orders = np.array([np.concatenate(order) for order in product(halves, halves)])
    found = randomisation(y, z, np.repeat([1, 2], 4), seed=1, level=0.8)
    low, high = brute_interval(y, z, orders, 0.2, np.arange(-3, 8, 0.01))
    assert found.orders == 36 and found.level == 0.8
    assert low - 0.01 <= found.low <= low + 1e-9 and high - 1e-9 <= found.high <= high + 0.01


def test_the_interval_excludes_0_exactly_where_p_is_small() -> None:
    for effect in (0.0, 0.3, 0.6, 0.9, 1.2):
        for seed in range(6):
            rng = np.random.default_rng(seed)
            arm, block, whole = blocked(rng, 61)
            y = rng.normal(0, 1, 61) + effect * arm
            y[rng.random(61) < 0.1] = nan
            found = randomisation(y, arm, block, seed=seed, whole=whole, draws=499)
            assert (found.low <= 0 <= found.high) == (found.p_studentised > 0.05)
            assert found.low < found.difference < found.high


def test_the_interval_moves_with_a_shift_of_one_arm_and_scales_with_the_outcome() -> None:
    rng = np.random.default_rng(3)
    arm, block, whole = blocked(rng, 80)
    y = rng.exponential(1, 80)
    found = randomisation(y, arm, block, seed=1, whole=whole)
    moved = randomisation(5 + 2 * y + 3 * arm, arm, block, seed=1, whole=whole)
    assert moved.low == pytest.approx(2 * found.low + 3, abs=1e-6)
    assert moved.high == pytest.approx(2 * found.high + 3, abs=1e-6)


def test_in_large_samples_the_interval_is_welchs() -> None:
    rng = np.random.default_rng(8)
    arm, block, whole = blocked(rng, 600)
    y = rng.normal(0, 1 + arm, 600)
    found, near = randomisation(y, arm, block, seed=1, whole=whole), welch(y[arm == 1], y[arm == 0])
    assert found.low == pytest.approx(near.low, abs=0.1 * near.se * 3)
    assert found.high == pytest.approx(near.high, abs=0.1 * near.se * 3)


def test_too_few_orders_for_an_interval_say_so() -> None:
    found = randomisation([3.0, 1.0, 4.0, 2.0], [1, 0, 1, 0], [1, 1, 1, 1], seed=1)
    assert isnan(found.low) and isnan(found.high) and "too few orders" in found.warnings[-1]


def test_the_true_effect_is_covered_as_often_as_promised() -> None:
    covered = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        arm, block, whole = blocked(rng, 48)
        found = randomisation(
            rng.exponential(1, 48) + 0.7 * arm, arm, block, seed=seed, whole=whole, draws=199
        )
        covered += found.low <= 0.7 <= found.high
    assert abs(covered / 200 - 0.95) < 4 * sqrt(0.95 * 0.05 / 200)


def test_a_level_outside_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        randomisation([1.0, 2], [1, 0], [1, 1], seed=1, level=95)
