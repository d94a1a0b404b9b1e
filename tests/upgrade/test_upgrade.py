"""Databases that earlier versions left come up in this one, with every row."""

import json
import tomllib
from pathlib import Path

import pytest

from tests.upgrade.dump import DUMPS
from tests.upgrade.scratch import ROOT, database, manage, program

FACTS = """
import json
from surveys.flow import protocol_of
from surveys.models import Participation, Protocol, Submission
from surveys.protocol import Ending, Sent, digest, replay
from surveys.protocol.nodes import Act
from surveys.protocol import Draws
replayed = 0
for row in Participation.objects.exclude(ending="withdrawn"):
    sent = [Sent(s.n, Act(s.act), s.answers) for s in row.submissions.order_by("n")]
    draws = Draws.from_json(row.draws) if row.draws else None
    place = replay(protocol_of(row.protocol_id), draws, sent)
    replayed += place == Ending(row.ending) if row.ending else place.to_json() == row.place
print("FACTS" + json.dumps({
    "endings": sorted(str(e) for e in Participation.objects.values_list("ending", flat=True)),
    "submissions": Submission.objects.count(),
    "replayed": replayed,
    "bytes": all(digest(p.content) == p.hash for p in Protocol.objects.all()),
}))
"""


@pytest.mark.parametrize("dump", sorted(DUMPS.glob("*.sql")), ids=lambda path: path.stem)
def test_a_database_left_by_an_earlier_version_comes_up(dump: Path) -> None:
    with database("limelight_upgrade") as url:
        program("psql", url, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump))
        manage(url, "migrate", "--verbosity", "0")
        told = manage(url, "shell", "--no-imports", told=FACTS)
    facts = json.loads(told.split("FACTS")[1].splitlines()[0])
    assert facts["endings"] == ["None", "None", "finished", "finished", "withdrawn"]
    assert facts["submissions"] > 60
    assert facts["replayed"] == 4
    assert facts["bytes"]


def test_this_version_left_one_too() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (DUMPS / f"{project['version']}.sql").exists()
