"""What must hold of a study whatever was killed: each page once, everybody finished, blocks exact."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scoring.allocation.blocks import is_exact
from tests.real.participant import Participant
from tests.trials.site import Site

Row = tuple[Any, ...]

SUBMISSIONS = """
SELECT s.participation_id, s.n FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id JOIN surveys_study t ON t.id = p.study_id
WHERE t.address = %s
"""
PEOPLE = """
SELECT p.token_hash, p.id, p.n, p.ending, p.code, p.arm FROM surveys_participation p
JOIN surveys_study t ON t.id = p.study_id WHERE t.address = %s
"""
PAGES = """
SELECT s.n, s.digest, s.answers FROM surveys_submission s
JOIN surveys_participation p ON p.id = s.participation_id JOIN surveys_study t ON t.id = p.study_id
WHERE t.address = %s ORDER BY s.n, s.id
"""
SLOTS = """
SELECT s.block, s.size, s.arm FROM surveys_slot s JOIN surveys_study t ON t.id = s.study_id
WHERE t.address = %s AND s.participation_id IS NOT NULL
"""


ARMS: Mapping[str, int] = {"shown": 1, "hidden": 1}
"""The flagship's groups and how often each stands in a block."""


def all_finished(
    site: Site, study: str, codes: dict[Participant, str], *, weights: Mapping[str, int] = ARMS
) -> None:
    """Everybody has every page once, those acknowledged among them, and the code that they were shown."""
    found = {bytes(row[0]): row[1:] for row in site.rows(PEOPLE, study)}
    pages = Counter(site.rows(SUBMISSIONS, study))
    assert len(found) == len(codes), "somebody was enrolled twice, or not at all"
    for person, code in codes.items():
        id, n, ending, kept, arm = found[token_hash(person)]
        sent = range(len(person.bodies))
        assert [pages[id, i] for i in sent] == [1] * len(sent), f"pages lost or doubled: {pages}"
        assert set(person.acknowledged) <= set(sent)
        assert (n, ending, kept) == (len(sent), "finished", code)
        assert arm
    assert sum(pages.values()) == sum(len(person.bodies) for person in codes)
    blocks_exact(site, study, taken=len(codes), weights=weights)


def one_path(site: Site, study: str, kept: Sequence[Row], code: str) -> int:
    """Each page once and as it was first answered, by one participant, who has finished; how many pages."""
    assert [row[0] for row in kept] == list(range(len(kept))), "a page lost or doubled"
    assert site.rows(PAGES, study) == kept, "a first answer was overwritten"
    [(_token, _id, n, ending, shown, _arm)] = site.rows(PEOPLE, study)
    assert (n, ending, shown) == (len(kept), "finished", code)
    return len(kept)


def blocks_exact(site: Site, study: str, *, taken: int, weights: Mapping[str, int] = ARMS) -> None:
    """Every block whose slots were all taken holds exactly its arms, and nobody has two slots or none."""
    slots = site.rows(SLOTS, study)
    assert len(slots) == taken
    assert is_exact(slots, weights=dict(weights))


def token_hash(person: Participant) -> bytes:
    return hashlib.sha256(person.path.rstrip("/").rpartition("/")[2].encode()).digest()


def troubles(people: Iterable[Participant]) -> Counter[str]:
    return sum((person.troubles for person in people), Counter[str]())
