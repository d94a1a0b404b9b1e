"""A draft is rehearsed as it stands, what was planted is found again, and nothing outlives its removal."""

from typing import Any

import pytest
from django.db import connection

from surveys import drafts, flow, simulate
from surveys.analysis import runs
from surveys.analysis.storing import results_of
from surveys.models import (
    Chart,
    EventBatch,
    Kind,
    Participation,
    Protocol,
    Run,
    ScaleScore,
    Simulation,
    Slot,
    State,
    Study,
    Submission,
)
from surveys.protocol import Document, read
from surveys.protocol.wording import Area
from surveys.report import results_context
from surveys.simulate import Refused
from surveys.simulate.people import Effects
from tests.people import begin, flagship, published, send
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db(transaction=True)

SIMULATED = (Run, Chart, Simulation, ScaleScore)


def draft(document: Document | None = None) -> Study:
    return drafts.create(document or read(SMALL), by=None)


def rehearsed(study: Study, people: int = 4, effects: Effects | None = None, **options: Any) -> Simulation:
    wanted = simulate.want(study, participants=people, effects=effects or Effects(), **options)
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    wanted.refresh_from_db()
    return wanted


def counted(study: Study) -> Run:
    run = runs.claim()
    assert run is not None
    runs.perform(run)
    run.refresh_from_db()
    assert run.error == ""
    return run


def test_a_planted_effect_is_found_again_in_a_changed_draft_of_the_flagship() -> None:
    study = draft(flagship(help={}, about={}))
    levels = [{"op": "set", "path": "factors.level.levels.1", "value": 50}]
    drafts.change(study, levels, by=None, revision=1)
    rehearsed(study, 100, Effects(level={"competence": 0.2}), seed=3)
    found = results_of(counted(study))
    level = found.row("competence", "slope where shown")
    nothing = found.row("trustworthiness", "slope where shown")
    # Four standard errors: who the people are follows from the row's number, which no seed fixes.
    assert level and abs(level.estimate.estimate - 0.2) < 4 * level.estimate.se and level.estimate.p < 0.05
    assert nothing and abs(nothing.estimate.estimate) < 4 * nothing.estimate.se
    assert found.extent == "full" and 50.0 in {cell.level for cell in found.cells}
    said = results_context(study, Kind.SIMULATED).answers[0].text
    assert "We built in +0.2" in said and "not that people show it" in said


def test_the_study_stays_a_draft_that_nobody_can_enter() -> None:
    study = draft()
    rehearsed(study)
    study.refresh_from_db()
    assert study.state == State.DRAFT and study.protocol is None
    assert {p.kind for p in Participation.objects.all()} == {"simulated"}
    with pytest.raises(Protocol.DoesNotExist):
        flow.enrol(study, flow.new_code())


def test_a_draft_that_lacks_approval_can_be_rehearsed_and_one_without_a_lot_cannot() -> None:
    study = draft(flagship(about={}, help={}))
    assert rehearsed(study, 1).state == "done"
    drafts.change(study, [{"op": "remove", "path": "pages.lot"}], by=None, revision=1)
    with pytest.raises(Refused, match="cannot be rehearsed yet"):
        simulate.want(study, participants=1, effects=Effects())


def test_rehearsing_the_same_draft_again_adds_people() -> None:
    study = draft()
    for _time in range(2):
        rehearsed(study, 3)
        counted(study)
    assert Participation.objects.count() == 6 and Protocol.objects.count() == 1


def test_rehearsing_a_changed_draft_begins_anew() -> None:
    study = draft()
    rehearsed(study, 3)
    counted(study)
    drafts.change(study, [{"op": "set", "path": "title", "value": {"en": "Another"}}], by=None, revision=1)
    rehearsed(study, 2)
    assert Participation.objects.count() == 2 and Protocol.objects.count() == 1
    assert Protocol.objects.get().compiled.document.title == {"en": "Another"}


def test_publishing_what_was_rehearsed_keeps_its_people_and_another_draft_does_not() -> None:
    same, other = draft(), draft(read({**SMALL, "address": "other"}))
    for study in (same, other):
        rehearsed(study, 2)
        counted(study)
    drafts.change(other, [{"op": "set", "path": "factors.level.levels.0", "value": 21}], by=None, revision=1)
    for study, kept in ((same, 2), (other, 0)):
        protocol = drafts.publish(study, by=None)
        assert protocol.number == 1 and [p.pk for p in study.protocols.all()] == [protocol.pk]
        assert study.participations.count() == kept
        assert study.runs.count() == bool(kept)


