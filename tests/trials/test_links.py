"""Programs that open every link in a message, and browsers that open links before they are tapped."""

import asyncio

from tests.real.wire import Connection
from tests.trials import audit
from tests.trials.site import Site


def test_looking_at_invitations_starts_nobody(site: Site, study: str, long: bool) -> None:
    async def scan(times: int) -> None:
        link = Connection(site.port)
        for i in range(times):
            method = ("GET", "HEAD")[i % 2]
            invited = await link.send(method, f"/s/{study}/?source=mail")
            assert invited.status == 303
            assert (await link.send(method, invited.header("location"))).status == 200
        link.close()

    asyncio.run(scan(1000 if long else 200))
    assert site.rows(audit.PEOPLE, study) == []
    assert site.rows("SELECT s.id FROM surveys_slot s JOIN surveys_study t ON t.id = s.study_id"
                     " WHERE t.address = %s", study) == []  # fmt: skip
