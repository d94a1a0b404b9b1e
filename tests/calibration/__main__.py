"""python -m tests.calibration [NAME ...] [--runs 50]: runs simulations, all or those named.

Their figures go into report.md; with another number of runs they are only printed.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
if not apps.ready:  # whole plans are analysed by what reads rows too, though no row is read
    django.setup()

from tests.calibration.named import SIMULATIONS
from tests.calibration.report import line, report
from tests.calibration.simulation import Figure, measured

REPORT = Path(__file__).with_name("report.md")


def main(words: list[str]) -> int:
    given = parser().parse_args(words)
    found: list[Figure] = []
    for simulation in SIMULATIONS:
        if given.names and simulation.name not in given.names:
            continue
        began = time.monotonic()
        figures = measured(simulation, time.monotonic, runs=given.runs)
        found += figures
        for figure in figures:
            print(f"{line(figure)} {time.monotonic() - began:.0f} s", flush=True)
    if not given.runs:
        REPORT.write_text(report(found, [made.name for made in SIMULATIONS], old=REPORT.read_text()))
    return 0 if all(figure.passes for figure in found) else 1


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(
        prog="python -m tests.calibration", description="Rates against their bars."
    )
    names = [simulation.name for simulation in SIMULATIONS]
    found.add_argument("names", nargs="*", help=f"only these: {', '.join(names)}", metavar="NAME")
    found.add_argument("--runs", type=int, help="other than each simulation's own number")
    return found


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
