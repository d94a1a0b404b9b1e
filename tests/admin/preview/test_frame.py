"""The frame shows what participants get, goes on as they would, and keeps nothing."""

from typing import Any

import pytest
from django.apps import apps
from django.http import QueryDict
from django.test import Client

from surveys import drafts, library
from surveys.admin.preview.spot import spot
from surveys.models import Study, User
from surveys.protocol import Compiled, Document, read
from surveys.protocol.operations import apply
from tests.admin.conftest import People, SignIn, text, url
from tests.people import begin, walk

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    models = apps.get_app_config("surveys").get_models()
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.fixture
def client(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


def frame(client: Client, study: Study, **query: Any) -> Any:
    return client.get(url("frame", study), query)


def test_a_page_is_byte_for_byte_what_a_participant_gets(live: Study, client: Client) -> None:
    token, seat = begin(live)
    for step in ("welcome", "now_before", "about_you", "reading"):
        seat = walk(token, seat, to=step)
        body = Client().get(f"/s/{live.address}/{token}/").content.decode()
        shown = text(frame(client, live, step=step))
        assert shown.replace(f'name="n" value="{seat.n}"', "") == body.replace(
            f'name="n" value="{seat.n}"', ""
        )


@pytest.mark.parametrize("arm", ["shown", "hidden"])
def test_a_visit_is_what_the_group_gets(live: Study, client: Client, arm: str) -> None:
    for _person in range(20):
        token, seat = begin(live)
        seat = walk(token, seat, to="person.1.look")
        if seat.draws and seat.draws.arm == arm:
            break
    assert seat.draws
    row = next(r for r in range(seat.protocol.rows) if seat.protocol.draws(arm, r) == seat.draws)
    body = Client().get(f"/s/{live.address}/{token}/").content.decode().split("<article")[1]
    assert text(frame(client, live, step="person.1.look", arm=arm, row=row)).split("<article")[1] == body


def test_it_comes_under_the_participants_own_policy(study: Study, client: Client) -> None:
    response = frame(client, study)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy and "frame-ancestors 'self'" in policy
    assert "no-store" in response["Cache-Control"]


def test_a_walk_from_the_first_page_to_the_end_stores_nothing(study: Study, client: Client) -> None:
    before, address, seen = counts(), url("frame", study), []
    for _page in range(40):
        query = address.partition("?")[2]
        seen.append(query)
        if "step=ended" in query:
            break
        filled = answers(study, query)
        response = client.post(address, filled)
        assert response.status_code == 303, text(response)
        address = response["Location"]
    assert "step=ended.finished" in seen[-1]
    assert "K7Q2-M9XD" in text(client.get(address))
    assert counts() == before


def answers(study: Study, query: str) -> dict[str, Any]:
    return dict(spot(study, QueryDict(query)).filled())


def test_what_is_missing_is_told_with_what_was_typed(study: Study, client: Client) -> None:
    response = client.post(f"{url('frame', study)}?step=about_you", {"age": "12"})
    assert response.status_code == 400
    assert 'value="12"' in text(response) and "problems" in text(response)


def test_stopping_keeping_and_deleting_lead_where_they_lead(study: Study, client: Client) -> None:
    here = f"{url('frame', study)}?step=about_you"
    stop = client.post(here, {"act": "stop"})["Location"]
    assert "step=stop" in stop and "Stop here?" in text(client.get(stop))
    assert "step=about_you" in client.post(stop, {"act": "return"})["Location"]
    assert "You have stopped" in text(client.get(client.post(stop, {"act": "keep"})["Location"]))
    gone = client.post(stop, {"act": "delete"})["Location"]
    assert "Your answers are deleted" in text(client.get(gone))
    declined = client.post(f"{url('frame', study)}?step=welcome", {"act": "decline"})["Location"]
    assert "K7Q2" not in text(client.get(declined))


def test_conditions_hold_as_for_participants(study: Study, client: Client) -> None:
    noticing = f"{url('frame', study)}?step=noticing&arm=shown"
    assert "step=recall" in client.post(noticing, {"noticed": "yes"})["Location"]
    assert "step=debriefing" in client.post(noticing, {"noticed": "no"})["Location"]


def test_what_a_page_notes_of_itself_is_let_go(study: Study, client: Client) -> None:
    response = client.post(url("frame", study), {"act": "left", "n": "1", "_seen": '[[1,[["shown",0]]]]'})
    assert response.status_code == 204


def test_a_published_study_shows_its_protocol_and_not_its_draft(
    live: Study, client: Client, people: People
) -> None:
    assert "First impressions online" in text(frame(client, live))


MISTYPED = [
    "step=nowhere", "arm=none", "row=x", "row=999999", "kept=[", 'kept={"a":[1]}', "origin=nowhere",
    "step=ended.never", "step=lot", "fill=1",
]  # fmt: skip


@pytest.mark.parametrize("query", MISTYPED)
def test_a_mistyped_address_shows_a_page(study: Study, client: Client, query: str) -> None:
    assert client.get(f"{url('frame', study)}?{query}").status_code == 200
    assert client.get(f"{url('preview', study)}?{query}").status_code == 200
    assert client.get(f"{url('compare', study)}?{query}").status_code == 200


BROKEN = [
    [{"op": "set", "path": "pages", "value": []}],
    [{"op": "remove", "path": "pages.lot"}],
    [{"op": "remove", "path": "factors.level"}],
    [{"op": "set", "path": "pool", "value": None}],
    [{"op": "set", "path": "factors.level.levels", "value": [20, 42]}],
    [{"op": "set", "path": "cue.value", "value": {"factor": "none"}}],
    [{"op": "set", "path": "instruments", "value": []}],
    [{"op": "move", "path": "pages.lot", "to": 0}],
]


@pytest.mark.parametrize("operations", BROKEN, ids=range(len(BROKEN)))
def test_a_draft_that_cannot_be_walked_says_what_to_mend(
    study: Study, client: Client, document: Document, people: People, operations: Any
) -> None:
    content = apply(document.model_dump(mode="json", by_alias=True), operations)
    drafts.replace(study, read(content), by=people.ada)
    study.refresh_from_db()
    response = frame(client, study)
    assert response.status_code == 409 and "mended first" in text(response)
    for name in ("preview", "compare"):
        page = client.get(url(name, study))
        assert page.status_code == 200 and "cannot be walked through yet" in text(page)


def test_pages_may_still_be_empty(study: Study, client: Client, document: Document, people: People) -> None:
    """A draft that merely lacks approval, contact, a title or a page's text can be looked at."""
    content = document.model_dump(mode="json", by_alias=True)
    empty: Any = [{"op": "set", "path": path, "value": {}} for path in ("about.contact", "help", "title")]
    drafts.replace(study, read(apply(content, empty)), by=people.ada)
    study.refresh_from_db()
    assert frame(client, study).status_code == 200


def test_only_members_see_it(study: Study, people: People, signed_in: SignIn) -> None:
    users: list[tuple[User, int]] = [(people.ben, 200), (people.cy, 404)]
    for user, status in users:
        assert signed_in(user).get(url("frame", study)).status_code == status
        assert signed_in(user).post(url("frame", study), {"act": "stop"}).status_code in (status, 400)


def test_of_many_groups_one_is_chosen_from_a_list(people: People, signed_in: SignIn) -> None:
    """Fourteen names beside each other would be eight lines high each."""
    study = drafts.create(read(library.studies("sixty-five")), by=people.ada)
    protocol = Compiled(read(library.studies("sixty-five")), "")
    client, arms = signed_in(people.ada), list(protocol.arms)
    step = next(each.key for each in protocol.steps if each.day)
    page = text(client.get(url("preview", study), {"step": step, "arm": arms[3], "width": "desktop"}))
    assert page.count("<option") == 14 and f'<option value="{arms[3]}" selected>' in page
    assert '<button class="ll-button">Go</button>' in page and 'data-change="arm=' not in page
    assert f'<input type="hidden" name="step" value="{step}">' in page
    beside = client.get(url("compare", study), {"step": step, "arm": arms[3], "with": arms[9]})
    shown = text(beside)
    assert shown.count("<option") == 14 + 13 and f'<option value="{arms[9]}" selected>' in shown
    assert [label for label, _src in beside.context["sides"]] == [
        "Own score 62, those who were told of none", "Own score 66, those who were told of none",
    ]  # fmt: skip


def test_few_groups_keep_a_link_each(study: Study, people: People, signed_in: SignIn) -> None:
    page = text(signed_in(people.ada).get(url("preview", study)))
    assert "<select" not in page and 'data-change="arm=' in page


@pytest.mark.parametrize("step", ["ended.finished", "ended.withdrawn", "stop"])
def test_another_group_s_walk_begins_at_its_first_page_where_one_is_over(study: Study, step: str) -> None:
    over = spot(study, QueryDict(f'step={step}&arm=shown&row=2&origin=debriefing&kept={{"age":30}}'))
    there = over.of("hidden")
    assert (there.step, there.arm, there.row, there.kept, there.origin) == ("welcome", "hidden", 2, {}, "")
    assert over.of("shown") is over


def test_what_one_group_answered_is_not_carried_into_another_s_walk(study: Study, client: Client) -> None:
    query = {"step": "noticing", "arm": "shown", "kept": '{"age":30}'}
    page = client.get(url("preview", study), query).context
    other = next(each for each in page["groups"] if not each.here)
    assert "step=noticing" in other.href and "kept=" not in other.href
    assert "kept" not in dict(page["held"])
    beside = client.get(url("compare", study), query).context["sides"]
    assert all("kept=" in src for _label, src in beside), "side by side both have answered alike"


def test_only_where_a_walk_is_over_it_is_offered_from_the_start(study: Study, client: Client) -> None:
    for step, over in (("ended.finished", True), ("stop", True), ("welcome", False), ("debriefing", False)):
        found = client.get(url("preview", study), {"step": step, "kept": '{"age":30}'})
        again = found.context["afresh"]
        assert again.here is over and "step=welcome" in again.href and "kept" not in again.href
        assert dict(found.context["held"])["step"] == ("welcome" if over else step)
        assert text(found).count("From the start") == 1
