"""Many at the same moment, through the real server."""

import asyncio
from collections import Counter

from tests.trials import audit
from tests.trials.site import Site
from tests.trials.visitors import at_once, crowd, walk_to

ATTENTION = 4
"""The page before the lot: sending it takes a slot."""


def test_thirty_two_identical_posts_are_one_row(site: Site, study: str, long: bool, say: list[str]) -> None:
    rounds = 200 if long else 10
    found: Counter[int] = Counter()
    for i in range(rounds):
        # The first page, the one before the lot, and a rating in turn.
        found += asyncio.run(identical(site, study, i, page=(0, ATTENTION, 6)[i % 3]))
    assert found == {303: 32 * rounds}
    rows = Counter(site.rows(audit.SUBMISSIONS, study))
    assert set(rows.values()) == {1}
    say.append(f"32 identical posts, {rounds} rounds: one row each, 0 errors")


async def identical(site: Site, study: str, i: int, *, page: int) -> Counter[int]:
    [person] = crowd(site, study, 1)
    await walk_to(person, page)
    same = f"n={page}&{person.bodies[page]}".encode()
    answers = await at_once(site.port, person.path, [same] * 32)
    await person.see(page + 1)
    person.connection.close()
    return Counter(answer.status for answer in answers)


def test_of_two_answers_the_first_stands_and_the_other_is_told(site: Site, study: str) -> None:
    async def race() -> None:
        [person] = crowd(site, study, 1)
        await walk_to(person, ATTENTION)
        bodies = [f"n={ATTENTION}&attention={1 + i % 5}".encode() for i in range(30)]
        answers = await at_once(site.port, person.path, bodies)
        query = audit.SUBMISSIONS.replace("s.n", "(s.answers->>'attention')::int") + f" AND s.n = {ATTENTION}"
        [(_id, kept)] = site.rows(query, study)
        assert [answer.status for answer in answers] == [303 if 1 + i % 5 == kept else 409 for i in range(30)]
        told = next(answer for answer in answers if answer.status == 409)
        assert b"Your first answers stand" in told.body and b"Continue" in told.body

    asyncio.run(race())


def test_sixty_four_simultaneous_starts_leave_every_closed_block_exact(
    site: Site, long: bool, say: list[str]
) -> None:
    studies = [site.study() for _i in range(5 if long else 1)]
    for study in studies:
        asyncio.run(start_together(site, study, 64))
        audit.blocks_exact(site, study, taken=64)
    say.append(f"64 simultaneous starts in {len(studies)} studies: every closed block exact")


async def start_together(site: Site, study: str, count: int) -> None:
    people = crowd(site, study, count)
    await asyncio.gather(*(walk_to(person, ATTENTION) for person in people))
    await asyncio.gather(*(person.answer(ATTENTION) for person in people))
    for person in people:
        person.connection.close()
