"""What pictures call things."""

from math import e, nan

import pytest

from surveys.analysis.design import design_of
from surveys.analysis.results import CONTRASTS
from surveys.charts.style import between, figure, padded
from surveys.charts.words import compared, main_row, option_words, question_words, rule_words, unit_of
from surveys.protocol.outcomes import Act, Dwell, Rating, State
from tests.analysis import make
from tests.charts.found import PROTOCOL, alone, found

OUTCOMES = {type(o): o for o in PROTOCOL.document.outcomes}


def test_every_outcome_has_its_unit() -> None:
    units = {kind: unit_of(PROTOCOL, outcome) for kind, outcome in OUTCOMES.items()}
    assert (units[Rating].difference, units[Rating].digits) == ("points on the 1–7 scale", 2)
    assert (units[State].difference, units[State].digits) == ("points on the 0–100 scale", 1)
    assert units[Act].shown(0.05) == 5 and units[Act].nought == 0
    assert units[Dwell].shown(1) == pytest.approx(e) and units[Dwell].nought == 1


def test_every_contrast_that_is_drawn_is_said_in_words() -> None:
    design = design_of(PROTOCOL)
    for row in found().rows:
        said = compared(row, design, next(o for o in PROTOCOL.document.outcomes if o.name == row.outcome))
        assert said and "{" not in said
        assert row.contrast in CONTRASTS


def test_a_states_main_row_is_adjusted_and_a_visits_a_slope() -> None:
    design = design_of(PROTOCOL)
    rows = {kind: main_row(found(), design, outcome) for kind, outcome in OUTCOMES.items()}
    contrasts = {kind: row.contrast for kind, row in rows.items() if row}
    assert contrasts[State] == "shown against hidden, adjusted"
    assert contrasts[Rating] == contrasts[Act] == "slope where shown"
    protocol, results = alone()
    state = next(o for o in protocol.document.outcomes if isinstance(o, State))
    assert main_row(results, design_of(protocol), state) is None


def test_covariates_are_called_by_their_questions() -> None:
    assert question_words(PROTOCOL, "before") == "State anxiety, before"
    assert question_words(PROTOCOL, "follow") == "Follow?"
    assert question_words(PROTOCOL, "unknown") == "unknown"
    assert option_words(PROTOCOL, "follow", "no") == "Not now"
    assert option_words(PROTOCOL, "follow", "never") == "never"


def test_rules_are_called_by_their_labels_or_what_they_do() -> None:
    rules = [
        {"name": "a", "label": "Too fast", "missed": 1},
        {"name": "b", "missed": 2},
        {"name": "c", "code": "follow", "among": ["no"]},
    ]
    protocol = make.protocol(plan={"planned": 10, "exclusions": rules})
    assert [rule_words(protocol, name) for name in "abc"] == [
        "Too fast", "attention checks missed", "an answer before random assignment",
    ]  # fmt: skip


def test_numbers_in_words() -> None:
    assert [figure(v, 2) for v in (1.005, -0.5, -0.001, nan)] == ["1.00", "−0.50", "0.00", "–"]
    assert between(-0.11, 0.07, 2) == "−0.11 to 0.07"
    assert between(0.0012, 0.0034, 2) == "0.001 to 0.003"
    assert between(nan, nan, 2) == "– to –"


def test_an_axis_has_room_around_what_is_drawn() -> None:
    assert padded([0, 10], 0.1) == [-1, 11]
    assert padded([]) == padded([nan]) == [0, 1]
    low, high = padded([5, 5])
    assert low < 5 < high
    assert padded([0])[0] < 0 < padded([0])[1]
