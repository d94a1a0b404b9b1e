from dataclasses import replace
from datetime import timedelta
from math import isclose, isnan

import pytest

from surveys.analysis.flows import blinded, flow
from surveys.models import Kind, Participation
from tests.analysis import make

pytestmark = pytest.mark.django_db
PROTOCOL = make.protocol()


def test_everybody_is_counted_where_they_got_to() -> None:
    study = make.study()
    make.people(study, range(4))  # finished
    make.person(study, 4, arm="shown", ending="stopped", pages=5)
    make.person(study, 5, arm="hidden", ending="withdrawn", pages=3)
    make.person(study, 6, ending="declined", pages=1)
    make.person(study, 7, ending=None, pages=2)
    Participation.objects.filter(pk=make.person(study, 8, ending=None, pages=1).pk).update(n=0)
    make.person(study, 9, kind=Kind.SIMULATED)
    found = flow(study, Kind.REAL, PROTOCOL)
    totals = {count.key: count.total for count in found.counts}
    assert totals["arrived"] == 8
    assert totals["declined"] == 1
    assert totals["allocated"] == totals["exposed"] == 6
    assert totals["finished"] == 4
    assert totals["stopped"] == 1 and totals["withdrawn"] == 1 and totals["unfinished"] == 1
    assert found.by_group("allocated") == (3, 3)
    assert found.by_group("withdrawn") == (0, 1)
    assert totals["page:person.2.look"] == 5  # the four, and who stopped on the rate page after it
    assert totals["page:later"] == 4


def test_the_flow_never_grows_again() -> None:
    study = make.study()
    for i in range(12):
        make.person(study, i, ending=None if i % 2 else "stopped", pages=1 + i)
    counts = [c.total for c in flow(study, Kind.REAL, PROTOCOL).counts if c.key.startswith("page:")]
    assert counts == sorted(counts, reverse=True)


def test_minutes_are_the_median_of_those_who_finished() -> None:
    study = make.study()
    make.people(study, range(3))  # 10, 11, 12 minutes
    make.person(study, 3, ending="stopped")
    found = flow(study, Kind.REAL, PROTOCOL)
    assert isclose(found.minutes, 11)
    assert found.minutes_by_group == (11.0, 11.0)


def test_nobody_is_a_flow_of_noughts() -> None:
    found = flow(make.study(), Kind.REAL, PROTOCOL)
    assert all(count.total == 0 for count in found.counts)
    assert isnan(found.minutes) and isnan(found.attrition)


def test_while_blinded_small_groups_are_not_counted_apart() -> None:
    study = make.study()
    make.people(study, range(59))  # two full twenties have ended: 20 shown, 20 hidden at the most
    make.person(study, 59, arm="shown", ending=None, pages=5)
    make.people(study, [60], arm="shown", ending="stopped", pages=4)
    whole = flow(study, Kind.REAL, PROTOCOL)
    told = blinded(replace(whole, counts=whole.counts))
    assert [c.total for c in told.counts] == [c.total for c in whole.counts]
    assert whole.by_group("allocated") == (32, 29) and told.batched in (0, 60)
    small = make.study(address="another")
    make.people(small, range(39))
    told = blinded(flow(small, Kind.REAL, PROTOCOL))
    assert (told.groups, told.minutes_by_group, told.batched) == ((), (), 0)
    assert all(c.by_group == c.in_batches == () for c in told.counts) and isnan(told.attrition)


def test_while_blinded_groups_are_counted_a_batch_at_a_time() -> None:
    """Sixty who ended are told by group; the sixty-first to the seventy-ninth are not, nor who is inside."""
    study = make.study()
    make.people(study, range(60))
    at_sixty = blinded(flow(study, Kind.REAL, PROTOCOL))
    assert at_sixty.groups == ("shown", "hidden") and at_sixty.minutes_by_group == ()
    assert {c.key: c.by_group for c in at_sixty.counts if c.by_group} == {
        "allocated": (30, 30), "exposed": (30, 30), "finished": (30, 30),
    }  # fmt: skip
    assert at_sixty.batched == 60 and at_sixty.attrition == 1
    for i in range(60, 79):
        row = make.person(study, i, arm="hidden", ending="withdrawn", pages=5)
        row.ended_at = make.START + timedelta(hours=1, minutes=i)
        row.save(update_fields=["ended_at"])
        make.person(study, 100 + i, arm="shown", ending=None, pages=5)
        told = blinded(flow(study, Kind.REAL, PROTOCOL))
        assert [c.by_group for c in told.counts] == [c.by_group for c in at_sixty.counts]
        assert (told.attrition, told.batched) == (1, 60)
    row = make.person(study, 79, arm="hidden", ending="withdrawn", pages=5)
    row.ended_at = make.START + timedelta(hours=3)
    row.save(update_fields=["ended_at"])
    told = blinded(flow(study, Kind.REAL, PROTOCOL))
    assert told.by_group("allocated") == (30, 50) and told.by_group("finished") == (30, 30)
    assert told.batched == 80 and told.attrition < 0.001


def test_what_is_told_by_group_once_closed_is_everybody() -> None:
    study = make.study()
    make.people(study, range(45))
    found = flow(study, Kind.REAL, PROTOCOL)
    assert found.by_group("finished") == (23, 22) and found.batched == 0
    assert sum(next(c for c in found.counts if c.key == "finished").in_batches) == 40
