"""The manipulation check: noticed, recalled, in view."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from scoring.estimators.binary import risk_difference, wilson
from scoring.estimators.recall import recall
from surveys.analysis.data import Data
from surveys.analysis.design import design_of
from surveys.analysis.manipulation import noticed, noticing, recalled, sight
from surveys.analysis.sight import Known
from tests.analysis import make
from tests.analysis.arrays import data

DESIGN = design_of(make.protocol())


def told(x: int, n: int, y: int, m: int) -> Data:
    """x of n who saw scores noticed them, y of m who saw none say so, and two more were not asked."""
    made = data(2 * max(n, m) + 2)
    answers = np.full(len(made.arm), np.nan)
    for arm, yes, of in ((0, x, n), (1, y, m)):
        answers[np.flatnonzero(made.arm == arm)[:of]] = np.arange(of) < yes
    return replace(made, noticed=answers)


def test_shares_by_group_have_wilsons_interval() -> None:
    shown, hidden = noticed(DESIGN, told(40, 50, 6, 45))
    assert (shown.n, shown.noticed, hidden.n, hidden.noticed) == (50, 40, 45, 6)
    assert (shown.low, shown.high) == wilson(40, 50)


def test_shown_against_hidden_by_newcombe_and_fisher() -> None:
    found = noticing(DESIGN, told(40, 50, 6, 45))
    near = risk_difference(40, 50, 6, 45)
    assert found is not None and found.difference == pytest.approx(40 / 50 - 6 / 45)
    assert (found.low, found.high, found.p) == (near.low, near.high, near.p)
    assert found.p == pytest.approx(stats.fisher_exact(np.array([[40, 10], [6, 39]])).pvalue)


def test_without_an_answer_there_is_nothing_to_compare() -> None:
    found = noticing(DESIGN, told(0, 0, 0, 0))
    assert found is not None and np.isnan(found.difference) and found.of_shown == 0
    assert list(noticed(DESIGN, data(10))) == [] and noticing(DESIGN, data(10)) is None
    alone = design_of(make.protocol(cue={"value": {"factor": "level"}, "visibility": "shown"},
                                    factors=[make.document()["factors"][1]]))  # fmt: skip
    assert noticing(alone, told(3, 5, 1, 5)) is None


def test_recalled_scores_stand_beside_those_of_the_last_visit() -> None:
    made = data(60)
    rng = np.random.default_rng(1)
    answers = made.level[:, -1] + rng.normal(0, 6, 60)
    answers[::3] = np.nan
    shown, hidden = recalled(DESIGN, replace(made, recalled=answers))
    near = recall(answers[made.arm == 0], made.level[made.arm == 0, -1])
    assert (shown.group, shown.n, shown.bias, shown.off) == ("shown", near.n, near.bias, near.off)
    assert (shown.correlation, shown.low, shown.high) == (near.correlation, near.low, near.high)
    assert hidden.n == 20 and list(recalled(DESIGN, made)) == []


def test_looks_are_counted_by_what_is_known_of_them() -> None:
    made = data(4)
    known = np.array(
        [[Known.TIMED] * 4 + [Known.UNSEEN], [Known.UNSENT] * 5,
         [Known.UNTOLD, Known.PARTLY, Known.TIMED, Known.UNSENT, Known.UNSENT], [Known.UNSENT] * 5]
    )  # fmt: skip
    (found,) = sight(DESIGN, replace(made, sight={"viewed": known}))
    assert (found.outcome, found.group, found.looks) == ("viewed", "shown", 8)
    assert (found.timed, found.unseen, found.partly, found.untold) == (5, 1, 1, 1)
