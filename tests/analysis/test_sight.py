"""How long the score was in view, from what browsers noted, page by page."""

from typing import Any

import numpy as np
import pytest

from surveys.analysis import frames
from surveys.analysis.data import load
from surveys.analysis.scope import scope_of
from surveys.analysis.scores import write_scores
from surveys.analysis.sight import Known, sights
from surveys.flow.seen import PAGE
from surveys.models import EventBatch, Kind, Participation, Study, Submission
from surveys.protocol import Compiled
from tests.analysis import make

pytestmark = pytest.mark.django_db
NOBODY = np.zeros(0, dtype=np.int64)
VIEWED = [*make.document()["outcomes"], {"kind": "in_view", "name": "viewed"}]


def noted(person: Participation, step: str, number: int, *events: list[Any]) -> None:
    """One batch of the page of this step: `number` counts 100 for each opening and one for each batch."""
    n = Submission.objects.get(participation=person, step=step).n
    EventBatch.objects.create(participation=person, number=n * PAGE + number, events=list(events))


def whole(ms: int) -> list[list[Any]]:
    return [["shown", 0], ["score", 9000, ms], ["away", 9000, 0, 0], ["submit", 9000]]


@pytest.fixture
def study(db: None) -> Study:
    return make.study(outcomes=VIEWED)


def protocol(study: Study) -> Compiled:
    assert study.protocol is not None
    return study.protocol.compiled


def test_each_look_is_known_as_far_as_its_browser_told(study: Study) -> None:
    person = make.person(study, 0, arm="shown")
    noted(person, "person.1.look", 300, *whole(2500))
    noted(person, "person.2.look", 300, *whole(0))
    noted(person, "person.3.look", 301, *whole(1200))  # the batch before it never came
    # The second page was opened twice: a reload in the middle.
    noted(person, "person.4.look", 200, ["shown", 0], ["score", 4000, 1500], ["left", 4000])
    noted(person, "person.4.look", 700, *whole(500))
    scope = scope_of(study, Kind.REAL)
    found = sights(scope, protocol(study), frames.people(scope, protocol(study)))
    assert found.known.tolist() == [[Known.TIMED, Known.UNSEEN, Known.PARTLY, Known.TIMED, Known.UNTOLD]]
    assert found.seconds[0, [0, 3]].tolist() == [2.5, 2.0]
    assert np.isnan(found.seconds[0, [1, 2, 4]]).all()


def test_sums_of_one_opening_are_not_added_up(study: Study) -> None:
    """They are sums so far: the second batch's holds the first's."""
    person = make.person(study, 0, arm="shown")
    noted(person, "person.1.look", 300, ["shown", 0], ["score", 4000, 1500], ["blur", 4000])
    noted(person, "person.1.look", 301, ["score", 9000, 3250], ["submit", 9000])
    scope = scope_of(study, Kind.REAL)
    found = sights(scope, protocol(study), frames.people(scope, protocol(study)))
    assert found.seconds[0, 0] == 3.25


def test_where_there_was_no_score_nothing_is_known_of_it(study: Study) -> None:
    person = make.person(study, 1, arm="hidden")
    noted(person, "person.1.look", 300, ["shown", 0], ["away", 9000, 0, 0], ["submit", 9000])
    make.person(study, 3, arm="hidden", ending="stopped", pages=3)
    scope = scope_of(study, Kind.REAL)
    found = sights(scope, protocol(study), frames.people(scope, protocol(study)))
    assert found.known[0, 0] == Known.UNSENT and np.isnan(found.seconds).all()


def test_times_are_analysed_as_logarithms_and_simulated_people_have_none(study: Study) -> None:
    person = make.person(study, 0, arm="shown")
    noted(person, "person.1.look", 300, *whole(2500))
    make.person(study, 0, arm="shown", kind=Kind.SIMULATED)
    write_scores(study)
    data = load(scope_of(study, Kind.REAL), protocol(study), without=NOBODY)
    assert data.values["viewed"][0, 0] == np.log(2.5) and data.sight["viewed"][0, 0] == Known.TIMED
    kept = data.only(np.array([False]))
    assert kept.sight["viewed"].shape == (0, 5)
    assert "viewed" not in load(scope_of(study, Kind.SIMULATED), protocol(study), without=NOBODY).values
