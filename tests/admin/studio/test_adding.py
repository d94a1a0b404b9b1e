"""New pages, questions, scales and factors: chosen by kind, written, put in their place."""

import pytest
from django.test import Client

from surveys.models import Study
from surveys.protocol import checks
from surveys.protocol.nodes import PAGE_KINDS
from surveys.protocol.scales import ScaleUse
from surveys.questions import QUESTION_TYPES
from tests.admin.conftest import text, url
from tests.admin.studio.conftest import Save, add, node, now


def test_a_page_is_put_where_it_was_asked_for_and_gets_a_name_by_itself(study: Study, save: Save) -> None:
    response = save(add(study, "pages", "kind=questionnaire&at=2"), title="Your day", text="How was it?")
    page = now(study).pages[2]
    assert (page.kind, page.id, page.title) == ("questionnaire", "your_day", {"en": "Your day"})
    assert response.headers["Location"] == node(study, "pages.your_day")


def test_only_what_may_stand_once_more_is_offered(study: Study, ada: Client) -> None:
    body = text(ada.get(url("design_add", study, path="pages")))
    assert "?kind=questionnaire" in body
    for kind in ("consent", "randomise", "visits", "debriefing", "end"):
        assert f"?kind={kind}" not in body


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_each_kind_of_question_can_be_added(study: Study, save: Save, kind: str) -> None:
    response = save(add(study, "pages.guess.questions", f"kind={kind}"), text="What’s for dinner?")
    assert response.headers["Location"] == f"{node(study, 'pages.guess')}#asked"
    page = next(page for page in now(study).pages if page.id == "guess")
    added = page.entries()[-1]
    assert added.kind == kind
    assert getattr(added, "code", "") == "whats_for_dinner"
    assert {f.path for f in checks(now(study)) if f.path.startswith("pages")} == set()


@pytest.mark.parametrize(
    "kind", sorted(set(PAGE_KINDS) - {"consent", "randomise", "visits", "debriefing", "end"})
)
def test_each_kind_of_page_can_be_added(study: Study, save: Save, kind: str) -> None:
    assert save(add(study, "pages", f"kind={kind}&at=1"), title="New").status_code == 302
    assert now(study).pages[1].kind == kind


def test_a_study_can_be_written_from_nothing(study: Study, save: Save, ada: Client) -> None:
    for page in now(study).pages:
        data = {
            "do": "remove",
            "path": f"pages.{page.id}",
            "revision": Study.objects.get(pk=study.pk).draft.revision,
        }
        ada.post(url("design_act", study), data)
    assert "No pages yet" in text(ada.get(url("design", study)))
    for kind in ("consent", "attention", "randomise", "visits", "debriefing", "end"):
        assert (
            save(
                add(study, "pages", f"kind={kind}"), **({"text": "So."} if kind == "debriefing" else {})
            ).status_code
            == 302
        )
    paths = {finding.path.split(".")[0] for finding in checks(now(study))}
    assert paths <= {"outcomes", "plan", "instruments"}, checks(now(study))


def test_a_name_that_is_taken_is_refused_at_its_box(study: Study, save: Save) -> None:
    response = save(add(study, "pages.guess.questions", "kind=text"), text="Age?", code="Age")
    assert response.status_code == 400
    assert "“Age” is taken by another question" in text(response)
    response = save(add(study, "pages.guess.questions", "kind=text"), text="Age?", code="two words")
    assert 'id="id_code_error"' in text(response)


def test_a_published_scale_comes_with_its_items(study: Study, save: Save) -> None:
    list = "pages.guess.questions"
    assert save(add(study, list, "scale=state-anxiety-single")).status_code == 302
    after = now(study)
    assert "state-anxiety-single" in after.library
    used = next(page for page in after.pages if page.id == "guess").entries()[-1]
    assert isinstance(used, ScaleUse)
    assert used.name == ""
    assert save(add(study, list, "scale=gad-2")).status_code == 302
    again = next(page for page in now(study).pages if page.id == "guess").entries()[-1]
    assert isinstance(again, ScaleUse)
    assert again.name == "gad_2_guess", "two uses of one scale are told apart"
    assert [f for f in checks(now(study)) if f.path.startswith("pages")] == []


def test_a_factor_and_an_outcome_can_be_added(study: Study, save: Save, ada: Client) -> None:
    assert save(add(study, "factors", ""), label="Tone of voice", levels="warm\ncold").status_code == 302
    factor = now(study).factors[-1]
    assert (factor.name, factor.levels) == ("tone_of_voice", ("warm", "cold"))
    assert "Nothing depends on the factor" in text(ada.get(url("design", study)))
    assert save(add(study, "outcomes", "kind=dwell"), label="Seconds").status_code == 302
    assert now(study).outcomes[-1].name == "seconds"


def test_a_score_can_be_taken_away_and_added(study: Study, ada: Client) -> None:
    ada.post(url("design_act", study), {"do": "remove", "path": "cue", "revision": 1})
    assert now(study).cue is None
    body = text(ada.get(url("design", study)))
    assert "Profiles carry no score." in body
    ada.post(url("design_score", study), {"revision": 2})
    cue = now(study).cue
    assert cue is not None
    assert cue.value == 50


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("title", ""),
        ("pages.nowhere.questions", ""),
        ("pages.welcome.statements", "kind=likert"),
        ("pages", "kind=poem"),
        ("pages.guess.questions", "kind=scale"),
        ("pages.guess.questions", "scale=nothing"),
        ("pages", "scale=gad-2"),
        ("pool.profiles", ""),
    ],
)
def test_what_cannot_be_added_is_not_found(study: Study, ada: Client, path: str, query: str) -> None:
    assert ada.get(add(study, path, query)).status_code == 404
