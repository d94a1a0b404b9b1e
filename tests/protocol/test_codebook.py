"""Columns, the scores they add up to, and the steps that a document becomes."""

from typing import Any

import pytest

from surveys.protocol import MISSING, Compiled, Document, columns, compiled, read

NAMES = """
mood_before_glad mood_before_sad line pair age town pets online check
follow_1 warm_1 near_1 follow_2 warm_2 near_2 follow_3 warm_3 near_3 wise
mood_after_glad mood_after_sad guess adult
"""


def test_every_answer_has_a_column_in_the_order_asked_and_consent_comes_last(protocol: Compiled) -> None:
    assert [column.name for column in columns(protocol)] == NAMES.split()


def test_columns_of_the_flagship_are_unique_also_without_case(flagship: Document) -> None:
    names = [column.name.lower() for column in columns(compiled(flagship))]
    assert len(set(names)) == len(names) == 5 + 4 + 3 + 1 + 5 * (1 + 6 + 6 + 3) + 6 + 5 + 3 + 2


def test_a_column_says_where_it_was_asked(protocol: Compiled) -> None:
    column = next(column for column in columns(protocol) if column.name == "near_2")
    assert (column.code, column.step, column.page, column.visit) == ("near", "person.2.rate", "person", 2)
    assert (column.kind, column.scales, column.variable.high) == ("differential", ("warmth",), 5)
    assert column.variable.labels[0].label == {"en": "Near"}


@pytest.mark.parametrize(
    ("name", "scales"),
    [
        ("mood_before_sad", ("mood_before",)),
        ("mood_after_sad", ("mood_after",)),
        ("wise", ("wisdom",)),
        ("age", ()),
    ],
)
def test_a_column_names_the_scales_it_counts_in(
    protocol: Compiled, name: str, scales: tuple[str, ...]
) -> None:
    assert next(column.scales for column in columns(protocol) if column.name == name) == scales


def test_why_a_cell_is_empty_has_four_reasons() -> None:
    assert set(MISSING) == {"declined", "skipped", "not shown", "not reached"}


def test_measures_are_the_scores_in_the_order_asked(protocol: Compiled) -> None:
    found = [(m.scale.name, m.node, m.part, m.repeated) for m in protocol.measures]
    assert found == [
        ("mood_before", "before", "", False),
        ("warmth", "person", "rate", True),
        ("wisdom", "person", "last", False),
        ("mood_after", "after", "", False),
    ]


def test_a_measure_carries_the_key_of_its_instrument(protocol: Compiled) -> None:
    warmth = next(m.scale for m in protocol.measures if m.scale.name == "warmth")
    assert (warmth.items, warmth.reverse) == (("warm", "near"), (False, True))
    assert (warmth.low, warmth.high, warmth.method, warmth.minimum, warmth.factor) == (1, 5, "sum", 2, 1)


def test_items_among_fillers_add_up_to_one_scale(flagship: Document) -> None:
    anxiety = next(m.scale for m in compiled(flagship).measures if m.scale.name == "anxiety_before")
    assert anxiety.items == tuple(f"anxiety_before_{item}" for item in ("tense", "worried", "at_ease"))
    assert anxiety.reverse == (False, False, True)


def test_the_flagships_scores(flagship: Document) -> None:
    found = {m.scale.name: len(m.scale.items) for m in compiled(flagship).measures}
    assert found == {
        "anxiety_before": 3,
        "gad2_total": 2,
        "competence": 6,
        "trustworthiness": 6,
        "message_credibility": 3,
        "goodwill": 6,
        "anxiety_after": 3,
    }


def test_the_alternative_way_of_answering_changes_question_and_range(small: dict[str, Any]) -> None:
    small["pages"][1]["questions"][0]["alternative"] = True
    protocol = compiled(read(small))
    assert [question.kind for question in protocol.step("before").questions][:2] == ["slider", "slider"]
    assert [(m.scale.low, m.scale.high) for m in protocol.measures if m.node == "before"] == [(0, 100)]


def test_steps_are_pages_visit_by_visit_and_no_end(protocol: Compiled) -> None:
    keys = [step.key for step in protocol.steps]
    person = [f"person.{i}.{part}" for i in (1, 2, 3) for part in ("look", "rate")]
    assert keys == [
        "welcome",
        "before",
        "told",
        "awake",
        "lot",
        *person,
        "person.3.last",
        "after",
        "debriefing",
    ]
    assert [protocol.positions[key] for key in keys] == list(range(len(keys)))
    assert (protocol.lot, protocol.end is not None) == (4, True)


def test_conditions_name_what_has_to_be_kept(protocol: Compiled) -> None:
    assert protocol.kept == {"online"}
