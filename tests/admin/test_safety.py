"""What a researcher reads once the safety rule has paused a study."""

import json

import pytest

from surveys import drafts
from surveys.models import Draft
from tests.admin.conftest import People, SignIn, text, url
from tests.analysis import four
from tests.analysis.test_safety import study, worked

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_live_page_and_the_launch_page_say_why_and_how_to_go_on(
    people: People, signed_in: SignIn
) -> None:
    made = study()
    made.memberships.create(user=people.ada)
    assert made.protocol
    Draft.objects.create(study=made, content=json.loads(made.protocol.content))
    four.rows(made, 20, rise=30)
    client = signed_in(people.ada)
    assert "safety rule" not in text(client.get(url("live", made)))
    worked(made)
    for page in ("live", "study"):
        told = text(client.get(url(page, made)))
        assert "Paused by the safety rule" in told
        assert "among the first 20 who came to where groups differ and are done, Anxiety right after" in told
        assert "Stopped: 0; deleted their answers: 0; besides, silent for a day: 0." in told
        assert "of all groups together; the plan allows 15." in told
        assert "does not pause it again" in told and "dip_64" not in told.split("Paused by")[1][:1500]
    drafts.resume(made, by=people.ada)
    told = text(client.get(url("live", made)))
    assert "has paused this study before" in told and "does not pause it again" not in told
