"""YAML for people, canonical bytes for hashes, and what is said of a text that is neither."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from surveys import library
from surveys.protocol import (
    Document,
    Unreadable,
    canonical,
    compiled,
    digest,
    from_yaml,
    frozen,
    read,
    to_yaml,
)
from surveys.protocol.notation import LARGEST
from tests.protocol.documents import contents, documents
from tests.protocol.small import SMALL

FEW = settings(
    deadline=None,
    max_examples=25,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole study takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SHORT = """\
title: Study
address: study
pages:
  - kind: consent
    id: welcome
    statements: [{code: adult, text: Yes}]
  - kind: information
    id: told
    text: Something
"""


def problems(text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        from_yaml(text)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return [str(problem) for problem in caught.value.problems]


def test_the_flagship_survives_its_yaml(flagship: Document) -> None:
    assert from_yaml(to_yaml(flagship)) == flagship


def test_the_small_study_survives_its_yaml() -> None:
    assert from_yaml(to_yaml(read(SMALL))) == read(SMALL)


@FEW
@given(documents())
def test_every_document_survives_yaml_and_canonical_bytes(document: Document) -> None:
    content = canonical(document)
    assert from_yaml(to_yaml(document)) == document
    assert read(json.loads(content)) == document
    assert canonical(read(json.loads(content))) == content
    assert canonical(from_yaml(to_yaml(document))) == content


@FEW
@given(contents(), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_change_the_hash(content: dict[str, Any], random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(part) for part in value] if isinstance(value, list) else value

    assert canonical(read(shuffled(content))) == canonical(read(content))


def test_canonical_bytes_are_sorted_compact_and_written_out() -> None:
    content = canonical(read({"address": "a", "title": "Größe"}))
    assert content.startswith(
        '{"about":{"approval":{},"contact":{},"institution":{},"minutes":null,"pay":{}}'
    )
    assert '"title":{"en":"Größe"}' in content and '"schema":1' in content


def test_the_hash_is_the_sha_256_of_the_bytes_in_utf_8() -> None:
    assert digest("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"


def test_any_change_of_wording_changes_the_hash(small: dict[str, Any]) -> None:
    before = compiled(read(small)).hash
    small["pages"][-2]["text"]["de"] += "."
    assert compiled(read(small)).hash != before


def test_a_protocol_is_parsed_once_a_process() -> None:
    content = canonical(read(SMALL))
    assert frozen(content, digest(content)) is frozen(content, digest(content))


def test_a_study_in_indonesian_keeps_its_end() -> None:
    """Its language is `id`, which is also the one field of an element without words."""
    document = read({**SMALL, "language": "id"})
    assert from_yaml(to_yaml(document)) == document


def test_a_plain_string_is_in_the_studys_language() -> None:
    document = from_yaml("title: Titel\naddress: a\nlanguage: de\nhelp: {en: Help, de: Hilfe}\n")
    assert document.title == {"de": "Titel"}
    assert document.help == {"en": "Help", "de": "Hilfe"}
    assert "title: Titel\n" in to_yaml(document)


def test_long_texts_are_written_as_blocks(flagship: Document) -> None:
    written = to_yaml(flagship)
    assert "text: |\n" in written
    assert "required: true" not in written, "defaults are left out"


def test_pools_and_instruments_may_be_named_from_the_library() -> None:
    document = from_yaml("title: T\naddress: a\npool: thirty\ninstruments: [gad-2]\n")
    assert len(document.profiles) == 30
    assert list(document.library) == ["gad-2"]
    assert read({"address": "a", "pool": library.profiles("thirty")}).pool == document.pool


@pytest.mark.parametrize(
    ("text", "line", "path", "cure"),
    [
        (SHORT + "    colour: red\n", 10, "pages.1.colour", "no such field"),
        (
            SHORT.replace("information", "poem"),
            7,
            "pages.1",
            "Unknown kind poem: write one of 'information'",
        ),
        (SHORT.replace("kind: information", "title: x"), 7, "pages.1", "add 'kind:'"),
        (SHORT.replace("    id: told\n", ""), 7, "pages.1.id", "missing: add it"),
        (SHORT.replace("id: told", "id: to ld"), 8, "pages.1.id", "without spaces"),
        (SHORT.replace("text: Something", "text: 12"), 9, "pages.1.text", "not the value"),
        (SHORT.replace("text: Something", "text: {english words: x}"), 9, "pages.1.text", "language code"),
        (
            SHORT + "factors: [{name: f, levels: [1, 2], varies: sideways}]\n",
            10,
            "factors.0.varies",
            "'between' or",
        ),
        (
            SHORT + "factors: [{name: f, levels: [1.5], varies: within}]\n",
            10,
            "factors.0.levels.0",
            "valid integer",
        ),
        (
            SHORT + "factors: [{name: f, levels: [1, 1], varies: within}]\n",
            10,
            "factors.0",
            "same level twice",
        ),
        (SHORT + "cue: {value: high}\n", 10, "cue.value", "valid integer"),
        (SHORT + "time_zone: Mars/Base\n", 10, "time_zone", "not a time zone"),
        (SHORT + "pool: forty\n", 10, "pool", "there is no 'forty' among the profiles: thirty"),
        (
            SHORT + "instruments:\n  - gad-2\n  - gad-3\n",
            12,
            "instruments.1",
            "'gad-3' among the instruments",
        ),
        (SHORT + "pool: ../../settings\n", 10, "pool", "there is no"),
        (SHORT + "schema: 2\n", 10, "schema", "reads schema 1"),
        (SHORT + "plan: {planned: .nan}\n", 10, "plan.planned", "Numbers must lie"),
        (SHORT + "plan: {planned: 9999999999999999}\n", 10, "plan.planned", "Numbers must lie"),
        (SHORT + 'name: "a\\0b"\n', 10, "name", "NUL"),
        (SHORT + 'name: "\\ud800"\n', 10, "name", "surrogate"),
        (SHORT + "1: one\n", None, "", "1 is not a field"),
    ],
)
def test_a_fault_is_named_with_line_place_and_cure(text: str, line: int | None, path: str, cure: str) -> None:
    with pytest.raises(Unreadable) as caught:
        from_yaml(text)
    first = caught.value.problems[0]
    assert (first.line, first.path) == (line, path)
    assert cure in first.message


def test_all_faults_are_named_at_once_and_each_once() -> None:
    text = SHORT.replace("id: told", "id: to ld") + "    colour: red\nhue: 1\n"
    found = problems(text)
    assert [f.split(":")[0] for f in found] == [
        "line 8, pages.1.id",
        "line 10, pages.1.colour",
        "line 11, hue",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: a\n\taddress: b\n", 2, "cannot start any token"),
        ("title: a\n  address: b\n", 2, "mapping values are not allowed"),
        ("title: a\ntitle: b\n", 2, "duplicate key"),
        ("title: 'a\naddress: b\n", 3, "end of stream"),
        ("title: *nobody\n", 1, "undefined alias"),
        ("title: a\n---\ntitle: b\n", 2, "another document"),
        ("a: b\ntitle: \x00\n", 2, "U+0000"),
        ("title: \x1b[31m\n", 1, "U+001B"),
        ("title: \ud800\n", 1, "U+D800"),
        ("title: !!bool perhaps\n", None, "not YAML"),
        ("pages: !!omap [a: 1, a: 2]\n", None, "not YAML"),
        ("minutes: " + "9" * 5000 + "\n", None, "limit"),
        ("\n".join(" " * i + "a:" for i in range(1200)), None, "recursion"),
        ("a: " + "[" * 5000, 1, "100 deep"),
        ("", 1, "must begin with fields"),
        ("just words", 1, "must begin with fields"),
        ("- a\n- b\n", 1, "must begin with fields"),
    ],
)
def test_what_is_no_yaml_is_said_with_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(Unreadable) as caught:
        from_yaml(text)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert words in problem.message


def bomb(levels: int, width: int = 10) -> str:
    lines = ["a0: &a0 [" + ", ".join(["lol"] * width) + "]"]
    lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * width) + "]" for i in range(1, levels)]
    return "\n".join(lines)


QUESTIONS = ", ".join(["*q"] * 200)
PAGES = ", ".join(["*p"] * 200)
SHAPED = f"""\
address: a
x:
  - &q {{kind: likert, code: q, text: what, labels: [{", ".join(["often"] * 11)}]}}
  - &p {{kind: questionnaire, id: p, questions: [{QUESTIONS}]}}
