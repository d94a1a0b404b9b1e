"""Up, down, out: and told where it cannot be."""

import pytest
from django.test import Client

from surveys.models import Study
from tests.admin.conftest import text, url
from tests.admin.studio.conftest import now


def act(client: Client, study: Study, do: str, path: str, revision: int = 1) -> str:
    data = {"do": do, "path": path, "revision": revision}
    response = client.post(url("design_act", study), data, follow=True)
    assert response.status_code == 200
    return text(response)


def order(study: Study) -> list[str]:
    return [page.id for page in now(study).pages]


def test_pages_move_by_one(study: Study, ada: Client) -> None:
    before = order(study)
    act(ada, study, "down", "pages.weeks")
    assert order(study)[2:4] == ["about_you", "weeks"]
    act(ada, study, "up", "pages.weeks", 2)
    assert order(study) == before


def test_questions_and_scales_move_among_their_own(study: Study, ada: Client) -> None:
    body = act(ada, study, "up", "pages.now_before.questions.3")
    page = now(study).pages[1]
    assert [getattr(e, "code", "") or e.kind for e in page.entries()] == [
        *("before_awake", "scale", "scale", "before_curious", "scale")
    ]
    assert "Moved." in body
    assert "Page 2" in body


def test_the_first_stays_first(study: Study, ada: Client) -> None:
    before = order(study)
    act(ada, study, "up", "pages.welcome")
    assert order(study) == before


def test_what_is_removed_is_told_and_what_named_it_is_marked(study: Study, ada: Client) -> None:
    body = act(ada, study, "remove", "pages.noticing")
    assert "Removed. Undo brings it back." in body
    assert "No earlier page asks &#x27;noticed&#x27;." in body
    assert "noticing" not in order(study)


@pytest.mark.parametrize(
    ("do", "path", "told"),
    [
        ("remove", "pages.nowhere", "There is no"),
        ("remove", "title", "cannot be edited by itself"),
        ("burn", "pages.weeks", "Use one of the buttons"),
        ("up", "cue", "Use one of the buttons"),
        ("remove", "pages.reading.question", "This field is missing"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    study: Study, ada: Client, do: str, path: str, told: str
) -> None:
    before = now(study)
    assert told in act(ada, study, do, path)
    assert now(study) == before


def test_the_last_rating_cannot_be_taken_out(study: Study, ada: Client) -> None:
    act(ada, study, "remove", "pages.person.rate.1")
    assert "At least 1 must stand here" in act(ada, study, "remove", "pages.person.rate.0", 2)


def test_somebody_who_was_faster_is_told_of(study: Study, ada: Client) -> None:
    act(ada, study, "down", "pages.weeks")
    assert "Somebody changed this study meanwhile" in act(ada, study, "down", "pages.weeks")
