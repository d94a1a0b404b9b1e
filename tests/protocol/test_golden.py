"""Studies that were published are read for ever, and a list that was committed to is drawn for ever."""

import json
from pathlib import Path
from typing import Any

import pytest

from surveys.protocol import SCHEMA, canonical, digest, frozen, read
from tests.protocol import golden
from tests.protocol.small import SMALL

HASHES: dict[str, str] = json.loads(golden.HASHES.read_text())
PROTOCOLS = sorted(golden.PROTOCOL.parent.glob("schema-*.json"))


def is_within(old: Any, new: Any) -> bool:
    """Does `new` say all that `old` says? It may say more: fields that came later."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(key in new and is_within(old[key], new[key]) for key in old)
    if isinstance(old, list):
        return isinstance(new, list) and len(old) == len(new) and all(map(is_within, old, new))
    return bool(old == new)


def test_every_schema_so_far_has_its_file() -> None:
    assert [path.name for path in PROTOCOLS] == [f"schema-{i}.json" for i in range(1, SCHEMA + 1)]
    assert set(HASHES) == {path.name for path in PROTOCOLS}


@pytest.mark.parametrize("path", PROTOCOLS, ids=lambda path: path.stem)
def test_stored_bytes_keep_their_hash_and_are_read(path: Path) -> None:
    content = path.read_text(encoding="utf-8")
    assert digest(content) == HASHES[path.name]
    protocol = frozen(content, HASHES[path.name])
    assert [step.key for step in protocol.steps][:2] == ["welcome", "before"]


def test_the_present_schema_reads_all_that_its_file_says() -> None:
    content = golden.PROTOCOL.read_text(encoding="utf-8")
    assert is_within(json.loads(content), json.loads(canonical(read(json.loads(content)))))


def test_the_files_study_is_the_one_in_the_tests() -> None:
    assert read(json.loads(golden.PROTOCOL.read_text(encoding="utf-8"))) == read(SMALL)


def test_steps_and_list_are_those_drawn_when_the_file_was_written() -> None:
    content = golden.PROTOCOL.read_text(encoding="utf-8")
    protocol = frozen(content, HASHES[golden.PROTOCOL.name])
    expected = json.loads(golden.STEPS.read_text())
    assert len(expected["slots"]) == golden.SLOTS
    drawn = json.loads(json.dumps(golden.drawn(protocol, bytes.fromhex(expected["seed"]))))
    for key, value in expected.items():
        assert drawn[key] == value, key


def test_another_seed_draws_another_list() -> None:
    content = golden.PROTOCOL.read_text(encoding="utf-8")
    drawn = golden.drawn(frozen(content, digest(content)), bytes(32))
    assert drawn["slots"] != json.loads(golden.STEPS.read_text())["slots"]
