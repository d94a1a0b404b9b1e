import json
import math
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest

from scoring.influence.activity import Activity, activity, record
from scoring.influence.kred import THRESHOLDS, KredLike

KRED = KredLike()


def one_day(**columns: float) -> Activity:
    return activity({"a": record(**{name: [[value]] for name, value in columns.items()})})


def influence(points: float) -> float:
    return float(KRED.influence(points))


@pytest.mark.parametrize(
    ("column", "points"), [("replies_received", 10), ("reshares_received", 10), ("kreds_received", 70)]
)
def test_published_points_of_influence(column: str, points: float) -> None:
    assert KRED.daily(one_day(**{column: 3})).values[0, 0] == pytest.approx(influence(3 * points), rel=1e-6)


@pytest.mark.parametrize("column", ["likes_received", "new_followers", "followers", "listed", "reactors"])
def test_what_has_no_published_points_brings_none(column: str) -> None:
    assert KRED.daily(one_day(**{column: 1e6})).values[0, 0] == 1


@pytest.mark.parametrize(
    ("column", "points"), [("posts", 10), ("replies", 10), ("reshares", 10), ("kreds", 30), ("likes", 0)]
)
def test_points_of_outreach(column: str, points: float) -> None:
    levels = KRED.daily(one_day(**{column: 200})).levels
    assert levels is not None
    assert levels[0, 0] == KRED.outreach(200 * points)


def test_influence_spans_one_to_a_thousand() -> None:
    assert influence(0) == 1
    assert influence(1e12) == 1000
    found = KRED.influence(np.geomspace(1, 1e7, 400))
    assert np.all(np.diff(found) >= 0)


@pytest.mark.parametrize(
    ("points", "level"), [(0, 0), (99, 0), (100, 1), (269, 1), (270, 2), (738, 2), (739, 3), (1e9, 17)]
)
def test_levels_begin_at_the_published_points_and_rise_by_the_inferred_rule(
    points: float, level: int
) -> None:
    assert KRED.outreach(points) == level


def test_levels_are_those_of_the_norms_rule_everywhere_else() -> None:
    points = np.array([p for p in range(0, 400_000, 10) if p != 270])
    rule = [0 if p < 100 else 1 + math.floor(math.log(p / 100)) for p in points]
    assert KRED.outreach(points).tolist() == rule
    assert THRESHOLDS[:2] == (100, 270)


def test_median_posts_of_each_real_level_give_that_level_or_the_one_beside_it() -> None:
    text = resources.files("scoring.influence").joinpath("influence_norms.json").read_text(encoding="utf-8")
    rows = json.loads(text)["by_outreach_level"]
    apart = [int(KRED.outreach(10 * row["median_posts"])) - row["outreach_level"] for row in rows]
    assert set(apart) <= {-1, 0, 1}
    assert apart.count(0) >= 10


def test_outreach_never_falls() -> None:
    rng = np.random.default_rng(1)
    posts = rng.poisson(3, (20, 300)) * (rng.random((20, 300)) < 0.2)
    levels = KRED.daily(activity({"a": record(posts=posts)})).levels
    assert levels is not None
    assert np.all(np.diff(levels, axis=1) >= 0)
    assert np.all(levels[:, -1] > levels[:, 0])


def test_networks_add() -> None:
    two = activity(
        {"a": record(replies_received=[[4]], posts=[[9]]), "b": record(replies_received=[[5]], posts=[[1]])}
    )
    found = KRED.daily(two)
    assert found.values[0, 0] == pytest.approx(influence(90), rel=1e-6)
    assert found.levels is not None
    assert found.levels[0, 0] == 1


def test_points_from_before_count_and_those_of_influence_age() -> None:
    nothing = {"a": record(posts=np.zeros((1, 1001)))}
    found = KRED.daily(activity(nothing, influence_before=10_000, outreach_before=5_000))
    assert found.values[0, 499] == pytest.approx(influence(5_000), rel=1e-6)
    assert found.values[0, -1] == 1
    assert found.levels is not None
    assert set(found.levels[0]) == {KRED.outreach(5_000)}


def test_received_points_leave_after_a_thousand_days() -> None:
    daily = np.zeros((1, 1200))
    daily[0, 10] = 50
    found = KRED.daily(activity({"a": record(reshares_received=daily)})).values[0]
    assert found[1009] == pytest.approx(influence(500), rel=1e-6)
    assert found[1010] == 1


def test_parts_do_not_show() -> None:
    acts = np.random.default_rng(2).poisson(1, (300, 20))
    whole = KRED.daily(activity({"a": record(replies_received=acts)}, influence_before=np.arange(300.0)))
    alone = KRED.daily(activity({"a": record(replies_received=acts[260:261])}, influence_before=[260.0]))
    assert whole.values[260] == pytest.approx(alone.values[0])


def test_every_constant_is_in_the_version() -> None:
    assert len({KRED.version, replace(KRED, act=9.0).version, replace(KRED, window_days=90).version}) == 3


def test_it_is_written_as_influence_over_outreach() -> None:
    assert KRED.text(718.6, 5) == "719 over 5"
    assert KRED.text(718.6) == "719"


def test_the_level_rule_and_the_curve_are_marked_as_inferred() -> None:
    inferred = " ".join(one.text for one in KRED.card.principles if one.status == "inferred")
    assert "level" in inferred
    assert "curve" in inferred
