"""The course over days: bands, lines, ticks, words and numbers."""

from dataclasses import replace
from functools import cache
from typing import Any

from surveys.analysis.compute import compute
from surveys.analysis.results import Flow, Results
from surveys.charts.course import course
from surveys.charts.staying import staying, steps
from surveys.protocol import Compiled, compiled
from tests.analysis import four, week
from tests.charts.found import PROTOCOL as FLAGSHIP
from tests.charts.found import column, figure, found, keys

PROTOCOL = compiled(week.document(confirmatory=[week.compares("calm"), week.compares("stayed")]))


@cache
def made(n: int = 400) -> Results:
    flow = Flow(groups=tuple(PROTOCOL.arms), counts=())
    return compute(PROTOCOL, week.arrays(n, dip=0.3), flow, kind="real")


def panels(function: Any, results: Results, protocol: Compiled = PROTOCOL) -> list[dict[str, Any]]:
    return list(figure(function, results, protocol).chart["vconcat"])


def test_the_study_of_ones_own_score_has_its_pictures() -> None:
    assert {"anxiety", "effects", "course", "staying", "distributions"} <= set(keys(made(), PROTOCOL))


def test_each_scale_and_the_acts_have_a_panel_with_a_line_and_a_band_a_group() -> None:
    mood, acts, _key = panels(course, made())
    for panel in (mood, acts):
        marks = [layer["mark"] for layer in panel["layer"]]
        assert sum(mark["type"] == "area" for mark in marks) == 4
        lines = [mark for mark in marks if mark["type"] == "line"]
        assert len({str(mark["strokeDash"]) for mark in lines}) == 4
    assert mood["title"]["text"] == ["Mood"] and "likes" in acts["title"]["text"][0]


def test_times_are_named_on_the_axis() -> None:
    axis = panels(course, made())[0]["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"] == [0, 2, 4, 6]
    assert "datum.value == 0 ? 'before'" in axis["labelExpr"] and "6 ? 'at the end'" in axis["labelExpr"]


def test_its_table_and_words_hold_the_means() -> None:
    drawn = figure(course, made(), PROTOCOL)
    assert len(drawn.table.rows) == 4 * (4 + 5)
    mean = next(m.mean for m in made().moments if (m.what, m.group, m.at) == ("mood.mood", "dip_64", 4))
    assert mean in column(drawn.table, "Mean")
    assert drawn.words.startswith("Mood, means. ") and f"after day 4 {mean:.1f}" in drawn.words


def test_of_few_there_are_lines_without_bands() -> None:
    results = made(40)
    assert results.extent == "few"
    marks = [layer["mark"]["type"] for layer in panels(course, results)[0]["layer"]]
    assert "area" not in marks and "line" in marks
    assert "bands" not in str(figure(course, results, PROTOCOL).chart["title"])


def test_a_study_without_several_times_has_no_course() -> None:
    assert course(found(), FLAGSHIP) is None and staying(found(), FLAGSHIP) is None


def test_without_days_it_is_a_course_over_time() -> None:
    protocol = four.protocol()
    results = compute(protocol, four.arrays(120), Flow(groups=four.COURSES, counts=()), kind="real")
    assert course(results, protocol) is None  # the arrays have no scores of single times
    taken = {name: four.arrays(120).values["day3"] for name in ("before", "third", "fourth")}
    given = compute(
        protocol, replace(four.arrays(120), states=taken), Flow(groups=four.COURSES, counts=()), kind="real"
    )
    drawn = figure(course, given, protocol)
    assert drawn.chart["title"]["text"] == ["The course over time"]


# --- days stayed


def test_a_curve_steps_down_when_somebody_leaves_and_goes_on_to_the_last_day() -> None:
    one = made().stayings[0]
    values = steps(one)
    assert values[0]["day"] == 0 and values[-1]["day"] == one.last
    assert [value["staying"] for value in values] == sorted((v["staying"] for v in values), reverse=True)
    assert values[-1]["staying"] == 100 * one.staying[-1]


def test_curves_are_told_apart_and_the_numbers_at_risk_stand_below() -> None:
    curves, risk, _key = panels(staying, made())
    lines = [layer["mark"] for layer in curves["layer"] if layer["mark"]["type"] == "line"]
    assert len({str(mark["strokeDash"]) for mark in lines}) == 4
    assert {mark["interpolate"] for mark in lines} == {"step-after"}
    texts = [layer for layer in risk["layer"] if layer["mark"]["type"] == "text"]
    assert len(texts) == 1 and risk["title"]["text"] == ["Still followed, after so many days"]


def test_its_table_has_each_step_with_those_at_risk() -> None:
    table = figure(staying, made(), PROTOCOL).table
    first = made().stayings[0]
    assert column(table, "At risk")[0] == first.at_risk[0] == first.n
    assert column(table, "Days more")[:3] == [0, 1, 2]
    assert figure(staying, made(), PROTOCOL).words.count("still there") == 4
