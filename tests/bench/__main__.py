"""python -m tests.bench [--steps] [--refresh] [--lists] [--seconds 8] [--json FILE], run by `make bench`."""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django


def main(words: list[str]) -> int:
    given = parser().parse_args(words)
    if os.environ.get("LIMELIGHT_TESTING") != "1" or "LIMELIGHT_SERVERS" not in os.environ:
        sys.stderr.write("bench: fills its database with people: run it by `make bench`\n")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    from tests.bench import lists, refresh, report

    call_command("migrate", verbosity=0, interactive=False)
    everything = not (given.steps or given.refresh or given.lists)
    found: dict[str, list[Any]] = {}
    if given.steps or everything:
        found |= report.steps(seconds=given.seconds, participants=given.participants)
    if given.refresh or everything:
        found |= refresh.refresh(given.people)
    if given.lists or everything:
        found |= lists.lists(given.listed)
    if given.json:
        given.json.write_text(json.dumps({k: [asdict(row) for row in v] for k, v in found.items()}, indent=1))
    return 0


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Speed and memory of the real thing."
    )
    found.add_argument("--steps", action="store_true", help="only page steps, beside pgbench")
    found.add_argument("--refresh", action="store_true", help="only the refreshing of results")
    found.add_argument("--lists", action="store_true", help="only researchers' pages of a long study")
    found.add_argument("--listed", type=int, default=100_000, help="participations of that study")
    found.add_argument("--seconds", type=float, default=8.0, help="for each number of participants")
    found.add_argument("--participants", type=int, nargs="+", default=[1, 20, 100], help="at the same time")
    found.add_argument(
        "--people", type=int, nargs="+", default=[200, 2_000, 10_000], help="who have finished"
    )
    found.add_argument("--json", type=Path, help="write the numbers to this file too")
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
