"""The document's two notations: YAML for people, canonical JSON for hashes; and what is wrong with either."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from typing import Any, cast

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from surveys import library
from surveys.profiles.types import Pool
from surveys.protocol.compiled import Compiled
from surveys.protocol.document import SCHEMA, Document
from surveys.protocol.limits import unusable, weight

LARGEST = 2_000_000
"""Characters of YAML that are read. A study of 250 questions and 60 profiles is a tenth of it."""

TOO_LARGE = f"The file is too large: at most {LARGEST:,} characters are read."
ONE_LINE = re.compile("[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff\ufffe\uffff]*")
BLOCK = re.compile(r"(?=\S)[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]*")
LOOSE_END = re.compile(r"[ \t]+(\n|$)|\n\n$")
DEEP = re.compile(r"[\[{](\s*[\[{]){99}")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a document as written: where, what, and the cure."""

    path: str
    message: str
    line: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line else ""
        where = ", ".join(part for part in (line, self.path) if part)
        return f"{where}: {self.message}" if where else self.message


class Unreadable(ValueError):
    """A text that is not a document. `problems` names every fault with its line and cure."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def from_yaml(text: str) -> Document:
    """Read a study. Pools and instruments may be named from the library or written out. Raises Unreadable."""
    if len(text) > LARGEST:
        raise Unreadable([Problem("", TOO_LARGE)])
    data = _parse(text)
    if weight(data) > LARGEST:
        raise Unreadable([Problem("", f"{TOO_LARGE} Aliases (*) count as what they stand for.")])
    return read(data)


def read(data: Any) -> Document:
    """The document in plain data (from YAML or JSON). Raises Unreadable."""
    if not isinstance(data, Mapping):
        raise Unreadable([Problem("", "This is not a study: it must begin with fields such as 'title:'.", 1)])
    if faults := [_fault(path, message, data) for path, message in unusable(data)]:
        raise Unreadable(faults)
    resolved = _resolve(upgrade(data), data)
    language = resolved.get("language")
    context = {"language": language if isinstance(language, str) else "en"}
    try:
        return Document.model_validate(resolved, context=context)
    except ValidationError as error:
        found = [
            _problem(e["loc"], e["type"], e["msg"], e.get("ctx", {}), data)
            for e in error.errors(include_url=False, include_input=False)
        ]
        raise Unreadable(dict.fromkeys(found)) from None  # its own words would repeat the whole input


def upgrade(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same document in the newest schema. Raises Unreadable for one newer than this program."""
    number = data.get("schema", SCHEMA)
    if number != SCHEMA:
        cure = f"Schema {number!r} is not known here: this version of Limelight reads schema {SCHEMA}."
        raise Unreadable([Problem("schema", cure, _line(data, ("schema",)))])
    return dict(data)


def canonical(document: Document) -> str:
    """The document's bytes: JSON with sorted keys and defaults written out: they mean the same for ever."""
    data = document.model_dump(mode="json", by_alias=True)
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def compiled(document: Document) -> Compiled:
    content = canonical(document)
    return frozen(content, digest(content))


@lru_cache(maxsize=64)
def frozen(content: str, hash: str) -> Compiled:
    """The protocol in stored bytes, parsed once a process."""
    return Compiled(read(json.loads(content)), hash)


def to_yaml(document: Document) -> str:
    """The document as YAML: defaults left out, texts in the study's language as plain strings."""
    data = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    _restore_kinds(document.model_dump(mode="json", by_alias=True), data)
    return _written(_shorten({"schema": document.schema_number, **data}, document.language))


def pool_yaml(pool: Pool) -> str:
    """A pool as what follows `pool:` in a study, or as a file of the library."""
    return _written(_shorten(pool.model_dump(mode="json", exclude_defaults=True), "en"))


def _written(data: Any) -> str:
    stream = StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.dump(data, stream)
    return stream.getvalue()


def _parse(text: str) -> Any:
    if found := DEEP.search(text):
        message = "This is not YAML for a study: brackets stand in brackets 100 deep."
        raise Unreadable([Problem("", message, _line_at(text, found))])
    if found := UNPRINTABLE.search(text):
        message = f"The character U+{ord(found[0]):04X} cannot stand in a text: remove it."
        raise Unreadable([Problem("", message, _line_at(text, found))])
    try:
        return YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        message = f"This is not YAML: {error.problem}. Check indentation, colons and quotes there."
        raise Unreadable([Problem("", message, line)]) from error
    except (YAMLError, ValueError, LookupError, AssertionError, RecursionError) as error:
        raise Unreadable([Problem("", f"This is not YAML: {error or type(error).__name__}.")]) from error


