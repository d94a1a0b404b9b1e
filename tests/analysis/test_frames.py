"""What is read, against the same read row by row."""

import math
from typing import Any

import numpy as np
import pytest
from django.db.models import F

from surveys.analysis import frames
from surveys.analysis.flows import flow
from surveys.analysis.scope import scope_of
from surveys.models import Kind, Participation, State, Submission
from surveys.protocol import Draws
from tests.analysis import make

pytestmark = pytest.mark.django_db


def test_only_those_whose_answers_count_are_people() -> None:
    study = make.study(State.LIVE)
    kept = make.people(study, range(4))
    make.person(study, 4, ending="withdrawn")
    left = make.person(study, 5, ending=None, pages=6)
    make.person(study, 6, kind=Kind.SIMULATED)
    make.person(study, 7, kind=Kind.PREVIEW)
    make.person(study, 8, kind=Kind.PILOT)
    stopped = make.person(study, 9, ending="stopped", pages=5)
    found = frames.people(scope_of(study, Kind.REAL), make.protocol())
    assert found.id.tolist() == [*(p.pk for p in kept), stopped.pk]
    assert found.arm.tolist() == [0, 1, 0, 1, 1]
    assert found.finished.tolist() == [1, 1, 1, 1, 0]
    # Once nobody can come back, who left without a word counts as far as they came.
    study.state = State.CLOSED
    found = frames.people(scope_of(study, Kind.REAL), make.protocol())
    assert found.id.tolist() == [*(p.pk for p in kept), left.pk, stopped.pk]
    assert found.ended.argmax() == 4


def test_who_withdraws_keeps_their_place_among_those_who_ended() -> None:
    """A look at the first three stays a look at them, less the answers that are gone."""
    study = make.study(State.LIVE)
    rows = make.people(study, [0, 3, 6, 9, 1])  # all but the last ended at the same minute, by id
    before = frames.people(scope_of(study, Kind.REAL), make.protocol())
    assert before.ended.tolist() == [0, 1, 2, 3, 4] and before.came == 5
    Participation.objects.filter(pk=rows[1].pk).update(ending="withdrawn", draws=None)
    after = frames.people(scope_of(study, Kind.REAL), make.protocol())
    assert after.id.tolist() == [rows[i].pk for i in (0, 2, 3, 4)]
    assert after.ended.tolist() == [0, 2, 3, 4] and after.came == 5


def test_who_is_not_scored_yet_has_not_ended_yet() -> None:
    study = make.study(State.LIVE)
    rows = make.people(study, [0, 3, 6, 9])
    late = np.array([rows[1].pk])
    found = frames.people(scope_of(study, Kind.REAL), make.protocol()).without(late)
    assert found.ended.tolist() == [0, 1, 2] and found.came == 3


def test_only_the_exposed_are_people() -> None:
    """Noted, or beyond the first page that can differ, as the flow counts them."""
    study = make.study()
    noted = make.person(study, 0, ending="stopped", pages=3)
    beyond = make.person(study, 1, ending="stopped", pages=4)
    unseen = make.person(study, 2, ending="stopped", pages=3)
    assert [p.furthest for p in (noted, beyond)] == ["person.1.look", "person.1.rate"]
    Participation.objects.exclude(pk=noted.pk).update(exposed_at=None)
    found = frames.people(scope_of(study, Kind.REAL), make.protocol())
    assert found.id.tolist() == [noted.pk, beyond.pk] and unseen.pk not in found.id
    assert flow(study, Kind.REAL, make.protocol()).total("exposed") == len(found.id)


def test_draws_are_read_at_every_visit() -> None:
    study, protocol = make.study(), make.protocol()
    rows = make.people(study, range(6))
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    shown = frames.shown(scope_of(study, Kind.REAL), protocol, people)
    codes = [profile.code for profile in protocol.document.profiles]
    for i, row in enumerate(rows):
        assert row.draws is not None
        assert shown.level[i].tolist() == [visit["levels"]["level"] for visit in row.draws["visits"]]
        assert shown.profile[i].tolist() == [codes.index(visit["profile"]) for visit in row.draws["visits"]]


def test_acts_and_times_equal_a_reading_row_by_row() -> None:
    study, protocol = make.study(), make.protocol()
    make.people(study, range(5))
    make.person(study, 5, ending="stopped", pages=4)
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    acts = frames.acts(scope_of(study, Kind.REAL), protocol, people, code="follow", value="yes")
    seconds = frames.dwells(scope_of(study, Kind.REAL), protocol, people)
    for i, row in enumerate(Participation.objects.order_by("pk")):
        for visit in range(1, 6):
            sent = Submission.objects.filter(participation=row, step=f"person.{visit}.look").first()
            if sent is None:
                assert math.isnan(acts[i, visit - 1]) and math.isnan(seconds[i, visit - 1])
                continue
            before = Submission.objects.get(participation=row, n=sent.n - 1)
            assert acts[i, visit - 1] == (sent.answers["follow"] == "yes")
            assert seconds[i, visit - 1] == (sent.at - before.at).total_seconds()


