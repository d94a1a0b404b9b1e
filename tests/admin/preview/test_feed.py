"""Days in a feed, in preview: every page for every group, acts that stay, and the way on."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.test import Client

from surveys import drafts
from surveys.admin.preview.spot import spot
from surveys.models import Study
from surveys.protocol import Compiled
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