def _line_at(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _resolve(data: dict[str, Any], written: Mapping[str, Any]) -> dict[str, Any]:
    """Names from the library replaced by what they stand for. `written` still knows its lines."""
    if isinstance(data.get("pool"), str):
        data["pool"] = _from_library("profiles", written, ("pool",))
    if isinstance(entries := data.get("instruments"), Sequence) and not isinstance(entries, str):
        data["instruments"] = [
            _from_library("instruments", written, ("instruments", i)) if isinstance(entry, str) else entry
            for i, entry in enumerate(entries)
        ]
    return data


def _from_library(kind: library.Kind, data: Mapping[str, Any], path: tuple[Any, ...]) -> dict[str, Any]:
    code: Any = data
    for key in path:
        code = code[key]
    try:
        return library.load(kind, str(code))
    except LookupError as error:
        dotted = ".".join(map(str, path))
        message = f"{error.args[0]}. Name one of these, or write it out."
        raise Unreadable([Problem(dotted, message, _line(data, path))]) from error


CURES = {
    "missing": "This field is missing: add it.",
    "extra_forbidden": "There is no such field here: correct its name or remove it.",
    "union_tag_invalid": "Unknown kind {tag}: write one of {expected_tags}.",
    "union_tag_not_found": "Say what it is: add 'kind:'.",
    "too_short": "At least {min_length} must stand here: add what is missing.",
    "too_long": "At most {max_length} fit here: remove some.",
    "literal_error": "Write one of {expected}.",
    "string_pattern_mismatch": (
        "Use a short name without spaces: letters, digits and underscores, a letter first "
        "(addresses: lower-case letters, digits and hyphens)."
    ),
}


def cure(type: str, message: str, context: Mapping[str, Any]) -> str:
    """What to do about a fault that the types found."""
    return CURES[type].format(**context) if type in CURES else message.removeprefix("Value error, ")


def _fault(path: tuple[Any, ...], message: str, data: Any) -> Problem:
    return Problem(".".join(map(str, path)), message, _line(data, path))


def _problem(loc: tuple[Any, ...], type: str, message: str, context: dict[str, Any], data: Any) -> Problem:
    path = _real_path(loc, data, ends_in_field=type == "missing")
    return _fault(path, cure(type, message, context), data)


def _real_path(loc: tuple[Any, ...], data: Any, *, ends_in_field: bool) -> tuple[Any, ...]:
    """`loc` without the tags that pydantic puts in where it chose among kinds."""
    path: list[Any] = []
    for i, key in enumerate(loc):
        held = isinstance(data, Mapping) and key in data
        if held or (isinstance(data, Sequence) and isinstance(key, int) and key < len(data)):
            data = data[key]
        elif i < len(loc) - 1 or not ends_in_field:
            continue
        path.append(key)
    return tuple(path)


def _line(data: Any, path: tuple[Any, ...]) -> int | None:
    """The line of the deepest part of `path` that the YAML has."""
    line: int | None = None
    for key in path:
        if isinstance(data, CommentedMap) and key in data:
            line, data = data.lc.key(key)[0] + 1, data[key]
        elif isinstance(data, CommentedSeq) and isinstance(key, int) and key < len(data):
            line, data = data.lc.item(key)[0] + 1, data[key]
        else:
            break
    return line


def _shorten(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if set(value) == {language} and isinstance(value[language], str):
            return _styled(value[language])
        return CommentedMap((key, _shorten(part, language)) for key, part in value.items())
    if isinstance(value, list):
        return [_shorten(part, language) for part in value]
    return _styled(value) if isinstance(value, str) else value


def _styled(text: str) -> str:
    """The text in a style that reads back as it was: paragraphs as a block, the unprintable escaped."""
    if ONE_LINE.fullmatch(text):
        return text
    if BLOCK.fullmatch(text) and not LOOSE_END.search(text):
        return cast(str, LiteralScalarString(text))
    return cast(str, DoubleQuotedScalarString(text))


def _restore_kinds(full: Any, written: Any) -> None:
    """`kind` is each type's default and so was left out; without it the YAML could not be read again."""
    if isinstance(written, dict) and isinstance(full, dict):
        for key, part in written.items():
            _restore_kinds(full.get(key), part)
        if "kind" in full and "kind" not in written:
            rest = dict(written)
            written.clear()
            written.update({"kind": full["kind"], **rest})
    elif isinstance(written, list) and isinstance(full, list):
        for part, short in zip(full, written, strict=True):
            _restore_kinds(part, short)
