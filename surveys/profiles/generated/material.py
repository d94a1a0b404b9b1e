"""What people are made of: names, lives and voices, written by hand and read once a process."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from surveys.profiles.types import Covering, HairColour, Scene, Skin

HERE = Path(__file__).parent / "data"
Piece = Literal["post", "answer", "quote"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing said, once in a pool. name, handle, says: who is quoted, and what they said."""

    kind: Piece
    text: str
    name: str = ""
    handle: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """known: somebody whom people may know from elsewhere. age: what the biography needs, "" for any."""

    life: str
    known: bool
    age: Literal["young", "old", ""]
    scenes: tuple[Scene, ...]
    handles: tuple[str, ...]
    bios: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A tradition of names, and how the faces that go with them may be drawn."""

    tradition: str
    family_first: bool
    she: tuple[str, ...]
    he: tuple[str, ...]
    family: tuple[str, ...]
    skin: tuple[Skin, ...]
    hair: tuple[HairColour, ...]
    coverings: tuple[Covering, ...]


@cache
def lives() -> tuple[Life, ...]:
    return tuple(_life(row) for path in sorted(HERE.glob("lives_*.toml")) for row in _read(path)["life"])


@cache
def namings() -> tuple[Naming, ...]:
    return tuple(_naming(row) for row in _read(HERE / "names.toml")["naming"])


@cache
def voices() -> dict[str, tuple[Line, ...]]:
    """By kind of account: what it says besides its life."""
    kinds = _read(HERE / "voices.toml")
    return {kind: _voice(lines) for kind, lines in kinds.items() if kind != "handles"}


@cache
def strangers() -> tuple[str, ...]:
    """Handles of those who are answered."""
    return tuple(_read(HERE / "voices.toml")["handles"])


def _read(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _life(row: dict[str, Any]) -> Life:
    quote = row["quote"]
    lines = [Line("post", text) for text in row["posts"]]
    lines += [Line("answer", row["answer"]), Line("quote", **quote)]
    return Life(
        life=row["life"],
        known=row.get("known", False),
        age=row.get("age", ""),
        scenes=tuple(row["scenes"]),
        handles=tuple(row["handles"]),
        bios=tuple(row["bios"]),
        lines=tuple(lines),
    )


def _naming(row: dict[str, Any]) -> Naming:
    lists = {name: tuple(row[name]) for name in ("she", "he", "family", "skin", "hair")}
    coverings = cast(tuple[Covering, ...], tuple(row.get("coverings", ())))
    return Naming(row["tradition"], row["first"] == "family", coverings=coverings, **lists)


def _voice(lines: dict[str, list[str]]) -> tuple[Line, ...]:
    posts = [Line("post", text) for text in lines.get("posts", ())]
    return (*posts, *(Line("answer", text) for text in lines.get("answers", ())))
