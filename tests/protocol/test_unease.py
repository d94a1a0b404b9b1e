"""Which studies may leave people uneasy, told from what they ask and give."""

from typing import Any

import pytest

from surveys import library
from surveys.protocol import read
from surveys.protocol.unease import gives_score, measures_unease, owes_help
from tests.protocol.own import own, written


@pytest.mark.parametrize(
    ("code", "unease"),
    [
        ("your-score-just-dropped", True),
        ("sixty-five", True),
        ("unplug", True),
        ("first-impressions", True),
        ("one-profile", False),
    ],
)
def test_shipped_studies_that_ask_for_anxiety_are_known(code: str, unease: bool) -> None:
    assert measures_unease(read(library.studies(code))) is unease


def test_an_own_question_about_anxiety_counts_like_an_instrument() -> None:
    content = written(score=None)
    assert not measures_unease(read(content))
    question: dict[str, Any] = {"kind": "slider", "code": "x", "text": "How ANXIOUS are you?"}
    content["pages"][1]["questions"].append({**question, "left": "Not", "right": "Very"})
    assert measures_unease(read(content))


def test_help_is_owed_for_a_score_or_a_measure_and_only_where_there_is_some() -> None:
    assert gives_score(own()) and owes_help(own())
    assert not owes_help(read({**written(), "help": ""}))
    assert not owes_help(own(score=None))
