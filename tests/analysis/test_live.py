"""How a study goes, against the same read row by row."""

from datetime import timedelta
from statistics import median

import pytest
from django.utils import timezone

from surveys.analysis.live import AWAY, Live, done_by, live
from surveys.models import Kind, Participation, Study, Submission
from tests.analysis import make

pytestmark = pytest.mark.django_db
NOW = make.START + timedelta(hours=5)


def seen(study: Study) -> Live:
    return live(study, Kind.REAL, zone="UTC", now=NOW)


def test_before_anybody_came_there_is_nothing_to_say() -> None:
    found = seen(make.study())
    assert (found.course, found.standing, found.times, found.last_came) == ((), (), {}, None)
    assert done_by(found, finished=0, planned=100, now=NOW) is None


def test_arrivals_and_ends_are_counted_by_the_hour_and_later_by_the_day() -> None:
    study = make.study()
    rows = make.people(study, range(4))
    Participation.objects.filter(pk=rows[0].pk).update(
        started_at=make.START + timedelta(hours=2), ended_at=make.START + timedelta(hours=3)
    )
    make.person(study, 9, kind=Kind.SIMULATED)
    hours = [(one.start.hour, one.came, one.finished) for one in seen(study).course]
    assert seen(study).unit == "hour" and hours == [(9, 3, 3), (11, 1, 0), (12, 0, 1)]
    Participation.objects.filter(pk=rows[1].pk).update(started_at=make.START - timedelta(days=4))
    found = seen(study)
    assert found.unit == "day" and [(one.came, one.finished) for one in found.course] == [(1, 0), (3, 4)]


def test_days_begin_at_midnight_where_the_study_is() -> None:
    study = make.study()
    row = make.person(study, 0)
    Participation.objects.update(started_at=make.START.replace(hour=23))
    make.person(study, 1)
    Participation.objects.filter(pk__gt=row.pk).update(started_at=make.START - timedelta(days=9))
    found = live(study, Kind.REAL, zone="Asia/Tokyo", now=NOW)
    assert found.unit == "day" and found.course[-1].start == make.START.replace(hour=15)


def test_times_are_the_quartiles_between_pages() -> None:
    study = make.study()
    rows = make.people(study, range(7))
    make.person(study, 8, ending=None, pages=3)
    for i, row in enumerate(rows):
        sent = Submission.objects.get(participation=row, step="person.1.look")
        sent.at += timedelta(seconds=i * i)
        sent.save()
    found = seen(study).times["person.1.look"]
    seconds = [10 + i * i for i in range(7)]
    assert (found.n, found.median) == (7, median(seconds))
    assert found.lower < found.median < found.upper
    assert "welcome" not in seen(study).times, "how long the first page was looked at is not known"


def test_who_has_not_ended_is_inside_or_away() -> None:
    study = make.study()
    here = make.person(study, 0, ending=None, pages=3)
    make.person(study, 1, ending=None, pages=3)
    make.person(study, 2, ending="stopped", pages=3)
    late = Submission.objects.filter(participation=here).latest("n")
    Submission.objects.filter(pk=late.pk).update(at=NOW - AWAY / 2)
    found = seen(study)
    assert (found.inside, found.away) == (1, 1)
    (standing,) = found.standing
    assert standing.step == here.place["at"] and standing.seen == NOW - AWAY / 2


def test_the_pace_is_that_of_all_who_finished_and_is_not_guessed_from_a_few() -> None:
    study = make.study()
    make.people(study, range(10))
    found, now = seen(study), make.START + timedelta(hours=10)
    assert done_by(found, finished=10, planned=30, now=now) == now + timedelta(hours=20)
    assert done_by(found, finished=9, planned=30, now=now) is None
    assert done_by(found, finished=30, planned=30, now=now) is None


def test_it_takes_four_statements_however_many_there_are(django_assert_num_queries: object) -> None:
    study = make.study()
    for people in (3, 20):
        make.people(study, range(people, 2 * people))
        with django_assert_num_queries(4):  # type: ignore[operator]
            live(study, Kind.REAL, zone="UTC", now=timezone.now())
