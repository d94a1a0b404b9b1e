"""Other numbers of people and profiles on the power page: worked out, drawn, kept side by side."""

from dataclasses import asdict, fields
from typing import Any

import pytest

from surveys.admin.power.forms import ASSUMED
from surveys.admin.power.kept import SHORT
from surveys.analysis.assumed import USUAL, Assumed
from surveys.models import PowerCheck, Study
from surveys.simulate import powering
from surveys.simulate.counted import Found
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.test_power import sent


def draw(study: Study, people: People, *, found: int, **numbers: Any) -> PowerCheck:
    """A check with made-up results: found in so many of 20."""
    check = powering.want(study, repeats=20, effects={}, by=people.ada, **numbers)
    kept = [
        asdict(Found(name=name, effect=size, repeats=20, found=found, in_error=1, mean=size, width=0.1))
        for name, size in check.effects.items()
    ]
    balance = {"studies": 20, "mean": 0.051, "largest": 0.187}
    PowerCheck.objects.filter(pk=check.pk).update(
        results={"found": kept, "balance": balance}, done=20, state="done"
    )
    return check


def test_the_planned_numbers_are_filled_in(study: Study, people: People, signed_in: SignIn) -> None:
    form = signed_in(people.ada).get(url("power", study)).context["form"]
    assert (form["people"].value(), form["pool"].value()) == (1020, 30)
    assert (form["pay"].value(), form["currency"].value()) == (5.0, "EUR")


def test_other_numbers_are_worked_out_by_formula(study: Study, people: People, signed_in: SignIn) -> None:
    client = signed_in(people.ada)
    usual = client.get(url("power", study)).context["lines"]
    response = client.post(url("power", study), sent(people="300", pool="12"))
    assert "What 300 participants can find" in text(response) and "the 12 profiles are a sample" in text(
        response
    )
    assert [line.chance for line in response.context["lines"]] < [line.chance for line in usual]
    assert not PowerCheck.objects.exists()


def test_they_are_drawn_and_the_planned_ones_are_noted_as_such(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    client.post(url("power", study), sent(act="draw", repeats="20", people="300", pool="12"))
    check = PowerCheck.objects.get()
    assert (check.participants, check.profiles) == (300, 12)
    sizes = powering.checked(check).document
    assert (sizes.plan.planned, len(sizes.profiles)) == (300, 12)
    PowerCheck.objects.update(state="done")
    client.post(url("power", study), sent(act="draw", repeats="20", people="1020", pool="30"))
    assert PowerCheck.objects.filter(participants=None, profiles=None).count() == 1


def test_checks_stand_side_by_side_newest_first_with_what_they_were_for(
    study: Study, people: People, signed_in: SignIn
) -> None:
    usual = signed_in(people.ada).get(url("power", study)).context["lines"][0].chance
    draw(study, people, found=15)
    draw(study, people, found=5, participants=300, profiles=12, assumed=Assumed(dropout=0.2))
    response = signed_in(people.ada).get(url("power", study))
    first = response.context["series"][0]
    assert [(one.people, one.profiles, one.found) for one in first.lines] == [
        ("300", "12", "25 % (11 to 47)"),
        ("1,020", "30", "75 % (53 to 89)"),
    ]
    assert first.lines[1].formula == usual != first.lines[0].formula
    body = text(response)
    assert "Assumed otherwise than usual: share not analysed 0.2." in body
    # Of that check, and of what stands worked out: the newest check's assumptions stand there again.
    assert body.count("Assumed otherwise") == 2
    PowerCheck.objects.filter(participants=300).delete()
    assert "Assumed otherwise" not in text(signed_in(people.ada).get(url("power", study)))


def test_balance_is_told_in_a_line(study: Study, people: People, signed_in: SignIn) -> None:
    draw(study, people, found=15)
    body = text(signed_in(people.ada).get(url("power", study)))
    assert "differs between two groups by 0.05 SD on average, by 0.19 at most" in body


def test_a_check_from_before_balance_was_counted_has_no_such_line(
    study: Study, people: People, signed_in: SignIn
) -> None:
    check = draw(study, people, found=15)
    check.refresh_from_db()
    PowerCheck.objects.update(results={"found": check.results["found"]})
    body = text(signed_in(people.ada).get(url("power", study)))
    assert "75 % (53 to 89)" in body and "SD on average" not in body


@pytest.mark.parametrize(
    ("field", "value", "cure"),
    [
        ("people", "40", "enter 60 people or more"),
        ("people", "20001", "At most 20,000 people"),
        ("people", "many", "Enter a whole number, like 1020"),
        ("pool", "4", "enter 5 or more"),
        ("pool", "201", "At most 200 profiles"),
        ("pay", "-1", "greater than or equal to 0"),
        ("pay", "5", "Say in which currency"),
    ],
)
def test_numbers_that_cannot_be_are_refused_at_their_field_with_the_cure(
    study: Study, people: People, signed_in: SignIn, field: str, value: str, cure: str
) -> None:
    response = signed_in(people.ada).post(
        url("power", study), sent(act="draw", repeats="20", **{field: value})
    )
    body = text(response)
    assert response.status_code == 400 and cure in body and "Not worked out yet" in body
    at = "currency" if cure.startswith("Say in") else field
    assert response.context["form"][at].errors and not PowerCheck.objects.exists()
    assert not response.context["form"].assumes_wrongly


@pytest.mark.parametrize(
    ("numbers", "words"),
    [({"participants": 59}, "60 and 20,000 people"), ({"profiles": 4}, "5 and 200 profiles")],
)
def test_the_job_refuses_them_too(study: Study, people: People, numbers: dict[str, int], words: str) -> None:
    with pytest.raises(powering.Refused, match=words):
        powering.want(study, repeats=20, effects={}, **numbers)  # type: ignore[arg-type]


def test_pay_that_is_typed_is_worked_out_and_stored_nowhere(
    study: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    assert "At 5 EUR each that is 5,100 EUR" in text(client.get(url("power", study)))
    body = text(client.post(url("power", study), sent(people="300", pay="2", currency="GBP")))
    assert "300 people of 9 minutes: 45 hours" in body and "600 GBP if all are paid" in body
    assert "13.33 GBP an hour" in body
    assert "At 5 EUR each" in text(client.get(url("power", study)))


def test_every_assumption_has_a_short_name() -> None:
    assert set(SHORT) == set(ASSUMED) == {field.name for field in fields(Assumed)} - {"rest"}
    assert set(SHORT) <= set(asdict(USUAL))
