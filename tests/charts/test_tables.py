"""The numbers of a chart: kept with it, printed, and written as CSV."""

import csv
import io
from math import inf, nan

from surveys.charts.tables import Table, table, table_of, with_table

NUMBERS = table(("What", "Mean", "n"), [["shown", 4.25, 12], ["hidden", nan, 0]])


def test_what_is_no_number_becomes_none() -> None:
    assert NUMBERS.rows == (("shown", 4.25, 12), ("hidden", None, 0))
    assert table(("a",), [[inf], [-inf]]).rows == ((None,), (None,))


def test_the_table_comes_back_from_the_specification_as_it_went_in() -> None:
    assert table_of(with_table({"mark": "point"}, NUMBERS)) == NUMBERS


def test_the_specification_is_otherwise_the_same_and_not_changed() -> None:
    spec = {"mark": "point"}
    assert with_table(spec, NUMBERS)["mark"] == "point"
    assert spec == {"mark": "point"}


def test_a_chart_from_before_has_an_empty_table() -> None:
    assert table_of({"mark": "point"}) == Table()


def test_pages_print_four_digits_that_count() -> None:
    given = table(("a",), [[0.012345], [1.23456], [12.3456], [123.456], [12345.6], [-0.5], [3.0], [-2], [""]])
    assert [row[0] for row in given.texts] == [
        "0.0123", "1.235", "12.35", "123.5", "12346", "−0.5000", "3", "−2", "",
    ]  # fmt: skip
    assert table(("a",), [[nan]]).texts == (("–",),)


def test_csv_holds_every_digit_and_leaves_what_is_missing_empty() -> None:
    given = table(("What", "Mean"), [["a, “b”", 1 / 3], ["c\nd", None]])
    read = list(csv.reader(io.StringIO(given.csv, newline="")))
    assert read == [["What", "Mean"], ["a, “b”", repr(1 / 3)], ["c\nd", ""]]


def test_no_text_in_csv_is_a_formula() -> None:
    given = table(("=1+1",), [["=cmd()"], ["@x"], ["-0.5 points"], [-0.5]])
    read = [row[0] for row in csv.reader(io.StringIO(given.csv, newline=""))]
    assert read == ["'=1+1", "'=cmd()", "'@x", "'-0.5 points", "-0.5"]
