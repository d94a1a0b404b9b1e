"""Leave a dump of this version for later ones to upgrade from: python -m tests.upgrade.dump NAME

Run with servers around it: python -m config.servers run --throwaway -- python -m tests.upgrade.dump issue-2
A dump that was left is never made anew: databases like it are out there.
"""

import re
import sys

from tests.upgrade.scratch import ROOT, database, manage, program

DUMPS = ROOT / "tests" / "reference" / "dumps"

PEOPLE = """
from surveys.models import Kind, User
from tests.people import again, begin, published, send, walk
user = User.objects.create_user("ada@example.org", None, is_staff=True)
study = published(by=user)
for place in ("", "person.3.rate", "debriefing"):
    walk(*begin(study), place)
token, seat = begin(study)
seat = walk(token, seat, "person.2.look")
send(seat, {"act": ["stop"]})
send(again(token), {"act": ["delete"]})
walk(*begin(study, Kind.SIMULATED))
"""


def main(name: str) -> None:
    target = DUMPS / f"{name}.sql"
    if target.exists():
        raise SystemExit(f"{target.name} was left already and stays as it is")
    DUMPS.mkdir(exist_ok=True)
    with database("limelight_dump") as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "shell", "--no-imports", told=PEOPLE)
        dumped = program(
            "pg_dump", url, "--no-owner", "--no-privileges", "--inserts", "--rows-per-insert=200"
        )
    # psql's guard words differ from dump to dump and from version to version.
    target.write_text(re.sub(r"^\\(un)?restrict .*\n", "", dumped, flags=re.MULTILINE))


if __name__ == "__main__":
    main(sys.argv[1])
