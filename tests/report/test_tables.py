from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys.analysis.compute import compute
from surveys.analysis.evidence import Crossing, Failed
from surveys.analysis.results import LEVEL, Count, Flow, Noticed, Results, Row
from surveys.report import Inconsistent, TableRow, estimates, flow_table
from surveys.report.doubts import doubts
from surveys.report.flows import left, made_with, sets
from surveys.report.numbers import enough_digits, interval, number, p_value, within_one
from surveys.report.tables import TIMELESS, cell_rows, note, timely, verified
from tests.analysis import make
from tests.analysis.arrays import FLOW, data
from tests.report.made import ANYTIME, SEQUENTIAL, planned

PROTOCOL = make.protocol()
RESULTS = compute(PROTOCOL, data(100, slope=0.1), FLOW, kind="real")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.125, 2, "0.12"),
        (0.135, 2, "0.14"),
        (-0.004, 2, "0.00"),
        (-0.114, 2, "−0.11"),
        (nan, 2, "–"),
        (62.5, 0, "62"),
    ],
)
def test_numbers_are_rounded_once(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


@pytest.mark.parametrize(
    ("p", "text"), [(0.0432, ".043"), (0.0005, "< .001"), (0.001, ".001"), (0.9999, "> .999"), (nan, "–")]
)
def test_p_as_the_apa_prints_it(p: float, text: str) -> None:
    assert p_value(p) == text


@pytest.mark.parametrize(
    ("text", "apa"), [("0.94", ".94"), ("−0.12 to 0.30", "−.12 to .30"), ("1.00", "1.00"), ("–", "–")]
)
def test_what_cannot_exceed_one_has_no_leading_zero(text: str, apa: str) -> None:
    assert within_one(text) == apa


def test_a_narrow_interval_gets_the_digits_that_tell_its_ends_apart() -> None:
    assert enough_digits(0.0011, 0.0029, 2) == 3
    assert enough_digits(0.02, 0.08, 2) == 2
    assert interval(nan, 1) == "–"


def test_a_wrong_p_is_refused() -> None:
    first = RESULTS.rows[0]
    wrong = replace(
        RESULTS, rows=(replace(first, estimate=replace(first.estimate, p=0.04)), *RESULTS.rows[1:])
    )
    with pytest.raises(Inconsistent, match=first.key):
        estimates(wrong, PROTOCOL, "en")
    good, refused = verified(wrong)
    assert refused == (first.key,)
    assert first.key not in {line.key for line in lines(good)}
    assert doubts(good, PROTOCOL, "en", refused=refused)[0].startswith("1 estimate is not shown")


@pytest.mark.parametrize("adjusted", [0.0, 1.5])
def test_a_correction_that_makes_p_smaller_is_refused(adjusted: float) -> None:
    at = next(row for row in RESULTS.rows if row.key == "trust.at.42")
    assert verified(replace(RESULTS, rows=(replace(at, p_adjusted=adjusted),)))[1] == (at.key,)
    assert verified(RESULTS)[1] == ()


def lines(results: Results) -> list[TableRow]:
    tables = estimates(results, PROTOCOL, "en")
    folded = [line for table in tables for fold in table.folds for line in fold.rows]
    return [*(line for table in tables for line in table.main), *folded]


def test_every_row_is_a_line_with_what_it_estimates() -> None:
    found = lines(RESULTS)
    assert {line.key for line in found} == {row.key for row in RESULTS.rows}
    assert len(found) == len(RESULTS.rows)
    what = ("Change", "Difference", "Curvature", "Step")
    assert all(line.notes[0].startswith(what) and line.n for line in found)
    at = next(line for line in found if line.key == "trust.at.85")
    assert at.contrast == "85 shown against hidden" and at.p_adjusted not in ("", "–")
    assert at.n == "100 participants, 10 profiles, 500 visits"


def test_main_rows_come_first_and_the_rest_is_folded() -> None:
    tables = {table.outcome: table for table in estimates(RESULTS, PROTOCOL, "en")}
    assert list(tables) == ["Message credibility", "Follow", "Time on the profile", "Anxiety"]
    main = {name: [line.contrast for line in table.main] for name, table in tables.items()}
    slope = ["Each 10 points of displayed score", "85 shown against 20"]
    assert main["Message credibility"] == slope
    assert sorted(main["Follow"]) == sorted([*slope, "85 shown against hidden"])
    assert main["Anxiety"] == ["Score shown against hidden, allowing for how each felt before"]
    folds = {
        fold.title: [line.contrast for line in fold.rows] for fold in tables["Message credibility"].folds
    }
    assert [(title, len(rows)) for title, rows in folds.items()] == [
        ("Single displayed scores", 6),
        ("The shape: steps, bends, turning points", 1),
        ("Controls, and those who noticed the score", 2),
        ("Other ways of computing the same", 16),
    ]
    assert folds["Single displayed scores"][-1] == "Shown against hidden, averaged over 20, 42, 62, 67, 85"
    others = folds["Other ways of computing the same"]
    assert others[1] == "Each 10 points of displayed score: each one's first rating only"
    assert len(set(others)) == 16, "each says in which way it differs"


def test_every_row_is_printed_once_and_says_what_it_is_and_how() -> None:
    found = lines(RESULTS)
    assert sorted(line.key for line in found) == sorted(row.key for row in RESULTS.rows)
    slope = next(line for line in found if line.key == "trust.level")
    assert slope.notes[0].startswith(
        "Change in Message credibility per 10 points of the displayed score, among"
    )
    assert slope.notes[1] == "How: Linear mixed model, REML, Satterthwaite df."
    assert (
        slope.notes[2].startswith("SE 0.0") and "; df " in slope.notes[2] and "; statistic " in slope.notes[2]
    )
    assert slope.notes[3].startswith(
        "Effect size: in units of the SD of single ratings where the score was hid"
    )
    assert not any("Satterthwaite" in line.contrast for line in found)


def test_a_missing_number_says_why_beside_the_dash() -> None:
    empty = Estimate(estimate=nan, warnings=("12 ratings are missing.", "All slopes are the same."))
    line = lines(replace(RESULTS, rows=(row_of("trust", LEVEL, empty),)))[0]
    assert (line.estimate, line.interval, line.p, line.why) == ("–", "–", "–", "All slopes are the same.")


def test_the_score_at_which_showing_it_makes_no_difference_stands_below_its_outcome() -> None:
    def said(low: float, high: float) -> str:
        crossing = Crossing(outcome="trust", score=47.2, low=low, high=high)
        return " ".join(estimates(replace(RESULTS, crossings=(crossing,)), PROTOCOL, "en")[0].said)

    start = "Showing a score makes no difference at about 47 (95 % interval "
    assert said(40, 53) == f"{start}40 to 53)."
    assert said(9, 79) == f"{start}9 to 79): not all of that lies among the scores that were displayed."
    assert said(nan, nan) == ""


def test_an_outcome_that_failed_has_its_place_in_the_tables() -> None:
    rows = tuple(row for row in RESULTS.rows if row.outcome != "trust")
    failed = (Failed(outcome="trust", reason="ValueError: no."),)
    table = estimates(replace(RESULTS, rows=rows, failed=failed), PROTOCOL, "en")[0]
    assert table.outcome == "Message credibility" and table.main == ()
    assert table.problem.startswith("Message credibility could not be computed")


def test_a_study_of_one_displayed_score_folds_nothing_but_has_rows() -> None:
    factors = make.document()["factors"][:1]
    one = make.protocol(factors=factors, cue={"value": 65, "visibility": {"factor": "visibility"}})
    found = replace(data(100), level=np.full((100, 5), 65.0))
    tables = estimates(compute(one, found, FLOW, kind="real"), one, "en")
    assert [line.contrast for line in tables[0].main] == ["65 shown against hidden"]


def row_of(outcome: str, contrast: str, estimate: Estimate) -> Row:
    return Row(key="k", outcome=outcome, contrast=contrast, estimand="x", estimate=estimate, at=(85.0,))


@pytest.mark.parametrize(
    ("outcome", "size", "unit", "estimate", "interval"),
    [
        ("trust", -0.114, "points on the 1–7 scale", "−0.11", "−0.31 to 0.08"),
        ("unease", -4.44, "points on the 0–100 scale", "−4.4", "−4.6 to −4.2"),
        ("follow", 0.0288, "percentage points", "2.9", "−16.7 to 22.5"),
        ("time", 0.1, "times as long", "1.11", "0.91 to 1.34"),
    ],
)
def test_numbers_have_the_unit_and_digits_of_their_outcome(
    outcome: str, size: float, unit: str, estimate: str, interval: str
) -> None:
    found = row_of(outcome, LEVEL, t_row(size, 0.1, inf))
    table = estimates(replace(RESULTS, rows=(found,)), PROTOCOL, "en")[0]
    line = table.main[0]
    assert (table.unit, line.estimate, line.interval) == (unit, estimate, interval)


def test_simulated_people_take_no_time() -> None:
    found = timely(compute(PROTOCOL, data(100), FLOW, kind="simulated"), PROTOCOL)
    assert "time" not in {row.outcome for row in found.rows} | {cell.outcome for cell in found.cells}
    assert note(found, PROTOCOL).endswith(TIMELESS)
    assert timely(RESULTS, PROTOCOL) == RESULTS and TIMELESS not in note(RESULTS, PROTOCOL)
    late = replace(FLOW, minutes=0.2)
    assert flow_table(replace(found, flow=late), PROTOCOL, "en").minutes == ""


def test_means_have_units_and_say_when() -> None:
    found = cell_rows(RESULTS, PROTOCOL, "en")
    names = list(dict.fromkeys(cell.outcome for cell in found))
    assert names == [
        "Message credibility (1–7 scale)",
        "Follow (% of visits)",
        "Time on the profile (seconds, geometric mean)",
        "State anxiety, before (0–100 scale)",
        "Anxiety (0–100 scale)",
    ]
    time = next(cell for cell in found if cell.outcome.startswith("Time"))
    assert 15 < float(time.mean) < 25 and time.sd.startswith("× 1.")


def test_the_note_counts_the_intervals_that_are_expected_to_miss() -> None:
    made = sum(not np.isnan(row.estimate.low) for row in RESULTS.rows)
    said = f"Of these {made} exploratory intervals, about {round(made / 20)} are expected to miss."
    assert said in note(RESULTS, PROTOCOL)
    assert "One 95 % interval in 20 is expected" in note(replace(RESULTS, rows=RESULTS.rows[:1]), PROTOCOL)
    named = replace(RESULTS, rows=(replace(RESULTS.rows[0], comparison="a"), *RESULTS.rows[1:]))
    assert f"Of these {made - 1} exploratory" in note(named, PROTOCOL)
    assert note(replace(RESULTS, rows=()), PROTOCOL) == ""


def test_where_the_plan_looks_early_the_note_says_once_that_exploration_does_not_allow_for_it() -> None:
    said = "Their intervals and p do not allow for the looks before the end."
    assert said not in note(RESULTS, PROTOCOL)
    for stopping in (SEQUENTIAL, ANYTIME):
        assert note(RESULTS, planned("first", stopping=stopping)).count(said) == 1


def gone(shown: int, hidden: int, p: float) -> Flow:
    return Flow(
        groups=("shown", "hidden"),
        counts=(
            Count(key="exposed", total=200, by_group=(100, 100)),
            Count(key="finished", total=200 - shown - hidden, by_group=(100 - shown, 100 - hidden)),
        ),
        attrition=p,
    )


EACH = "Score shown {} %, Score hidden {} %"
BIAS = ": that can bias every comparison."


@pytest.mark.parametrize(
    ("flow", "n", "rest"),
    [
        (
            gone(8, 10, 0.806),
            "18 of the 200 who saw the study (9 %)",
            "evenly over the groups (Score shown 8 %, Score hidden 10 %; p = .806).",
        ),
        (
            gone(5, 20, 0.0026),
            "25 of the 200 who saw the study (12 %)",
            f"unevenly over the groups ({EACH.format(5, 20)}; p = .003){BIAS}",
        ),
        (
            gone(2, 30, 1e-8),
            "32 of the 200 who saw the study (16 %)",
            f"very unevenly over the groups ({EACH.format(2, 30)}; p < .001){BIAS}",
        ),
    ],
)
def test_who_left_is_the_first_doubt(flow: Flow, n: str, rest: str) -> None:
    found = replace(RESULTS, flow=flow)
    said = left(found, PROTOCOL, "en")
    assert said == f"{n} did not finish it, {rest}"
    assert doubts(found, PROTOCOL, "en")[0] == said


def test_who_left_before_is_told_so_that_both_counts_agree() -> None:
    """20 of 220 left: 18 of the 200 who saw the study, and 2 before; 12 declined and 6 did not qualify."""
    more = (
        Count(key="arrived", total=220), Count(key="declined", total=12), Count(key="screened_out", total=6),
    )  # fmt: skip
    flow = gone(8, 10, 0.806)
    said = left(replace(RESULTS, flow=replace(flow, counts=(*more, *flow.counts))), PROTOCOL, "en")
    assert said.startswith("18 of the 200 who") and said.endswith("2 more had left before they saw it.")


def test_while_people_are_inside_only_who_said_so_has_left() -> None:
    counts = (*gone(3, 5, 0.5).counts, Count(key="stopped", total=2), Count(key="withdrawn", total=1))
    flow = Flow(groups=(), counts=counts)
    inside = replace(RESULTS, extent="live", flow=flow)
    assert left(inside, PROTOCOL, "en") == "3 people have stopped or withdrawn so far."
    nobody = replace(inside, flow=replace(flow, counts=gone(3, 5, 0.5).counts))
    assert left(nobody, PROTOCOL, "en") == ""


def test_a_live_studys_groups_are_told_of_the_batch_that_is_counted() -> None:
    flow = Flow(
        groups=("shown", "hidden"),
        counts=(
            Count(key="exposed", total=95, by_group=(41, 39)),
            Count(key="finished", total=85, by_group=(39, 36)),
        ),
        attrition=0.7,
        batched=80,
    )  # fmt: skip
    assert left(replace(RESULTS, extent="live", flow=flow), PROTOCOL, "en") == (
        "5 of the 80 who saw the study and ended first (6 %) did not finish it, evenly over the groups "
        "(Score shown 5 %, Score hidden 8 %; p = .700)."
    )


def test_where_nobody_left_or_nobody_came_nothing_is_tested() -> None:
    def said(flow: Flow) -> str:
        return left(replace(RESULTS, flow=flow), PROTOCOL, "en")

    assert said(gone(0, 0, 1.0)) == "Everybody who saw the study finished it."
    assert said(Flow(groups=(), counts=())) == ""


def test_what_could_be_wrong_names_profiles_and_unvalidated_words() -> None:
    words = " ".join(doubts(RESULTS, PROTOCOL, "en"))
    assert "Only these 10 profiles" in words
    assert "“Unease right now (three sliders)” is in the study's own words" in words


def test_the_flow_is_told_in_plain_words() -> None:
    keys = ("allocated", "exposed", "page:person.2.rate", "page:later", "page:welcome")
    flow = Flow(
        groups=("shown", "hidden"), counts=tuple(Count(key=k, total=9, by_group=(5, 4)) for k in keys)
    )
    found = flow_table(replace(RESULTS, flow=flow), PROTOCOL, "en")
    assert found.groups == ("Score shown", "Score hidden")
    assert [row.label for row in found.steps] == [
        "Put into a group by lot",
        "Saw a page that differs between groups",
    ]
    assert [row.label for row in found.pages] == ["Profile 2: rate", "Questions", "Consent"]


def test_whether_the_score_was_noticed_is_said_of_each_side() -> None:
    noticed = (Noticed(group="shown", n=40, noticed=32), Noticed(group="hidden", n=40, noticed=4))
    words = doubts(replace(RESULTS, noticed=noticed), PROTOCOL, "en")
    said = "Of those who saw scores, 80 % noticed them; of those who saw none, 10 % say that they saw some."
    assert said in words
    assert not [w for w in doubts(replace(RESULTS, noticed=()), PROTOCOL, "en") if "noticed" in w]


@pytest.mark.parametrize(
    ("settled", "said"),
    [
        (True, "3 people left without a word; what they had answered is counted."),
        (False, "3 people are under way, or left without a word: not counted yet."),
    ],
)
def test_whether_the_unfinished_are_counted_is_said(settled: bool, said: str) -> None:
    flow = replace(FLOW, counts=(Count(key="unfinished", total=3),))
    assert said in doubts(replace(RESULTS, flow=flow), PROTOCOL, "en", settled=settled)


def test_exploration_is_a_doubt_only_where_nothing_was_named() -> None:
    named = replace(RESULTS, rows=(replace(RESULTS.rows[0], comparison="a"), *RESULTS.rows[1:]))
    said = "Nothing here was named before the data came: take it as exploration."
    assert said in doubts(RESULTS, PROTOCOL, "en")
    assert said not in doubts(named, PROTOCOL, "en")


def test_who_is_counted_is_said_of_each_set() -> None:
    flow = Flow(
        groups=("shown", "hidden"),
        counts=(
            Count(key="allocated", total=105, by_group=(53, 52)),
            Count(key="exposed", total=102, by_group=(52, 50)),
        ),
    )
    found = replace(RESULTS, flow=flow, exposed=(50, 50), complete=(48, 49))
    assert sets(found, PROTOCOL, "en") == (
        "Put into a group: 105 (Score shown 53, Score hidden 52). Of them saw a page that differs between "
        "groups: 102 (Score shown 52, Score hidden 50). Analysed, without those who withdrew or whom the "
        "plan leaves out: 100 (Score shown 50, Score hidden 50), in the groups they were drawn for. Of them "
        "finished: 97 (Score shown 48, Score hidden 49). The 3 who were given a group and never saw such a "
        "page gave no answer after it: of all who were given a group the estimates are the same, and what "
        "those missing could have changed is bounded as well."
    )
    assert sets(replace(found, exposed=()), PROTOCOL, "en") == ""


def test_what_is_needed_to_compute_it_again_is_listed() -> None:
    words = made_with(RESULTS)
    assert words[0].startswith("Seed of bootstrap and randomisation inference: ")
    assert any(part.startswith("scipy ") for part in words)
