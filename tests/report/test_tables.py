from dataclasses import replace
from math import nan

import pytest

from surveys.analysis.compute import compute
from surveys.analysis.results import Count, Flow
from surveys.report import Inconsistent, table
from surveys.report.doubts import doubts
from surveys.report.numbers import enough_digits, interval, number, p_value
from surveys.report.tables import left, note, verified
from tests.analysis import make
from tests.analysis.arrays import FLOW, data

PROTOCOL = make.protocol()
RESULTS = compute(PROTOCOL, data(100, slope=0.1), FLOW, kind="real")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.125, 2, "0.12"),
        (0.135, 2, "0.14"),
        (-0.004, 2, "0.00"),
        (-0.114, 2, "-0.11"),
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
        table(wrong, PROTOCOL, "en")
    good, refused = verified(wrong)
    assert refused == (first.key,)
    assert first.key not in {line.key for line in table(good, PROTOCOL, "en")}
    assert "1 row. Not printed" in doubts(good, PROTOCOL, "en", refused=refused)[0]


def test_every_row_is_a_line_with_what_it_estimates() -> None:
    lines = table(RESULTS, PROTOCOL, "en")
    assert [line.key for line in lines] == [row.key for row in RESULTS.rows]
    assert all(line.estimand and line.n and not line.confirmatory for line in lines)
    at = next(line for line in lines if line.key == "trust.at.85")
    assert at.contrast == "85 shown against hidden" and at.p_adjusted != "–"
    assert at.n == "100 participants, 10 profiles, 300 visits"


def test_the_note_counts_the_intervals_that_are_expected_to_miss() -> None:
    assert "Of 28 exploratory 95 % intervals, 1 is expected to miss." in note(RESULTS)
    assert note(replace(RESULTS, rows=())) == ""


def gone(shown: int, hidden: int, p: float) -> Flow:
    return Flow(
        groups=("shown", "hidden"),
        counts=(
            Count(key="exposed", total=200, by_group=(100, 100)),
            Count(key="finished", total=200 - shown - hidden, by_group=(100 - shown, 100 - hidden)),
        ),
        attrition=p,
    )


BIAS = ": that can bias every comparison."


@pytest.mark.parametrize(
    ("flow", "share", "rest"),
    [
        (gone(8, 10, 0.806), "9 %", "evenly over the groups (8 % and 10 %; p = .806)."),
        (gone(5, 20, 0.0026), "12 %", f"unevenly over the groups (5 % and 20 %; p = .003){BIAS}"),
        (gone(2, 30, 1e-8), "16 %", f"very unevenly over the groups (2 % and 30 %; p < .001){BIAS}"),
    ],
)
def test_who_left_is_the_first_doubt(flow: Flow, share: str, rest: str) -> None:
    found = replace(RESULTS, flow=flow)
    assert left(found) == f"{share} of those who saw the study did not finish it, {rest}"
    assert doubts(found, PROTOCOL, "en")[0] == left(found)


def test_where_nobody_left_or_nobody_came_nothing_is_tested() -> None:
    assert left(replace(RESULTS, flow=gone(0, 0, 1.0))) == "Everybody who saw the study finished it."
    assert left(replace(RESULTS, flow=Flow(groups=(), counts=()))) == ""


def test_what_could_be_wrong_names_profiles_and_unvalidated_words() -> None:
    words = " ".join(doubts(RESULTS, PROTOCOL, "en"))
    assert "Only these 10 profiles" in words
    assert "state-anxiety-sliders is in the study's own words" in words
