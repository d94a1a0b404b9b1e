"""Choices made at every visit: the probability's line and its warning, participants' shares, the logit."""

from math import isclose, isfinite

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.shares import PROBABILITY
from surveys.analysis.asking import Question, Source
from surveys.analysis.compute import compute
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.results import AT, AVERAGED, CLUSTERED, FIRST, LEVEL, LOGIT, PARTICIPANTS, RANGE, Row
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

PROTOCOL = make.protocol()


def row(found: Data, contrast: str, *at: float, outcome: str = "follow", variant: str = "") -> Row:
    return Source(PROTOCOL, design_of(PROTOCOL), found).answer(Question(outcome, contrast, at, variant))


def rare(n: int = 200, share: float = 0.03) -> Data:
    found = data(n)
    found.values["follow"][:] = np.random.default_rng(2).random((n, 5)) < share
    return found


@pytest.mark.parametrize(
    ("contrast", "at", "variant"),
    [(LEVEL, (), ""), (RANGE, (), ""), (AVERAGED, (), ""), (AT, (85.0,), ""), (LEVEL, (), FIRST),
     (LEVEL, (), CLUSTERED)],
)  # fmt: skip
def test_a_choices_rows_say_that_they_are_a_probabilitys(
    contrast: str, at: tuple[float, ...], variant: str
) -> None:
    estimate = row(data(100, slope=0.3), contrast, *at, variant=variant).estimate
    assert estimate.method.startswith(PROBABILITY) and estimate.method.count(PROBABILITY) == 1
    assert not row(data(100), contrast, *at, outcome="trust", variant=variant).estimate.method.startswith(
        PROBABILITY
    )


def test_the_numbers_are_the_crossed_models_of_0_and_1() -> None:
    found = data(100, slope=0.3)
    n, v = found.level.shape
    other = crossed(
        found.values["follow"].ravel(),
        np.repeat(np.arange(n), v),
        found.profile.ravel(),
        np.repeat(found.arm == 0, v).astype(float),
        found.level.ravel(),
        mean_level=55.2,
    )
    mine = row(found, LEVEL).estimate
    assert (mine.estimate, mine.se, mine.df) == (other.slope.estimate, other.slope.se, other.slope.df)


@pytest.mark.parametrize("share", [0.03, 0.97])
def test_where_yes_is_rare_or_common_every_row_of_the_line_warns(share: float) -> None:
    found = rare(share=share)
    for contrast, at in ((LEVEL, ()), (AT, (20.0,)), (AVERAGED, ())):
        estimate = row(found, contrast, *at).estimate
        assert sum("may not follow a line" in words for words in estimate.warnings) == 1
    assert not any("follow a line" in w for w in row(rare(share=0.4), LEVEL).estimate.warnings)


def test_each_displayed_score_is_compared_by_participants_shares_too() -> None:
    found = data(80, slope=0.2)
    y, shown = found.values["follow"], found.arm == 0
    test = stats.ttest_ind(y[shown][found.level[shown] == 85], y[~shown].mean(axis=1), equal_var=False)
    share = row(found, AT, 85.0, variant=PARTICIPANTS).estimate
    assert isclose(share.p, test.pvalue, rel_tol=1e-9) and share.n_participants == 80
    assert share.method.startswith("participants' shares of visits")
    made = compute(PROTOCOL, found, FLOW, kind="real").rows
    asked = [(r.outcome, r.at) for r in made if r.contrast == AT and r.variant == PARTICIPANTS]
    assert asked == [("follow", (level,)) for level in (20.0, 42.0, 62.0, 67.0, 85.0)]
    assert all(np.isnan(r.p_adjusted) for r in made if r.variant == PARTICIPANTS)


def test_the_logit_beside_is_that_of_statsmodels_in_probability() -> None:
    found = data(120, slope=0.3)
    shown = found.arm == 0
    y, x = found.values["follow"][shown].ravel(), found.level[shown].ravel() / 10
    who = np.repeat(np.arange(shown.sum()), 5)
    model = sm.Logit(y, sm.add_constant(x))
    outside = model.fit(disp=0, cov_type="cluster", cov_kwds={"groups": who}, tol=1e-12).get_margeff()
    logit = row(found, LEVEL, variant=LOGIT)
    assert isclose(logit.estimate.estimate, outside.margeff[0], rel_tol=1e-7)
    assert isclose(logit.estimate.se, outside.margeff_se[0], rel_tol=1e-7)
    assert logit.estimand.endswith("this pool of profiles.") and isfinite(logit.estimate.effect)
    line = row(found, LEVEL).estimate
    assert line.low < logit.estimate.estimate < line.high


def test_only_choices_have_a_logit() -> None:
    made = compute(PROTOCOL, data(60), FLOW, kind="real").rows
    assert {r.outcome for r in made if r.variant == LOGIT} == {"follow"}
