"""The whole document around a page: help in its footer, the same for every group."""

import pytest

from surveys import library
from surveys.pages import ended_page, page, stop_page
from surveys.pages.whole import whole
from surveys.protocol import Act, Compiled, Draws, Ending, compiled, read
from tests.pages.conftest import ABOUT, HELP, study
from tests.pages.markup import elements
from tests.protocol.own import own

WORDS = "Talk to somebody you trust."


def shipped(code: str) -> Compiled:
    return compiled(read({**library.studies(code), "about": ABOUT, "help": HELP}))


def document(protocol: Compiled, key: str, draws: Draws | None) -> str:
    step = protocol.step(key)
    return whole(protocol, "en", page(protocol, draws, step, "en"), n=3, step=step)


@pytest.mark.parametrize("code", ["your-score-just-dropped", "sixty-five", "unplug", "first-impressions"])
def test_help_stands_on_every_page_from_consent_to_the_debriefing(code: str) -> None:
    protocol = shipped(code)
    draws = protocol.draws(next(iter(protocol.arms)), 0)
    for step in protocol.steps:
        if not step.node.is_page:
            continue
        html = document(protocol, step.key, draws)
        assert html.count(WORDS) == (0 if step.node.kind == "consent" else 1), step.key
        assert (Act.STOP in step.node.acts) == ('value="stop"' in html)
    assert WORDS in whole(protocol, "en", stop_page(protocol, "en"), n=3)


def test_what_stands_around_a_page_is_the_same_for_every_group() -> None:
    protocol = shipped("your-score-just-dropped")
    for key in ("week.score", "week.4.day", "week.4.ask"):
        around = set()
        for arm in protocol.arms:
            draws = protocol.draws(arm, 0)
            body = page(protocol, draws, protocol.step(key), "en").body
            around.add(document(protocol, key, draws).replace(body, ""))
        assert len(around) == 1


@pytest.mark.parametrize("ending", [Ending.FINISHED, Ending.STOPPED, Ending.WITHDRAWN, Ending.SCREENED_OUT])
def test_help_is_on_every_way_out_once(ending: Ending) -> None:
    protocol = shipped("your-score-just-dropped")
    html = whole(protocol, "en", ended_page(protocol, "en", ending, None), n=3)
    assert html.count(WORDS) == 1 and "people@example.org" in html


def test_a_study_that_unsettles_nobody_keeps_its_footer_bare() -> None:
    protocol = shipped("one-profile")
    draws = protocol.draws(next(iter(protocol.arms)), 0)
    for key in ("one.1.look", "about_you"):
        if key in protocol.positions:
            assert "<details" not in document(protocol, key, draws)
    assert WORDS in ended_page(protocol, "en", Ending.STOPPED, None).body


def test_help_is_folded_and_can_be_opened_without_a_script() -> None:
    protocol = study()
    html = document(protocol, "weeks", None)
    assert {"class": "second aid"} in elements(html, "details") and html.count("<summary") == 1


def test_a_score_of_ones_own_brings_help_without_a_measure_of_anxiety() -> None:
    protocol = compiled(own())
    assert "Talk to somebody." in document(protocol, "week.1.day", protocol.draws("none", 0))