def test_people_who_rehearsed_before_words_and_facts_were_filled_in_stay_with_what_was_found() -> None:
    study = draft(flagship(about={}, help={}))
    rehearsed(study, 3)
    run = counted(study)
    facts = {"institution": "Lab", "contact": "lab@lab.example", "approval": "1", "pay": "Nothing"}
    texts = [{"op": "set", "path": f"about.{name}", "value": {"en": text}} for name, text in facts.items()]
    minutes: dict[str, Any] = {"op": "set", "path": "about.minutes", "value": 9}
    talk = {"op": "set", "path": "help", "value": {"en": "Talk to somebody."}}
    drafts.change(study, [*texts, minutes, talk], by=None, revision=1)
    study = Study.objects.get(pk=study.pk)
    assert drafts.rehearsal(study) == drafts.Rehearsal(3, drafts.Fate.WORDS, (Area.TOLD,))
    drafts.publish(study, by=None)
    assert study.participations.count() == 3 and study.runs.get() == run
    assert results_context(study, Kind.SIMULATED).finished == 3
    assert runs.due() == [], "nothing is computed anew"
    rehearsed(study, 2)
    assert sorted(study.participations.values_list("protocol__number", flat=True)) == [0, 0, 0, 1, 1]
    assert counted(study).covered == 5
    assert simulate.remove(study, by=None) == 5
    assert [p.number for p in study.protocols.all()] == [1]


def test_what_publishing_means_for_a_rehearsal_is_known_before() -> None:
    study = draft()
    assert drafts.rehearsal(study) is None
    rehearsed(study, 2)
    counted(study)
    assert drafts.rehearsal(study) == drafts.Rehearsal(2, drafts.Fate.SAME)
    drafts.change(study, [{"op": "set", "path": "factors.level.levels.0", "value": 21}], by=None, revision=1)
    study = Study.objects.get(pk=study.pk)
    assert drafts.rehearsal(study) == drafts.Rehearsal(2, drafts.Fate.GONE, (Area.DESIGN,))
    drafts.publish(study, by=None)
    assert drafts.rehearsal(study) is None


def test_a_draft_is_not_published_past_people_on_their_way() -> None:
    study = draft()
    simulate.want(study, participants=2, effects=Effects())
    drafts.change(study, [{"op": "set", "path": "factors.level.levels.0", "value": 21}], by=None, revision=1)
    with pytest.raises(drafts.Refused, match="still on their way"):
        drafts.publish(study, by=None)
    study.refresh_from_db()
    assert study.state == State.DRAFT


def test_removal_leaves_no_trace_of_them_and_touches_no_real_person() -> None:
    study = published(read(SMALL))
    token, seat = begin(study)
    for _page in range(2):
        send(seat)
        seat = flow.find(token) or seat
    before = {m.__name__: m._default_manager.count() for m in (Participation, Submission, Slot, EventBatch)}
    rehearsed(study, 5)
    counted(study)
    assert simulate.remove(study, by=None) == 5
    assert {m.__name__: m._default_manager.count() for m in (Participation, Submission, EventBatch)} == {
        name: before[name] for name in ("Participation", "Submission", "EventBatch")
    }
    assert not any(model._default_manager.exists() for model in SIMULATED)
    assert not Slot.objects.filter(kind=Kind.SIMULATED).exists()
    study.refresh_from_db()
    assert study.protocol is not None and study.log.filter(verb="remove simulated").exists()


def test_removing_is_refused_while_they_are_counted() -> None:
    study = draft()
    rehearsed(study, 1)
    with pytest.raises(Refused, match="still on their way"):
        simulate.remove(study, by=None)
    counted(study)
    assert simulate.remove(study, by=None) == 1
    assert not Protocol.objects.exists()


def test_a_rehearsal_that_needs_counting_is_due() -> None:
    study = draft()
    rehearsed(study, 2)
    Run.objects.all().delete()
    assert [(s.pk, kind) for s, kind in runs.due()] == [(study.pk, Kind.SIMULATED)]
    connection.close()
