"""Rehearsals asked for from the page."""

import re

import pytest

from surveys import drafts, library, simulate
from surveys.admin.rehearse import RehearsalForm
from surveys.models import Participation, Run, Simulation, State, Study
from surveys.protocol import read
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
    hints = {each.key: each.hint for each in form.effects}
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
    assert "Mood after day 4, those with course dip_65 or dip_64 against those with course flat_68" in page
    assert "Times as often: 1.25 is a quarter more" in page
    form = RehearsalForm(document, {"participants": 5, "dropout": 0, "groups:calm": 0.4, "groups:filler": 1})
    assert form.is_valid(), form.errors
    planted = form.planted().groups
    assert set(planted) == {"calm"}, "1 times as often is no difference"
    fell = (planted["calm"]["course=dip_65"] + planted["calm"]["course=dip_64"]) / 2
    assert fell - planted["calm"]["course=flat_68"] == pytest.approx(0.4)


def test_no_times_as_often_is_taken_for_no_effect_as_0_is_everywhere_else(people: People) -> None:
    document = week.document(confirmatory=[week.compares("filler")])
    form = RehearsalForm(document, {"participants": 5, "dropout": 0, "groups:filler": 0})
    assert form.is_valid() and form.planted().groups == {}


def test_a_ratio_below_nothing_is_refused(people: People) -> None:
    document = week.document(confirmatory=[week.compares("filler")])
    form = RehearsalForm(document, {"participants": 5, "dropout": 0, "groups:filler": -2})
    assert not form.is_valid() and list(form.errors) == ["groups:filler"]


FIRST = {
    "one-profile": "Perceived competence, those who saw 85 against those who saw 42",
    "sixty-five": "Felt credibility, those just above a stated line against those just below it",
    "unplug": (
        "A break on days 2 to 6, those for whom a break cost 7 points against those for whom it was free"
    ),
    "your-score-just-dropped": "Anxiety after day 3, those who had a score against those who had none",
}


@pytest.mark.parametrize("code", FIRST)
def test_each_shipped_study_of_groups_is_rehearsed_with_an_effect_that_is_likely_found(
    code: str, people: People, signed_in: SignIn
) -> None:
    """By default: its first comparison is planted, in words, and so many are sent that they find it."""
    document = read(library.studies(code))
    page = signed_in(people.ada).get(url("rehearse", drafts.create(document, by=people.ada)))
    shown, chance = page.context["effects"], page.context["likely"]
    assert shown[0].label == FIRST[code]
    assert len(shown) == len(document.plan.confirmatory)
    assert all("smallest effect worth having" in field.help_text for field in shown)
    often = int(re.findall(r"in about (\d+) of 100", chance.told)[0])
    assert often >= 80 and FIRST[code] in chance.told
    assert float(shown[0].value()) > 0 and not any(map(float, (f.value() for f in shown[1:])))


def test_nothing_is_offered_that_the_study_cannot_have(people: People, signed_in: SignIn) -> None:
    """In one profile's study nobody's score is hidden, and each person meets one score."""
    study = drafts.create(read(library.studies("one-profile")), by=people.ada)
    body = text(signed_in(people.ada).get(url("rehearse", study)))
    assert "Shown minus hidden" not in body and "Effect of 10 points" not in body
    assert "flat_68" not in body and "own units" not in body
