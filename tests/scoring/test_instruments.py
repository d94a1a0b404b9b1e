from typing import Any

import numpy as np
import pytest

from scoring.instruments import ScaleKey, keyed, score
from tests.scoring.reference import expected, number, rows

NAN = float("nan")
ITEMS = ("q1", "q2", "q3", "q4", "q5", "q6")
SIX = ScaleKey(items=ITEMS, reverse=(False, True, False, False, True, False), low=1, high=7, minimum=4)


def key(**change: Any) -> ScaleKey:
    whole: dict[str, Any] = {"items": ("a", "b"), "reverse": (False, True), "low": 1, "high": 7, "minimum": 1}
    return ScaleKey(**(whole | change))


def test_reference_case_is_scored_to_its_digits() -> None:
    case = expected("07_reliability")["missing_rule"]
    answers = [[number(row[item]) for item in ITEMS] for row in rows("07_reliability")]
    found = score(answers, SIX)
    assert found.n_scored == case["n_scored"]
    assert np.nanmean(found.values) == pytest.approx(case["mean"], rel=1e-6)
    assert np.nanstd(found.values, ddof=1) == pytest.approx(case["sd"], rel=1e-6)
    assert found.values[7 - 1] == pytest.approx(case["row_7"], rel=1e-12)
    assert np.isnan(found.values[90 - 1])
    assert found.note == "1 of 180 have no score: fewer than 4 of 6 answered."


def test_reversed_items_turn_about_the_middle() -> None:
    assert keyed(np.array([[1, 1], [7, 7], [4, NAN]]), key()) == pytest.approx(
        np.array([[1, 7], [7, 1], [4, NAN]]), nan_ok=True
    )


def test_mean_uses_what_is_answered() -> None:
    found = score([[1, 2, 3, 4, NAN, NAN], [1, 2, 3, NAN, NAN, NAN]], SIX)
    assert found.values[0] == (1 + 6 + 3 + 4) / 4
    assert np.isnan(found.values[1])
    assert found.answered.tolist() == [4, 3]


def test_a_sum_is_prorated() -> None:
    assert score([[3, NAN]], key(method="sum")).values.tolist() == [6.0]
    assert score([[3, 7]], key(method="sum")).values.tolist() == [4.0]


def test_a_factor_stretches_the_sum() -> None:
    six = ScaleKey(ITEMS, (False,) * 6, low=1, high=4, minimum=6, method="sum", factor=20 / 6)
    assert score([[1] * 6, [4] * 6], six).values == pytest.approx([20, 80])


@pytest.mark.parametrize("answers", [[], np.empty((0, 2))])
def test_nobody_gives_no_scores(answers: Any) -> None:
    found = score(answers, key())
    assert (len(found.values), found.n_scored, found.note) == (0, 0, "")


def test_all_missing_gives_nan_and_a_sentence() -> None:
    found = score([[NAN, NAN]], key())
    assert np.isnan(found.values).all()
    assert found.note


def test_an_answer_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="from 1 to 7"):
        score([[8, 1]], key())


def test_another_number_of_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        score([[1, 2, 3]], key())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"items": ()}, "different names"),
        ({"items": ("a", "a")}, "different names"),
        ({"reverse": (True,)}, "one entry for each"),
        ({"low": 7}, "below high"),
        ({"method": "median"}, "mean or sum"),
        ({"minimum": 0}, "from 1 to"),
        ({"minimum": 3}, "from 1 to"),
    ],
)
def test_an_impossible_key_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        key(**change)
