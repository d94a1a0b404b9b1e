"""From rows to the results page: four groups, a plan of groups, no displayed score."""

from math import inf
from typing import Any

import numpy as np
import pytest

from scoring.allocation.blocks import entries
from surveys.analysis.data import load
from surveys.analysis.frames import Ints
from surveys.analysis.results import GROUPS, MAIN, REASSIGNED, TUKEY, UNADJUSTED
from surveys.analysis.runs import latest
from surveys.analysis.scope import scope_of
from surveys.analysis.scores import write_scores
from surveys.analysis.storing import results_of
from surveys.charts import draw
from surveys.models import Kind, Slot, Study
from surveys.report import results_context
from tests.analysis import four, make
from tests.report.made import perform

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY: Ints = four.arrays(0).arm


def test_what_was_answered_becomes_numbers_of_each_participant() -> None:
    study = four.study()
    four.rows(study, 12, dip=20)
    write_scores(study)
    assert study.protocol
    found = load(scope_of(study, Kind.REAL), study.protocol.compiled, without=NOBODY)
    assert found.before["day3"].shape == (12,) and found.before["day4"].shape == (12, 2)
    assert (found.before["day4"][:, 0] == found.before["day3"]).all()
    assert (found.before["day4"][:, 1] == found.values["day3"]).all()
    assert set(found.values["moved"]) <= {1.0, 2.0, 3.0, 4.0} and set(found.values["leave"]) <= {0.0, 1.0}
    assert found.within.shape == (0, 0) and found.days is None and found.left == {}


def test_a_planted_dip_is_found_stored_and_told_in_plain_words() -> None:
    study = four.study(planned=160, confirmatory=list(four.NAMED))
    four.rows(study, 160, dip=12)
    perform(study)
    run = latest(study, Kind.REAL)
    assert run is not None
    found = results_of(run)
    named = {row.comparison: row for row in found.rows if row.comparison}
    dip = named["dip"]
    assert dip.sides and dip.sides.key == "course:dip_65+dip_64~course:flat"
    assert dip.estimate.low < 12 < dip.estimate.high and dip.p_adjusted < 0.001
    assert named["below"].p_adjusted > 0.01 and named["visible"].p_adjusted > 0.01
    assert run.estimates.get(comparison="dip").sides == dip.sides.to_json()
    page = results_context(study)
    answers = {answer.topic: answer for answer in page.answers}
    told = [answers["anxiety"].text, *answers["anxiety"].also]
    assert len(told) == 3
    assert told[1].startswith("Anxiety right after day 4 was 1") and "those whose score stayed" in told[1]
    assert "“Course" not in " ".join(told) and "hidden" not in " ".join(told)
    assert page.named and len(page.named.rows) == 3


def test_without_a_plan_the_page_sets_each_group_against_the_first_and_says_it_explores() -> None:
    study = four.study(planned=120)
    four.rows(study, 120)
    perform(study)
    page = results_context(study)
    assert page.named is None and {table.outcome for table in page.estimates} == {
        "Anxiety after day 3", "Anxiety right after day 4", "Posting just to move it", "Would leave",
    }  # fmt: skip
    assert any("Nothing here was named before the data came" in doubt for doubt in page.doubts)
    table = next(table for table in page.estimates if table.outcome == "Would leave")
    assert [line.contrast for line in table.main] == [
        "Those with Course flat against those with Course none",
        "Those whose score fell to 65 against those with Course none",
        "Those whose score fell to 64 against those with Course none",
    ]


def test_the_charts_are_drawn_without_a_displayed_score() -> None:
    study = four.study(planned=120, confirmatory=list(four.NAMED[1:]))
    four.rows(study, 120, dip=5)
    perform(study)
    run = latest(study, Kind.REAL)
    assert run is not None
    drawn = {chart.key: chart for chart in draw(results_of(run), make.protocol(**four.changes()))}
    assert {"effects", "distributions", "flow"} <= set(drawn)
    assert "those with Course dip_65 or dip_64" not in drawn["effects"].alternative
    main = [row for row in results_of(run).rows if row.contrast == GROUPS and row.variant == MAIN]
    assert len(main) == 2 + 4 * 3


