"""Rows of boxes: what stands in them is what the document holds, and what is wrong is said at its box."""

from typing import Any

import pytest
from django.http import QueryDict

from surveys import library
from surveys.admin.studio.editing import build
from surveys.admin.studio.forms import NodeForm
from surveys.admin.studio.layout import Block, Lines
from surveys.admin.studio.nodes import part
from surveys.admin.studio.places import edited, plain
from surveys.protocol import Document, read, to_yaml
from surveys.protocol.operations import apply
from tests.admin.studio.test_forms import sent
from tests.protocol.own import OWN, written

WEEK = "pages.week"


def form(document: Document, typed: dict[str, Any] | None = None) -> NodeForm:
    """The feed's form, with what a browser sends of it."""
    parts = [part(edited(document, WEEK))]
    shown = build(document, parts, initial={"revision": 1})
    if typed is None:
        return shown
    data: QueryDict = sent(shown)
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return build(document, parts, data)


def saved(document: Document, **typed: Any) -> dict[str, Any]:
    """The feed after what was typed is saved."""
    filled = form(document, typed)
    assert filled.is_valid(), filled.errors
    after = read(apply(plain(document), filled.operations()))
    feed = next(page for page in after.pages if page.id == "week")
    return feed.model_dump(mode="json")


def refused(**typed: Any) -> dict[str, list[str]]:
    filled = form(read(OWN), typed)
    assert not filled.is_valid()
    return {name: [str(error) for error in errors] for name, errors in filled.errors.items()}


def lines(form: NodeForm, name: str) -> Lines:
    blocks = [block for section in form.sections() for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Lines) and block.name == name)


COURSES: list[dict[str, Any]] = [
    {"code": "flat"},
    {"code": "dip", "start": 68, "changes": [{"day": 4, "by": -4}]},
    {"code": "ups", "changes": [{"day": 2, "by": 3}, {"day": 5, "by": -1}]},
    {"code": "nobody", "exists": False},
    {"code": "placebo", "exists": False, "start": 0, "changes": [{"day": 4, "by": -4}]},
]


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course["code"])
def test_a_course_is_a_row_that_reads_back_as_it_was(course: dict[str, Any]) -> None:
    document = written(courses=[course, {"code": "other"}])
    untouched = form(read(document), {})
    assert untouched.is_valid() and list(untouched.operations()) == []
    once = saved(read(document), courses__1__code="another")["courses"]
    assert once == [plain_course(course), plain_course({"code": "another"})]


def plain_course(course: dict[str, Any]) -> dict[str, Any]:
    return {"exists": True, "start": None, "changes": [], **course}


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (
            "courses",
            {"code": "dip", "exists": ["on"], "start": "70"},
            plain_course({"code": "dip", "start": 70}),
        ),
        ("prepared", {"code": "tea", "text": "Tea."}, {"code": "tea", "text": {"en": "Tea."}}),
        ("prepared", {"text": "Rain and tea"}, {"code": "rain_and_tea", "text": {"en": "Rain and tea"}}),
        ("happenings", {"day": "5", "text": "Snow."}, {"day": 5, "text": {"en": "Snow."}}),
    ],
)
def test_the_empty_row_at_the_end_adds_one(field: str, typed: dict[str, Any], value: dict[str, Any]) -> None:
    document = read(OWN)
    held = next(page for page in plain(document)["pages"] if page["id"] == "week")[field]
    new = {f"{field}__{len(held)}__{name}": each for name, each in typed.items()}
    assert saved(document, **new)[field] == [*held, value]


def test_rows_added_on_the_page_are_read_and_come_back_where_something_is_wrong() -> None:
    typed = {"happenings__3__day": "2", "happenings__3__text": "A.", "happenings__7__day": "4"}
    typed |= {"happenings__7__text": "B."}
    days = [each["day"] for each in saved(read(OWN), **typed)["happenings"]]
    assert days == [3, 2, 4]
    wrong = form(read(OWN), {**typed, "happenings__7__day": "99"})
    assert not wrong.is_valid() and list(wrong.errors) == ["happenings__7__day"]
    assert wrong["happenings__7__text"].value() == "B.", "nothing that was typed is lost"
    assert "happenings__8__text" not in wrong.fields


def test_no_more_rows_are_made_than_the_type_allows() -> None:
    made = form(
        read(OWN), {"happenings__400__text": "A.", "courses__19__code": "c", "courses__20__code": "d"}
    )
    assert "courses__19__code" in made.fields and "courses__20__code" not in made.fields
    assert not any(name.startswith("happenings__4") for name in made.fields)


def test_an_emptied_row_goes_and_the_others_keep_what_they_are() -> None:
    before = next(page for page in plain(read(OWN))["pages"] if page["id"] == "week")
    after = saved(read(OWN), courses__1__code="", prepared__0__text="")
    assert after["courses"] == [before["courses"][i] for i in (0, 2, 3)]
    assert after["prepared"] == before["prepared"][1:]
    gone = {"courses__2__changes__0__day": "", "courses__2__changes__0__by": ""}
    assert saved(read(OWN), **gone)["courses"][2] == {**before["courses"][2], "changes": []}


