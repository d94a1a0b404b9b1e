"""Publish, pause, resume and close, from the pages."""

import pytest
from django.test import Client

from surveys import drafts, simulate
from surveys.models import Log, State, Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, text, url


def test_a_study_goes_from_draft_to_closed(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    for verb, state in (
        ("publish", State.LIVE),
        ("pause", State.PAUSED),
        ("resume", State.LIVE),
        ("close", State.CLOSED),
    ):
        assert client.get(url("run", study, verb=verb)).status_code == 200
        study.refresh_from_db()
        assert study.state != state, "looking at the question does nothing"
        assert client.post(url("run", study, verb=verb)).status_code == 302
        study.refresh_from_db()
        assert study.state == state
    verbs = list(Log.objects.filter(study=study, by=people.ada).values_list("verb", flat=True))
    assert verbs[:4] == ["close", "resume", "pause", "publish"]


def test_what_is_missing_is_said_in_words_with_its_cure(
    people: People, document: Document, signed_in: SignIn
) -> None:
    about = document.about.model_copy(update={"contact": {}})
    study = drafts.create(document.model_copy(update={"about": about, "help": {}}), by=people.ada)
    client = signed_in(people.ada)
    refused = client.post(url("run", study, verb="publish"))
    assert refused.status_code == 409
    for page in (refused, client.get(url("study", study))):
        body = text(page)
        assert "What participants must know: Contact" in body
        assert "Give an address at which participants reach you." in body
        assert "about.contact" not in body
    study.refresh_from_db()
    assert study.state == State.DRAFT


def test_everything_that_freezes_is_listed(study: Study, people: People, signed_in: SignIn) -> None:
    """By the document's own fields: whatever a study is made of has its words in the list."""
    said = {
        "schema_number": "", "name": "title", "title": "title", "address": "address", "language": "language",
        "time_zone": "time zone", "about": "contact, approval, pay, minutes", "help": "help",
        "recruitment": "recruitment", "factors": "what is varied", "cue": "the score they carry",
        "pool": "the profiles", "instruments": "scales", "pages": "every page", "outcomes": "the outcomes",
        "plan": "the plan",
    }  # fmt: skip
    assert set(said) == set(Document.model_fields)
    frozen = text(signed_in(people.ada).get(url("run", study, verb="publish"))).split("ll-frozen")[1]
    for words in said.values():
        assert words in frozen.split("</ul>")[0]


def test_the_question_says_what_becomes_of_the_rehearsal(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)

    def asked() -> str:
        return " ".join(text(client.get(url("run", study, verb="publish"))).split())

    assert "rehearsal" not in asked().split("<h2>")[1]
    simulation = simulate.want(study, participants=2, effects=simulate.Effects(), by=people.ada)
    for i in range(2):
        simulate.take_part(simulation, i)
    simulation.delete()
    assert "The 2 simulated people of the rehearsal and what was found stay: they rehearsed" in asked()
    drafts.change(study, [{"op": "set", "path": "name", "value": "New"}], by=None, revision=1)
    assert "stay. Since they rehearsed, this has changed: name, address or time zone." in asked()
    drafts.change(study, [{"op": "set", "path": "factors.level.levels.1", "value": 50}], by=None, revision=2)
    assert "The 2 simulated people of the rehearsal will be removed" in asked()
    assert "has changed: name, address or time zone; design: what is varied, shown, asked" in asked()
    client.post(url("run", study, verb="publish"))
    study.refresh_from_db()
    assert study.state == State.LIVE and not study.participations.exists()


@pytest.mark.parametrize("verb", ["pause", "resume", "close"])
def test_what_cannot_be_done_now_is_refused_in_a_sentence(
    study: Study, people: People, signed_in: SignIn, verb: str
) -> None:
    response = signed_in(people.ada).post(url("run", study, verb=verb))
    assert response.status_code == 409
    assert "Only a" in text(response)


def test_closing_says_that_effects_become_visible(live: Study, people: People, signed_in: SignIn) -> None:
    assert "Effects become visible" in text(signed_in(people.ada).get(url("run", live, verb="close")))


def test_a_post_without_the_forms_token_is_refused(live: Study, people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.ada)
    assert client.post(url("run", live, verb="close")).status_code == 403
    live.refresh_from_db()
    assert live.state == State.LIVE
