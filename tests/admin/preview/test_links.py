"""Where the preview's links lead."""

import pytest

from surveys import library
from surveys.admin.preview.links import first_that_differs
from surveys.protocol import compiled, read
from tests.analysis import make


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("first-impressions", "person.1.look"),
        ("one-profile", "person.1.look"),
        ("your-score-just-dropped", "week.score"),
        ("sixty-five", "visit.score"),
        ("unplug", "note_one"),
        ("three-ways-up", "person.1.look"),
        ("what-the-number-means", "note_one"),
    ],
)
def test_the_first_page_that_differs_is_one_on_which_groups_see_something_else(code: str, page: str) -> None:
    assert first_that_differs(compiled(read(library.studies(code)))) == page


def test_of_one_group_it_is_the_first_page_after_random_assignment() -> None:
    alone = make.protocol(factors=[make.document()["factors"][1]], cue={"value": {"factor": "level"}})
    assert first_that_differs(alone) == "person.1.look"
