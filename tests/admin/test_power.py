"""What a draft can find, as its page says it."""

import pytest

from surveys import drafts
from surveys.models import PowerCheck, Study
from surveys.simulate import powering
from tests.admin.conftest import People, SignIn, text, url


def sent(**changes: object) -> dict[str, object]:
    return {"act": "work", **changes}


def test_the_plan_stands_with_its_chances(study: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(url("power", study)))
    assert "participants can find" in body
    assert "Perceived competence" in body and "People for 80 %" in body
    assert "hours to be paid" in body


def test_other_numbers_are_worked_out_at_once(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    usual = text(client.get(url("power", study)))
    many = text(client.post(url("power", study), sent(level_profiles="1.5")))
    assert many != usual and "no number of participants finds this in more than" in many
    assert not PowerCheck.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("participants", "0.95"), ("icc", "2"), ("rating_sd", "0"), ("dropout", "nan"), ("state_r", "1")],
)
def test_what_cannot_be_is_refused_at_its_field(
    study: Study, people: People, signed_in: SignIn, field: str, value: str
) -> None:
    response = signed_in(people.ada).post(url("power", study), sent(**{field: value}))
    assert response.status_code == 400 and "ll-error" in text(response)


def test_studies_are_drawn_when_asked_for(study: Study, people: People, signed_in: SignIn) -> None:
    response = signed_in(people.ada).post(url("power", study), sent(act="draw", repeats="20", dropout="0.1"))
    assert response.status_code == 302, text(response)
    check = PowerCheck.objects.get()
    assert (check.repeats, check.wanted_by) == (20, people.ada) and check.assumed["dropout"] == 0.1
    body = text(signed_in(people.ada).get(url("power", study)))
    assert "0 of 20 studies drawn" in body and "hx-get" in body


def test_what_was_drawn_stands_in_the_table_until_the_draft_changes(
    study: Study, people: People, signed_in: SignIn
) -> None:
    powering.want(study, repeats=20, effects={}, by=people.ada)
    check = PowerCheck.objects.get()
    found = [
        {"name": name, "effect": size, "repeats": 20, "found": 15, "in_error": 1, "mean": size, "width": 0.1}
        for name, size in check.effects.items()
    ]
    PowerCheck.objects.update(results={"found": found}, done=20, state="done")
    client = signed_in(people.ada)
    assert "75 % (53 to 89)" in text(client.get(url("power", study)))
    drafts.change(study, [{"op": "set", "path": "plan.planned", "value": 400}], by=people.ada, revision=1)
    body = text(client.get(url("power", study)))
    assert "75 % (53 to 89)" not in body and "draw again" in body


def test_a_reader_may_look_and_work_it_out_but_draw_nothing(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ben)
    assert client.get(url("power", study)).status_code == 200
    assert client.post(url("power", study), sent(dropout="0.2")).status_code == 200
    assert client.post(url("power", study), sent(act="draw", repeats="20")).status_code == 403
    assert client.post(url("power_stop", study)).status_code == 403
    assert not PowerCheck.objects.exists()


def test_one_may_stop_it(study: Study, people: People, signed_in: SignIn) -> None:
    powering.want(study, repeats=20, effects={}, by=people.ada)
    assert signed_in(people.ada).post(url("power_stop", study)).status_code == 302
    assert PowerCheck.objects.get().state == "done"


def test_a_draft_that_cannot_be_walked_says_what_to_mend(
    study: Study, people: People, signed_in: SignIn
) -> None:
    drafts.change(study, [{"op": "remove", "path": "pages.lot"}], by=people.ada, revision=1)
    assert "add random assignment to groups" in text(signed_in(people.ada).get(url("power", study)))


@pytest.mark.parametrize(
    ("stopping", "words"),
    [
        ({"kind": "fixed"}, "tested once, when the study has ended"),
        ({"kind": "group_sequential", "looks": [0.5, 0.75, 1.0]}, "allow for the plan&#x27;s 3 looks"),
        ({"kind": "anytime_valid"}, "allow for looking at any time"),
    ],
)
def test_the_page_says_which_way_of_stopping_its_figures_allow_for(
    study: Study, people: People, signed_in: SignIn, stopping: dict[str, object], words: str
) -> None:
    edits: list[dict[str, object]] = [
        {"op": "set", "path": "plan.confirmatory", "value": []},
        {"op": "set", "path": "plan.stopping", "value": stopping},
    ]
    drafts.change(study, edits, by=people.ada, revision=1)
    assert words in text(signed_in(people.ada).get(url("power", study)))


def test_how_many_to_recruit_stands_in_a_sentence(study: Study, people: People, signed_in: SignIn) -> None:
    body = text(signed_in(people.ada).get(url("power", study)))
    assert "recruit 764 people in all" in body and "It is Anxiety after" in body


def test_what_was_drawn_is_read_beside_what_was_planted(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    given = {"repeats": "20", "effect_visibility_anxiety": "8", "state_r": "0.4"}
    client.post(url("power", study), sent(act="draw", **given))
    assert PowerCheck.objects.get().effects["visibility_anxiety"] == 8
    body = text(client.get(url("power", study)))
    assert 'value="8.0"' in body and 'value="0.4"' in body and "<td>8.00</td>" in body
