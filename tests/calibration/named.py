"""The simulations of the report. A further one is a function of a seed and an entry here."""

from tests.calibration import means, mixed
from tests.calibration.simulation import Simulation

COVERAGE = "95 % intervals that hold the truth"
FALSE = "p < .05 where no effect is"
NULL = (
    "slopes vary over participants (SD .3 between the lowest and highest level) and profiles (.15), means 0"
)
LOOKS = (
    f"no effect, pairs allocated at random, looked at after each participant from 20 an arm to "
    f"{means.LONGEST}, {means.PLANNED} planned"
)

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
)
