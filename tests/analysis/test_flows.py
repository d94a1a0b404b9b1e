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
    make.people(study, range(39))  # 20 shown, 19 hidden
    whole = flow(study, Kind.REAL, PROTOCOL)
    told = blinded(whole)
    assert [c.total for c in told.counts] == [c.total for c in whole.counts]
    assert (told.groups, told.minutes_by_group) == ((), ()) and told.minutes == whole.minutes
    assert all(c.by_group == () for c in told.counts) and isnan(told.attrition)


def test_while_blinded_large_groups_are_counted_where_nobody_is_alone() -> None:
    study = make.study()
    make.people(study, range(40))
    make.person(study, 40, arm="hidden", ending="withdrawn", pages=5)
    make.person(study, 41, arm="shown", ending=None, pages=5)
    told = blinded(flow(study, Kind.REAL, PROTOCOL))
    assert told.groups == ("shown", "hidden") and told.minutes_by_group == ()
    assert {c.key: c.by_group for c in told.counts if c.by_group} == {
        "allocated": (21, 21), "exposed": (21, 21), "finished": (20, 20),
    }  # fmt: skip
