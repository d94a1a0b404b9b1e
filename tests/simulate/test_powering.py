"""Power checks: asked for, claimed once, resumed after a crash, and about the draft as it stood."""

from dataclasses import replace
from math import isclose

import pytest

from surveys import drafts
from surveys.analysis.assumed import USUAL
from surveys.analysis.data import Data
from surveys.models import JobState, PowerCheck, Study
from surveys.protocol import Compiled, read
from surveys.simulate import powering
from surveys.simulate.counted import Found
from surveys.simulate.drawn import drawn
from surveys.simulate.powering import Refused
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
    balance = powering.balance_so_far(check)
    # Half-normal around an SD of 2 / sqrt(80).
    assert balance.studies == 20 and 0.08 < balance.mean < 0.32 and balance.mean < balance.largest < 1


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


def test_whom_the_plan_leaves_out_is_left_out_of_drawn_studies_too() -> None:
    rules = [{"name": "careless", "missed": 1}]
    pages = make.document()["pages"]
    check_of_care = {
        "kind": "attention",
        "id": "care",
        "question": {
            "kind": "choice",
            "code": "care",
            "text": "Choose yes.",
            "options": [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}],
        },
        "expected": "yes",
    }
    document = make.document(
        plan={**PLAN, "planned": 200, "exclusions": rules}, pages=[*pages[:1], check_of_care, *pages[1:]]
    )
    study = drafts.create(read(document), by=None)
    check = performed(study, slope=1.0, unease=40.0)
    assert check.error == "" and all(one.found == 20 for one in found(check).values())
    few = powering.want(study, repeats=20, effects={}, assumed=replace(USUAL, dropout=0.9))
    claimed = powering.claim()
    assert claimed == few
    powering.perform(claimed)
    few.refresh_from_db()
    assert all(one.failed == 20 and one.found == 0 for one in found(few).values())


def test_other_numbers_of_people_and_profiles_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[tuple[int, int]] = []

    def noted(protocol: Compiled, **named: object) -> Data:
        data = drawn(protocol, **named)  # type: ignore[arg-type]
        met.append((len(data.arm), int(data.profile.max()) + 1))
        return data

    monkeypatch.setattr(powering, "drawn", noted)
    stays = replace(USUAL, dropout=0.0)
    powering.want(draft(), repeats=20, effects={}, participants=100, profiles=25, assumed=stays)
    check = powering.claim()
    assert check is not None
    powering.perform(check)
    assert met == [(100, 25)] * 40
