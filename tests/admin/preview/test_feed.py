"""Days in a feed, in preview: every page for every group, acts that stay, and the way on."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from surveys import drafts, library
from surveys.admin.preview.spot import spot
from surveys.models import Study
from surveys.protocol import Act, Compiled, Place, Sent, advance, read
from surveys.protocol.advance import onward
from surveys.protocol.nodes import Did
from tests.admin.conftest import People, SignIn, text, url
from tests.admin.preview.test_frame import counts, frame
from tests.pages.markup import buttons
from tests.protocol.own import LEVELS, own

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


@pytest.fixture
def study(people: People) -> Study:
    return drafts.create(own(), by=people.ada)


@pytest.mark.parametrize("arm", LEVELS)
def test_every_page_of_the_feed_opens_for_every_group(study: Study, client: Client, arm: str) -> None:
    before = counts()
    for step in Compiled(own(), "").steps:
        if step.node.kind == "feed":
            response = frame(client, study, step=step.key, arm=arm)
            assert response.status_code == 200, step.key
    shown = text(frame(client, study, step="week.3.day", arm=arm))
    assert ('class="figure as-number"' in shown) is (arm != "none")
    assert counts() == before


def test_an_act_stays_on_the_day_and_shows(study: Study, client: Client) -> None:
    address = f"{url('frame', study)}?step=week.1.day&arm=flat_68"
    response = client.post(address, {"n": "0", "deed": "like.2"})
    assert response.status_code == 303
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert query["step"] == ["week.1.day"]
    after = text(client.get(response.headers["Location"]))
    assert ("deed", "like.2") not in buttons(after) and ("deed", "like.1") in buttons(after)


def test_the_way_on_leads_through_the_feed_to_the_end(study: Study) -> None:
    here = spot(study, QueryDict("arm=dip_64"))
    met = []
    for _page in range(40):
        if here.ending:
            break
        met.append(here.step)
        here = here.onward()
    assert here.ending is not None
    assert met[-1] == "debriefing" and "week.1.day" in met and len(met) == len(set(met))


def quietly(protocol: Compiled, arm: str) -> dict[str, Did]:
    """What is known on each page of the feed of somebody who walks through it, and does nothing."""
    draws = protocol.draws(arm, 0)
    first = next(i for i, step in enumerate(protocol.steps) if step.node.kind == "feed")
    place = onward(protocol, draws, first, {})
    known: dict[str, Did] = {}
    while isinstance(place, Place) and protocol.step(place.at).node.kind == "feed":
        known[place.at] = place.did
        answers: dict[str, Any] = {"leave": "on", "nickname": "otter", "face": "face1"}
        place = advance(protocol, draws, place, Sent(0, Act.ANSWER, answers))
    return known


@pytest.mark.parametrize("arm", ["course=flat_68", "course=dip_64", "course=none"])
def test_a_page_met_by_a_link_is_as_a_quiet_participant_meets_it(people: People, arm: str) -> None:
    document = read(library.studies("your-score-just-dropped"))
    study = drafts.create(document, by=people.ada)
    arm = next(name for name in Compiled(document, "").arms if name in (arm, arm.removeprefix("course=")))
    known = quietly(Compiled(document, ""), arm)
    assert len(known) > 10
    for step, did in known.items():
        met = spot(study, QueryDict(f"step={step}&arm={arm}")).done
        assert all(met[key] for key in did if key in ("name", "face"))
        assert {**did, "name": "", "face": ""} == {**met, "name": "", "face": ""}, step


def test_the_day_of_the_fall_says_so_and_what_is_asked_after_it_shows_the_lower_score(
    people: People, client: Client
) -> None:
    study = drafts.create(read(library.studies("your-score-just-dropped")), by=people.ada)
    day = text(frame(client, study, step="week.4.day", arm="dip_64"))
    assert "down 4 since yesterday" in " ".join(day.split())
    asked = text(frame(client, study, step="week.4.ask", arm="dip_64"))
    assert ">64<" in asked and ">68<" not in asked


def test_another_group_s_page_does_not_keep_what_was_done_in_this_one(study: Study) -> None:
    here = spot(study, QueryDict("arm=dip_64&step=week.3.day"))
    walked = here.sent(Act.DO, {"do": "like.1"})
    assert walked.did["done"] == ["like.1"]
    there = walked.of("flat_68")
    assert there.did == {} and there.done["start"] == 68
    assert walked.of("dip_64") is walked and walked.to("week.2.day").did == {}
