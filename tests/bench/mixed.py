"""The crossed mixed model against lme4, in one run: seconds and peak memory.

.venv/bin/python -m tests.bench.mixed, with Rscript and lme4 (Debian: r-cran-lmertest, libopenblas0) for the
comparison; without R our own figures alone. Each fit has a process of its own, so that its peak is its own.
"""

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from scoring.estimators.mixed.fit import fit
from scoring.estimators.mixed.solver import Term
from tests.scoring.estimators.mixed.made import Made, drawn

CASES = {"slopes": (2000, 30, 8), "intercepts": (3000, 1100, 23.34)}
"""Participants, profiles, ratings each. Intercepts: 70,000 ratings."""
BARS = {"slopes": "under 4 s with df", "intercepts": "no slower than lme4, under 500 MB"}
SCRIPT = Path(__file__).with_suffix(".R")


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
    began = time.perf_counter()
    found = fit(data.y, np.column_stack([ones, v, d, h]), ("1", "V", "D", "H"), terms)
    row = found.contrast([0, 0, 1, 0])
    return f"{time.perf_counter() - began} {found.criterion} {row.estimate} {row.se} {row.df}"


def theirs(case: str, folder: Path) -> list[str]:
    data, path = made(case), folder / f"{case}.csv"
    d, h = (np.where(data.shown == g, (data.levels - 53) / 10, 0) for g in (1, 0))
    table = np.column_stack([data.y, data.shown - 0.5, d, h, data.who, data.what])
    np.savetxt(path, table, fmt="%.17g", delimiter=",", header="y,V,D,H,who,what", comments="")
    return ["Rscript", str(SCRIPT), str(path), case]


def told(name: str, command: list[str]) -> None:
    """Runs it, and says its seconds and the peak of its process (measured by time's child, Linux: in KB)."""
    measured = [sys.executable, "-m", "tests.bench.mixed", "measure", *command]
    *words, peak = subprocess.run(measured, capture_output=True, text=True, check=True).stdout.split()
    seconds, criterion, estimate, se, df = (float(w) if w != "NA" else float("nan") for w in words[:5])
    blas = " ".join(words[5:])
    print(
        f"  {name:5} {seconds:6.2f} s {int(peak) / 1024:6.0f} MB  criterion {criterion:.4f}  "
        f"slope {estimate:.6f} se {se:.6f} df {df:.2f} {blas}",
        flush=True,
    )


def main(arguments: list[str]) -> None:
    match arguments:
        case ["ours", case]:
            print(ours(case))
        case ["measure", *command]:
            print(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
            print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        case _:
            for case, sizes in CASES.items():
                print(f"{case}: {sizes[0]} participants, {sizes[1]} profiles ({BARS[case]})", flush=True)
                told("ours", [sys.executable, "-m", "tests.bench.mixed", "ours", case])
                if shutil.which("Rscript"):
                    with tempfile.TemporaryDirectory() as folder:
                        told("lme4", theirs(case, Path(folder)))


if __name__ == "__main__":
    main(sys.argv[1:])
