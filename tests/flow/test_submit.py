"""What becomes of a click."""

import pytest

from surveys import drafts, flow
from surveys.flow import Receipt
from surveys.models import Kind, Participation, ScaleScore, Slot, Study, Submission
from surveys.protocol import STOP, Ending, Errors, Sent, replay
from surveys.protocol.nodes import Act
from tests.people import again, begin, fields_for, published, send, walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return published()


def test_enrolling_twice_with_one_token_makes_one_participation(study: Study) -> None:
    token, first = begin(study)
    assert flow.enrol(study, token).id == first.id
    assert Participation.objects.count() == 1


def test_a_walk_ends_with_a_code_and_one_submission_a_page(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat)
    assert seat.ending is Ending.FINISHED
    assert seat.code is not None and len(seat.code) == 9
    row = Participation.objects.get()
    assert row.n == Submission.objects.count() == len(set(Submission.objects.values_list("step", flat=True)))
    assert row.ended_at is not None


def test_the_same_click_again_is_saved_once(study: Study) -> None:
    token, seat = begin(study)
    fields = fields_for(seat)
    assert send(seat, fields) is Receipt.SAVED
    assert send(seat, fields) is Receipt.SAVED
    assert send(again(token), fields, n=0) is Receipt.SAVED
    assert Submission.objects.count() == 1
    assert again(token).n == 1


def test_other_answers_to_an_answered_page_do_not_overwrite_the_first(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "reading")
    send(seat, {"attention": ["2"]})
    assert send(again(token), {"attention": ["5"]}, n=seat.n) is Receipt.STANDS
    assert Submission.objects.get(step="reading").answers == {"attention": 2}


def test_a_number_not_yet_reached_is_out_of_step(study: Study) -> None:
    _token, seat = begin(study)
    assert send(seat, n=3) is Receipt.OUT_OF_STEP
    assert not Submission.objects.exists()


def test_an_act_the_page_does_not_offer_is_refused(study: Study) -> None:
    _token, seat = begin(study)
    assert send(seat, {"act": ["stop"]}) is Receipt.REFUSED
    assert not Submission.objects.exists()