def test_a_row_by_the_normal_distribution_comes_back_from_its_table_as_it_was() -> None:
    study = four.study(planned=160)
    four.rows(study, 160, dip=10)
    perform(study)
    run = latest(study, Kind.REAL)
    assert run is not None
    odds = [row for row in results_of(run).rows if row.outcome == "moved" and not row.variant]
    assert len(odds) == 3 and all(row.estimate.df == inf and row.estimate.consistent() for row in odds)
    assert run.estimates.filter(outcome="moved", df=None, statistic__isnull=False).count() == 3
    page = results_context(study)
    assert not any("do not agree" in doubt for doubt in page.doubts)
    said = next(answer for answer in page.answers if answer.topic == "said")
    assert "times the odds" in said.text and said.chart and "mean of each group" in said.chart.alternative


# --- several levels between participants, on one page


def edwards(**plan: Any) -> dict[str, Any]:
    """Three groups shown 20, 42 or 85 on one and the same page."""
    document = make.document()
    level = {"name": "level", "label": "Displayed score", "levels": [20, 42, 85], "varies": "between"}
    pages = [{**page, "count": 1} if page["kind"] == "visits" else page for page in document["pages"]]
    return {
        "factors": [level],
        "cue": {"value": {"factor": "level"}, "visibility": "shown"},
        "pages": pages,
        "pool": {**document["pool"], "profiles": document["pool"]["profiles"][:1]},
        "outcomes": [document["outcomes"][0]],
        "plan": {"planned": 150, **plan},
    }


def test_one_page_with_three_scores_is_an_analysis_of_variance_and_three_pairs() -> None:
    named = {"name": "high", "outcome": "trust", "contrast": "groups", "of": {"level": [85]},
             "against": {"level": [20]}}  # fmt: skip
    study = make.study(**edwards(confirmatory=[named]))
    make.people(study, range(150))
    perform(study)
    run = latest(study, Kind.REAL)
    assert run is not None
    found = results_of(run)
    row = found.named("high")
    assert row and row.estimate.n_participants == 100 and row.estimate.n_profiles == 1
    (table,) = found.variances
    assert (table.factor, table.df, table.residual_df, table.n) == ("level", 2, 147, 150)
    pairs = [row for row in found.rows if row.variant == TUKEY]
    assert [row.sides.key for row in pairs if row.sides] == [
        "level:42~level:20", "level:85~level:20", "level:85~level:42",
    ]  # fmt: skip
    page = results_context(study)
    (answer,) = page.answers
    assert answer.text.startswith("Message credibility was ")
    assert "among those with Displayed score 85 than among those with Displayed score 20" in answer.text
    (outcome,) = page.estimates
    assert any(said.startswith("Over the 3 groups of Displayed score: F(2, 147) = ") for said in outcome.said)


# --- the lot


def dealt(study: Study, n: int, *, dip: float) -> None:
    """Who came got the places of the list, in its order."""
    assert study.protocol
    protocol = study.protocol.compiled
    places = entries(bytes(32), "real/", 0, n, weights=protocol.weights, multiples=(2,), rows=protocol.rows)
    rng = np.random.default_rng(5)
    for i, place in enumerate(places):
        who = four.person(study, i, rng, dip, 0.0, Kind.REAL, arm=place.arm)
        Slot.objects.create(
            study=study, kind=Kind.REAL, stratum="", position=i, block=place.block, size=place.size,
            arm=place.arm, set=place.set, row=place.row, participation=who,
        )  # fmt: skip


def test_the_lot_drawn_again_agrees_and_keeps_the_other_groups_where_they_were() -> None:
    study = four.study(planned=96, confirmatory=[dict(four.NAMED[1]), dict(four.NAMED[2])])
    dealt(study, 96, dip=12)
    perform(study)
    run = latest(study, Kind.REAL)
    assert run is not None
    rows = {row.sides.key: row for row in results_of(run).rows if row.variant == REASSIGNED and row.sides}
    assert set(rows) == {"course:dip_65+dip_64~course:flat", "course:dip_64~course:dip_65"}
    dip, below = rows["course:dip_65+dip_64~course:flat"], rows["course:dip_64~course:dip_65"]
    assert dip.seed is not None and dip.estimate.n_participants == 72 and dip.estimate.p < 0.05
    assert below.estimate.p > 0.05 and below.estimate.n_participants == 48
    plain = next(r for r in results_of(run).rows if r.sides == dip.sides and r.variant == UNADJUSTED)
    assert abs(dip.estimate.estimate - plain.estimate.estimate) < 1e-9