def test_a_change_of_nothing_is_a_change() -> None:
    assert saved(read(OWN), courses__3__changes__0__by="0")["courses"][3]["changes"] == [{"day": 3, "by": 0}]


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"courses__1__start": "69", "courses__1__code": ""}, "courses__1__code", "Fill this in"),
        ({"courses__2__changes__0__by": ""}, "courses__2__changes__0__by", "Fill this in"),
        ({"courses__1__changes__0__by": "3"}, "courses__1__changes__0__day", "Fill this in"),
        ({"courses__2__code": "none"}, "courses__2__code", "“none” stands in two rows"),
        ({"courses__2__code": "no name"}, "courses__2__code", "letters, digits"),
        (
            {
                "courses__0__code": "",
                "courses__0__start": "",
                "courses__0__changes__0__day": "",
                "courses__0__changes__0__by": "",
                "courses__2__code": "no name",
            },
            "courses__2__code",
            "letters",
        ),
        ({"courses__2__changes__0__by": "2000"}, "courses__2__changes__0__by", "1000"),
        ({"happenings__0__day": ""}, "happenings__0__day", "Fill this in"),
        ({"prepared__1__code": "bread"}, "prepared__1__code", "“bread” stands in two rows"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_with_the_cure(typed: dict[str, str], box: str, said: str) -> None:
    told = refused(**typed)
    assert list(told) == [box]
    assert said in told[box][0]


def test_rows_hold_every_language() -> None:
    document = {**OWN, "title": {"en": "A week", "de": "Eine Woche"}}
    typed = {"happenings__0__text__de": "Es regnete.", "happenings__1__day": "5"}
    typed |= {"happenings__1__text": "Sun.", "happenings__1__text__de": "Sonne."}
    assert [each["text"] for each in saved(read(document), **typed)["happenings"]] == [
        {"en": "It rained all morning.", "de": "Es regnete."},
        {"en": "Sun.", "de": "Sonne."},
    ]


def test_rows_are_laid_out_with_a_label_for_each_box_and_an_empty_one_at_the_end() -> None:
    courses = lines(form(read(OWN)), "courses")
    assert [line.stem for line in courses.lines] == [f"courses__{i}" for i in range(5)]
    *cells, changes = courses.lines[2].cells
    assert (
        isinstance(changes, Lines) and [line.stem for line in changes.lines][-1] == "courses__2__changes__1"
    )
    named = [(str(cell.box.label), cell.box.value()) for cell in cells if isinstance(cell, Block)]
    assert named == [("Name", "dip_65"), ("Has a score", True), ("Start", 69)]
    assert all(box.value() in (None, "", True) for cell in courses.lines[4].cells for box in cell.fields)


def test_the_summary_of_a_section_says_what_stands_in_it() -> None:
    told = {str(section.legend): section.summary for section in form(read(OWN)).sections() if section.folds}
    assert told["Courses of the score"] == "none, flat_68, dip_65, dip_64"
    assert told["Own score"].startswith("Influence score · When it is seen: shown")
    assert told["What happens on a day"] == "3"
    without = {
        str(s.legend): s.summary
        for s in form(read(written(score=None, breaks=None, aside=None, courses=[]))).sections()
    }
    assert (without["Own score"], without["Breaks"], without["Something aside"]) == ("none", "none", "none")


def test_a_change_typed_in_a_row_is_the_change_of_the_file() -> None:
    document = read(OWN)
    filled = form(document, {"courses__3__changes__0__by": "-3"})
    assert filled.is_valid()
    after = to_yaml(read(apply(plain(document), filled.operations()))).splitlines()
    before = to_yaml(document).splitlines()
    changed = [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]]
    assert len(changed) == 1 and changed[0][1] == changed[0][0].replace("-4", "-3")


def test_lines_of_a_debriefing_are_folded_under_what_they_say_and_for_whom() -> None:
    document = read(library.studies("your-score-just-dropped"))
    path = next(f"pages.{page.id}" for page in document.pages if page.kind == "debriefing")
    shown = build(document, [part(edited(document, path))], initial={"revision": 1})
    folded = {str(each.legend): each for each in shown.sections() if each.folds}
    line = next(each for each in folded.values() if "fell to 64" in each.summary)
    assert line.summary.endswith(" · whose score fell to 65, whose score fell to 64")
    new = next(each for each in folded.values() if each.fresh)
    assert new.summary == "" and len(folded) > 5
    ticks = next(
        block.box for block in line.blocks if isinstance(block, Block) and block.box.name.endswith("when")
    )
    said = [str(choice.choice_label) for choice in ticks]
    assert any("whose score fell to 64" in each for each in said)
    assert not any("dip_64" in each for each in said)


def test_a_few_parts_stand_in_sight() -> None:
    document = read(OWN)
    shown = build(document, [part(edited(document, "pages.debriefing"))], initial={"revision": 1})
    lines = [each for each in shown.sections() if str(each.legend).startswith("Line")]
    assert [each.folds for each in lines] == [False, False, True]


def test_every_rare_option_of_a_part_is_folded_away_with_it() -> None:
    document = read(OWN)
    path = f"pool.profiles.{document.profiles[0].code}"
    shown = build(document, [part(edited(document, path))], initial={"revision": 1})
    posts = [each for each in shown.sections() if str(each.legend).startswith("Post")]
    assert posts and all(
        any("quote" in box.name for block in each.more for box in block.fields) for each in posts
    )
