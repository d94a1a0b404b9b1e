"""A feed written by forms: courses as lines, words that vary, questions between days, the debriefing."""

import pytest
from django.test import Client

from surveys import drafts
from surveys.models import Study
from surveys.protocol import Severity, checks
from surveys.protocol.nodes import Debriefing, Feed, Questionnaire, Screen
from tests.admin.conftest import People
from tests.admin.studio.conftest import Save, add, node, now
from tests.protocol.own import own

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(people: People) -> Study:
    return drafts.create(own(), by=people.ada)


def feed(study: Study) -> Feed:
    return next(page for page in now(study).pages if isinstance(page, Feed))


def debriefing(study: Study) -> Debriefing:
    return next(page for page in now(study).pages if isinstance(page, Debriefing))


def test_courses_and_score_are_written_in_one_form(study: Study, save: Save) -> None:
    typed = {
        "courses__0__changes__0__day": "2",
        "courses__3__changes__1__day": "5",
        "courses__3__changes__1__by": "4",
        "score__visibility__same": "request",
        "score__start__same": "66",
        "breaks__days": ["1", "3"],
        "happenings__0__day": "1",
        "happenings__0__text": "Sun.",
        "happenings__1__day": "2",
        "happenings__1__text": "Rain.",
    }
    assert save(node(study, "pages.week"), **typed).status_code == 302
    made = feed(study)
    assert made.score is not None and made.breaks is not None
    assert (made.score.visibility, made.score.start, made.breaks.days) == ("request", 66, (1, 3))
    assert [c.exists for c in made.courses] == [False, True, True, True]
    assert [(c.day, c.by) for c in made.courses[0].changes] == [(2, -4)]
    assert [c.by for c in made.courses[3].changes] == [-4, 4]
    assert [(each.day, each.text["en"]) for each in made.happenings] == [(1, "Sun."), (2, "Rain.")]


def test_ones_own_score_is_drawn_by_the_same_boxes_as_anothers(study: Study, save: Save, ada: Client) -> None:
    shown = ada.get(node(study, "pages.week")).content.decode()
    for words in ("Drawn as", "five stars", "the share of accounts below", "plain, as the text"):
        assert words in shown, words
    assert "an arrow up" not in shown
    typed = {
        "score__form__same": "bar",
        "score__colour__same": "cool",
        "score__trend__same": "sparkline",
        "score__label__by": "course",
    }
    assert save(node(study, "pages.week"), **typed).status_code == 302
    made = feed(study).score
    assert made is not None and (made.form, made.colour, made.trend) == ("bar", "cool", "sparkline")
    levels = [str(level) for level in drafts.document(study).factors[0].levels]
    assert made.model_dump()["label"]["texts"] == {key: {"en": "Influence score"} for key in levels}
    assert save(node(study, "pages.week"), score__form="course").status_code == 302
    badge = {f"score__form__at{levels.index('dip_64')}": "badge"}
    assert save(node(study, "pages.week"), **badge).status_code == 302
    made = feed(study).score
    assert made is not None
    values = made.model_dump()["form"]["values"]
    assert values == {**dict.fromkeys(levels, "bar"), "dip_64": "badge"}


def test_without_what_it_is_called_there_is_no_score(study: Study, save: Save) -> None:
    assert save(node(study, "pages.week"), score__label="").status_code == 302
    assert feed(study).score is None


def test_words_may_vary_with_a_factor_and_be_the_same_again(study: Study, save: Save) -> None:
    assert save(node(study, "pages.week"), breaks__told__by="course").status_code == 302
    told = feed(study).breaks
    assert told is not None
    levels = [str(level) for level in drafts.document(study).factors[0].levels]
    assert sorted(told.model_dump()["told"]["texts"]) == sorted(levels), (
        "what was said is said at every level"
    )
    one = {f"breaks__told__at{levels.index('dip_64')}": "It falls."}
    assert save(node(study, "pages.week"), **one).status_code == 302
    told = feed(study).breaks
    assert told is not None
    texts = told.model_dump()["told"]["texts"]
    assert (
        texts["dip_64"]["en"] == "It falls." and texts["none"]["en"] == "Nothing happens while you are away."
    )
    same = {"breaks__told__by": "", "breaks__told": "Nothing happens."}
    assert save(node(study, "pages.week"), **same).status_code == 302
    assert feed(study).breaks.told == {"en": "Nothing happens."}  # type: ignore[union-attr]


