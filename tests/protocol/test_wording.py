"""Which changes leave a rehearsal true: words and facts do, what is varied, asked or measured does not."""

from typing import Any

import pytest

from surveys.protocol import read
from surveys.protocol.operations import apply
from surveys.protocol.wording import Area, changed, differ_in_words_only
from tests.people import flagship
from tests.protocol.small import SMALL

WORDS: list[tuple[str, Any]] = [
    ("title", {"en": "Other"}),
    ("name", "Other"),
    ("address", "other"),
    ("time_zone", "Europe/Lisbon"),
    ("about.contact", {"en": "somebody@else.example"}),
    ("about.minutes", 77),
    ("help", {}),
    ("recruitment.completion_code", "C0DE"),
    ("recruitment.ids", ["PROLIFIC_PID"]),
    ("plan.planned", 7),
    ("factors.level.label", {"en": "Called otherwise"}),
    ("cue.label", {"en": "Another word"}),
    ("pool.profiles.0.name", "Somebody Else"),
    ("pool.profiles.0.posts.0.text", {"en": "Another post."}),
    ("instruments.0.permission", "granted"),
    ("instruments.0.license", "Confirmed."),
    ("instruments.0.items.0.left", {"en": "Clever"}),
    ("pages.0.text", {"en": "Read this."}),
    ("outcomes.0.label", {"en": "Otherwise"}),
]
STRUCTURE: list[tuple[str, Any]] = [
    ("language", "de"),
    ("factors.level.levels.0", 21),
    ("factors.visibility.weights", [1, 2]),
    ("cue.visibility", "shown"),
    ("cue.visibility", {"factor": "visibility", "values": {"hidden": "request"}}),
    ("cue.form", "bar"),
    ("cue.explanation", {"factor": "visibility", "texts": {"shown": {"en": "It counts."}}}),
    ("plan.blocks", [4]),
    ("outcomes.0.smallest", 0.77),
    ("instruments.0.items.0.reverse", False),
    ("pool.profiles.0.code", "another"),
    ("pool.profiles.0.posts.0.likes", 99),
    ("pages.1.when", {"code": "attention", "among": [2]}),
]


@pytest.mark.parametrize(("path", "value"), WORDS)
def test_words_and_facts_are_no_other_study(path: str, value: Any) -> None:
    whole = flagship()
    other = _with(whole, path, value)
    assert other != whole and differ_in_words_only(whole, other)


@pytest.mark.parametrize(("path", "value"), STRUCTURE)
def test_what_is_varied_asked_or_measured_is(path: str, value: Any) -> None:
    whole = flagship()
    assert not differ_in_words_only(whole, _with(whole, path, value))


def test_so_are_pages_questions_and_options_that_come_go_or_move() -> None:
    whole = flagship()
    content = whole.model_dump(mode="json", by_alias=True)
    for operation in (
        {"op": "remove", "path": "pages.1"},
        {"op": "move", "path": "pages.1", "to": 2},
        {"op": "remove", "path": "pages.1.questions.0"},
        {"op": "remove", "path": "outcomes.0"},
        {"op": "remove", "path": "pool.profiles.0"},
        {"op": "remove", "path": "pages.3.questions.1.options.0"},
    ):
        assert not differ_in_words_only(whole, read(apply(content, [operation]))), operation


def test_a_study_is_the_same_as_itself_and_its_translation() -> None:
    small = read(SMALL)
    assert differ_in_words_only(small, small)
    assert differ_in_words_only(small, _with(small, "title", {"en": "Small", "fr": "Petit"}))


def _with(document: Any, path: str, value: Any) -> Any:
    content = document.model_dump(mode="json", by_alias=True)
    return read(apply(content, [{"op": "set", "path": path, "value": value}]))


@pytest.mark.parametrize(
    ("path", "value", "area"),
    [
        ("name", "Other", Area.NAMES),
        ("time_zone", "Europe/Lisbon", Area.NAMES),
        ("title", {"en": "Other"}, Area.WORDING),
        ("about.minutes", 77, Area.TOLD),
        ("help", {}, Area.TOLD),
        ("recruitment.completion_code", "C0DE", Area.RECRUITMENT),
        ("plan.planned", 7, Area.PLANNED),
        ("plan.blocks", [4], Area.PLAN),
        ("instruments.0.permission", "granted", Area.SCALES),
        ("instruments.0.items.0.left", {"en": "Clever"}, Area.WORDING),
        ("instruments.0.items.0.reverse", False, Area.DESIGN),
        ("factors.level.levels.0", 21, Area.DESIGN),
        ("pool.profiles.0.posts.0.text", {"en": "Another post."}, Area.WORDING),
    ],
)
def test_what_was_changed_is_named(path: str, value: Any, area: Area) -> None:
    whole = flagship()
    assert changed(whole, _with(whole, path, value)) == (area,)


def test_several_areas_are_named_in_one_order_and_none_where_nothing_changed() -> None:
    whole = flagship()
    assert changed(whole, whole) == ()
    several = _with(_with(whole, "factors.level.levels.0", 21), "title", {"en": "Other"})
    assert changed(whole, several) == (Area.WORDING, Area.DESIGN) == changed(several, whole)


@pytest.mark.parametrize(("path", "value"), [*WORDS, *STRUCTURE])
def test_only_plan_and_design_make_another_study(path: str, value: Any) -> None:
    whole = flagship()
    other = _with(whole, path, value)
    found = changed(whole, other)
    assert found and differ_in_words_only(whole, other) == (not {Area.PLAN, Area.DESIGN} & set(found))
