"""Small changes of a document in plain data."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.protocol import Document
from surveys.protocol.operations import Nowhere, apply, find, key, turn
from tests.protocol.documents import documents

STUDY: dict[str, Any] = {
    "title": {"en": "Study"},
    "factors": [{"name": "level", "levels": [1, 2]}],
    "pages": [
        {"id": "one", "title": {"en": "One"}},
        {"id": "two", "questions": [{"code": "age"}, {"code": "town"}]},
        {"id": "three"},
    ],
}


@pytest.fixture
def study() -> dict[str, Any]:
    return copy.deepcopy(STUDY)


def ids(study: dict[str, Any]) -> list[str]:
    return [page["id"] for page in study["pages"]]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("title", lambda s: s["title"]),
        ("title.en", lambda s: s["title"]["en"]),
        ("pages.one.title.en", lambda s: s["pages"][0]["title"]["en"]),
        ("pages.1.questions.age", lambda s: s["pages"][1]["questions"][0]),
        ("pages.two.questions.1", lambda s: s["pages"][1]["questions"][1]),
        ("factors.level.levels.1", lambda s: s["factors"][0]["levels"][1]),
    ],
)
def test_set_finds_by_field_id_code_name_and_index(study: dict[str, Any], path: str, found: Any) -> None:
    changed = apply(study, [{"op": "set", "path": path, "value": "new"}])
    assert found(changed) == "new"
    assert study == STUDY


def test_insert_puts_at_the_end_or_where_told(study: dict[str, Any]) -> None:
    new = {"id": "new"}
    assert ids(apply(study, [{"op": "insert", "path": "pages", "value": new}])) == [
        "one",
        "two",
        "three",
        "new",
    ]
    assert ids(apply(study, [{"op": "insert", "path": "pages", "value": new, "at": 1}]))[1] == "new"
    assert study == STUDY


@pytest.mark.parametrize(
    ("to", "expected"), [(0, "three one two"), (1, "one three two"), (9, "one two three")]
)
def test_move_takes_a_node_to_its_new_place(study: dict[str, Any], to: int, expected: str) -> None:
    assert ids(apply(study, [{"op": "move", "path": "pages.three", "to": to}])) == expected.split()


def test_remove_takes_out_one_node_or_field(study: dict[str, Any]) -> None:
    assert ids(apply(study, [{"op": "remove", "path": "pages.two"}])) == ["one", "three"]
    assert "title" not in apply(study, [{"op": "remove", "path": "pages.one.title"}])["pages"][0]


def test_operations_follow_one_another(study: dict[str, Any]) -> None:
    operations: list[dict[str, Any]] = [
        {"op": "insert", "path": "pages", "value": {"id": "new", "title": {}}},
        {"op": "set", "path": "pages.new.title", "value": {"en": "New"}},
        {"op": "move", "path": "pages.new", "to": 0},
        {"op": "remove", "path": "pages.one"},
    ]
    assert ids(apply(study, operations)) == ["new", "two", "three"]


def test_what_a_later_operation_changes_is_not_changed_in_the_earlier_one() -> None:
    """Operations are kept as history: an inserted value must stay as it was inserted."""
    page = {"id": "new", "title": {"en": "Before"}}
    operations: list[dict[str, Any]] = [
        {"op": "insert", "path": "pages", "value": page},
        {"op": "set", "path": "pages.new.title.en", "value": "After"},
    ]
    assert apply(STUDY, operations)["pages"][-1]["title"]["en"] == "After"
    assert page == {"id": "new", "title": {"en": "Before"}}


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"op": "set", "path": "pages.four.title", "value": 1}, "There is no 'four'"),
        ({"op": "set", "path": "pages.3", "value": 1}, "There is no '3'"),
        ({"op": "set", "path": "pages.-1", "value": 1}, "There is no '-1'"),
        ({"op": "set", "path": "title.en.first", "value": 1}, "There is no 'first'"),
        ({"op": "set", "path": "", "value": 1}, "There is no ''"),
        ({"op": "remove", "path": "colour"}, "There is no 'colour'"),
        ({"op": "insert", "path": "title", "value": 1}, "is no list"),
        ({"op": "move", "path": "title.en", "to": 0}, "is no list"),
        ({"op": "burn", "path": "title"}, "'burn' is no operation: use set, insert, move, remove"),
        ({"path": "title"}, "no operation"),
        ({"op": ["set"], "path": "title"}, "no operation"),
        ({"op": "set", "value": 1}, "needs 'path'"),
        ({"op": "set", "path": 7, "value": 1}, "needs 'path'"),
        ({"op": "set", "path": "title"}, "needs 'value'"),
        ({"op": "move", "path": "pages.one"}, "needs 'to'"),
        ({"op": "move", "path": "pages.one", "to": "last"}, "needs 'to'"),
    ],
)
def test_what_leads_nowhere_is_refused(study: dict[str, Any], operation: dict[str, Any], words: str) -> None:
    with pytest.raises(Nowhere) as caught:
        apply(study, [operation])
    assert words in str(caught.value)
    assert study == STUDY


def test_a_text_gets_a_translation(study: dict[str, Any]) -> None:
    added, back = turn(study, [{"op": "set", "path": "title.de", "value": "Studie"}])
    assert added["title"] == {"en": "Study", "de": "Studie"}
    assert apply(added, back) == study


def test_an_index_is_an_index_whatever_somebody_is_called() -> None:
    people = {"profiles": [{"code": "marta", "name": "1"}, {"code": "tomasz", "name": "marta"}]}
    assert find(people, "profiles.1")["code"] == "tomasz"
    assert find(people, "profiles.marta")["name"] == "1"


def test_a_rule_is_found_by_its_own_name_and_not_by_the_question_it_names() -> None:
    rules = [{"name": "young", "code": "age", "among": [18]}, {"name": "age", "code": None, "among": []}]
    assert [key(rules, i) for i in range(2)] == ["young", "age"]
    assert find({"rules": rules}, "rules.age") == rules[1]
    other: list[dict[str, Any]] = [
        {"op": "set", "path": "rules.young.code", "value": "town"},
        {"op": "set", "path": "rules.young.among", "value": ["x"]},
    ]
    changed = apply({"rules": rules}, other)["rules"][0]
    assert changed == {"name": "young", "code": "town", "among": ["x"]}


def test_the_key_of_a_node_is_its_name_where_that_finds_it() -> None:
    nodes = [
        {"name": "tense"},
        {"name": "tense"},
        {"code": "age", "name": "x"},
        {"kind": "scale", "name": ""},
    ]
    assert [key(nodes, i) for i in range(4)] == ["tense", "1", "age", "3"]
    assert key([{"name": "Dr. Who"}], 0) == "0", "a dot divides the parts of a path"


def paths(value: Any, path: str = "") -> list[str]:
    """Every path in the content, by index."""
    parts: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    return [p for k, part in parts for p in (f"{path}{k}", *paths(part, f"{path}{k}."))]


@given(documents(), st.data())
@settings(max_examples=60, deadline=None)
def test_what_leads_back_undoes_any_operations(document: Document, data: st.DataObject) -> None:
    content = document.model_dump(mode="json", by_alias=True)
    now, operations = content, []
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(paths(now)))
        whole, place = find(now, path), st.integers(-9, 9)
        parent = find(now, path.rpartition(".")[0]) if "." in path else now
        choices: list[dict[str, Any]] = [{"op": "set", "value": data.draw(place)}, {"op": "remove"}]
        if isinstance(whole, list):
            choices += [
                {"op": "insert", "value": {"id": "x"}},
                {"op": "insert", "value": 1, "at": data.draw(place)},
            ]
        if isinstance(parent, list):
            choices += [{"op": "move", "to": data.draw(place)}]
        operations.append({**data.draw(st.sampled_from(choices)), "path": path})
        now = apply(now, operations[-1:])
    after, back = turn(content, operations)
    assert after == now
    assert apply(after, back) == content