def test_emptying_its_words_takes_a_part_away(study: Study, save: Save) -> None:
    typed = {"aside__text": "", "aside__text__de": "", "breaks__days": []}
    assert save(node(study, "pages.week"), **typed).status_code == 302
    assert feed(study).aside is None and feed(study).breaks is None
    assert save(node(study, "pages.week"), aside__text="Dinner.", aside__options="go | Go").status_code == 302
    assert feed(study).aside is not None


def test_questions_between_days_are_added_edited_and_asked(study: Study, save: Save, ada: Client) -> None:
    assert save(add(study, "pages.week.ask", ""), after="5", title="Now").status_code == 302
    assert [(ask.after, ask.title) for ask in feed(study).ask][-1] == (5, {"en": "Now"})
    assert save(add(study, "pages.week.ask.2.questions", "kind=slider"), text="Calm?").status_code == 302
    assert [entry.kind for entry in feed(study).ask[2].questions] == ["slider"]
    assert save(add(study, "pages.week.ask.2.questions", "scale=gad-2"), required=[]).status_code == 302
    assert save(node(study, "pages.week.ask.2"), title="Just now").status_code == 302
    assert feed(study).ask[2].title == {"en": "Just now"} and len(feed(study).ask[2].questions) == 2
    shown = ada.get(node(study, "pages.week")).content.decode()
    assert "After day 5: Just now" in shown and "Add a page of questions" in shown
    inner = ada.get(node(study, "pages.week.ask.2.questions.calm")).content.decode()
    assert "Calm?" in inner
    assert not [f for f in checks(now(study)) if f.severity is Severity.ERROR]


def test_a_line_of_the_debriefing_is_for_groups_that_are_ticked(study: Study, save: Save) -> None:
    typed = {
        "table__2__seen": "Nothing",
        "table__2__truth": "There was none.",
        "table__2__when": ["@course=none"],
        "lingers": "It may.",
    }
    assert save(node(study, "pages.debriefing"), **typed).status_code == 302
    rows = debriefing(study).table
    assert [row.when.among if row.when else None for row in rows] == [None, ("dip_65", "dip_64"), ("none",)]
    assert save(node(study, "pages.debriefing"), table__1__when=[]).status_code == 302
    assert debriefing(study).table[1].when is None
    assert save(node(study, "pages.debriefing"), table__0__seen="").status_code == 302
    assert len(debriefing(study).table) == 2


def test_a_line_of_the_debriefing_holds_from_a_page_that_is_chosen(
    study: Study, save: Save, ada: Client
) -> None:
    shown = ada.get(node(study, "pages.debriefing")).content.decode()
    assert 'value="week.3.day" selected' in shown and "everybody who was in a group" in shown
    assert save(node(study, "pages.debriefing"), table__1__since="week.2.day").status_code == 302
    assert save(node(study, "pages.debriefing"), table__0__since="week.score").status_code == 302
    assert [row.since for row in debriefing(study).table] == ["week.score", "week.2.day"]
    assert save(node(study, "pages.debriefing"), table__1__since="").status_code == 302
    assert debriefing(study).table[1].since == ""


def test_a_page_before_the_lot_can_send_people_away_for_a_score(study: Study, save: Save) -> None:
    def screen() -> Screen | None:
        page = now(study).pages[1]
        assert isinstance(page, Questionnaire)
        return page.screen

    assert save(node(study, "pages.before"), title="Before").status_code == 302 and screen() is None
    typed = {"screen__scale": "mood_before", "screen__at_least": "2.5"}
    assert save(node(study, "pages.before"), **typed).status_code == 302
    assert screen() == Screen(scale="mood_before", at_least=2.5)
    assert save(node(study, "pages.before"), screen__scale="").status_code == 302 and screen() is None


def test_a_question_of_the_debriefing_is_added_there(study: Study, save: Save) -> None:
    assert (
        save(add(study, "pages.debriefing.questions", "kind=choice"), text="Believed it?").status_code == 302
    )
    assert [q.kind for q in debriefing(study).questions] == ["choice", "choice"]


def test_a_page_for_one_group_keeps_its_condition(study: Study, save: Save) -> None:
    assert save(node(study, "pages.after"), when=["@course=dip_64", "@course=dip_65"]).status_code == 302
    page = next(page for page in now(study).pages if page.id == "after")
    assert page.when is not None and (page.when.factor, page.when.among) == ("course", ("dip_64", "dip_65"))
    assert save(node(study, "pages.after"), title="Later").status_code == 302
    page = next(page for page in now(study).pages if page.id == "after")
    assert page.when is not None and page.when.factor == "course"


def test_the_design_lists_what_a_feed_asks(study: Study, ada: Client) -> None:
    shown = ada.get(node(study, "pages.week")).content.decode()
    assert "After day 2: Right now" in shown and "After day 4" in shown
