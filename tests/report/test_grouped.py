"""Golden sentences of comparisons of groups, in a study without a displayed score."""

from dataclasses import replace
from math import log, nan
from typing import Any

import pytest

from scoring.estimators.estimate import Estimate, t_row
from surveys import library
from surveys.analysis.results import GROUPS, Cell, Results, Row
from surveys.protocol import Compiled, compiled, read
from surveys.protocol.sides import Sides, chosen, sides_of
from surveys.report import named_table
from surveys.report.grouped import clause
from surveys.report.judging import judged
from surveys.report.tables import cell_rows, estimates
from surveys.report.told import told_of
from tests.analysis import four, make
from tests.report.made import SEQUENTIAL, bare, look, results, row, told, wide

DAYS = [
    {"kind": "count", "name": "filler", "label": "Posts that say nothing", "acts": ["filler"]},
    {"kind": "stayed", "name": "stayed", "label": "Days stayed", "after": 6},
]
FELL = Sides(chosen({"course": ["dip_65", "dip_64"]}), chosen({"course": ["flat"]}))
FIRST = Sides(chosen({"course": ["flat"]}), chosen({"course": ["none"]}))
CALLED = {
    "contrast": "groups", "of": {"course": ["dip_65", "dip_64"]}, "against": {"course": ["flat"]},
    "called": "those whose score fell", "against_called": "those whose score stayed",
}  # fmt: skip


def planned(outcome: str, **plan: Any) -> Compiled:
    changes = four.changes(confirmatory=[{"name": "dip", "outcome": outcome, **CALLED}], **plan)
    return make.protocol(**{**changes, "outcomes": [*changes["outcomes"], *DAYS]})


def compared(outcome: str, estimate: Estimate, **options: Any) -> Row:
    return row(outcome, GROUPS, estimate, **{"sides": FELL, "comparison": "dip", **options})


def said(outcome: str, estimate: Estimate, topic: str, **options: Any) -> str:
    return told(results(compared(outcome, estimate), **options), planned(outcome))[topic].text


def test_a_state_is_told_with_what_it_is_adjusted_for() -> None:
    assert said("day4", t_row(4.1, 1.4, 500), "anxiety") == (
        "Anxiety right after day 4 was 4.1 points higher on the 0–100 scale among those whose score fell "
        "than among those whose score stayed, allowing for how each felt before (95 % interval 1.3 to 6.9)."
    )


def test_a_fall_is_told_as_a_size_beside_its_own_sign_and_an_unsure_one_as_unsure() -> None:
    text = said("day4", t_row(-1.0, 1.4, 500), "anxiety")
    assert (
        "was 1.0 points lower on the 0–100 scale" in text
        and "(difference −1.0, 95 % interval −3.8 to 1.8)" in text
    )
    assert text.endswith("We cannot tell yet whether that is a real difference.")


def test_a_count_is_so_many_times_as_many() -> None:
    text = said("filler", t_row(log(1.25), 0.08, 300), "behaviour")
    assert text == (
        "Among those whose score fell there were 1.25 times as many posts that say nothing as among those "
        "whose score stayed (95 % interval 1.07 to 1.46)."
    )


def test_what_happened_is_told_with_both_shares() -> None:
    cells = tuple(
        Cell(outcome="leave", group=group, n=100, mean=mean, m2=1.0)
        for group, mean in zip(four.COURSES, (0.1, 0.3, 0.4, 0.5), strict=True)
    )
    found = Estimate(estimate=0.15, p=0.001, low=0.05, high=0.25)
    assert said("leave", found, "behaviour", cells=cells) == (
        "Would leave: 45.0 % of those whose score fell and 30.0 % of those whose score stayed, 15.0 "
        "percentage points more (95 % interval 5.0 to 25.0)."
    )


