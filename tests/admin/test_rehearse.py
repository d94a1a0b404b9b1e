"""Rehearsals asked for from the page."""

import pytest

from surveys.models import Simulation, Study
from tests.admin.conftest import People, SignIn, text, url

ASKED = {"participants": 30, "dropout": 20, "level:competence": "0.05", "visibility:anxiety": "4"}


def test_what_was_asked_for_is_wanted(live: Study, people: People, signed_in: SignIn) -> None:
    response = signed_in(people.ada).post(url("rehearse", live), ASKED)
    assert response.status_code == 302, text(response)
    assert response.headers["Location"] == url("results", live, kind="simulated")
    wanted = Simulation.objects.get()
    assert (wanted.participants, wanted.dropout, wanted.wanted_by) == (30, 0.2, people.ada)
    assert wanted.effects == {"level": {"competence": 0.05}, "visibility": {"anxiety": 4.0}}


@pytest.mark.parametrize(
    "wrong", [{"participants": 2001}, {"participants": 0}, {"dropout": 91}, {"level:competence": "nan"}]
)
def test_too_much_is_refused_at_the_field(
    live: Study, people: People, signed_in: SignIn, wrong: dict[str, object]
) -> None:
    response = signed_in(people.ada).post(url("rehearse", live), ASKED | wrong)
    assert response.status_code == 400
    assert "ll-error" in text(response)
    assert not Simulation.objects.exists()


def test_each_number_says_what_it_means(live: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(url("rehearse", live)))
    assert "Effect of 10 points on Perceived competence" in body
    assert "Shown minus hidden on Anxiety after" in body


def test_a_draft_says_why_it_cannot_be_rehearsed_yet(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    assert "once the study is published" in text(client.get(url("rehearse", study)))
    assert client.post(url("rehearse", study), ASKED).status_code == 400
