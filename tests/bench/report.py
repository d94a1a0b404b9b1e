"""The tables that the bench prints, with its allowances."""

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from config.servers.processes import read_pid
from surveys.models import Submission
from tests.bench import writes
from tests.bench.meters import Meters
from tests.bench.steps import WARM_STEPS, Steps, measure
from tests.bench.web import web
from tests.people import flagship, published
from tests.real.scripts import scripts

STEP_MS = 3.0
WAIT_MS, THINKING, THINK_SECONDS = 25.0, 200, 15.0
QUIET = 1.1
THREADS = 8  # the web's, and so its connections to the database: pgbench gets no more

HEAD = (
    f"{'people':>6} {'steps/s':>8} {'web':>6} {'+ db':>6} {'= ms CPU':>8} {'p50':>6} {'p95':>6} {'p99 ms':>7}"
    f" {'web MB':>7} {'noise':>6} | {'writes/s':>8} {'db ms':>6} {'steps:writes':>12}"
)


def steps(*, seconds: float, participants: Sequence[int]) -> dict[str, list[Any]]:
    study = published(flagship(address="bench"))
    protocol = study.protocol
    assert protocol is not None
    found: list[Steps] = []
    rows: list[writes.Writes] = []
    pgbench = writes.program()
    ids = writes.people(study)
    with tempfile.TemporaryDirectory() as folder, web() as server:
        file = Path(folder) / "scripts.json"
        file.write_text(json.dumps(scripts(protocol.compiled, 24)))
        meters = Meters(server.pid, database_pid())
        measure(server, study.address, file, participants=8, seconds=1, meters=meters, warm=WARM_STEPS)
        by = "pgbench" if pgbench else "a plain loop (no pgbench here)"
        level = os.environ.get("LOG_LEVEL", "WARNING")
        say(f"\nPage steps (GET + POST), {seconds:g} s each, LOG_LEVEL={level}, beside {by} writing the same")
        say(HEAD)
        for count in participants:
            one = measure(server, study.address, file, participants=count, seconds=seconds, meters=meters)
            clients, half = min(count, THREADS), max(2, int(seconds / 2))
            write = writes.measure(pgbench, ids, page_of(), clients=clients, seconds=half, meters=meters)
            found.append(one)
            rows.append(write)
            say(line(one, write))
        calm = measure(
            server,
            study.address,
            file,
            participants=THINKING,
            seconds=max(seconds, 2 * THINK_SECONDS),
            meters=meters,
            think=THINK_SECONDS,
        )
        say(f"{THINKING} with {THINK_SECONDS:g} s of thinking: {calm.steps} steps, noise {calm.noise:.2f}")
    worst = max(found, key=lambda one: one.cpu_ms)
    number = f"{worst.cpu_ms:.2f} ms"
    if worst.noise > QUIET:
        number += f" on a machine that others use; about {worst.cpu_ms / worst.noise:.1f} without its noise"
    say(verdict(f"server CPU a step at most {STEP_MS:g} ms", worst.cpu_ms <= STEP_MS, number))
    waiting = f"{calm.p95_ms:.1f} ms (p50 {calm.p50_ms:.1f}, p99 {calm.p99_ms:.1f})"
    say(verdict(f"p95 of a step at most {WAIT_MS:g} ms while they think", calm.p95_ms <= WAIT_MS, waiting))
    return {"steps": found, "pgbench": rows, "thinking": [calm]}


def line(one: Steps, write: writes.Writes) -> str:
    return (
        f"{one.participants:>6} {one.per_second:>8.0f} {one.web_ms:>6.2f} {one.database_ms:>6.2f}"
        f" {one.cpu_ms:>8.2f} {one.p50_ms:>6.1f} {one.p95_ms:>6.1f} {one.p99_ms:>7.1f}"
        f" {one.web_mb:>7.0f} {one.noise:>6.2f} |"
        f" {write.per_second:>8.0f} {write.cpu_ms:>6.2f} {one.per_second / write.per_second:>12.2f}"
    )


def database_pid() -> int:
    pid = read_pid(Path(os.environ["LIMELIGHT_SERVERS"]) / "postgres" / "data" / "postmaster.pid")
    assert pid is not None
    return pid


def page_of() -> writes.Page:
    """A rating of a profile: the page that is sent most often, and the largest."""
    row = Submission.objects.filter(step__endswith=".rate").select_related("participation").latest("pk")
    return writes.Page(
        place=json.dumps(row.participation.place),
        step=row.step,
        answers=json.dumps(row.answers),
        exposure=json.dumps(row.exposure),
    )


def verdict(bar: str, passed: bool, number: str) -> str:
    return f"{'PASS' if passed else 'OVER'}  {bar}: {number}"


def say(text: str) -> None:
    print(text, flush=True)
