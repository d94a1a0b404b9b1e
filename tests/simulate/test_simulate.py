"""Simulated participants go through the flow: as many as asked for, each once, however often it is cut."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from surveys import drafts, simulate
from surveys.analysis import locks
from surveys.models import JobState, Kind, Participation, Run, Simulation, Slot, Study, Submission
from surveys.protocol import Ending, read
from surveys.simulate import Refused
from surveys.simulate.people import Effects
from tests.people import flagship, published
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return published(read(SMALL))


def wanted(study: Study, participants: int = 6, **options: Any) -> Simulation:
    return simulate.want(
        study, participants=participants, effects=options.pop("effects", Effects()), **options
    )


def performed(simulation: Simulation, progress: Callable[[int], None] = lambda done: None) -> Simulation:
    assert simulate.begin(simulation)
    simulate.perform(simulation, progress=progress)
    simulation.refresh_from_db()
    return simulation


# --- effects


def test_effects_are_read_from_words() -> None:
    study = published(flagship())
    words = ["level:competence=.05", "visibility:anxiety=4", "visibility:follow=-0.1"]
    assert simulate.effects_from(study, words) == Effects(
        {"competence": 0.05}, {"anxiety": 4.0, "follow": -0.1}
    )
    assert simulate.effects_from(study, []) == Effects()


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("", "is not an effect: write level:OUTCOME=SIZE"),
        ("competence=.05", "is not an effect"),
        ("mood:competence=.05", "is not an effect"),
        ("level:competence", "is not an effect"),
        ("level:competence=nan", "is not an effect"),
        ("visibility:anxiety=-inf", "is not an effect"),
        ("level:competence=", "is not an effect"),
        ("level:competence=much", "is not an effect"),
        ("level:charm=1", "level effect cannot be planted on 'charm'. Possible here: follow, warmth"),
        ("level:mood=1", "level effect cannot be planted on 'mood'"),
        (
            "visibility:time=1",
            "visibility effect cannot be planted on 'time'. Possible here: follow, mood, warmth",
        ),
    ],
)
def test_what_is_no_effect_is_refused_with_what_is_possible(study: Study, word: str, message: str) -> None:
    with pytest.raises(Refused) as caught:
        simulate.effects_from(study, ["visibility:mood=1", word])
    assert message in str(caught.value)


def test_effects_may_be_planted_in_a_draft() -> None:
    study = drafts.create(flagship(), by=None)
    assert simulate.effects_from(study, ["level:competence=1"]) == Effects({"competence": 1.0})


# --- asking


@pytest.mark.parametrize(
    "options", [{"participants": 0}, {"participants": 20_001}, {"dropout": -0.1}, {"dropout": 1.0}]
)
def test_what_cannot_be_simulated_is_refused(study: Study, options: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        wanted(study, **options)
    assert not Simulation.objects.exists()


@pytest.mark.parametrize("verb", [drafts.pause, drafts.close])
def test_people_are_simulated_only_while_the_study_is_live(study: Study, verb: Callable[..., None]) -> None:
    verb(study, by=None)
    with pytest.raises(Refused, match="only while the study is a draft, or live"):
        wanted(study)


# --- performing


def test_as_many_take_part_as_were_asked_for_and_none_of_them_is_real(study: Study) -> None:
    simulation = performed(wanted(study))
    assert (simulation.state, simulation.done, simulation.error) == (JobState.DONE, 6, "")
    assert Participation.objects.filter(kind=Kind.SIMULATED, ending=Ending.FINISHED).count() == 6
    assert Participation.objects.count() == 6
    assert set(Slot.objects.values_list("kind", flat=True)) == {Kind.SIMULATED}
    assert Run.objects.filter(study=study, kind=Kind.SIMULATED).count() == 1


def test_the_same_simulation_done_twice_is_the_same_people(study: Study) -> None:
    simulation = performed(wanted(study, 3))
    before = list(Submission.objects.order_by("participation", "n").values_list("answers", flat=True))
    for i in range(3):
        simulate.take_part(simulation, i)
    assert list(Submission.objects.order_by("participation", "n").values_list("answers", flat=True)) == before


def test_two_simulations_are_different_people(study: Study) -> None:
    for _ in range(2):
        performed(wanted(study, 2))
    assert Participation.objects.count() == 4


class Cut(Exception):
    """The worker's end."""


