"""What one pass after another sees: looks, who left, the same numbers again, and how far it is."""

from datetime import timedelta

import pytest

from surveys.analysis import runs
from surveys.analysis.results import LEVEL
from surveys.analysis.storing import results_of
from surveys.models import Kind, Participation, State, Study
from tests.analysis import make
from tests.analysis.make import performed

pytestmark = pytest.mark.django_db(transaction=True)

LEVEL_OF_TRUST = {"name": "level_of_trust", "outcome": "trust", "contrast": "level"}


def test_a_plan_with_looks_shows_what_it_names_once_the_look_is_reached() -> None:
    looks = {"kind": "group_sequential", "looks": [0.5, 1.0]}
    plan = {"planned": 80, "stopping": looks, "confirmatory": [LEVEL_OF_TRUST]}
    study = make.study(State.LIVE, plan=plan)

    def come(numbers: range) -> None:
        for i, person in zip(numbers, make.people(study, numbers), strict=True):
            Participation.objects.filter(pk=person.pk).update(ended_at=make.START + timedelta(hours=i))

    come(range(39))
    assert results_of(performed(study)).extent == "live"
    come(range(39, 46))
    assert runs.due() == [(study, Kind.REAL)]
    run = performed(study)
    found = results_of(run)
    assert found.extent == "early" and [row.comparison for row in found.rows] == ["level_of_trust"]
    assert [look.n for look in found.looks] == [40] and found.rows[0].estimate.n_participants == 40
    come(range(46, 50))
    # Whoever comes between two looks changes nothing.
    assert str(results_of(performed(study)).rows) == str(found.rows)
    assert found.flow.counts and all(not count.by_group for count in found.flow.counts if "page" in count.key)


def test_who_left_without_a_word_counts_as_far_as_they_came_once_the_study_is_closed() -> None:
    study = make.study(State.LIVE)
    make.people(study, range(44))
    make.people(study, range(44, 50), ending=None, pages=6)
    assert performed(study).covered == 44
    Study.objects.update(state=State.CLOSED)
    run = performed(study)
    found = results_of(run)
    assert run.covered == 50 and found.exposed == (25, 25) and found.complete == (22, 22)
    level = found.row("trust", LEVEL)
    assert level and level.estimate.n_participants == 50
    lee = next(b for b in found.bounds if (b.outcome, b.kind) == ("unease", "lee"))
    assert lee.trimmed == 0  # as many left each group


def test_the_same_facts_give_the_same_hash() -> None:
    study = make.study()
    make.people(study, range(44))
    one, other = performed(study), performed(study)
    assert one.results_hash == other.results_hash
    make.person(study, 44)
    assert performed(study).results_hash != one.results_hash


def test_progress_is_told_part_by_part_to_the_row_and_to_whoever_performs() -> None:
    study = make.study()
    make.people(study, range(44))
    wanted, told = runs.want(study), list[tuple[str, int, int]]()

    def hear(part: str, done: int, of: int) -> None:
        wanted.refresh_from_db()
        here = "charts" if part == "storing" else part
        assert wanted.progress == {"part": here, "done": done, "of": of}
        told.append((part, done, of))

    claimed = runs.claim()
    assert claimed == wanted
    runs.perform(claimed, told=hear)
    outcomes = ["trust", "follow", "time", "unease", "plan"]
    assert [part for part, _, _ in told] == [
        "scores",
        "answers",
        *outcomes,
        "missing",
        "checks",
        "charts",
        "storing",
    ]
    assert [(done, of) for part, done, of in told if part in outcomes] == [(i, 4) for i in range(5)]