def test_days_are_stayed_longer_or_less_long() -> None:
    assert said("stayed", t_row(-0.42, 0.1, float("inf")), "behaviour") == (
        "Those whose score fell stayed 0.42 days less long after day 6 than those whose score stayed "
        "(difference −0.42, 95 % interval −0.62 to −0.22)."
    )


@pytest.mark.parametrize(
    ("outcome", "topic", "size"),
    [("day4", "anxiety", -3.25), ("leave", "behaviour", -0.031), ("stayed", "behaviour", -0.42)],
)
@pytest.mark.parametrize("sign", [1, -1])
def test_a_sentence_gives_the_interval_that_its_table_gives(
    outcome: str, topic: str, size: float, sign: int
) -> None:
    found, protocol = results(compared(outcome, t_row(sign * size, 0.3, 300))), planned(outcome)
    table = named_table(page(protocol, *found.rows), protocol, "en")
    assert table
    line = table.rows[0]
    start = f"difference {line.estimate}, " if sign * size < 0 else ""
    assert f"({start}95 % interval {line.interval})" in told(found, protocol)[topic].text


def test_ordered_answers_are_told_by_odds() -> None:
    text = said("moved", t_row(log(2), 0.2, float("inf")), "said")
    assert text.startswith(
        "A higher answer to posting just to move it had 2.00 times the odds among those whose score fell as "
        "among those whose score stayed (95 % interval 1.35 to 2.96)."
    )


NOTE, WAYS = "what-the-number-means", "three-ways-up"
SLOPE, ROBOT = {"slope": True}, {"at": ["robot"], "less": ["conversationalist"]}
READ, SAW = (
    "among those who had read what a score counts and who saw scores than among those who had read about "
    "likes and times and who saw scores",
    "among those who saw scores than among those who saw none",
)


@pytest.mark.parametrize(
    ("code", "outcome", "each", "estimate", "sentence"),
    [
        (NOTE, "competence", SLOPE, t_row(-0.05, 0.015, 700),
         "the slope of perceived competence per 10 points of score was 0.05 points lower on the 1–7 scale "
         f"{READ} (difference −0.05, 95 % interval −0.08 to −0.02)"),
        (WAYS, "trustworthiness", ROBOT, t_row(0.25, 0.1, 900),
         "the difference of perceived trustworthiness, at Way robot less at Way conversationalist, was 0.25 "
         f"points higher on the 1–7 scale {SAW} (95 % interval 0.05 to 0.45)"),
        (NOTE, "follow", SLOPE, t_row(0.02, 0.005, 700),
         "the slope of the share of visits ending in Follow per 10 points of score was 2.0 percentage "
         f"points higher {READ} (95 % interval 1.0 to 3.0)"),
        (WAYS, "time_on_profile", ROBOT, t_row(log(1.2), 0.05, 900),
         "the ratio of time on the profile, at Way robot over at Way conversationalist, was 1.20 times as "
         "large among those who saw scores as among those who saw none (95 % interval 1.09 to 1.32)"),
    ],
)  # fmt: skip
def test_a_slope_or_difference_of_each_one_is_told_with_its_sign(
    code: str, outcome: str, each: dict[str, Any], estimate: Estimate, sentence: str
) -> None:
    document = library.studies(code)
    named = document["plan"]["confirmatory"][-1] | {"name": "it", "outcome": outcome, "each": each}
    protocol = compiled(read(document | {"plan": document["plan"] | {"confirmatory": [named]}}))
    sides = sides_of(protocol.document.plan.confirmatory[0])
    found = row(outcome, GROUPS, estimate, sides=sides, comparison="it")
    by_name = {one.name: one for one in protocol.document.outcomes}
    all_told = told_of(results(found), protocol, "en", by_name[outcome])
    assert clause(all_told, judged(found, protocol.document.plan)) == sentence


