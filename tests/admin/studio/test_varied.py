"""What may be decided by something that varies: one choice, and only the boxes that apply to it."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from surveys.admin.studio import words
from surveys.admin.studio.editing import build
from surveys.admin.studio.layout import Block
from surveys.admin.studio.nodes import part
from surveys.admin.studio.places import edited
from surveys.admin.studio.varied import ACCOUNT
from surveys.protocol import read
from surveys.protocol.operations import apply
from tests.admin.studio.test_forms import STUDIES, edit, filled, nodes, refused
from tests.protocol.small import SMALL


def test_the_score_varies_or_is_the_same_for_everybody() -> None:
    _, after = edit("cue", value="", value__same="60")
    assert after["cue"]["value"] == 60
    _, after = edit("cue", visibility="", visibility__same="hidden")
    assert after["cue"]["visibility"] == "hidden"
    assert "same for everybody" in refused("cue", value="", value__same="")["value"][0]


def test_each_level_of_what_decides_the_score_has_a_box() -> None:
    box = "visibility__at1"
    _, after = edit("cue", **{box: "request"})
    assert after["cue"]["visibility"] == {"factor": "visibility", "values": {"hidden": "request"}}
    _, after = edit("cue", value__at0="25")
    assert after["cue"]["value"] == {"factor": "level", "values": {"20": 25}}


def test_what_begins_to_vary_is_at_first_what_it_was() -> None:
    _, after = edit("cue", form="visibility")
    assert after["cue"]["form"] == {
        "factor": "visibility",
        "values": {"shown": "number", "hidden": "number"},
    }
    _, after = edit("cue", label__by="visibility")
    assert after["cue"]["label"] == {
        "factor": "visibility",
        "texts": {"shown": {"en": "Score"}, "hidden": {"en": "Score"}},
    }


def test_what_decides_and_what_holds_at_its_levels_are_typed_in_one_go() -> None:
    boxes = {"form": "visibility", "form__by0__at0": "bar", "form__by0__at1": "badge"}
    _, after = edit("cue", **boxes)
    assert after["cue"]["form"] == {"factor": "visibility", "values": {"shown": "bar", "hidden": "badge"}}
    _, after = edit("cue", **{name: value for name, value in boxes.items() if name != "form"})
    assert after["cue"]["form"] == "number", "levels of what decides nothing are not read"
    _, after = edit("cue", label__by="visibility", label__by0__at1="Not shown")
    assert after["cue"]["label"]["texts"] == {"shown": {"en": "Score"}, "hidden": {"en": "Not shown"}}
    _, after = edit("cue", value="visibility", value__by0__at0="40", value__by0__at1="50")
    assert after["cue"]["value"] == {"factor": "visibility", "values": {"shown": 40, "hidden": 50}}


def test_a_property_is_one_choice_with_the_boxes_of_its_cases() -> None:
    document = read(SMALL)
    form = build(document, [part(edited(document, "cue"))])
    sections = {
        str(section.legend): [block for block in section.blocks if isinstance(block, Block)]
        for section in form.sections()
    }
    assert list(sections) == ["Visibility", "Value", "Form, colour and trend", "Words"]
    value, shift, *_rest = sections["Value"]
    assert [[(level, box.name) for level, box in case.boxes] for case in value.cases] == [
        [("", "value__same")],
        [("shown", "value__by0__at0"), ("hidden", "value__by0__at1")],
        [(str(level), f"value__at{i}") for i, level in enumerate(document.factors[1].levels)],
    ]
    assert (shift.box.name, shift.only) == ("value__shift", "=account")
    shown = [box.name for blocks in sections.values() for block in blocks for box in block.fields]
    assert sorted([*shown, "revision"]) == sorted(form.fields), "every box is shown, once"


@pytest.mark.parametrize("name", STUDIES)
def test_every_box_of_every_form_is_shown_once(name: str) -> None:
    document = read(STUDIES[name])
    for path in nodes(document):
        form = build(document, [part(edited(document, path))])
        blocks = [b for section in form.sections() for b in (*section.blocks, *section.more)]
        shown = [box.name for block in blocks for box in block.fields]
        assert sorted([*shown, "revision"]) == sorted(form.fields), path


def test_the_style_sheet_knows_every_choice_that_a_box_waits_for() -> None:
    sheet = finders.find("admin_limelight/studio.css")
    style = Path(str(sheet)).read_text()
    waited = {label.only for label in words.FIELDS.values()} | {ACCOUNT}
    assert [only for only in waited if only and f'[data-only="{only}"]' not in style] == []


def test_levels_that_say_it_themselves_need_nothing_else() -> None:
    changed = apply(SMALL, [{"op": "set", "path": "cue.visibility", "value": "shown"}])
    place = edited(read(changed), "cue")
    form = filled(read(changed), [part(place)], visibility="visibility")
    assert form.is_valid(), form.errors
    assert [each["value"] for each in form.operations()] == [{"factor": "visibility"}]


def test_a_score_is_computed_and_moved_by_so_many_points() -> None:
    _, after = edit("cue", value="=account")
    assert after["cue"]["value"] == {"rule": "account", "shift": 0}
    place = edited(read(after), "cue")
    form = filled(read(after), [part(place)], value__shift__same="7")
    assert form.is_valid(), form.errors
    assert [each["value"] for each in form.operations()] == [{"rule": "account", "shift": 7}]
    form = filled(read(after), [part(place)], value="level")
    assert form.is_valid() and [each["value"] for each in form.operations()] == [{"factor": "level"}]


def test_words_may_differ_from_level_to_level_and_be_missing_at_some() -> None:
    texts = {"factor": "visibility", "texts": {"shown": {"en": "It counts."}}}
    changed = apply(SMALL, [{"op": "set", "path": "cue.explanation", "value": texts}])
    form = filled(read(changed), [part(edited(read(changed), "cue"))], explanation__at1="Not here.")
    assert form.is_valid(), form.errors
    told = next(iter(form.operations()))["value"]
    assert told["texts"]["shown"] == {"en": "It counts."}
    assert told["texts"]["hidden"]["en"] == "Not here."


def test_a_second_number_may_be_left_out() -> None:
    _, after = edit("cue", outreach__same="5")
    assert after["cue"]["outreach"] == 5
    form = filled(read(after), [part(edited(read(after), "cue"))], outreach__same="")
    assert form.is_valid() and [each["value"] for each in form.operations()] == [None]
