"""What is said of the shape: turns, level means; and of scores shown and hidden to the same people."""

from dataclasses import replace
from math import nan
from typing import Any

import pytest

from surveys.analysis.findings import LevelMean, Turning
from surveys.analysis.results import Equivalence, Results
from surveys.protocol import Compiled
from surveys.protocol.plan_checks import doubts as plan_doubts
from surveys.report.checks import checks
from surveys.report.document.beside import equivalence, shape
from surveys.report.doubts import doubts
from surveys.report.shape import means, turning
from surveys.report.told import Told, told_of
from tests.analysis import make
from tests.report.document.knowing import known, lines, row
from tests.report.made import SEQUENTIAL, results, slope

PROTOCOL = make.protocol()
U = Turning(outcome="trust", at=62, turn="U", alpha=0.05, low=-0.12, high=0.2, p_low=0.003, p_high=0.0004)


def told(found: Results, name: str = "trust", protocol: Compiled = PROTOCOL) -> Told:
    outcome = next(o for o in protocol.document.outcomes if o.name == name)
    return told_of(found, protocol, "en", outcome)


def said(**changes: Any) -> str:
    found = replace(U, **changes)
    return turning(told(results(slope(), turns=(found,)), found.outcome), found)


def test_a_u_is_a_sentence_with_both_slopes_and_both_p() -> None:
    assert said() == (
        "Message credibility falls and then rises, a U, about the score named in the plan, 62: per 10 points "
        "−0.12 (p = .003) up to it, 0.20 (p < .001) from it on."
    )
    assert "rises and then falls, an inverted U" in said(turn="inverted U", low=0.12, high=-0.2)


def test_no_turn_says_what_it_would_have_taken() -> None:
    text = said(turn="none", p_low=0.2, alpha=0.01)
    assert text.startswith("No turn is shown about the score named in the plan, 62: per 10 points −0.12")
    assert text.endswith("A U needs opposite signs and both p below 0.01.")
    assert "no U" not in text.lower().replace("a u needs", "")


def test_a_break_that_the_data_suggest_says_so() -> None:
    assert "about a score, 47.5, at a break that these data suggest" in said(suggested=True, at=47.5)
    edge = said(suggested=True, turn="none", at=nan, p_low=nan, p_high=nan, why="The curve is at its end.")
    assert edge == "Message credibility does not turn: the curve is at its end."


def test_what_could_not_be_told_says_why() -> None:
    text = said(turn="", p_low=nan, why="A mean of -1.5 is missing.")
    assert text == "Whether message credibility turns cannot be told. A mean of −1.5 is missing."


def test_shares_are_told_in_percentage_points_and_times_as_factors() -> None:
    assert "−12.0 (p = .003) up to it" in said(outcome="follow")
    assert "× 0.89 (p = .003) up to it" in said(outcome="time")


def test_means_are_the_models_with_hidden_last() -> None:
    at = LevelMean(outcome="follow", level=85, mean=0.61, low=0.55, high=0.67, n_participants=210)
    hidden = replace(at, level=nan, mean=0.5, low=0.45, high=0.55)
    other = replace(at, outcome="trust")
    table = means(told(results(means=(at, hidden, other)), "follow"))
    assert table and table.rows == (
        ("85", "61.0", "55.0 to 67.0", "210 participants"),
        ("hidden", "50.0", "45.0 to 55.0", "210 participants"),
    )
    assert means(told(results(), "follow")) is None


def test_the_document_has_both() -> None:
    mean = LevelMean(outcome="trust", level=20, mean=3.9, low=3.8, high=4.0, n_participants=90)
    text = "\n".join(line for b in shape(known(row(), means=(mean,), turns=(U,))) for line in lines(b))
    assert "Message credibility|20|3.90|3.80 to 4.00|90 participants" in text
    assert "falls and then rises, a U" in text and "intersection-union" in text


@pytest.mark.parametrize("looks", [False, True])
def test_a_plan_that_looks_early_tests_no_smallness_of_what_it_does_not_name(looks: bool) -> None:
    small = Equivalence(
        low=-0.3, high=0.3, p=0.01, interval_low=-0.1, interval_high=0.1, verdict="equivalent"
    )
    plan = {"planned": 100, **({"stopping": SEQUENTIAL} if looks else {})}
    protocol = make.protocol(plan=plan)
    of = known(
        row(equivalence=small), row("follow", equivalence=small, comparison="named"), protocol=protocol
    )
    text = "\n".join(line for block in equivalence(of) for line in lines(block))
    assert ("Message credibility" in text) is not looks and "Follow" in text
    assert ("no other test" in text) is looks


# --- shown and hidden to the same people


WITHIN = make.protocol(
    factors=[{**factor, "varies": "within"} for factor in make.document()["factors"]],
    pages=[{**page, "count": 10} if page["kind"] == "visits" else page for page in make.document()["pages"]],
)


def test_visibility_within_participants_is_said_not_to_be_estimated() -> None:
    found = results(extent="full")
    check = next(each for each in checks(found, WITHIN, "en") if each.key == "visibility")
    assert check.state == "note" and "only what the plan names is computed" in check.said
    assert any("within participants" in doubt for doubt in doubts(found, WITHIN, "en"))
    assert any(path == "cue.visibility" for path, _ in plan_doubts(WITHIN.document))


def test_visibility_between_participants_is_not_spoken_of() -> None:
    found = results(extent="full")
    assert not [each for each in checks(found, PROTOCOL, "en") if each.key == "visibility"]
    assert not any("within participants" in doubt for doubt in doubts(found, PROTOCOL, "en"))
    assert not any(path == "cue.visibility" for path, _ in plan_doubts(PROTOCOL.document))
