"""Who came as far as the questions, and what the missing could have changed, in words."""

from dataclasses import replace

import numpy as np

from surveys.analysis.compute import compute
from surveys.analysis.evidence import Reached
from surveys.analysis.results import Count, Flow, Results
from surveys.protocol import compiled
from surveys.report.checks import checks
from surveys.report.reaching import missing, reached
from tests.analysis import four, week

PROTOCOL = compiled(week.document(confirmatory=[week.compares("calm")]))
FLOW = Flow(
    groups=tuple(PROTOCOL.arms), counts=(Count(key="exposed", total=420, by_group=(105, 105, 105, 105)),)
)


def results(*, gone: float = 0.0) -> Results:
    """gone: the share of those whose score fell whose answer after day 4 is missing."""
    found = week.arrays(400, dip=0.3)
    left = (found.arm >= 2) & (np.arange(400) // 4 % 100 < 100 * gone)
    return compute(
        PROTOCOL,
        replace(found, values={**found.values, "calm": np.where(left, np.nan, found.values["calm"])}),
        FLOW,
        kind="real",
    )


def came(*by_group: int, p: float) -> Results:
    one = Reached(day=4, by_group=by_group, of=(100,) * 4, p=p, method="Fisher's exact test, two-sided")
    return replace(results(), reached=(one,))


def test_equal_numbers_are_fine_and_printed() -> None:
    check = reached(came(97, 96, 98, 97, p=0.8), PROTOCOL, "en")
    assert check and (check.state, check.title) == ("good", "Reaching the questions")
    assert check.tables[0].rows[0][:2] == ("day 4", "97 of 100") and check.tables[0].rows[0][5] == ".800"


def test_numbers_that_differ_by_group_are_told() -> None:
    check = reached(came(97, 96, 98, 80, p=0.0004), PROTOCOL, "en")
    assert check and check.state == "bad"
    assert check.said == "From 80 % to 98 % of a group came to the questions after day 4 (p < .001)."
    note = reached(came(97, 96, 98, 90, p=0.02), PROTOCOL, "en")
    assert note and note.state == "note" and "(p = .020)" in note.said


def test_a_study_without_days_has_no_such_check() -> None:
    protocol = four.protocol()
    found = compute(protocol, four.arrays(120), Flow(groups=four.COURSES, counts=()), kind="real")
    assert reached(found, protocol, "en") is None and missing(found, protocol, "en") is None


def test_a_difference_that_few_missing_cannot_have_made_stands() -> None:
    check = missing(results(), PROTOCOL, "en")
    assert check and check.state == "good"
    (row,) = check.tables[0].rows
    assert row[0].startswith("Mood after day 4, those with course dip_65 or dip_64 against those with")
    assert row[1] == "10 (210); 5 (105)"


def test_one_that_many_missing_could_have_made_is_told() -> None:
    check = missing(results(gone=0.45), PROTOCOL, "en")
    assert check and check.state == "note"
    assert check.said.startswith(
        "Those who are missing could have made all of the difference: mood after day 4"
    )


def test_both_stand_in_the_strip_of_checks() -> None:
    titles = [check.key for check in checks(results(), PROTOCOL, "en")]
    assert titles[-2:] == ["reached", "missing"]
