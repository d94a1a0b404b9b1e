"""A rehearsal under way: one count that only rises, a range for the wait, and nothing half-finished."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from surveys import drafts, simulate
from surveys.admin.waiting import UnderWay, Wait, between, under_way, usual
from surveys.models import Run, Simulation, Study
from surveys.report import results_context
from surveys.simulate.people import Effects
from tests.admin.conftest import People, SignIn, published, text, url

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [
        (0, 0, "up to 15 seconds"),
        (4, 14, "up to 15 seconds"),
        (10, 31, "between 15 seconds and a minute"),
        (25, 75, "between half a minute and a minute and a half"),
        (50, 91, "between a minute and 2 minutes"),
        (118, 121, "between 2 minutes and 3 minutes"),
        (600, 900, "between 10 minutes and 15 minutes"),
    ],
)
def test_times_are_told_as_a_range(least: float, most: float, told: str) -> None:
    assert between(Wait(timedelta(seconds=least), timedelta(seconds=most))) == told


def test_what_a_hundred_took_on_a_busy_machine_lies_in_the_range() -> None:
    assert usual(100) == "between half a minute and a minute and a half", "52 to 74 seconds were measured"


def sent(study: Study, **given: Any) -> None:
    Simulation.objects.create(study=study, **given)


def now(study: Study) -> UnderWay | None:
    return under_way(study, results_context(study, "simulated"), NOW)


def told(study: Study) -> str:
    found = now(study)
    return found.told if found else ""


def still(study: Study) -> str:
    found = now(study)
    return found.still if found else ""


def test_a_hundred_people_wait_the_usual_time_before_their_pace_is_known(live: Study) -> None:
    sent(live, participants=100)
    assert still(live) == f"Usually {usual(100)} more."


def test_the_pace_so_far_is_that_of_the_others(live: Study) -> None:
    sent(live, participants=100, done=20, state="running", started_at=NOW - timedelta(seconds=60))
    # 80 people of 3 seconds and 10 to compute; at most half as long again, and 30.
    assert still(live) == "Usually between 4 minutes and 7 minutes more."


def test_the_first_few_say_nothing_of_the_pace(live: Study) -> None:
    sent(live, participants=100, done=4, state="running", started_at=NOW - timedelta(seconds=400))
    assert still(live) == "Usually between half a minute and a minute and a half more."


def test_an_earlier_computation_says_how_long_the_next_takes(live: Study) -> None:
    Run.objects.create(
        study=live, protocol=published(live), kind="simulated", state="done",
        started_at=NOW - timedelta(seconds=70), finished_at=NOW,
    )  # fmt: skip
    sent(live, participants=1)
    assert still(live) == "Usually between a minute and 2 minutes more."


def test_nothing_is_said_where_nothing_is_on_its_way(live: Study) -> None:
    assert now(live) is None
    sent(live, participants=3, done=3, state="done")
    assert now(live) is None
    assert under_way(live, results_context(live, "real"), NOW) is None


def test_the_count_only_rises_and_the_analysis_has_words(study: Study) -> None:
    simulation = simulate.want(study, participants=3, effects=Effects())
    seen = [told(study)]
    for i in range(3):
        simulate.take_part(simulation, i)
        Simulation.objects.update(done=i + 1)
        seen.append(told(study))
    Simulation.objects.update(state="done")
    seen.append(told(study))
    ways = [f"{n} of 3 simulated people have gone through the study." for n in range(4)]
    assert seen == [
        *ways,
        "All 3 simulated people have gone through the study. Now their answers are analysed.",
    ]
    assert (now(study) or UnderWay(0, 1, "", "")).is_counted


def test_people_of_an_earlier_rehearsal_are_counted_with_those_who_come(live: Study) -> None:
    sent(live, participants=100, done=100, state="done")
    sent(live, participants=50, done=30, state="failed")
    sent(live, participants=1000, done=7, state="running", started_at=NOW)
    assert told(live) == "137 of 1,130 simulated people have gone through the study."


def test_a_failed_analysis_is_no_longer_under_way(study: Study) -> None:
    simulate.take_part(simulate.want(study, participants=1, effects=Effects()), 0)
    Simulation.objects.update(state="done", done=1)
    assert now(study)
    protocol = study.protocols.get()
    Run.objects.create(study=study, protocol=protocol, kind="simulated", state="failed")
    assert now(study) is None


def test_the_demonstration_fills_while_one_watches(live: Study) -> None:
    sent(live, participants=300)
    assert now(live)
    live.demonstration = True
    assert now(live) is None


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def test_nothing_half_finished_is_shown(study: Study, ada: Client) -> None:
    wanted = simulate.want(study, participants=1, effects=Effects())
    simulate.take_part(wanted, 0)
    Simulation.objects.update(done=1, participants=2)
    response = ada.get(url("results", study, kind="simulated"))
    body = text(response)
    assert "1 of 2 simulated people have gone through the study." in body and "Usually " in body
    assert '<progress class="ll-through" max="2" value="1"' in body
    for half in ("ll-answers", "ll-doubts", "Who came, and how far", "See what is missing", "come through"):
        assert half not in body, half
    assert response.context["next_step"] is None
    seen = response.context["seen"]
    assert ada.get(url("results", study, kind="simulated"), {"seen": seen}).status_code == 204
    Simulation.objects.update(done=2)
    assert ada.get(url("results", study, kind="simulated"), {"seen": seen}).status_code == 200


def test_the_list_of_rehearsals_leads_to_what_there_is(study: Study, ada: Client) -> None:
    simulate.want(study, participants=1, effects=Effects())
    assert "See how far they are" in text(ada.get(url("rehearse", study)))
    Simulation.objects.update(state="done", done=1)
    assert "See what was found" in text(ada.get(url("rehearse", study)))
    assert drafts.rehearsal(study) is None
