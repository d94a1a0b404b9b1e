"""Forms are built from the types: each kind has one, and saving it untouched changes nothing."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from pydantic import BaseModel, Field

from surveys import library
from surveys.admin.studio import starts, words
from surveys.admin.studio.adding import defaults, sample
from surveys.admin.studio.basics import ABOUT, BASICS
from surveys.admin.studio.choices import choices
from surveys.admin.studio.editing import build
from surveys.admin.studio.forms import NodeForm
from surveys.admin.studio.leaves import Part, leaves
from surveys.admin.studio.nodes import part
from surveys.admin.studio.places import EDITED, asked, edited, lists, plain
from surveys.admin.studio.plan import PLAN
from surveys.protocol import Document, read
from surveys.protocol.nodes import PAGE_KINDS, Feed, Node
from surveys.protocol.operations import apply, key
from surveys.protocol.outcomes import AnyOutcome
from surveys.questions import QUESTION_TYPES, Question
from surveys.texts import Text
from tests.protocol.own import OWN, written
from tests.protocol.small import SMALL
from tests.protocol.test_plan import FULL
from tests.questions.kinds import members

STUDIES = {
    **{name: library.studies(name) for name in library.names("studies")},
    "small": SMALL,
    "planned": {**SMALL, "plan": FULL},
    "own": OWN,
    "asked": written(
        score={"habits": {"codes": ["often", "answer"]}, "visibility": "request"},
        breaks={"days": [1], "told": {"factor": "course", "texts": {"none": "A.", "dip_64": "B."}}},
    ),
}
OF_PLAN = {**starts.COMPARISONS, **starts.RULES}
KINDS = {
    **PAGE_KINDS,
    **starts.ENTRIES,
    **starts.OUTCOMES,
    **starts.FACTORS,
    **starts.ASKS,
    **OF_PLAN,
}


def sent(form: NodeForm) -> QueryDict:
    """What a browser sends of a form that nobody touched."""
    data = QueryDict(mutable=True)
    for name, field in form.fields.items():
        value = form[name].value()
        if isinstance(field, forms.BooleanField):
            data.setlist(name, ["on"] if value else [])
        elif isinstance(field, forms.MultipleChoiceField):
            data.setlist(name, value)
        elif not field.disabled:
            data[name] = "" if value is None else str(value).replace("\n", "\r\n")
    return data


def filled(document: Document, parts: list[Part], **typed: Any) -> NodeForm:
    shown = build(document, parts, initial={"revision": 1})
    data = sent(shown)
    for name, value in typed.items():
        assert name in shown.fields, sorted(shown.fields)
        data.setlist(name, value if isinstance(value, list) else [value])
    return build(document, parts, data)


def nodes(document: Document) -> list[str]:
    """The path of everything that has a form."""
    content = plain(document)
    found = ["cue"] if document.cue else []
    for field in ("factors", "outcomes"):
        found += [f"{field}.{key(content[field], i)}" for i in range(len(content[field]))]
    for field in ("confirmatory", "exclusions"):
        held = content["plan"][field]
        found += [f"plan.{field}.{key(held, i)}" for i in range(len(held))]
    people = content["pool"]["profiles"] if content["pool"] else []
    found += [f"pool.profiles.{key(people, i)}" for i in range(len(people))]
    for i, page in enumerate(document.pages):
        path = f"pages.{key(content['pages'], i)}"
        found.append(path)
        for field in type(page).model_fields:
            if isinstance(getattr(page, field), Question):
                found.append(f"{path}.{field}")
            if field in lists(type(page)):
                rows = content["pages"][i][field]
                found += [f"{path}.{field}.{key(rows, j)}" for j in range(len(rows))]
        for j, ask in enumerate(page.ask if isinstance(page, Feed) else ()):
            found.append(f"{path}.ask.{j}")
            found += [f"{path}.ask.{j}.{where}" for where, _entry in asked(ask)]
    return found


@pytest.mark.parametrize("name", STUDIES)
def test_saving_what_nobody_touched_changes_nothing(name: str) -> None:
    document = read(STUDIES[name])
    paths = nodes(document)
    assert len(paths) > 10
    for path in paths:
        form = filled(document, [part(edited(document, path))])
        assert form.is_valid(), (path, form.errors)
        assert list(form.operations()) == [], path
    for section in (BASICS, ABOUT, PLAN):
        form = filled(document, section(document))
        assert form.is_valid(), form.errors
        assert list(form.operations()) == []


@pytest.mark.parametrize("name", STUDIES)
def test_saving_every_text_anew_keeps_the_rest(name: str) -> None:
    """Each box is touched and typed again as it was: reading is the inverse of showing."""
    document = read(STUDIES[name])
    for path in nodes(document):
        place = edited(document, path)
        form = filled(document, [part(place)])
        assert form.is_valid()
        old = place.node.model_dump(mode="json")
        for leaf in form.leaves[place.path]:
            if leaf.keys[-1] == "when" or form.fields[form.boxes[leaf.name][0]].disabled:
                continue
            again = leaf.shape.read(leaf.name, form.cleaned_data, leaf.old, form.sheet)
            assert again == leaf.old or (not again and not leaf.old), (path, leaf.name)
        assert old == place.node.model_dump(mode="json")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_form_that_can_be_saved_at_once(kind: str) -> None:
    document = read({**SMALL, "instruments": SMALL["instruments"]})
    type = KINDS[kind]
    start = {"instrument": "mood"} if kind == "scale" else starts.start(kind, document)
    typed: dict[str, Any] = {}
    if kind in starts.OUTCOMES:
        held = {o["kind"]: o for o in plain(document)["outcomes"]}
        start = held.get(kind) or {"kind": kind, "name": "new", **starts.start(kind, document)}
    if kind == "answered":
        typed = {"among": ["online=no"]}
    full = {**defaults(type), **start}
    form = filled(document, [Part("new", type, full, is_new=True, node=sample(type, full))], **typed)
    assert form.is_valid(), form.errors
    made = starts.named(document, kind, form.changed["new"])
    read_again = type.model_validate(made)
    assert isinstance(read_again, EDITED)
    assert form.visible_fields() or kind in ("dwell", "in_view")


@pytest.mark.parametrize("type", KINDS.values(), ids=list(KINDS))
def test_every_option_of_the_kinds_shipped_is_called_something(type: type[BaseModel]) -> None:
    name = words.kind_of(type)
    assert name in words.KINDS
    for leaf in leaves(Part("x", type, {})):
        own = leaf.keys[-1]
        assert leaf.label.label != words.plain(str(own)) or str(own) in words.FIELDS, (name, leaf.name)


class Poem(Question):
    """Lines that rhyme. It has no words here."""

    kind: str = "poem"
    lines: int = Field(4, ge=1, le=9, title="Lines asked for", description="Four make a quatrain.")
    opening: Text = {}
    metres: tuple[str, ...] = ()


def test_a_kind_unknown_here_gets_a_form_by_itself() -> None:
    document = read(SMALL)
    poem = Poem(code="ode", text={"en": "Write."}, opening={"en": "Shall I"}, metres=("iambic",))
    shown = Part("pages.before.questions.ode", Poem, poem.model_dump(mode="json"), node=poem)
    form = filled(document, [shown], lines="6", opening="Once", metres="iambic\r\ntrochaic")
    assert form.is_valid(), form.errors
    assert form.fields["lines"].label == "Lines asked for"
    assert form.fields["opening"].label == "Opening (en)"
    assert str(words.kind(Poem).label) == "Poem"
    assert words.kind(Poem).hint == "Lines that rhyme. It has no words here."
    assert [(o["path"].rpartition(".")[2], o["value"]) for o in form.operations()] == [
        ("lines", 6),
        ("opening", {"en": "Once"}),
        ("metres", ["iambic", "trochaic"]),
    ]
    wrong = filled(document, [shown], lines="12")
    assert list(wrong.errors) == ["lines"]


def test_every_question_kind_is_offered() -> None:
    questionnaire = next(page for page in read(SMALL).pages if page.kind == "questionnaire")
    assert set(starts.kinds(questionnaire, "questions")) == {*QUESTION_TYPES, "scale"}
    assert set(starts.kinds(read(SMALL), "pages")) == set(PAGE_KINDS)
    assert set(starts.OUTCOMES.values()) == set(members(AnyOutcome))
    assert all(not starts.kinds(page, "title") for page in read(SMALL).pages if isinstance(page, Node))


# --- each shape


def edit(path: str, **typed: Any) -> tuple[NodeForm, dict[str, Any]]:
    document = read(SMALL)
    form = filled(document, [part(edited(document, path))], **typed)
    assert form.is_valid(), form.errors
    return form, plain(read(apply(plain(document), form.operations())))


def refused(path: str, **typed: Any) -> dict[str, list[str]]:
    document = read(SMALL)
    form = filled(document, [part(edited(document, path))], **typed)
    assert not form.is_valid()
    return {name: [str(error) for error in errors] for name, errors in form.errors.items()}


def test_levels_are_numbers_where_they_look_so_and_words_otherwise() -> None:
    _, after = edit("factors.level", levels="20\n 55 \n\nhigh")
    assert after["factors"][1]["levels"] == [20, 55, "high"]


def test_sizes_of_groups_are_typed_in_one_line() -> None:
    _, after = edit("factors.visibility", weights="3; 1")
    assert after["factors"][0]["weights"] == [3, 1]
    assert "give one weight a level" in refused("factors.visibility", weights="3")["__all__"][0]
    assert "weights" in refused("factors.visibility", weights="3, many")


def test_options_keep_their_names_in_the_data_and_new_ones_get_one() -> None:
    path = "pages.before.questions.online"
    _, after = edit(path, options="no | Never\nyes | Yes\nOnly at night!\nÜber Nacht")
    question = next(q for q in after["pages"][1]["questions"] if q.get("code") == "online")
    assert [(o["value"], o["label"]["en"]) for o in question["options"]] == [
        ("no", "Never"),
        ("yes", "Yes"),
        ("only_at_night", "Only at night!"),
        ("uber_nacht", "Über Nacht"),
    ]
    assert "rename one" in refused(path, options="a | 1\na | 2")["options"][0]
    assert "At least 2" in refused(path, options="a | 1")["options"][0]
    assert "letters, digits" in refused(path, options="a b | 1\nc | 2")["options"][0]


def test_points_are_lines_and_a_dash_has_no_words() -> None:
    _, after = edit("pages.awake.question", labels="Never\n–\nOften\n")
    assert [label["en"] for label in after["pages"][3]["question"]["labels"]] == ["Never", "", "Often"]


def test_translations_have_boxes_of_their_own() -> None:
    form, after = edit("pages.debriefing", text__de="Alles erdacht.")
    assert after["pages"][-2]["text"] == {"en": "All made up.", "de": "Alles erdacht."}
    assert form.fields["text__de"].widget.attrs["lang"] == "de"
    assert "title__de" in form.fields
    told = refused("pages.awake.question", labels__de="Nie\nManchmal")
    assert told["labels__de" if "labels__de" in told else "labels"] == ["de: write 3 lines, one for each."]


def test_a_page_is_shown_to_some_by_ticking_answers() -> None:
    _, after = edit("pages.awake", when=["online=yes", "online=no"])
    assert after["pages"][3]["when"] == {"code": "online", "among": ["yes", "no"]}
    _, after = edit("pages.told", when=[])
    assert after["pages"][2]["when"] is None
    document = read(SMALL)
    form = build(document, [part(edited(document, "pages.before"))])
    assert "when" not in form.fields, "nothing was asked before"


def test_posts_are_added_changed_and_removed() -> None:
    path = "pool.profiles.p1"
    _, after = edit(path, posts__0__likes="7", posts__1__text="New.", posts__1__ago="1 d")
    first, second = after["pool"]["profiles"][0]["posts"]
    assert (first["likes"], first["text"]["en"], second["text"]["en"]) == (7, "Hello.", "New.")
    assert second["quote"] is None
    _, after = edit(
        path, posts__0__text="", posts__0__text__de="", posts__1__text="New.", posts__1__ago="1 d"
    )
    assert [post["text"]["en"] for post in after["pool"]["profiles"][0]["posts"]] == ["New."]
    _, after = edit(path, posts__0__quote__text="Ah.", posts__0__quote__handle="ada")
    assert after["pool"]["profiles"][0]["posts"][0]["quote"]["text"]["en"] == "Ah."
    assert refused(path, posts__0__text="", posts__0__text__de="")


def test_a_name_in_the_data_is_fixed_once_it_is_saved() -> None:
    document = read(SMALL)
    for path, field in [("pages.before.questions.age", "code"), ("factors.level", "name")]:
        form = filled(document, [part(edited(document, path))], **{field: "other"})
        assert form.is_valid()
        assert list(form.operations()) == []


def test_names_made_from_words_are_ascii_short_and_free() -> None:
    document = read(SMALL)
    assert starts.code(document, "How old are you?") == "how_old_are_you"
    assert starts.code(document, "Age") == "age_2"
    assert (
        starts.code(document, "Wie alt bist du, ehrlich gesagt und in Jahren?")
        == "wie_alt_bist_du_ehrlich_gesagt"
    )
    assert starts.code(document, "年龄") == "question"
    assert starts.code(document, "3 wishes") == "question_3_wishes"
    assert starts.page_id(document, "Before", "questionnaire") == "before_2"
    assert starts.page_id(document, "stop", "information") == "stop_2"


def test_a_study_may_be_renamed_and_moved() -> None:
    document = read(SMALL)
    form = filled(document, BASICS(document), name="Better", address="better", title__de="Gut")
    assert form.is_valid(), form.errors
    after = read(apply(plain(document), form.operations()))
    assert (after.name, after.address) == ("Better", "better")
    assert after.title == {"en": "Small", "de": "Gut"}
    wrong = filled(document, BASICS(document), address="Not An Address", language="english!")
    assert set(wrong.errors) == {"address", "language"}


def test_only_questions_with_a_few_named_answers_make_a_condition() -> None:
    document = read(SMALL)
    place = edited(document, "pages.told")
    shown = [value for value, _ in choices(document, type(place.node), place.node)["when"]]
    assert shown == ["online=yes", "online=no"], "neither lines, nor pairs, nor several answers at once"