@pytest.mark.parametrize("at", [1, 4, 6])
def test_a_simulation_that_was_cut_goes_on_where_it_broke_off(study: Study, at: int) -> None:
    def cut(done: int) -> None:
        if done == at:
            raise Cut

    simulation = wanted(study)
    with pytest.raises(Cut):
        performed(simulation, cut)
    simulation.refresh_from_db()
    assert (simulation.state, simulation.done) == (JobState.WANTED, at)
    assert simulation.error.startswith("Cut")
    assert Participation.objects.count() == at
    assert simulate.claim() == simulation
    simulate.perform(simulation)
    simulation.refresh_from_db()
    assert (simulation.state, simulation.done, simulation.attempts) == (JobState.DONE, 6, 2)
    assert Participation.objects.filter(ending=Ending.FINISHED).count() == Participation.objects.count() == 6


def test_somebody_cut_off_in_the_middle_goes_on_as_the_same_person(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    send = simulate._send

    def cut(*args: Any) -> None:
        if len(sent) == 15:
            sent.append("cut")
            raise Cut
        sent.append("sent")
        send(*args)

    monkeypatch.setattr("surveys.simulate._send", cut)
    simulation = wanted(study, 3)
    with pytest.raises(Cut):
        performed(simulation)
    assert Participation.objects.filter(ending=None).count() == 1
    performed(simulation)
    assert Participation.objects.filter(ending=Ending.FINISHED).count() == Participation.objects.count() == 3
    assert Slot.objects.filter(participation__isnull=False).count() == 3


def test_what_kills_its_worker_again_and_again_is_given_up(study: Study) -> None:
    def cut(done: int) -> None:
        raise Cut

    simulation = wanted(study)
    for _ in range(simulate.TRIES):
        with pytest.raises(Cut):
            performed(simulation, cut)
    assert simulate.claim() is None
    simulation.refresh_from_db()
    assert (simulation.state, simulation.done) == (JobState.FAILED, 3)
    assert simulation.error


def test_the_lock_is_let_go_however_it_ends(study: Study) -> None:
    def held() -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2"
                " AND classid = %s AND pid = pg_backend_pid()",
                [locks.SIMULATION],
            )
            return int(cursor.fetchone()[0])

    def cut(done: int) -> None:
        assert held() == 1
        raise Cut

    with pytest.raises(Cut):
        performed(wanted(study), cut)
    assert held() == 0


def test_who_drops_out_leaves_an_unfinished_participation(study: Study) -> None:
    performed(wanted(study, 20, dropout=0.5))
    finished = Participation.objects.filter(ending=Ending.FINISHED).count()
    left = Participation.objects.filter(ending=None)
    assert finished + left.count() == 20
    assert 4 <= left.count() <= 16
    assert all(row.n > 0 and row.code is None for row in left)
    assert len(set(left.values_list("furthest", flat=True))) > 2


@pytest.mark.parametrize("verb", [drafts.pause, drafts.close])
def test_a_study_closed_or_paused_midway_keeps_the_people_so_far(
    study: Study, verb: Callable[..., None]
) -> None:
    def stop(done: int) -> None:
        if done == 2:
            verb(study, by=None)

    simulation = performed(wanted(study), stop)
    assert (simulation.state, simulation.done) == (JobState.FAILED, 2)
    assert "paused or closed meanwhile" in simulation.error
    assert Participation.objects.filter(ending=Ending.FINISHED).count() == 2


def test_planted_effects_are_found_in_what_is_stored() -> None:
    study = published(read(SMALL))
    performed(wanted(study, 40, effects=Effects(visibility={"warmth": 2.0, "follow": 0.6})))
    scores: dict[str, list[float]] = {"shown": [], "hidden": []}
    follows: dict[str, list[bool]] = {"shown": [], "hidden": []}
    for row in Submission.objects.exclude(exposure=None).select_related("participation"):
        arm = row.participation.arm
        assert arm is not None
        if "warm" in row.answers:
            scores[arm].append((row.answers["warm"] + 6 - row.answers["near"]) / 2)
        if "follow" in row.answers:
            follows[arm].append(row.answers["follow"] == "yes")
    assert len(follows["shown"]) == 3 * Participation.objects.filter(arm="shown").count() > 60
    assert mean(scores["shown"]) - mean(scores["hidden"]) > 0.5
    assert mean(follows["shown"]) - mean(follows["hidden"]) > 0.3


def mean(values: list[Any]) -> float:
    return float(sum(values)) / len(values)
