"""Writes the golden files of the present schema. They are read for ever, so this runs once a schema:

    python -m tests.protocol.golden

Where a test says that a golden file no longer fits, the code is wrong, not the file: studies were published
in that notation and participants were drawn by that list.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.allocation.blocks import entries
from scoring.allocation.draws import commitment
from surveys.protocol import SCHEMA, Compiled, canonical, digest, read
from tests.protocol.small import SMALL

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
PROTOCOL = REFERENCE / "protocols" / f"schema-{SCHEMA}.json"
HASHES = REFERENCE / "protocols" / "hashes.json"
STEPS = REFERENCE / f"steps-{SCHEMA}.json"
SEED = bytes(range(32))
SLOTS = 120


def drawn(protocol: Compiled, seed: bytes) -> dict[str, Any]:
    """The steps of a protocol, and what the first places of its list hold."""
    found = entries(
        seed,
        "real/",
        0,
        SLOTS,
        weights=protocol.weights,
        multiples=protocol.document.plan.blocks,
        rows=protocol.rows,
    )
    return {
        "protocol": protocol.hash,
        "seed": seed.hex(),
        "commitment": commitment(seed),
        "steps": [[step.key, [question.code for question in step.questions]] for step in protocol.steps],
        "slots": [[e.arm, e.block, e.size, e.row, _visits(protocol, e.arm, e.row)] for e in found],
    }


def _visits(protocol: Compiled, arm: str, row: int) -> list[list[Any]]:
    return [[visit.profile, visit.levels["level"]] for visit in protocol.draws(arm, row).visits]


def write() -> None:
    document = read(SMALL)
    content = canonical(document)
    PROTOCOL.write_text(content, encoding="utf-8")
    known: Mapping[str, str] = json.loads(HASHES.read_text()) if HASHES.exists() else {}
    hashes = {**known, PROTOCOL.name: digest(content)}
    HASHES.write_text(json.dumps(hashes, indent=1, sort_keys=True) + "\n")
    STEPS.write_text(_lines(drawn(Compiled(document, digest(content)), SEED)))


def _lines(data: Mapping[str, Any]) -> str:
    """JSON with a line a step and a line a slot, so that a difference can be read."""
    parts = []
    for key, value in data.items():
        if isinstance(value, list):
            rows = ",\n  ".join(json.dumps(row) for row in value)
            parts.append(f' "{key}": [\n  {rows}\n ]')
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    write()
