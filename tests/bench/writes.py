"""pgbench running the same writes as a page's POST: what the database alone can do, here and now."""

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from config.servers.binaries import DEBIAN, find_postgres
from surveys.models import Study
from surveys.protocol import start
from tests.bench.meters import Meters

ROWS = 1000

WRITE = """
WITH moved AS (
    UPDATE surveys_participation
    SET n = n + 1, place = :place::jsonb, furthest = :step::text, ending = NULL, code = NULL, ended_at = NULL
    WHERE id = :id AND ending IS NULL
    RETURNING id, n - 1 AS n
)
INSERT INTO surveys_submission (participation_id, n, step, act, answers, exposure, digest)
SELECT id, n, :step::text, 'answer', :answers::jsonb, :exposure::jsonb, sha256(:answers::text::bytea)
FROM moved
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Writes:
    per_second: float
    cpu_ms: float  # PostgreSQL's, a write


@dataclass(frozen=True, slots=True)
class Page:
    """A page's row, as text: an average one of the study."""

    place: str
    step: str
    answers: str
    exposure: str


def program() -> Path | None:
    """pgbench from the wheel whose server runs, from PATH, or from Debian's place."""
    found = shutil.which("pgbench")
    places = [find_postgres() / "bin" / "pgbench", *([Path(found)] if found else [])]
    places += sorted(DEBIAN.glob("*/bin/pgbench"), reverse=True)
    return next((place for place in places if place.exists()), None)


def people(study: Study) -> tuple[int, int]:
    """Participants for pgbench alone, of a kind that no result counts: their first and last id."""
    assert study.protocol is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO surveys_participation (study_id, protocol_id, kind, token_hash, language, n, place,"
            " furthest) SELECT %s, %s, 'preview', sha256(('pgbench' || i)::bytea), 'en', 0, %s::jsonb, ''"
            " FROM generate_series(1, %s) AS i RETURNING id",
            [study.pk, study.protocol.pk, json.dumps(start(study.protocol.compiled).to_json()), ROWS],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return min(ids), max(ids)


def measure(
    pgbench: Path | None, ids: tuple[int, int], page: Page, *, clients: int, seconds: int, meters: Meters
) -> Writes:
    """By pgbench; without it, by a plain loop, whose own work then counts as time between writes."""
    before, started = meters.spent(), time.monotonic()
    if pgbench:
        done, rate = by_pgbench(pgbench, ids, page, clients=clients, seconds=seconds)
    else:
        with ThreadPoolExecutor(clients) as pool:
            done = sum(pool.map(lambda i: by_loop(ids, page, seed=i, seconds=seconds), range(clients)))
        rate = done / (time.monotonic() - started)
    return Writes(rate, (meters.spent() - before).database * 1000 / done)


def by_pgbench(
    pgbench: Path, ids: tuple[int, int], page: Page, *, clients: int, seconds: int
) -> tuple[int, float]:
    """How many writes, and how many a second."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "script.sql"
        script.write_text(f"\\set id random({ids[0]}, {ids[1]})\n{WRITE};\n")
        words = f"-n -M prepared -f {script} -c {clients} -T {seconds}".split()
        for name in Page.__slots__:
            words += ["-D", f"{name}={getattr(page, name)}"]
        result = subprocess.run(
            [str(pgbench), *words], env=environment(), capture_output=True, text=True, check=False
        )
    if result.returncode:
        raise RuntimeError(f"pgbench failed:\n{result.stderr}")
    done = found(r"transactions actually processed: (\d+)", result.stdout)
    return int(done), float(found(r"tps = ([\d.]+)", result.stdout))


def by_loop(ids: tuple[int, int], page: Page, *, seed: int, seconds: int) -> int:
    statement = re.sub(r"(?<!:):(\w+)", r"%(\1)s", WRITE)
    rng, done, end = random.Random(seed), 0, time.monotonic() + seconds
    values = {name: getattr(page, name) for name in Page.__slots__}
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        while time.monotonic() < end:
            link.execute(statement.encode(), values | {"id": rng.randint(*ids)}, prepare=True)
            done += 1
    return done


def environment() -> dict[str, str]:
    """The connection by libpq's variables: `ps` shows arguments, and would show the password."""
    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT", "dbname": "DATABASE"}
    told = {f"PG{names[key]}": str(value) for key, value in parts.items() if key in names}
    return os.environ | told


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"pgbench said something else:\n{text}")
    return match[1]
