"""Every step becomes a page; nothing typed by anybody becomes markup."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template

from surveys import library
from surveys.pages import Page, page
from surveys.pages.render import template
from surveys.protocol import Compiled, Step
from surveys.protocol.nodes import PAGE_KINDS
from surveys.protocol.recruitment import PROLIFIC
from tests.pages.conftest import ABOUT, study
from tests.pages.markup import attributes, buttons, elements

TEMPLATES = Path(__file__).parents[2] / "surveys" / "templates"
EVIL = "<b onclick=alert(1)>\"'&{{ words }}{% now 'Y' %}{profile}"


def pages(protocol: Compiled, arm: str = "shown") -> Iterator[tuple[Step, Page]]:
    draws = protocol.draws(arm, 0)
    for step in protocol.steps:
        if step.node.is_page:
            yield step, page(protocol, draws, step, "en")


def named(protocol: Compiled, key: str, arm: str = "shown") -> Page:
    return page(protocol, protocol.draws(arm, 0), protocol.step(key), "en")


@pytest.mark.parametrize("arm", ["shown", "hidden"])
def test_every_step_of_the_flagship_renders(flagship: Compiled, arm: str) -> None:
    for step, shown in pages(flagship, arm):
        assert shown.title and shown.kind == step.node.kind
        for question in step.questions:
            assert f'name="{question.code}"' in shown.body, (step.key, question.code)


def test_every_kind_of_page_has_a_template(flagship: Compiled) -> None:
    made = {step.node.kind for step, _ in pages(flagship)}
    for kind, node in PAGE_KINDS.items():
        if node.is_page and kind not in made | {"feed"}:
            get_template(f"pages/{kind}.html")
    for part in ("name", "score", "day", "ask"):
        get_template(f"pages/feed_{part}.html")
    for step, _ in pages(flagship):
        get_template(template(step))


def test_pages_hold_nothing_inline(flagship: Compiled) -> None:
    for step, shown in pages(flagship):
        assert not elements(shown.body, "style") and not elements(shown.body, "script"), step.key
        for tag, name, value in attributes(shown.body):
            assert name != "style" and not name.startswith("on"), (step.key, tag, name, value)


def test_pages_ask_nothing_of_other_hosts(flagship: Compiled) -> None:
    for step, shown in pages(flagship):
        for tag, name, value in attributes(shown.body):
            assert name in ("xmlns", "value") or "//" not in (value or ""), (step.key, tag, name, value)


def test_ids_are_unique_on_a_page(flagship: Compiled) -> None:
    for step, shown in pages(flagship):
        ids = [value for _, name, value in attributes(shown.body) if name == "id"]
        assert len(ids) == len(set(ids)), step.key


def test_titles_and_ids_name_neither_factor_nor_level(flagship: Compiled) -> None:
    for step, shown in pages(flagship):
        ids = [value or "" for _, name, value in attributes(shown.body) if name in ("id", "class")]
        for word in ("visib", "level", "shown", "hidden", "score", "influence", "arm"):
            assert word not in shown.title.lower(), step.key
            assert not any(word in id for id in ids), (step.key, word, ids)


def test_hostile_texts_stay_text() -> None:
    pool = library.profiles("thirty")
    for profile in pool["profiles"]:
        profile |= {"name": EVIL, "bio": EVIL, "posts": [{"text": EVIL, "ago": EVIL}]}
        profile.pop("short", None)
    evil = study(pool=pool, title=EVIL, help=EVIL, about={**ABOUT, "institution": EVIL, "contact": EVIL})
    for step, shown in pages(evil):
        assert "<b onclick" not in shown.body, step.key
        assert "{{ words }}" in shown.body or not step.visit
    assert "&lt;b onclick=alert(1)&gt;" in named(evil, "person.1.look").body
    assert "&lt;b onclick=alert(1)&gt;" in named(evil, "welcome").body


def test_what_is_typed_stays_text(flagship: Compiled) -> None:
    step = flagship.step("guess")
    shown = page(flagship, None, step, "en", typed={"funnel": ["</textarea><script>"]})
    assert not elements(shown.body, "script")


def test_placeholders_are_filled(flagship: Compiled) -> None:
    assert "about 9 minutes" in named(flagship, "welcome").body
    for step, shown in pages(flagship):
        assert "{profile}" not in shown.body and "{minutes}" not in shown.body, step.key


def test_a_person_is_called_by_the_short_name(flagship: Compiled) -> None:
    first = flagship.draws("shown", 0).visits[0].profile
    person = next(p for p in flagship.document.profiles if p.code == first)
    assert (
        f"Your impression of {person.short or person.name.split()[0]}:"
        in named(flagship, "person.1.rate").body
    )


def test_after_the_visits_the_last_person_is_meant(flagship: Compiled) -> None:
    last = flagship.draws("shown", 0).visits[-1].profile
    person = next(p for p in flagship.document.profiles if p.code == last)
    assert f"{person.short}’s score?" in named(flagship, "recall").body


def test_before_the_visits_nobody_is_named() -> None:
    data = library.studies("first-impressions")["pages"]
    data[2]["text"] = "Hello {profile}!"
    protocol = study(pages=data)
    assert "<p>Hello !</p>" in named(protocol, "weeks").body


def test_consent_offers_to_begin_first_and_to_decline(flagship: Compiled) -> None:
    assert buttons(named(flagship, "welcome").body) == [("act", "answer"), ("act", "decline")]


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        ((), ""),
        (("id",), "the number in your link by which whoever sent you knows you"),
        (PROLIFIC, "the numbers in your link by which whoever sent you knows you and your visit"),
    ],
)
def test_consent_says_that_numbers_from_the_address_are_kept_where_they_are(
    ids: tuple[str, ...], told: str
) -> None:
    body = named(study(recruitment={"ids": list(ids)}), "welcome").body
    assert body.count("<dt>Also kept</dt>") == bool(ids) and told in body
    assert ("apart from your answers, so that you can be paid and take part once</dd>" in body) is bool(ids)


def test_consent_says_who_asks(flagship: Compiled) -> None:
    body = named(flagship, "welcome").body
    for told in (ABOUT["institution"], ABOUT["contact"], ABOUT["approval"], ABOUT["pay"]):
        assert str(told) in body


def test_a_box_that_is_not_ticked_is_named(flagship: Compiled) -> None:
    step = flagship.step("welcome")
    shown = page(flagship, None, step, "en", typed={"adult": ["yes"]}, errors={"agrees": "Please tick."})
    assert [problem.label for problem in shown.problems] == ["I have read this and want to take part."]
    assert "checked" in next(i for i in elements(shown.body, "input") if i["name"] == "adult")
    assert "checked" not in next(i for i in elements(shown.body, "input") if i["name"] == "agrees")


def test_a_look_page_has_a_button_an_option(flagship: Compiled) -> None:
    assert buttons(named(flagship, "person.1.look").body) == [("follow", "yes"), ("follow", "no")]


def test_debriefing_offers_keep_and_delete_and_help(flagship: Compiled) -> None:
    body = named(flagship, "debriefing").body
    assert buttons(body) == [("act", "keep"), ("act", "delete")]
    assert "<li>your doctor</li>" in body


def test_what_is_left_is_counted_in_pairs(flagship: Compiled) -> None:
    step = flagship.step("person.1.rate")
    pairs = {"sc01": "Choose.", "sc02": "Choose."}
    assert (
        page(flagship, flagship.draws("shown", 0), step, "en", errors=pairs).headline
        == "You have 2 pairs left"
    )
    mixed = page(flagship, flagship.draws("shown", 0), step, "en", errors={**pairs, "mc1": "Choose."})
    assert mixed.headline == "You have 3 questions left"
    assert [problem.label for problem in mixed.problems] == [
        "Intelligent – Unintelligent", "Untrained – Trained", "Accurate",
    ]  # fmt: skip


def test_each_problem_knows_what_is_left_above_it(flagship: Compiled) -> None:
    step, errors = flagship.step("person.1.rate"), {"sc01": "Choose.", "sc02": "Choose.", "sc16": "Choose."}
    shown = page(flagship, flagship.draws("shown", 0), step, "en", errors=errors)
    assert [problem.left for problem in shown.problems] == [
        "Nothing is left.", "You have 1 pair left", "You have 2 pairs left",
    ]  # fmt: skip


def test_a_wrong_answer_is_not_called_missing(flagship: Compiled) -> None:
    step = flagship.step("about_you")
    shown = page(flagship, None, step, "en", typed={"age": ["x"]}, errors={"age": "A number."})
    assert shown.headline == "1 answer needs another look" and not shown.problems[0].missing


def test_followers_are_shown_only_where_the_study_says_so() -> None:
    data = library.studies("first-impressions")["pages"]
    assert "followers" not in named(study(), "person.1.look").body
    visits = next(p for p in data if p["kind"] == "visits")
    visits["followers"] = True
    assert "followers" in named(study(pages=data), "person.1.look").body


def test_the_line_above_the_ratings_can_be_left_out() -> None:
    data = library.studies("first-impressions")["pages"]
    next(p for p in data if p["kind"] == "visits")["header"] = False
    body = named(study(pages=data), "person.1.rate").body
    assert 'class="strip"' in named(study(), "person.1.rate").body and 'class="strip"' not in body


def test_a_page_without_a_title_bears_the_studys(flagship: Compiled) -> None:
    assert named(flagship, "person.1.look").title == "First impressions online"
