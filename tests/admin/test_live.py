"""The live page in each of its states."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys import drafts, simulate
from surveys.models import Kind, Participation, State, Study, Submission
from surveys.protocol import Document
from surveys.protocol.recruitment import PROLIFIC, Recruitment
from surveys.simulate.people import Effects
from tests.admin.conftest import People, SignIn, text, url
from tests.analysis import week
from tests.bench.people import finished
from tests.people import begin, send, walk

PROLIFIC_QUERY = "&amp;".join(f"{name}={{{{%{name}%}}}}" for name in PROLIFIC)


def test_before_anybody_came_it_offers_the_link(live: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.ada).get(url("live", live)))
    assert "Nobody has taken part yet. Share this link" in page and "/s/first-impressions/" in page
    assert url("qr", live) in page, "a phone in the room is the first that tries it"


@pytest.mark.parametrize(("ids", "query"), [(PROLIFIC, PROLIFIC_QUERY), (("id",), "id=[id]")])
@pytest.mark.parametrize("page", ["live", "results"])
def test_who_recruits_by_ids_is_offered_the_address_that_brings_them(
    document: Document, people: People, signed_in: SignIn, page: str, ids: tuple[str, ...], query: str
) -> None:
    plan = Recruitment(ids=ids, completion_code="C1ABCDE")
    made = drafts.create(document.model_copy(update={"recruitment": plan}), by=people.ada)
    drafts.publish(made, by=people.ada)
    parts = {"kind": "participants"} if page == "results" else {}
    shown = text(signed_in(people.ada).get(url(page, made, **parts)))
    assert "Nobody has taken part yet. Share this link" in shown
    assert f"/s/first-impressions/?{query}" in shown
    assert ("Prolific: the study&#x27;s address" in shown or "Prolific: the study's address" in shown) is (
        ids == PROLIFIC
    )
    assert url("qr", made) not in shown and 'value="http' not in shown, "nobody would be told apart by these"


def test_a_draft_leads_to_what_is_missing(study: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.ada).get(url("live", study)))
    assert "nobody can take part yet" in page and url("study", study) in page


def test_it_tells_who_came_how_far_and_who_is_inside(live: Study, people: People, signed_in: SignIn) -> None:
    finished(live, 40)
    token, seat = begin(live)
    walk(token, seat, to="about_you")
    _token, declined = begin(live)
    send(declined, {"act": ["decline"]})
    page = text(signed_in(people.ada).get(url("live", live)))
    assert "40 of 1,020 planned have finished." in page
    assert "Questions about you" in page and "just now" in page
    assert "At the pace so far the planned number is reached about" in page
    tiles = page.split("ll-tiles")[1].split("</dl>")[0].replace("\n", "")
    for label, number in (("Arrived", 42), ("Finished", 40), ("Declined", 1), ("Inside now", 1)):
        assert f"<dt>{label}</dt><dd>{number}</dd>" in tiles


def test_somebody_long_silent_is_away(live: Study, people: People, signed_in: SignIn) -> None:
    token, seat = begin(live)
    walk(token, seat, to="about_you")
    Submission.objects.update(at=timezone.now() - timedelta(hours=3))
    page = text(signed_in(people.ada).get(url("live", live)))
    assert "3 hours ago" in page.replace("180 minutes ago", "3 hours ago")
    assert "<dt>Away for over 30 minutes</dt><dd>1</dd>" in page


@pytest.mark.parametrize("state", list(State))
def test_no_group_is_named_in_any_state(live: Study, people: People, signed_in: SignIn, state: State) -> None:
    finished(live, 60)
    Study.objects.filter(pk=live.pk).update(state=state)
    page = text(signed_in(people.ada).get(url("live", live))).split('id="live"')[1]
    assert "Score shown" not in page and "Score hidden" not in page


def test_simulated_people_are_shown_when_asked_for_and_marked(
    live: Study, people: People, signed_in: SignIn
) -> None:
    wanted = simulate.want(live, participants=3, effects=Effects())
    assert simulate.begin(wanted)
    simulate.perform(wanted)
    client = signed_in(people.ada)
    assert "Nobody has taken part yet" in text(client.get(url("live", live)))
    page = text(client.get(url("live", live), {"kind": "simulated"}))
    assert "3 of 3 simulated people have finished" in page and "never counted among the others" in page


def test_simulated_people_who_left_are_not_inside(live: Study, people: People, signed_in: SignIn) -> None:
    wanted = simulate.want(live, participants=12, effects=Effects(), dropout=0.9)
    assert simulate.begin(wanted)
    client = signed_in(people.ada)
    simulate.take_part(wanted, 0)
    page = text(client.get(url("live", live), {"kind": "simulated"}))
    assert "<dt>Left, or still going through</dt>" in page
    simulate.perform(wanted)
    page = text(client.get(url("live", live), {"kind": "simulated"}))
    left = Participation.objects.filter(kind=Kind.SIMULATED, ending=None, n__gt=0).count()
    assert left and f"<dt>Left before the end</dt><dd>{left}</dd>" in page
    assert "Inside now" not in page and "Away" not in page


def test_a_page_that_says_nothing_new_is_not_sent_again(
    live: Study, people: People, signed_in: SignIn
) -> None:
    client = signed_in(people.ada)
    page = client.get(url("live", live))
    seen = page.context["seen"]
    assert client.get(url("live", live), {"seen": seen}).status_code == 204
    token, seat = begin(live)
    walk(token, seat, to="about_you")
    assert client.get(url("live", live), {"seen": seen}).status_code == 200


def test_everybody_done_is_said(live: Study, people: People, signed_in: SignIn) -> None:
    finished(live, 5)
    drafts.close(live, by=people.ada)
    page = text(signed_in(people.ada).get(url("live", live)))
    assert "everybody who came has ended" in page
    assert Participation.objects.filter(kind=Kind.REAL).count() == 5


def test_of_a_study_with_simulated_people_alone_it_says_so(
    live: Study, people: People, signed_in: SignIn
) -> None:
    week.simulated(live, 2)
    page = text(signed_in(people.ada).get(url("live", live)))
    assert "Nobody has taken part yet: the 2 people in this study are simulated." in page
    assert url("results", live, kind="simulated") in page and "share this link" in page
