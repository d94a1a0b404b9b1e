"""Rehearsals asked for from the page."""

import re

import pytest

from surveys import drafts, library, simulate
from surveys.admin.rehearse import RehearsalForm, enough
from surveys.models import Participation, Run, Simulation, State, Study
from surveys.protocol import read
from surveys.simulate.people import Effects
from tests.admin.conftest import People, SignIn, text, url
from tests.analysis import week

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


@pytest.mark.parametrize(
    ("code", "people"), [("first-impressions", 100), ("unplug", 100), ("sixty-five", 750)]
)
def test_so_many_are_sent_that_the_smallest_group_has_enough(code: str, people: int) -> None:
    """Of sixty-five's fourteen groups the smallest gets one in 30; a fifth may leave."""
    assert enough(read(library.studies(code))) == people


def test_a_draft_is_rehearsed_as_it_stands(study: Study, people: People, signed_in: SignIn) -> None:
    response = signed_in(people.ada).post(url("rehearse", study), ASKED)
    assert response.status_code == 302, text(response)
    study.refresh_from_db()
    assert study.state == State.DRAFT and study.protocol is None
    assert [p.number for p in study.protocols.all()] == [0]


def test_a_draft_that_cannot_be_walked_says_what_to_mend(
    study: Study, people: People, signed_in: SignIn
) -> None:
    drafts.change(study, [{"op": "remove", "path": "pages.lot"}], by=people.ada, revision=1)
    client = signed_in(people.ada)
    assert "add random assignment to groups" in text(client.get(url("rehearse", study)))
    assert client.post(url("rehearse", study), ASKED).status_code == 400
    assert not Simulation.objects.exists()


def test_one_effect_is_planted_unless_told_otherwise(live: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(url("rehearse", live)))
    assert re.findall(r'name="([a-z]+:[a-z_]+)" value="(0\.\d+)"', body) == [("level:competence", "0.09")]


def test_one_click_removes_them(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    client.post(url("rehearse", study), ASKED | {"participants": 2})
    refused = client.post(url("forget", study), follow=True)
    assert "still on their way" in text(refused) and Simulation.objects.exists()
    claimed = simulate.claim()
    assert claimed
    simulate.perform(claimed)
    Run.objects.update(state="done")
    assert "Remove the 2 simulated people" in text(client.get(url("rehearse", study)))
    assert "2 simulated people removed" in text(client.post(url("forget", study), follow=True))
    assert not Participation.objects.exists() and not Simulation.objects.exists()


def test_a_reader_removes_nobody(live: Study, people: People, signed_in: SignIn) -> None:
    assert signed_in(people.ben).post(url("forget", live)).status_code == 403
    assert signed_in(people.cy).post(url("forget", live)).status_code == 404


def test_beside_each_effect_stand_its_unit_and_a_hint_of_size(
    study: Study, people: People, signed_in: SignIn
) -> None:
    form = signed_in(people.ada).get(url("rehearse", study)).context["form"]
    hints = {key: form.fields[key].help_text for key in form.effects}
    assert all(hints.values())
    points = "Points on 1–7, for each 10 points of score. 0.05 is small, 0.1 clear."
    assert hints["level:competence"] == hints["level:message_credibility"] == points
    assert hints["level:follow"] == (
        "As a share of visits: 0.04 is 4 percentage points more Follow, for each 10 points of score. "
        "0.02 is small, 0.04 clear."
    )
    assert hints["visibility:anxiety"] == ("Points on 0–100, where the score is shown. 3 is small, 8 clear.")


def test_a_draft_that_cannot_be_walked_through_has_a_form_without_hints(
    study: Study, people: People, signed_in: SignIn
) -> None:
    drafts.change(study, [{"op": "remove", "path": "instruments.0"}], by=None, revision=1)
    assert signed_in(people.ada).get(url("rehearse", study)).status_code == 200


def test_most_effects_are_folded_so_that_the_button_is_near(
    live: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    response = client.get(url("rehearse", live))
    assert [field.name for field in response.context["effects"]] == [
        "level:competence", "visibility:competence",
    ]  # fmt: skip
    assert '<details class="ll-fold"><summary>Effects on other outcomes' in text(response)
    refused = client.post(url("rehearse", live), ASKED | {"visibility:anxiety": "nan"})
    assert '<details class="ll-fold" open><summary>Effects on other outcomes' in text(refused)


def test_what_the_plan_compares_between_groups_can_be_planted(people: People, signed_in: SignIn) -> None:
    document = week.document(confirmatory=[week.compares("calm"), week.compares("filler")])
    study = drafts.create(document, by=people.ada)
    page = text(signed_in(people.ada).get(url("rehearse", study)))
    assert "Mood after day 4: more with dip_64" in page and "The logarithm of how many times as often" in page
    form = RehearsalForm(
        document, {"participants": 5, "dropout": 0, "groups:calm:course=dip_64": 0.4}, planted={}
    )
    assert form.is_valid(), form.errors
    assert form.planted() == Effects(groups={"calm": {"course=dip_64": 0.4}})
    assert not any(key.startswith(("level:", "visibility:")) for key in form.effects)
