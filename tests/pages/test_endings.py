"""What stands after the end, for each way of ending; and the page that asks before."""

import pytest

from surveys import library
from surveys.pages import ended_page, page, stop_page
from surveys.protocol import Compiled, Ending, Place, compiled, read
from tests.pages.conftest import study
from tests.pages.markup import attributes, buttons
from tests.protocol.own import written
from tests.protocol.small import SMALL

CODE = "K7Q2-M9XD"
CHOOSE = "you decide whether we may keep your answers"
INVENTED = "The people were invented."


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_has_a_page(flagship: Compiled, ending: Ending) -> None:
    shown = ended_page(flagship, "en", ending, CODE)
    assert shown.title in shown.body and shown.kind == "ended"
    assert not any(name == "style" or name.startswith("on") for _, name, _ in attributes(shown.body))


@pytest.mark.parametrize("ending", [Ending.FINISHED, Ending.STOPPED, Ending.WITHDRAWN, Ending.SCREENED_OUT])
def test_the_code_is_shown(flagship: Compiled, ending: Ending) -> None:
    assert CODE in ended_page(flagship, "en", ending, CODE).body
    assert "Your code" not in ended_page(flagship, "en", ending, None).body


@pytest.mark.parametrize("ending", [Ending.FINISHED, Ending.STOPPED, Ending.WITHDRAWN])
def test_the_code_says_what_it_is_for(flagship: Compiled, ending: Ending) -> None:
    alone = ended_page(flagship, "en", ending, CODE).body
    assert "It shows whoever invited you that you took part." in alone
    sent = ended_page(flagship, "en", ending, CODE, back="https://people.example.org/done").body
    assert "people.example.org may ask you for it: it shows that you took part." in sent
    assert "whoever invited you" not in sent


@pytest.mark.parametrize("ending", Ending)
def test_only_who_may_choose_is_told_to(flagship: Compiled, ending: Ending) -> None:
    """By whichever way somebody is told everything: the choice is made before, or by its own button."""
    for protocol in (flagship, compiled(read(SMALL))):
        step = next(step for step in protocol.steps if step.node.kind == "debriefing")
        assert CHOOSE in page(protocol, None, step, "en").body
        assert CHOOSE not in ended_page(protocol, "en", ending, CODE).body


def test_the_explanation_fits_who_saw_no_score_and_leaves_no_question_unexplained(flagship: Compiled) -> None:
    told = ended_page(flagship, "en", Ending.WITHDRAWN, CODE).body
    for words in (
        "perhaps you, see none",
        "decided by lot",
        "sleep, screen time",
        "The last profile comes with",
    ):
        assert words in told


@pytest.mark.parametrize("ending", Ending)
def test_answers_can_be_deleted_where_they_are_kept(flagship: Compiled, ending: Ending) -> None:
    kept = ending in (Ending.FINISHED, Ending.STOPPED)
    assert buttons(ended_page(flagship, "en", ending, CODE).body) == ([("act", "delete")] if kept else [])


@pytest.mark.parametrize("ending", [Ending.STOPPED, Ending.WITHDRAWN, Ending.SCREENED_OUT])
def test_who_leaves_early_is_told_everything_too(flagship: Compiled, ending: Ending) -> None:
    body = ended_page(flagship, "en", ending, CODE).body
    assert INVENTED in body and "Talk to somebody you trust." in body


def test_who_declined_is_told_nothing(flagship: Compiled) -> None:
    assert INVENTED not in ended_page(flagship, "en", Ending.DECLINED, None).body


def test_who_is_screened_out_is_told_that_nothing_was_made_up_for_them(flagship: Compiled) -> None:
    body = ended_page(flagship, "en", Ending.SCREENED_OUT, None, place=Place("reading")).body
    assert INVENTED in body and "None of this had been shown to you yet" in body


def test_the_end_says_the_studys_own_words(flagship: Compiled) -> None:
    body = ended_page(flagship, "en", Ending.FINISHED, CODE).body
    assert "You can close this page." in body and "people@example.org" in body


def test_declining_is_answered_in_the_studys_words(flagship: Compiled) -> None:
    assert (
        "<p>Nothing else is asked of you, and you can close this page.</p>"
        in ended_page(flagship, "en", Ending.DECLINED, None).body
    )


def test_a_missed_check_is_answered_in_the_studys_words_or_politely() -> None:
    data = library.studies("first-impressions")["pages"]
    assert "Thank you for coming." in ended_page(study(), "en", Ending.SCREENED_OUT, None).body
    check = next(page for page in data if page["kind"] == "attention")
    check |= {"on_miss": "end", "ended": "Bye & thanks."}
    assert "<p>Bye &amp; thanks.</p>" in ended_page(study(pages=data), "en", Ending.SCREENED_OUT, None).body


def test_withdrawal_says_that_answers_are_gone(flagship: Compiled) -> None:
    assert "has been deleted" in ended_page(flagship, "en", Ending.WITHDRAWN, CODE).body


def test_a_document_without_its_last_pages_can_still_end() -> None:
    first = library.studies("first-impressions")["pages"][:1]
    bare = study(pages=first, factors=[], cue=None, outcomes=[])
    for ending in Ending:
        assert ended_page(bare, "en", ending, CODE).title


def test_a_hostile_code_stays_text(flagship: Compiled) -> None:
    assert "<i>" not in ended_page(flagship, "en", Ending.FINISHED, "<i>").body


def test_stopping_asks_what_becomes_of_the_answers(flagship: Compiled) -> None:
    shown = stop_page(flagship, "en")
    assert set(buttons(shown.body)) == {("act", "return"), ("act", "keep"), ("act", "delete")}


def test_in_a_study_without_groups_every_line_is_everybodys() -> None:
    page = next(page for page in written()["pages"] if page["kind"] == "debriefing")
    consent, end = written()["pages"][0], written()["pages"][-1]
    line = {"seen": "A feed", "truth": "There was none."}
    pages = [consent, {**page, "table": [line]}, end]
    plain = compiled(read({**written(), "factors": [], "pages": pages, "outcomes": []}))
    body = ended_page(plain, "en", Ending.STOPPED, CODE, place=Place("debriefing")).body
    assert "There was none." in body and "other groups" not in body and "None of this" not in body
