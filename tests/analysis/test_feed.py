"""People in a feed as the analysis meets them: scores of each day's questions, and days that hold acts."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest

from surveys import drafts
from surveys.admin.steps import step_labels
from surveys.analysis import scores
from surveys.analysis.live import live
from surveys.models import Kind, ScaleScore, Study, Submission
from surveys.protocol import compiled
from tests.people import again, begin, published, send, walk
from tests.protocol.own import own

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
MOODS = {"mood_before": "before", "mood_day2": "week.2.ask", "mood_day4": "week.4.ask", "mood_after": "after"}


@pytest.fixture
def study() -> Study:
    return published(own())


def people(study: Study, count: int) -> list[int]:
    found = []
    for _person in range(count):
        token, seat = begin(study)
        found.append(walk(token, seat).id)
    return found


def test_what_is_asked_after_each_day_has_a_score_of_its_own(study: Study) -> None:
    ids = people(study, 6)
    drafts.close(study, by=None)
    scores.write_scores(study)
    for id in ids:
        sent = {s.step: s.answers for s in Submission.objects.filter(participation=id, act="answer")}
        known = {s.scale: s.value for s in ScaleScore.objects.filter(participation=id, visit=0)}
        for name, step in MOODS.items():
            if step not in sent:
                assert known.get(name) is None, "they had finished before"
                continue
            glad, sad = (sent[step][f"{name}_{item}"] for item in ("glad", "sad"))
            assert known[name] == (glad + 4 - sad) / 2, (name, sent[step])


def test_a_day_takes_from_the_page_before_to_its_end_whatever_was_done_on_it(study: Study) -> None:
    ids = people(study, 5)
    for id in ids:
        for row in Submission.objects.filter(participation=id):
            Submission.objects.filter(pk=row.pk).update(at=START + timedelta(seconds=10 * row.n))
    expected: list[float] = []
    for id in ids:
        rows = list(Submission.objects.filter(participation=id).order_by("n"))
        at = next(i for i, s in enumerate(rows) if s.step == "week.1.day" and s.act == "answer")
        before = max(i for i in range(at) if rows[i].act != "do")
        expected.append(10.0 * (at - before))
    assert max(expected) > 10, "somebody did something"
    found = live(study, Kind.REAL, zone="UTC", now=START).times["week.1.day"]
    assert (found.n, found.median) == (5, median(expected))


def test_pages_of_a_feed_are_called_what_they_are() -> None:
    labels = step_labels(compiled(own()))
    assert labels["week.3.day"] == "Your feed: day 3"
    assert labels["week.2.ask"] == "Your feed: Right now after day 2"
    assert labels["week.4.ask"] == "Your feed: questions after day 4"
    assert labels["week.name"] == "Your feed: name and picture"


def test_somebody_on_a_break_reaches_the_questions_that_come_meanwhile(study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "week.2.day")
    while again(token).place.at == "week.2.day":
        send(again(token), {"leave": ["break.2"]})
    walk(token, again(token))
    steps = set(Submission.objects.values_list("step", flat=True))
    assert {"week.2.ask", "week.4.ask"} <= steps and not {"week.3.day", "week.4.day"} & steps
