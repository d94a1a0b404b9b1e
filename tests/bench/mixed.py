"""The crossed mixed model against lme4, in one run: seconds, processor seconds and peak memory.

.venv/bin/python -m tests.bench.mixed [TIMES], with Rscript and lme4 (Debian: r-cran-lmertest, libopenblas0)
for the comparison; without R our own figures alone. The two take turns, and each fit has a process of its
own, so that its peak is its own. Then all fits of an analysis of 10,000 participants.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from scoring.estimators.mixed.crossed import crossed
from scoring.estimators.mixed.fit import fit
from scoring.estimators.mixed.means import level_means
from scoring.estimators.mixed.terms import Term
from tests.scoring.estimators.mixed.made import Made, drawn

CASES = {"slopes": (2000, 30, 8), "intercepts": (3000, 1100, 23.34)}
"""Participants, profiles, ratings each. Intercepts: 70,000 ratings."""
BARS = {"slopes": "under 4 s with df", "intercepts": "no slower than lme4, under 500 MB"}
ANALYSES = {"five levels": "scores as designed, a tenth missing", "own scores": "each rating its own score"}
OUTCOMES = 4
LEVELS = np.array([20.0, 42, 62, 67, 85])
SCRIPT = Path(__file__).with_suffix(".R")


@dataclass(frozen=True)
class Spent:
    """Wall and processor seconds."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def spending(found: list[Spent]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    found.append(Spent(time.perf_counter() - wall, time.process_time() - cpu))


def made(case: str) -> Made:
    participants, profiles, each = CASES[case]
    found = drawn(participants, profiles, int(np.ceil(each)), seed=20)
    keep = np.random.default_rng(1).permutation(len(found.y))[: round(participants * each)]
    return found.where(np.sort(keep)[: 70_000 if case == "intercepts" else None])


def ours(case: str) -> str:
    data = made(case)
    ones, v = np.ones(len(data.y)), data.shown - 0.5
    d, h = (np.where(data.shown == g, (data.levels - 53) / 10, 0) for g in (1, 0))
    columns = (
        {"who": (ones, d), "what": (ones, v, d)} if case == "slopes" else {"who": (ones,), "what": (ones,)}
    )
    terms = tuple(
        Term(group, tuple("1VD"[: len(parts)]), getattr(data, group), np.column_stack(parts))
        for group, parts in columns.items()
    )
    spent: list[Spent] = []
    with spending(spent):
        found = fit(data.y, np.column_stack([ones, v, d, h]), ("1", "V", "D", "H"), terms)
        row = found.contrast([0, 0, 1, 0])
    return f"{spent[0].wall} {spent[0].cpu} {found.criterion} {row.estimate} {row.se} {row.df}"


def theirs(case: str, folder: Path) -> list[str]:
    data, path = made(case), folder / f"{case}.csv"
    d, h = (np.where(data.shown == g, (data.levels - 53) / 10, 0) for g in (1, 0))
    table = np.column_stack([data.y, data.shown - 0.5, d, h, data.who, data.what])
    np.savetxt(path, table, fmt="%.17g", delimiter=",", header="y,V,D,H,who,what", comments="")
    return ["Rscript", str(SCRIPT), str(path), case]


def analysis(kind: str) -> str:
    """All mixed fits about four outcomes of 10,000 participants who rate 5 of 30 profiles."""
    spent: list[Spent] = []
    for seed in range(OUTCOMES):
        data = drawn(10_000, 30, 5, seed=seed, levels=LEVELS)
        rng = np.random.default_rng(seed)
        if kind == "own scores":
            data = replace(data, levels=rng.uniform(0, 100, len(data.y)))
        else:
            data = data.where(rng.random(len(data.y)) < 0.9)
        with spending(spent):
            crossed(*data, mean_level=float(LEVELS.mean()))
        if kind != "own scores":
            with spending(spent):
                level_means(*data, mean_level=float(LEVELS.mean()))
        with spending(spent):
            crossed(*data, mean_level=float(LEVELS.mean()), correlated=True)
    return f"{sum(one.wall for one in spent)} {sum(one.cpu for one in spent)} {len(spent)}"


def measured(command: list[str]) -> tuple[list[str], float]:
    """What it says, and the peak of its process in MB (of a child of its own; Linux tells it in KB)."""
    words = [sys.executable, "-m", "tests.bench.mixed", "measure", *command]
    # Our fits with one thread, as in production; lme4 with as many as its BLAS takes.
    told = os.environ | ({} if command[0] == "Rscript" else {"OPENBLAS_NUM_THREADS": "1"})
    *said, peak = subprocess.run(words, capture_output=True, text=True, check=True, env=told).stdout.split()
    return said, int(peak) / 1024


def told(name: str, command: list[str]) -> Spent:
    words, peak = measured(command)
    wall, cpu, criterion, estimate, se, df = (float(w) if w != "NA" else float("nan") for w in words[:6])
    print(
        f"  {name:5} {wall:6.2f} s  cpu {cpu:6.2f} s {peak:6.0f} MB  criterion {criterion:.4f}  "
        f"slope {estimate:.6f} se {se:.6f} df {df:.2f} {' '.join(words[6:])}",
        flush=True,
    )
    return Spent(wall, cpu)


def compared(case: str, times: int) -> None:
    found: dict[str, list[Spent]] = {"ours": [], "lme4": []}
    with tempfile.TemporaryDirectory() as folder:
        commands = {"ours": [sys.executable, "-m", "tests.bench.mixed", "ours", case]}
        if shutil.which("Rscript"):
            commands["lme4"] = theirs(case, Path(folder))
        for _turn in range(times):
            for name, command in commands.items():
                found[name].append(told(name, command))
    if found["lme4"]:
        wall, cpu = (
            np.median([getattr(a, w) / getattr(b, w) for a, b in zip(*found.values(), strict=True)])
            for w in ("wall", "cpu")
        )
        print(f"  ours takes {wall:.2f} of lme4's time, {cpu:.2f} of its processor time", flush=True)


def main(arguments: list[str]) -> None:
    match arguments:
        case ["ours", case]:
            print(ours(case))
        case ["analysis", kind]:
            print(analysis(kind))
        case ["measure", *command]:
            print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        case _:
            for case, sizes in CASES.items():
                print(f"{case}: {sizes[0]} participants, {sizes[1]} profiles ({BARS[case]})", flush=True)
                compared(case, int(arguments[0]) if arguments else 3)
            for kind, words in ANALYSES.items():
                (wall, cpu, fits), peak = measured(
                    [sys.executable, "-m", "tests.bench.mixed", "analysis", kind]
                )
                print(
                    f"analysis of 10,000 x 5 of 30, {words} (at most 35 s, under 700 MB)\n"
                    f"  {fits} fits {float(wall):.2f} s  cpu {float(cpu):.2f} s {peak:.0f} MB",
                    flush=True,
                )


if __name__ == "__main__":
    main(sys.argv[1:])
