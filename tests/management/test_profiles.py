"""`manage.py profiles`: a pool to keep in a file, the same for the same words."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from ruamel.yaml import YAML

from surveys.profiles.generated import draw_pool
from surveys.profiles.types import Pool
from surveys.protocol import from_yaml, to_yaml


def written(*words: str, **options: Any) -> str:
    out = StringIO()
    call_command("profiles", *words, stdout=out, **options)
    return out.getvalue()


def test_what_is_written_reads_back_as_the_pool_that_was_drawn() -> None:
    text = written("--count", "12", "--seed", "lab-1")
    assert Pool.model_validate(YAML(typ="safe").load(text)) == draw_pool(12, "lab-1")


def test_it_is_the_same_again_and_another_for_another_seed() -> None:
    assert written("--count", "3", "--seed", "a") == written("--count", "3", "--seed", "a")
    assert written("--count", "3", "--seed", "a") != written("--count", "3", "--seed", "b")


def test_thirty_are_drawn_where_nobody_says_how_many() -> None:
    assert len(YAML(typ="safe").load(written("--seed", "a"))["profiles"]) == 30


def test_kinds_and_marks_and_code_are_taken() -> None:
    words = ["--count", "4", "--seed", "a", "--marks", "account", "--code", "robots"]
    read = YAML(typ="safe").load(written(*words, "--archetypes", "scheduled_robot", "lurker"))
    assert read["code"] == "robots"
    assert {one["account"]["archetype"] for one in read["profiles"]} == {"scheduled_robot", "lurker"}
    robot = next(one for one in read["profiles"] if one["account"].get("automated"))
    assert robot["posts"][0]["ago"] == "15 min"


def test_it_can_stand_in_a_study_as_it_is() -> None:
    pool = "".join(f"  {line}\n" for line in written("--count", "2", "--seed", "a").splitlines())
    document = from_yaml(f"address: a\npool:\n{pool}")
    assert document.profiles == draw_pool(2, "a").profiles
    assert from_yaml(to_yaml(document)) == document


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--count", "500", "--seed", "a"], "--count must be 1 to 96, not 500"),
        (["--seed", ""], "--seed must not be empty"),
        (["--seed", "a", "--archetypes", "bot"], "--archetypes must be some of ordinary, .* not bot"),
        (["--seed", "a", "--code", "My Pool"], "--code must be small letters"),
        (["--seed", "a", "--marks", "loud"], "invalid choice: 'loud'"),
        ([], "the following arguments are required: --seed"),
    ],
)
def test_what_cannot_be_drawn_is_said_by_the_option_that_was_typed(words: list[str], message: str) -> None:
    with pytest.raises(CommandError, match=message):
        written(*words)
