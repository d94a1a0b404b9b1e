"""The newcomer's four steps tick when they are done, and each page on the way names one thing to do next."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from surveys import drafts, simulate
from surveys.admin import results as page
from surveys.models import Log, Study
from surveys.protocol import Document
from surveys.report import Answer, ResultsContext, results_context
from surveys.simulate.people import Effects
from tests.admin.conftest import People, SignIn, text, url

pytestmark = pytest.mark.django_db

HOME = reverse("admin:index")
LEVEL = [{"op": "set", "path": "factors.level.levels", "value": [20, 50, 62, 67, 85]}]
POST = "pool.profiles.leila.posts"


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


@pytest.fixture
def demonstration(document: Document, people: People) -> Study:
    shown = document.model_copy(update={"address": "demonstration"})
    made = drafts.create(shown, by=people.ada, demonstration=True)
    drafts.publish(made, by=people.ada)
    return made


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every results page of simulated people has an answer."""

    def told(study: Study, kind: str) -> ResultsContext:
        return replace(results_context(study, kind), answers=(Answer("anxiety", "Felt", "Nothing."),))

    monkeypatch.setattr(page, "results_context", told)


def ticks(client: Client) -> list[bool]:
    return [step.done for step in client.get(HOME).context["steps"]]


def onward(client: Client, address: str) -> tuple[str, str, bool] | None:
    found: Any = client.get(address).context["next_step"]
    return (found.label, found.href, found.posts) if found else None


def change(study: Study, people: People, operations: Any = LEVEL) -> None:
    study.draft.refresh_from_db()
    drafts.change(study, operations, by=people.ada, revision=study.draft.revision)
    study.refresh_from_db()


@pytest.mark.parametrize("step", ["debriefing", "ended.finished"])
def test_walking_is_done_where_the_study_ends(demonstration: Study, ada: Client, step: str) -> None:
    ada.get(url("take", demonstration))
    ada.get(url("preview", demonstration))
    for on_the_way in ("welcome", "person.1.look", "person.1.rate", "ended.declined"):
        ada.get(url("frame", demonstration), {"step": on_the_way})
    assert ticks(ada) == [False, False, False, False], "looking is not yet walking"
    ada.get(url("frame", demonstration), {"step": step})
    assert ticks(ada) == [True, False, False, False]


def test_filling_in_to_the_end_is_walking(demonstration: Study, ada: Client) -> None:
    query = "step=welcome"
    for _page in range(40):
        response = ada.get(f"{url('frame', demonstration)}?{query}&go=next")
        assert response.status_code == 302
        query = response["Location"].partition("?")[2]
        ada.get(f"{url('frame', demonstration)}?{query}")
        if "step=ended" in query:
            break
    assert "step=ended.finished" in query and ticks(ada)[0]


def test_a_page_without_answers_ticks_nothing(demonstration: Study, study: Study, ada: Client) -> None:
    ada.get(url("results", demonstration, kind="simulated"))
    ada.post(url("rehearse", study), {"participants": 5, "dropout": 0})
    ada.get(url("results", study, kind="simulated"))
    assert ticks(ada) == [False, False, False, False], "asked for, and not seen to be found"


def test_results_that_were_seen_tick_each_its_own_step(
    demonstration: Study, study: Study, ada: Client, answered: None
) -> None:
    ada.get(url("results", demonstration, kind="participants"))
    assert ticks(ada) == [False, False, False, False], "the demonstration's answers are of simulated people"
    ada.get(url("results", demonstration, kind="simulated"))
    assert ticks(ada) == [False, True, False, False]
    for _twice in range(2):
        ada.get(url("results", study, kind="simulated"))
    assert ticks(ada) == [False, True, False, True]
    assert Log.objects.filter(verb="saw a rehearsal").count() == 1


def test_a_rehearsal_stays_done_after_signing_in_again(
    study: Study, people: People, signed_in: SignIn, answered: None
) -> None:
    signed_in(people.ada).get(url("results", study, kind="simulated"))
    assert ticks(signed_in(people.ada))[3] and not ticks(signed_in(people.ben))[3]


def test_a_copy_is_done_once_more_than_its_name_is_changed(people: People, ada: Client) -> None:
    ada.post(url("copy_shipped", code="first-impressions"))
    copy = Study.objects.get()
    assert not ticks(ada)[2]
    change(copy, people, [{"op": "set", "path": "name", "value": "Does 50 do?"}])
    assert not ticks(ada)[2]
    change(copy, people)
    assert ticks(ada)[2]