def test_without_a_plan_each_group_is_told_against_the_first() -> None:
    rows = [
        row("day3", GROUPS, t_row(2.0 + i, 0.5, 200), sides=Sides(chosen({"course": [level]}), FIRST.against),
            variant="" if i < 2 else "not adjusted")
        for i, level in enumerate(("flat", "dip_65", "dip_64"))
    ]  # fmt: skip
    answer = told(results(*rows), four.protocol())["anxiety"]
    assert answer.text.startswith("Anxiety after day 3 was 2.0 points higher") and len(answer.also) == 1
    assert "among those with Course flat than among those with Course none" in answer.text
    assert "whose score fell to 65" in answer.also[0]


def test_what_the_plan_names_comes_first_and_nothing_else_beside_it() -> None:
    named = compared("day4", t_row(4.1, 1.4, 500))
    other = row("day3", GROUPS, t_row(1.0, 1.0, 300), sides=FIRST)
    answer = told(results(named, other), planned("day4"))["anxiety"]
    assert "right after day 4" in answer.text and answer.also == ()


def test_why_there_is_no_number_is_told() -> None:
    nothing = Estimate(estimate=nan, warnings=("Nobody left in either arm, so nothing can be inferred.",))
    text = said("stayed", nothing, "behaviour")
    assert text == (
        "Days stayed, those whose score fell against those whose score stayed: nothing is inferred. Nobody "
        "left in either arm, so nothing can be inferred."
    )


def test_averages_alone_are_told_of_few() -> None:
    cells = (
        Cell(outcome="leave", group="none", n=5, mean=0.2, m2=0.8),
        Cell(outcome="filler", group="none", n=5, mean=1.5, m2=0.8),
    )
    found = results(cells=cells, extent="few")
    assert told(found, planned("leave"))["behaviour"].text.startswith(
        "Would leave happened with 20 % in the group “Course none” (n = 5)."
    )
    assert told(found, planned("filler"))["behaviour"].text.startswith(
        "Posts that say nothing averaged 1.50 in the group “Course none”"
    )


def test_while_the_plan_looks_early_it_is_told_as_such() -> None:
    protocol = planned("day4", stopping=SEQUENTIAL)
    found = t_row(4.1, 1.4, 500)
    early = results(
        compared("day4", bare(found), p_adjusted=0.004), extent="early",
        looks=(look("dip", 100, found, p=0.004, crossed=True),),
    )  # fmt: skip
    text = told(early, protocol)["anxiety"].text
    assert text.startswith(
        "As the plan allows, after the first 100 of 400: anxiety right after day 4 was 4.1"
    )


def page(protocol: Compiled, *rows: Row) -> Results:
    return replace(results(*rows), planned=protocol.document.plan.planned)


def test_tables_name_both_sides_and_the_unit() -> None:
    protocol = planned("filler")
    table = named_table(page(protocol, compared("filler", t_row(log(1.25), 0.08, 300))), protocol, "en")
    assert table and table.rows[0].contrast == (
        "Posts that say nothing: those whose score fell against those whose score stayed"
    )
    assert (table.rows[0].estimate, table.rows[0].unit) == ("1.25", "times as often")


@pytest.mark.parametrize(
    ("outcome", "variant", "said_of"),
    [
        ("filler", "difference of mean counts", "0.50 times more, on average"),
        ("stayed", "log-rank test", "1.65 times the rate of leaving"),
        ("moved", "probability of a higher answer", "50.0 percentage points above even"),
    ],
)
def test_other_ways_answer_in_their_own_unit(outcome: str, variant: str, said_of: str) -> None:
    protocol = planned("day4")
    found = page(protocol, row(outcome, GROUPS, t_row(0.5, 0.1, 300), sides=FIRST, variant=variant))
    tables = {table.outcome: table for table in estimates(found, protocol, "en")}
    (line,) = next(iter(tables.values())).folds[0].rows
    assert line.estimate == said_of