pages: [{PAGES}]
"""


@pytest.mark.parametrize(
    "text",
    [bomb(9), f"{bomb(9)}\ntitle: *a8\n", SHAPED],
    ids=["laughs", "laughs in a field", "in the document's shape"],
)
def test_a_few_lines_that_stand_for_billions_are_refused_at_once(text: str) -> None:
    begun = time.monotonic()
    found = problems(text)
    assert time.monotonic() - begun < 3
    assert "Aliases" in found[0]


@pytest.mark.parametrize("text", ["pages: &p [*p]\n", "title: &t {en: *t}\n", "a: &a {b: {c: *a}}\n"])
def test_a_value_that_holds_itself_is_refused(text: str) -> None:
    assert problems(text)


def test_an_honest_alias_is_read() -> None:
    text = (
        SHORT
        + """\
  - kind: questionnaire
    id: asked
    questions:
      - {kind: likert, code: one, text: One, labels: &often [Never, Often]}
      - {kind: likert, code: two, text: Two, labels: *often}
"""
    )
    one, two = from_yaml(text).pages[2].entries()
    assert getattr(one, "labels", 1) == getattr(two, "labels", 2) == ({"en": "Never"}, {"en": "Often"})


def test_a_file_too_large_is_refused_before_it_is_read() -> None:
    begun = time.monotonic()
    assert "too large" in problems("a: " + "x" * LARGEST)[0]
    assert time.monotonic() - begun < 1


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [id]", "!!python/name:os.system", "!own x"])
def test_tags_run_nothing(tag: str) -> None:
    problems(f"address: a\ntitle: {tag}\n")


JUNK: list[Any] = [
    None,
    True,
    7,
    -1.5,
    "",
    "x",
    "\x00",
    [],
    [1],
    ["en"],
    {},
    {"en": 1},
    {"kind": "end"},
    [[{}]],
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path] * bool(path) + [place for key in keys for place in places(value[key], (*path, key))]


PLACES = places(SMALL)


@settings(deadline=None, max_examples=150)
@given(place=st.sampled_from(PLACES), junk=st.sampled_from(JUNK))
def test_junk_in_any_place_is_read_or_named_and_nothing_else(place: tuple[Any, ...], junk: Any) -> None:
    data = json.loads(json.dumps(SMALL))
    part = data
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = junk
    try:
        document = read(data)
    except Unreadable as error:
        assert all(problem.message for problem in error.problems)
    else:
        assert canonical(document)


@pytest.mark.parametrize("data", [None, 5, "text", [], b"bytes"])
def test_data_that_is_no_mapping_is_no_study(data: Any) -> None:
    with pytest.raises(Unreadable, match="must begin with fields"):
        read(data)