def test_each_step_leads_straight_to_its_page(demonstration: Study, people: People, ada: Client) -> None:
    def steps() -> list[Any]:
        found: list[Any] = ada.get(HOME).context["steps"]
        return found

    copied = url("copy_shipped", code="first-impressions")
    assert [(s.href, s.posts) for s in steps()] == [
        (url("preview", demonstration), False),
        (url("results", demonstration, kind="simulated"), False),
        (copied, True),
        ("", False),
    ]
    assert f'<form method="post" action="{copied}">' in text(ada.get(HOME))
    made = ada.post(copied)["Location"]
    copy = Study.objects.exclude(pk=demonstration.pk).get()
    assert made == url("design", copy)
    assert [s.href for s in steps()[2:]] == [url("design", copy), url("rehearse", copy)]
    assert copy.name in steps()[2].hint


def test_somebody_else_s_study_is_nobody_s_copy(study: Study, people: People, signed_in: SignIn) -> None:
    change(study, people)
    ben = signed_in(people.ben)
    assert ticks(ben) == [False, False, False, False]
    assert ben.get(HOME).context["steps"][3].href == ""


def test_the_preview_leads_on_at_its_end(demonstration: Study, study: Study, ada: Client) -> None:
    seen = ("See the demonstration&#x27;s results", url("results", demonstration, kind="simulated"))
    assert seen[0] in text(ada.get(url("preview", demonstration), {"step": "ended.finished"}))
    for name in ("preview", "compare"):
        assert (onward(ada, url(name, demonstration)) or ("",))[1:] == (seen[1], False)
        assert (onward(ada, url(name, study)) or ("",))[1:] == (url("rehearse", study), False)


def test_from_an_empty_demonstration_the_preview_leads_to_the_one_with_results(
    demonstration: Study, document: Document, people: People, ada: Client
) -> None:
    shown = document.model_copy(update={"address": "filled"})
    filled = drafts.create(shown, by=people.ada, demonstration=True)
    drafts.publish(filled, by=people.ada)
    simulate.want(filled, participants=1, effects=Effects())
    for walked in (demonstration, filled):
        for name in ("preview", "compare"):
            found = onward(ada, url(name, walked))
            assert found and found[1] == url("results", filled, kind="simulated")


def test_the_design_leads_to_a_first_change_and_then_to_both_groups(
    study: Study, people: People, ada: Client
) -> None:
    found = onward(ada, url("design", study))
    assert found and found[1] == url("design_node", study, path="factors.level")
    change(study, people)
    found = onward(ada, url("design", study))
    assert found and found[1] == url("compare", study)
    profiles = onward(ada, f"{url('design_profiles', study)}?saved=leila")
    assert profiles and profiles[1] == f"{url('compare', study)}?profile=leila"
    shown = ada.get(profiles[1], follow=True)
    assert "Leila Haddad" in text(ada.get(shown.context["sides"][0][1]))


def test_who_may_only_read_is_sent_nowhere_by_the_design(
    study: Study, people: People, signed_in: SignIn
) -> None:
    assert onward(signed_in(people.ben), url("design", study)) is None
    assert onward(signed_in(people.ben), url("design_profiles", study)) is None


def test_a_study_of_one_group_is_looked_at_alone(
    people: People, document: Document, study: Study, ada: Client
) -> None:
    one = document.model_copy(
        update={"factors": tuple(f for f in document.factors if f.varies == "within"), "address": "one"}
    )
    alone = drafts.create(one, by=people.ada)
    change(alone, people)
    found = onward(ada, url("design", alone))
    assert found and found[1] == url("preview", alone)


def test_results_lead_to_a_copy_to_the_launch_or_back_to_rehearsing(
    demonstration: Study, study: Study, people: People, ada: Client, answered: None
) -> None:
    found = onward(ada, url("results", demonstration, kind="simulated"))
    assert found and found[1:] == (url("copy_shipped", code="first-impressions"), True)
    found = onward(ada, url("results", study, kind="simulated"))
    assert found and found[1] == url("study", study)
    assert onward(ada, url("results", demonstration, kind="participants")) is None


def test_waiting_results_lead_nowhere_yet(study: Study, ada: Client) -> None:
    assert onward(ada, url("results", study, kind="simulated")) is None