def test_the_time_of_a_look_they_came_back_to_is_not_known() -> None:
    study, protocol = make.study(), make.protocol()
    row = make.person(study, 0)
    n = Submission.objects.get(participation=row, step="person.2.look").n
    Submission.objects.filter(participation=row, n=n - 1).update(step="stop", act="return")
    seconds = frames.dwells(
        scope_of(study, Kind.REAL), protocol, frames.people(scope_of(study, Kind.REAL), protocol)
    )
    assert np.isnan(seconds[0]).tolist() == [False, True, False, False, False]


def test_what_was_done_meanwhile_is_part_of_the_time_on_a_profile() -> None:
    study, protocol = make.study(), make.protocol()
    row = make.person(study, 0)
    before = frames.dwells(
        scope_of(study, Kind.REAL), protocol, frames.people(scope_of(study, Kind.REAL), protocol)
    )
    n = Submission.objects.get(participation=row, step="person.2.look").n
    Submission.objects.filter(participation=row, n__gte=n).order_by("-n").update(n=F("n") + 100)
    look = Submission.objects.get(participation=row, step="person.2.look")
    for i in range(2):
        Submission.objects.create(
            participation=row, n=n + i, step=look.step, act="do", answers={"do": "reveal"}, digest=b""
        )
    after = frames.dwells(
        scope_of(study, Kind.REAL), protocol, frames.people(scope_of(study, Kind.REAL), protocol)
    )
    assert after.tolist() == before.tolist() and not np.isnan(before).any()


SHIFT = {"factor": "visibility", "values": {"shown": 5, "hidden": -5}}
VALUES = [
    ({"factor": "level"}, lambda draws, visit: draws.levels_at(visit)["level"]),
    (
        {"factor": "level", "values": {"20": 1, "85": 99}},
        lambda draws, visit: {20: 1, 85: 99}.get(n := draws.levels_at(visit)["level"], n),
    ),
    (
        {"factor": "visibility", "values": {"shown": 60, "hidden": 40}},
        lambda draws, visit: {"shown": 60, "hidden": 40}[draws.levels["visibility"]],
    ),
    (7, lambda draws, visit: 7),
    ({"rule": "account"}, lambda draws, visit: 40 + int(draws.visits[visit - 1].profile[1:])),
    (
        {"rule": "account", "shift": SHIFT},
        lambda draws, visit: (
            40 + int(draws.visits[visit - 1].profile[1:]) + SHIFT["values"][draws.levels["visibility"]]  # type: ignore[index]
        ),
    ),
]


@pytest.mark.parametrize(
    ("value", "expected"), VALUES, ids=["level", "mapped", "group", "one", "own", "moved"]
)
def test_the_score_is_read_however_it_was_decided(value: Any, expected: Any) -> None:
    pool = make.document()["pool"]
    for i, profile in enumerate(pool["profiles"]):
        scores = [{"system": "klout_like", "version": "1", "values": [40.0 + i]}]
        profile["account"] = {"archetype": "newcomer", "scores": scores}
    cue = {"system": "klout_like", "value": value, "visibility": {"factor": "visibility"}, "label": {}}
    legend = {"factor": "level", "texts": {}}
    study = make.study(cue={**cue, "legend": legend}, pool=pool)
    rows = make.people(study, range(6))
    assert study.protocol is not None
    protocol = study.protocol.compiled
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    found = frames.shown(scope_of(study, Kind.REAL), protocol, people).level
    for i, row in enumerate(rows):
        draws = Draws.from_json(row.draws or {})
        assert found[i].tolist() == [expected(draws, visit) for visit in range(1, 6)]


def test_what_was_typed_when_stop_was_pressed_is_no_answer() -> None:
    study, protocol = make.study(), make.protocol()
    make.person(study, 0, ending="stopped", pages=4, act="stop")
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    acts = frames.acts(scope_of(study, Kind.REAL), protocol, people, code="follow", value="yes")
    assert np.isnan(acts).all()


def test_an_answer_declined_or_skipped_is_missing() -> None:
    study, protocol = make.study(), make.protocol()
    skipped = {"follow": {"missing": "skipped"}}
    make.person(study, 0, answers={"person.1.look": skipped})
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    acts = frames.acts(scope_of(study, Kind.REAL), protocol, people, code="follow", value="yes")
    assert math.isnan(acts[0, 0]) and not np.isnan(acts[0, 1:]).any()


def test_an_answer_given_once_is_read_once() -> None:
    asked = {
        "kind": "choice",
        "code": "noticed",
        "text": "Was there a number?",
        "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
    }
    pages = [*make.document()["pages"]]
    pages.insert(-2, {"kind": "questionnaire", "id": "noticing", "questions": [asked]})
    study, protocol = make.study(pages=pages), make.protocol(pages=pages)
    for i, answer in enumerate(("yes", "no", {"missing": "skipped"})):
        make.person(study, i, answers={"noticing": {"noticed": answer}})
    people = frames.people(scope_of(study, Kind.REAL), protocol)
    found = frames.chosen(scope_of(study, Kind.REAL), protocol, people, code="noticed", values=("yes",))
    assert found[:2].tolist() == [1, 0] and math.isnan(found[2])
