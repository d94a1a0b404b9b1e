"""Power checks: asked for, claimed once, resumed after a crash, and about the draft as it stood."""

from dataclasses import replace
from math import isclose, nan

import pytest

from scoring.estimators.estimate import Estimate
from surveys import drafts
from surveys.analysis.evidence import Look
from surveys.analysis.results import STATE, Equivalence, Row
from surveys.models import JobState, PowerCheck, Study
from surveys.protocol import read
from surveys.simulate import powering
from surveys.simulate.drawn import drawn
from surveys.simulate.powering import Analysed, Found, Refused, findings
from tests.analysis import make

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = {
    "planned": 80,
    "confirmatory": [
        {"name": "slope", "outcome": "trust", "contrast": "level", "smallest": 0.05},
        {"name": "unease", "outcome": "unease", "contrast": "visibility", "model": "adjusted", "smallest": 5},
    ],
}


def draft(**plan: object) -> Study:
    return drafts.create(read(make.document(plan={**PLAN, **plan})), by=None)


def performed(study: Study, repeats: int = 20, **effects: float) -> PowerCheck:
    powering.want(study, repeats=repeats, effects=effects)
    check = powering.claim()
    assert check is not None
    powering.perform(check)
    check.refresh_from_db()
    return check


def found(check: PowerCheck) -> dict[str, Found]:
    return {one.name: one for one in powering.found_so_far(check)}


def test_a_huge_effect_is_always_found_and_none_hardly_ever() -> None:
    check = performed(draft(), slope=1.0, unease=40.0)
    assert (check.state, check.done, check.error) == (JobState.DONE, 20, "")
    for one in found(check).values():
        assert one.repeats == 20 and one.found == 20 and one.in_error <= 5 and one.failed == 0
        assert isclose(one.mean, one.effect, rel_tol=0.3) and one.width > 0


def test_without_numbers_the_smallest_effects_worth_having_are_planted() -> None:
    check = powering.want(draft(), repeats=20, effects={})
    assert check.effects == {"slope": 0.05, "unease": 5.0}


def test_one_that_broke_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = performed(draft(), slope=0.3)
    study = Study.objects.get()
    powering.want(study, repeats=20, effects={"slope": 0.3})
    check = powering.claim()
    assert check is not None

    def breaks(*given: object, number: int, **named: object) -> object:
        if number >= 14:
            raise MemoryError("gone")
        return drawn(*given, number=number, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(powering, "drawn", breaks)
    powering.perform(check)
    check.refresh_from_db()
    assert (check.state, check.done) == (JobState.WANTED, 7) and "gone" in check.error
    monkeypatch.setattr(powering, "drawn", drawn)
    again = powering.claim()
    assert again == check
    powering.perform(again)
    again.refresh_from_db()
    assert (again.state, again.attempts) == (JobState.DONE, 2)
    assert again.results == whole.results


def test_one_that_always_fails_stops_after_three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(powering, "drawn", lambda *given, **named: 1 / 0)
    check = powering.want(draft(), repeats=20, effects={})
    for _try in range(3):
        claimed = powering.claim()
        assert claimed is not None
        powering.perform(claimed)
    check.refresh_from_db()
    assert check.state == JobState.FAILED and "ZeroDivisionError" in check.error
    assert powering.claim() is None and not powering.waiting()


def test_stopped_by_somebody_it_keeps_what_it_has() -> None:
    powering.want(draft(), repeats=50, effects={})
    check = powering.claim()
    assert check is not None

    def after_three(done: int) -> None:
        if done == 3:
            powering.stop(check)

    powering.perform(check, progress=after_three)
    check.refresh_from_db()
    assert (check.state, check.done) == (JobState.DONE, 3)
    assert all(one.repeats == 3 for one in found(check).values())


def test_it_is_about_the_draft_as_it_stood() -> None:
    study = draft()
    check = powering.want(study, repeats=20, effects={})
    drafts.change(study, [{"op": "set", "path": "plan.planned", "value": 40}], by=None, revision=1)
    assert '"planned":80' in check.content.replace(" ", "")


@pytest.mark.parametrize("repeats", [0, 19, 1001])
def test_too_few_or_too_many_are_refused(repeats: int) -> None:
    with pytest.raises(Refused, match="Between 20 and 1000"):
        powering.want(draft(), repeats=repeats, effects={})


def test_a_draft_that_cannot_be_walked_is_refused_with_the_cure() -> None:
    study = draft()
    drafts.change(study, [{"op": "remove", "path": "pages.lot"}], by=None, revision=1)
    with pytest.raises(Refused, match="random assignment"):
        powering.want(Study.objects.get(), repeats=20, effects={})


def test_a_plan_that_looks_early_is_analysed_so() -> None:
    looks = {"kind": "group_sequential", "looks": [0.5, 1.0]}
    check = performed(draft(stopping=looks), slope=1.0, unease=40.0)
    assert all(one.found == 20 for one in found(check).values())


def test_without_a_plan_each_outcome_is_tested_alone() -> None:
    check = performed(draft(confirmatory=[]), trust=1.0)
    assert set(found(check)) == {"trust", "follow", "unease"} and found(check)["trust"].found == 20


NOTHING = Row(
    key="a", outcome="a", contrast=STATE, estimand="", estimate=Estimate(estimate=0.4, low=-0.1, high=0.9)
)


def look(estimate: float, *, crossed: bool) -> Look:
    return Look(
        comparison="a", n=50, fraction=0.5, estimate=estimate, low=nan, high=nan, level=0.95, crossed=crossed
    )


def test_what_crossed_at_an_earlier_look_is_found_whatever_the_end_says() -> None:
    plan = read(make.document(plan={**PLAN, "stopping": {"kind": "anytime_valid"}, "confirmatory": []})).plan
    assert findings(Analysed(NOTHING, (look(0.9, crossed=True), look(0.4, crossed=False))), plan) == [0.9]
    assert findings(Analysed(NOTHING, (look(0.9, crossed=False),)), plan) == []
    ended = replace(NOTHING, estimate=Estimate(estimate=0.4, low=0.1, high=0.7))
    assert findings(Analysed(ended, ()), plan) == [0.4]


def test_a_crossing_counts_as_found_on_its_own_side_and_as_error_on_either() -> None:
    plan = read(make.document(plan={**PLAN, "stopping": {"kind": "anytime_valid"}, "confirmatory": []})).plan
    early, wrong = (Analysed(NOTHING, (look(size, crossed=True),)) for size in (0.9, -0.9))
    one = Found(name="a", effect=0.5, repeats=0)
    right = powering._counted(one, early, Analysed(NOTHING, ()), plan)
    assert (right.found, right.in_error) == (1, 0)
    other = powering._counted(one, wrong, wrong, plan)
    assert (other.found, other.in_error) == (0, 1)


@pytest.mark.parametrize(
    ("verdict", "counts"), [("equivalent", 1), ("both", 1), ("different", 0), ("inconclusive", 0), ("", 0)]
)
def test_what_differs_by_next_to_nothing_is_shown_to_be_small_too(verdict: str, counts: int) -> None:
    plan = read(make.document(plan=PLAN)).plan
    null = replace(NOTHING, equivalence=Equivalence(low=-1, high=1, verdict=verdict))
    one = Found(name="a", effect=0.5, repeats=0)
    assert powering._counted(one, Analysed(NOTHING, ()), Analysed(null, ()), plan).equivalent == counts
