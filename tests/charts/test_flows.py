"""The flow diagram: every number where it belongs, none by group that may not be told."""

from dataclasses import replace
from itertools import combinations

import pytest

from surveys.analysis.flows import blinded
from surveys.analysis.results import Count, Flow, Results
from surveys.charts.boxes import Box, Diagram
from surveys.charts.flows import BESIDE, _drawn, _names, _stages, flow
from surveys.protocol import Compiled
from tests.charts.found import PROTOCOL, column, figure, found, four_groups, rows_of, words_in
from tests.charts.found import flow as people


def diagram(results: Results, protocol: Compiled = PROTOCOL) -> Diagram:
    return _drawn(list(_stages(results, protocol)), _names(results, protocol))


def said(box: Box) -> str:
    return " ".join(box.lines)


def test_numbers_stand_where_they_belong() -> None:
    boxes = [said(box) for box in diagram(found()).boxes]
    assert boxes[:3] == [
        "Arrived: 109",
        "Declined: 3 Screened out: 2 Left before random assignment: 4",
        "Put into a group by lot: 100",
    ]
    assert boxes[3:5] == [f"Score {name} Put into this group: 50" for name in ("shown", "hidden")]
    assert boxes[7:] == [
        *["Stopped early: 5 Took everything back: 5"] * 2,
        *["Finished: 40"] * 2,
        "Left out: an answer before random assignment: 2 Analysed: 50",
        "Left out: an answer before random assignment: 1 Analysed: 50",
    ]


def test_everybody_who_arrived_is_somewhere() -> None:
    table = figure(flow, found()).table
    total = {row[0]: int(str(row[2])) for row in table.rows if row[1] == "Everybody"}
    before = total["Declined"] + total["Screened out"] + total["Left before random assignment"]
    after = sum(total[k] for k in ("Finished", "Stopped early", "Took everything back"))
    assert total["Arrived"] == before + total["Put into a group by lot"]
    assert total["Put into a group by lot"] == after + total["Still on their way, or left"]


@pytest.mark.parametrize("case", ["two", "four", "blinded", "nobody"])
def test_no_box_lies_over_another_and_arrows_end_at_boxes(case: str) -> None:
    results, protocol = found(), PROTOCOL
    if case == "four":
        protocol, results = four_groups()
    elif case == "blinded":
        results = replace(results, flow=blinded(people(PROTOCOL, 10)), exposed=())
    elif case == "nobody":
        results = replace(results, flow=people(PROTOCOL, 0), exposed=())
    made = diagram(results, protocol)
    for one, other in combinations(made.boxes, 2):
        apart = one.x + one.width <= other.x or other.x + other.width <= one.x
        assert apart or one.bottom <= other.y or other.bottom <= one.y
    for _, _, x, y in made.arrows:
        assert any(box.x <= x <= box.x + box.width and box.y <= y <= box.bottom for box in made.boxes)


def test_up_to_three_groups_stand_beside_each_other() -> None:
    made = diagram(found())
    assert len({box.y for box in made.boxes if "into this group" in said(box)}) == 1
    protocol, results = four_groups()
    assert len(results.groups) > BESIDE
    below = [box for box in diagram(results, protocol).boxes if "into this group" in said(box)]
    assert len({box.y for box in below}) == 4 and len({box.x for box in below}) == 1


def test_what_may_not_be_told_by_group_is_not() -> None:
    few = replace(found(), flow=blinded(people(PROTOCOL, 10)), exposed=(), excluded=())
    drawn = figure(flow, few)
    assert "Score" not in drawn.words and set(column(drawn.table, "Group")) == {"Everybody"}
    many = replace(few, flow=blinded(people(PROTOCOL, 100)))
    drawn = figure(flow, many)
    assert "Finished: 80 (Score shown 40, Score hidden 40)" in drawn.words
    assert "Stopped early: 10;" in drawn.words
    assert not any("Stopped" in words for words in words_in(drawn.chart))


def test_a_study_without_a_lot_ends_after_arrival() -> None:
    only = Flow(groups=(), counts=(Count(key="arrived", total=9), Count(key="finished", total=7)))
    boxes = [said(box) for box in diagram(replace(found(), flow=only, exposed=())).boxes]
    assert boxes == ["Arrived: 9", "Finished: 7"]


def test_where_nobody_came_nothing_is_drawn() -> None:
    assert flow(replace(found(), flow=Flow(groups=(), counts=())), PROTOCOL) is None


def test_words_stay_in_their_boxes() -> None:
    chart = figure(flow, found()).chart
    frames = rows_of(chart, "x2", "y2")
    for words in rows_of(chart, "words"):
        assert any(f["x"] < words["x"] < f["x2"] and f["y"] < words["y"] < f["y2"] for f in frames)


def test_a_box_is_as_high_as_its_words() -> None:
    box = Box.of(["short", "long " * 20], x=0, y=10, width=120)
    assert len(box.lines) > 5
    assert box.height > Box.of(["short"], x=0, y=10, width=120).height
    assert all(len(line) <= 15 for line in box.lines)
    assert box.tall(500).bottom == 510
