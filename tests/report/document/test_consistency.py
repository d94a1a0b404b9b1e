"""What contradicts itself is not printed, and its place says so."""

from dataclasses import replace

import pytest

from scoring.estimators.estimate import t_row
from surveys.report.document.consistency import consistent, mismatches
from surveys.report.document.parts import Figure, Listing, Pairs, Para, Report, Section, Table
from surveys.report.document.whole import whole
from tests.report.document.knowing import known, row, words

RIGHT = "b = 0.05, 95 % CI [0.02, 0.08], t(28.3) = 3.29, p = .003"
WRONG = "b = 0.05, 95 % CI [0.02, 0.08], t(28.3) = 3.29, p = .030"


@pytest.mark.parametrize(
    "text",
    [
        RIGHT,
        "z = 1.96, p = .050",
        "z = −4.10, p < .001",
        "F(2, 582) = 6.09, p = .002",
        "Each 10 points of displayed score: b = 0.36 points on the 1–7 scale, 95 % CI [0.30, 0.41]",
        "−0.05 [−0.08, −0.02]",
        "0.00 [0.00, 0.00]",
        "no statistic at all; 12 of 30 (40 %)",
    ],
)
def test_what_agrees_stays(text: str) -> None:
    assert mismatches(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        WRONG,
        "F(2, 582) = 6.09, p = .037",
        "z = 1.96, p = .060",
        "z = 1.96, p < .001",
        "t(20) = 1.00, p < .001",
        "0.05 [0.06, 0.08]",
        "−0.05 [0.02, 0.08]",
        "b = 0.99 points on the 1–7 scale, 95 % CI [0.30, 0.41]",
    ],
)
def test_what_contradicts_itself_is_found(text: str) -> None:
    assert len(mismatches(text)) == 1


def checked(*blocks: Para | Listing | Pairs | Table | Figure) -> Section:
    inner = Section("inner", "Inner", blocks)
    report = Report("T", "t", "en", Pairs(()), sections=(Section("outer", "Outer", parts=(inner,)),))
    return consistent(report).sections[0].parts[0]


def test_a_wrong_row_leaves_its_table_which_says_so() -> None:
    table = Table("C", ("What", "Test"), (("a", RIGHT), ("b", WRONG), ("c", "–")), "Kept.")
    found = checked(table).blocks[0]
    assert isinstance(found, Table)
    assert [cells[0] for cells in found.rows] == ["a", "c"]
    assert found.note.startswith("1 row was left out:") and found.note.endswith("Kept.")


def test_wrong_sentences_lines_and_pairs_go_too() -> None:
    found = checked(Para(WRONG), Listing((RIGHT, WRONG, WRONG)), Pairs((("x", WRONG), ("y", RIGHT))))
    text = words(found)
    assert "p = .030" not in text
    assert "A sentence was left out" in text
    assert "2 lines were left out" in text and "1 line was left out" in text
    assert text.count("p = .003") == 2


def test_what_is_right_is_left_as_it_is() -> None:
    blocks = Para(RIGHT), Listing((RIGHT,)), Pairs((("y", RIGHT),)), Figure("F", "f", "data:,")
    assert checked(*blocks).blocks == blocks


def test_a_wrong_number_in_a_row_reaches_no_document() -> None:
    """Were it not caught where it is stored, it would be here."""
    wrong = replace(row(found=t_row(0.05, 0.0152, 28.3)), comparison="a")
    wrong = replace(wrong, estimate=replace(wrong.estimate, p=0.0456))
    text = words(whole(known(wrong)))
    assert ".046" not in text
    assert text.count("left out: what would be printed") == 2


def test_refused_estimates_are_named() -> None:
    text = words(whole(replace(known(), refused=("trust.level",))))
    assert "1 estimate was left out" in text and "(trust.level)" in text
