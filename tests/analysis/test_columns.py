import math

import pytest
from psycopg import sql

from surveys.analysis.columns import fetch

pytestmark = pytest.mark.django_db


def test_numbers_come_back_exactly_and_in_one_order() -> None:
    found = fetch(
        sql.SQL("SELECT i AS id, sqrt(i) AS root FROM generate_series(1, 5000) AS i"),
        {"id": "i", "root": "f"},
    )
    assert found["id"].tolist() == list(range(1, 5001))
    assert found["root"].tolist() == [math.sqrt(i) for i in range(1, 5001)]


def test_a_null_is_nan_or_minus_one() -> None:
    found = fetch(sql.SQL("SELECT NULL AS a, NULL AS b"), {"a": "i", "b": "f"})
    assert found["a"].tolist() == [-1]
    assert math.isnan(found["b"][0])


def test_no_rows_are_empty_columns() -> None:
    found = fetch(sql.SQL("SELECT 1 AS a WHERE false"), {"a": "f"})
    assert found["a"].shape == (0,)
