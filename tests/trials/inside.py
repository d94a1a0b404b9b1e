"""What runs between the servers and the tests: `python -m config.servers run --throwaway -- python -m ...`.

Makes the tables and studies, writes down how to reach them, and keeps web, workers and schedule alive with
the demonstration's own supervisor. Ends when its parent or the tests are gone, or by SIGTERM.
"""

import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType

import django
from django.core.management import call_command

from config.demo import children
from config.demo.__main__ import serve, workers
from config.servers.processes import alive

FEEDS = 4


class Over(Exception):
    """SIGTERM."""


def main(folder: Path, port: int, studies: int, tests: int) -> None:
    def note(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one must not cut short the stopping
        raise Over

    children.WELL = 5.0  # many kills in a few minutes are no crash loop here
    signal.signal(signal.SIGTERM, note)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the tests, which then end us
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["PYTHONWARNINGS"] = "ignore:You're running the worker"
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    told = prepare(studies)
    del os.environ["LIMELIGHT_OWNER"]  # web and workers are the application, as anywhere
    started = [serve("127.0.0.1", port), *workers()]
    for child in started:
        child.log = folder / f"{child.name}.log"
    parent = os.getppid()
    try:
        for child in started:
            child.start()
        (folder / "told.new").write_text(json.dumps(told))
        (folder / "told.new").rename(folder / "told")
        children.supervise(
            started,
            file=folder / "sessions",
            over=lambda: os.getppid() != parent or not alive(tests),
            say=say,
        )
    except Over:
        pass
    finally:
        children.stop(started)


def say(text: str) -> None:
    sys.stderr.write(f"trial: {text}\n")


def prepare(studies: int) -> dict[str, object]:
    from surveys.protocol import compiled, read
    from tests.people import flagship, published
    from tests.protocol.own import own, written
    from tests.protocol.small import SMALL
    from tests.real.scripts import scripts

    feeds = [published(read({**written(), "address": f"feed-{i}"})) for i in range(FEEDS)]
    made = [published(flagship(address=f"trial-{i}")) for i in range(studies)]
    assert made[0].protocol is not None
    return {
        "feeds": [study.address for study in feeds],
        "lived": scripts(compiled(own()), 8),
        "small": published(read(SMALL)).address,
        "studies": [study.address for study in made],
        "scripts": scripts(made[0].protocol.compiled, 8),
        "environment": dict(os.environ),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))