def test_means_of_counts_are_no_logarithms() -> None:
    protocol = planned("filler")
    found = results(cells=(Cell(outcome="filler", group="flat", n=9, mean=1.5, m2=8.0),))
    (cell,) = cell_rows(found, protocol, "en")
    assert (cell.outcome, cell.mean, cell.sd) == (
        "Posts that say nothing (times, on average)",
        "1.50",
        "1.00",
    )


def test_the_family_is_told_to_hold_together() -> None:
    found = t_row(4.1, 1.4, 500)
    named = [compared("day4", found, p_adjusted=0.01, **wide(found, 2))]
    changes = four.changes(confirmatory=list(four.NAMED[:2]))
    (text,) = told(results(*named), make.protocol(**changes))["anxiety"].also
    assert "wide enough for both named comparisons" in text


BELOW = Sides(chosen({"course": ["dip_64"]}), chosen({"course": ["dip_65"]}))
FEW = "Too few people: 19 on one side and 17 on the other; each needs 20."


def two(**options: Any) -> Results:
    """The dip is told, what is below it is withheld."""
    rows = (
        compared("day4", t_row(4.1, 1.4, 500)),
        row(
            "day4",
            GROUPS,
            Estimate(estimate=nan, warnings=(FEW,)),
            sides=BELOW,
            comparison="below",
            variant=" ",
        ),
    )
    return replace(results(*rows), **options)


def both() -> Compiled:
    return four.protocol(confirmatory=list(four.NAMED[1:]))


def test_a_comparison_with_too_few_on_a_side_says_so_beside_the_others() -> None:
    answer = told(two(), both())["anxiety"]
    assert answer.text.startswith("Anxiety right after day 4 was 4.1 points higher")
    assert answer.also == (
        "Anxiety right after day 4, those whose score fell to 64 against those whose score fell to 65: "
        f"nothing is inferred. {FEW}",
    )
    assert answer.at_once == answer.also and answer.further == ()


def test_what_was_built_into_a_comparison_that_has_no_number_is_not_found() -> None:
    planted = {
        "groups:day4:course=dip_64": 5.0,
        "groups:day4:course=dip_65": 5.0,
        "groups:day4:course=none": 1.0,
    }
    one = told(two(kind="simulated", planted=planted), both())["anxiety"]
    assert "We built in +5 points" in one.text and "could not be computed" not in one.text
    planted["groups:day4:course=dip_64"] = 9.0
    other = told(two(kind="simulated", planted=planted), both())["anxiety"]
    assert (
        "We built in a difference in anxiety right after day 4 among those whose score fell to 64"
        in other.text
    )
    assert other.text.count("not found") == 1


def test_of_many_groups_too_small_not_each_is_listed() -> None:
    """Fourteen averages in one sentence would be read by nobody."""
    protocol = Compiled(read(library.studies("sixty-five")), "")
    cells = tuple(
        Cell(outcome="anxiety", group=arm, n=3, mean=30.0 + i, m2=8.0) for i, arm in enumerate(protocol.arms)
    )
    few = replace(results(), extent="few", cells=cells, exposed=(3,) * 13 + (21,))
    assert told(few, protocol)["anxiety"].text == (
        "Anxiety averaged 30.0 to 43.0 in 14 groups. The smallest group has 3 people, and 13 of 14 have "
        "fewer than 20. That is too few to say more: each side of what the plan compares needs 20."
    )


def test_topics_that_the_plan_names_stand_before_the_others() -> None:
    """Planned: felt credibility and anxiety; what people did is not."""
    protocol = Compiled(read(library.studies("sixty-five")), "")
    cells = tuple(
        Cell(outcome=name, group=arm, n=30, mean=3.0, m2=8.0)
        for name in ("felt", "anxiety", "checks")
        for arm in protocol.arms
    )
    found = told(replace(results(), cells=cells, groups=tuple(protocol.arms)), protocol)
    assert list(found) == ["credibility", "anxiety", "behaviour"]
    assert found["credibility"].title == "What people thought"
    assert found["credibility"].text.startswith("Felt credibility")
