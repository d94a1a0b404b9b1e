"""How long somebody waits for results is said in words that promise no more than is known."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from surveys.admin.waiting import about, waiting
from surveys.models import Run, Simulation, Study
from surveys.report import ResultsContext, results_context
from tests.admin.conftest import People, SignIn, published, text, url

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "About 15 seconds more."),
        (14, "About 15 seconds more."),
        (15, "About half a minute more."),
        (49, "About half a minute more."),
        (50, "About a minute more."),
        (90, "About 2 minutes more."),
        (600, "About 10 minutes more."),
    ],
)
def test_times_are_told_in_steps(seconds: float, told: str) -> None:
    assert about(timedelta(seconds=seconds)) == told


def sent(study: Study, **given: Any) -> ResultsContext:
    Simulation.objects.create(study=study, **given)
    return results_context(study, "simulated")


def test_a_hundred_people_take_about_half_a_minute_before_their_pace_is_known(live: Study) -> None:
    assert waiting(live, sent(live, participants=100), NOW) == "About half a minute more."


def test_the_pace_so_far_is_that_of_the_others(live: Study) -> None:
    page = sent(live, participants=100, done=20, state="running", started_at=NOW - timedelta(seconds=60))
    # 80 people of 3 seconds, and 10 to compute.
    assert waiting(live, page, NOW) == "About 4 minutes more."


def test_the_first_few_say_nothing_of_the_pace(live: Study) -> None:
    page = sent(live, participants=100, done=4, state="running", started_at=NOW - timedelta(seconds=400))
    assert waiting(live, page, NOW) == "About half a minute more."


def test_an_earlier_computation_says_how_long_the_next_takes(live: Study) -> None:
    protocol = published(live)
    Run.objects.create(
        study=live, protocol=protocol, kind="simulated", state="done",
        started_at=NOW - timedelta(seconds=70), finished_at=NOW,
    )  # fmt: skip
    Run.objects.create(study=live, protocol=protocol, kind="simulated", state="running")
    page = replace(results_context(live, "simulated"), run=None, status="waiting", run_state="running")
    assert waiting(live, page, NOW) == "About a minute more."


def test_nothing_is_said_where_nothing_is_on_its_way(live: Study) -> None:
    page = results_context(live, "simulated")
    assert waiting(live, page, NOW) == ""
    assert waiting(live, replace(page, status="waiting", run_state="failed"), NOW) == ""
    assert waiting(live, replace(page, status="waiting", run_state="running", run=3), NOW) == ""


def test_the_page_says_it(live: Study, people: People, signed_in: SignIn) -> None:
    Simulation.objects.create(study=live, participants=100)
    body = text(signed_in(people.ada).get(url("results", live, kind="simulated")))
    assert "About half a minute more." in body
