"""The simulations of the report. A further one is a function of a seed and an entry here."""

from collections.abc import Callable

from tests.calibration import bounds, lot, means, mixed, plans
from tests.calibration.simulation import Outcome, Simulation

COVERAGE = "95 % intervals that hold the truth"
FALSE = "p < .05 where no effect is"
NULL = (
    "slopes vary over participants (SD .3 between the lowest and highest level) and profiles (.15), means 0"
)
LOOKS = (
    f"no effect, pairs allocated at random, looked at after each participant from 20 an arm to "
    f"{means.LONGEST}, {means.PLANNED} planned"
)
LIST = (
    f"{lot.PLACES} places of permuted blocks, broken off wherever it be, {lot.LOST:.0%} without an outcome, "
    f"{lot.DRAWS} orders"
)
SEQUENTIAL = (
    f"own slopes, {plans.PLANNED['own']} planned, {plans.LOST:.0%} drop out, slopes vary over "
    "participants; O'Brien-Fleming spending, looks at"
)
ROTATED = "profiles differ, but are rotated over the scores, which these rows do not use"


def power(name: str, run: Callable[[int], Outcome], design: str) -> Simulation:
    """As often as the closed form says."""
    planned = f"{plans.PLANNED[name]} allocated, {plans.LOST:.0%} drop out, {design}"
    expected = plans.closed_form(name)
    what = f"finds the effect; closed form {expected:.1%}"
    low, high = expected - plans.NEAR, expected + plans.NEAR
    return Simulation(f"power-{name}", what, planned, run, low, high, 1_000)


SIMULATIONS = (
    Simulation(
        "welch-normal", COVERAGE, "100 + 100, normal, effect .4", means.welch_normal, 0.94, 0.96, 10_000
    ),
    Simulation(
        "welch-exponential",
        COVERAGE,
        "100 + 100, exponential, effect .4",
        means.welch_exponential,
        0.94,
        0.96,
        10_000,
    ),
    Simulation(
        "lin-normal",
        COVERAGE,
        "a covariate explains a third, normal, effect .4",
        means.lin_normal,
        0.94,
        0.96,
        10_000,
    ),
    Simulation(
        "lin-exponential",
        COVERAGE,
        "a covariate explains a third, exponential, effect .4",
        means.lin_exponential,
        0.94,
        0.96,
        10_000,
    ),
    Simulation(
        "sequence-normal",
        "confidence sequence",
        f"normal; {LOOKS}",
        means.ever_excluded_normal,
        0.0,
        0.05,
        2_000,
    ),
    Simulation(
        "sequence-exponential",
        "confidence sequence",
        f"exponential; {LOOKS}",
        means.ever_excluded_exponential,
        0.0,
        0.05,
        2_000,
    ),
    Simulation(
        "crossed-400", FALSE, f"crossed model, 400 x 4 of 16; {NULL}", mixed.crossed_small, 0.03, 0.065, 600
    ),
    Simulation(
        "crossed-2000",
        FALSE,
        f"crossed model, 2,000 x 8 of 16; {NULL}",
        mixed.crossed_usual,
        0.03,
        0.065,
        600,
    ),
    Simulation(
        "sequential-crossed",
        "stops where no effect is",
        f"crossed model, 400 x 4 of 16, looks at 1/2, 3/4 and all, O'Brien-Fleming spending; {NULL}",
        mixed.crossed_looked,
        0.0,
        0.065,
        600,
    ),
    Simulation(
        "clustered-400",
        FALSE,
        f"two-way clustered, 400 x 4 of 16; {NULL}",
        mixed.clustered_small,
        0.03,
        0.065,
        600,
    ),
    Simulation(
        "clustered-2000",
        FALSE,
        f"two-way clustered, 2,000 x 8 of 16; {NULL}",
        mixed.clustered_usual,
        0.03,
        0.065,
        600,
    ),
    Simulation(
        "randomisation-normal",
        "p where no effect is",
        f"normal; {LIST}",
        lot.randomised_normal,
        0.01,
        1.0,
        4_000,
        of="uniform",
    ),
    Simulation(
        "randomisation-exponential",
        "p where no effect is",
        f"exponential; {LIST}",
        lot.randomised_exponential,
        0.01,
        1.0,
        4_000,
        of="uniform",
    ),
    Simulation(
        "sequential-4",
        "stops where no effect is",
        f"{SEQUENTIAL} 1/4, 1/2, 3/4 and all; {ROTATED}",
        plans.quarters_crossed,
        0.0,
        0.05,
        5_000,
    ),
    Simulation(
        "sequential-3",
        "stops where no effect is",
        f"{SEQUENTIAL} .34, .67 and all; {ROTATED}",
        plans.thirds_crossed,
        0.0,
        0.05,
        5_000,
    ),
    Simulation(
        "sequential-alike",
        "stops where no effect is",
        f"{SEQUENTIAL} 1/4, 1/2, 3/4 and all; profiles alike",
        plans.quarters_crossed_alike,
        0.04,
        0.06,
        5_000,
    ),
    Simulation(
        "tost",
        "p < .05 of equivalence where the effect is the bound",
        f"Welch, 200 + 200, normal, bound {bounds.BOUND} SD",
        bounds.equivalent_at_the_bound,
        0.04,
        0.06,
        10_000,
    ),
    Simulation(
        "lee",
        COVERAGE,
        f"Lee's bounds, {bounds.EACH} + {bounds.EACH} of whom 90 % and 75 % finish, normal, "
        f"{bounds.RESAMPLES} resamples",
        bounds.lee_at_its_ends,
        0.94,
        0.96,
        10_000,
    ),
    power("level", plans.level_found, "mixed model, .046 per 10 points"),
    power("anxiety", plans.anxiety_found, "adjusted difference, 5 points"),
)