def test_bad_answers_are_refused_together_and_nothing_is_stored(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    with pytest.raises(Errors) as caught:
        send(seat, {"age": ["17"], "gender": ["pirate"], "social_days": ["3"]})
    assert set(caught.value.messages) == {"age", "gender"}
    assert again(token).n == seat.n


def test_declining_ends_without_a_code(study: Study) -> None:
    token, seat = begin(study)
    send(seat, {"act": ["decline"]})
    seat = again(token)
    assert (seat.ending, seat.code) == (Ending.DECLINED, None)


def test_a_missed_attention_check_is_noted_and_the_study_goes_on(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "reading")
    send(seat, {"attention": ["5"]})
    assert again(token).place.at == "person.1.look"


def test_the_lot_gives_arm_draws_and_slot_together(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.1.look")
    row = Participation.objects.get()
    slot = Slot.objects.get(participation=row)
    assert row.arm == slot.arm == seat.draws.arm  # type: ignore[union-attr]
    assert [v.levels["level"] for v in seat.draws.visits] != []  # type: ignore[union-attr]
    assert {v.levels["level"] for v in seat.draws.visits} == {20, 42, 62, 67, 85}  # type: ignore[union-attr]
    assert row.allocated_at is not None


def test_nobody_is_allocated_before_the_lot(study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "reading")
    assert not Slot.objects.filter(participation__isnull=False).exists()


def test_a_visit_stores_what_was_shown(study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat)
    exposure = Submission.objects.get(step="person.2.rate").exposure or {}
    assert exposure["position"] == 2
    assert exposure["levels"]["level"] in {20, 42, 62, 67, 85}
    assert len(exposure["page"]) == 64


def test_stop_keeps_what_was_typed_and_going_on_leads_back(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    send(seat, {"act": ["stop"], "age": ["33"], "gender": ["pirate"]})
    stopped = again(token)
    assert stopped.place.at == STOP
    send(stopped, {"act": ["return"]})
    back = again(token)
    assert back.place.at == "about_you"
    assert back.place.typed is not None
    stored = flow.stored(back, back.place.typed)
    assert stored is not None and stored.answers == {"age": ["33"], "gender": ["pirate"]}


@pytest.mark.parametrize("name", ["a\x00b", "a\ud800b"])
def test_a_field_name_that_cannot_be_stored_does_not_keep_anybody_from_stopping(
    study: Study, name: str
) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "about_you")
    assert send(seat, {"act": ["stop"], "age": ["33"], name: ["1"]}) is Receipt.SAVED
    assert Submission.objects.latest("pk").answers == {"age": ["33"]}


def test_stopping_and_keeping_ends_with_a_code(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.3.rate")
    send(seat, {"act": ["stop"]})
    send(again(token), {"act": ["keep"]})
    seat = again(token)
    assert seat.ending is Ending.STOPPED and seat.code
    assert Submission.objects.count() > 8


@pytest.mark.parametrize("place", ["about_you", "person.2.look", "debriefing"])
def test_deleting_leaves_a_tombstone_without_answers_or_draws(study: Study, place: str) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, place)
    if place != "debriefing":
        send(seat, {"act": ["stop"]})
        seat = again(token)
    ScaleScore.objects.create(participation_id=seat.id, scale="x", answered=0, code_version="t")
    send(seat, {"act": ["delete"]})
    row = Participation.objects.get()
    assert (row.ending, row.draws, row.furthest) == (Ending.WITHDRAWN, None, place)
    assert row.code and row.ended_at
    assert (row.arm is None) == (place == "about_you")
    assert not Submission.objects.exists() and not ScaleScore.objects.exists()
    assert send(again(token), {"act": ["delete"]}) is Receipt.SAVED


def test_somebody_who_finished_can_still_delete_everything_and_keeps_the_code(study: Study) -> None:
    token, seat = begin(study)
    code = walk(token, seat).code
    assert send(again(token), {"act": ["delete"]}) is Receipt.SAVED
    assert (again(token).ending, again(token).code) == (Ending.WITHDRAWN, code)
    assert not Submission.objects.exists()


def test_nothing_is_saved_while_the_study_is_paused_and_the_same_click_does_later(study: Study) -> None:
    token, _seat = begin(study)
    drafts.pause(study, by=None)
    assert send(again(token)) is Receipt.PAUSED
    drafts.resume(study, by=None)
    assert send(again(token)) is Receipt.SAVED


def test_those_inside_a_closed_study_can_only_keep_or_delete(study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "person.1.look")
    drafts.close(study, by=None)
    assert send(again(token), {"act": ["return"]}) is Receipt.REFUSED
    assert send(again(token), {"act": ["keep"]}) is Receipt.SAVED
    assert again(token).ending is Ending.STOPPED


def test_what_was_typed_as_the_study_closed_is_kept_and_counts_as_no_answer(study: Study) -> None:
    token, seat = begin(study)
    walk(token, seat, "guess")
    drafts.close(study, by=None)
    assert send(again(token), {"funnel": ["long thought"]}) is Receipt.SAVED
    last = Submission.objects.latest("n")
    assert (last.step, last.act, last.answers) == ("guess", "stop", {"funnel": ["long thought"]})
    for act in ("answer", "stop", "return"):
        assert send(again(token), {"act": [act]}) is Receipt.REFUSED
    assert send(again(token), {"act": ["keep"]}) is Receipt.SAVED
    assert again(token).ending is Ending.STOPPED


def test_delete_on_an_old_tab_deletes_whatever_was_done_since(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.2.look")
    send(seat, {"act": ["stop"]})
    stopped = again(token)
    send(stopped, {"act": ["return"]})
    assert send(again(token), {"act": ["delete"]}, n=stopped.n) is Receipt.SAVED
    assert again(token).ending is Ending.WITHDRAWN
    assert not Submission.objects.exists()


def test_who_declined_has_nothing_to_delete(study: Study) -> None:
    token, seat = begin(study)
    send(seat, {"act": ["decline"]})
    send(again(token), {"act": ["delete"]})
    assert again(token).ending is Ending.DECLINED


def test_replaying_the_submissions_gives_the_stored_place(study: Study) -> None:
    token, seat = begin(study)
    seat = walk(token, seat, "person.4.rate")
    send(seat, {"act": ["stop"]})
    send(again(token), {"act": ["return"]})
    seat = again(token)
    sent = [Sent(s.n, Act(s.act), s.answers) for s in Submission.objects.order_by("n")]
    assert replay(seat.protocol, seat.draws, sent) == seat.place


def test_simulated_people_take_no_real_slots(study: Study) -> None:
    token, seat = begin(study, Kind.SIMULATED)
    walk(token, seat, "person.1.look")
    assert set(Slot.objects.values_list("kind", flat=True)) == {"simulated"}
