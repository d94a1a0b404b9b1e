"""What the project ships as data: profiles, instruments and whole studies, one YAML file each."""

from pathlib import Path
from typing import Any, Literal

from ruamel.yaml import YAML

Kind = Literal["profiles", "instruments", "studies"]
HERE = Path(__file__).parent


def names(kind: Kind) -> list[str]:
    return sorted(path.stem for path in (HERE / kind).glob("*.yaml"))


def profiles(code: str) -> dict[str, Any]:
    """A pool: code, name, license and a list of profiles, as `surveys.profiles.types.Pool` reads it."""
    return load("profiles", code)


def instruments(code: str) -> dict[str, Any]:
    return load("instruments", code)


def studies(code: str) -> dict[str, Any]:
    return load("studies", code)


def catalogue() -> list[dict[str, Any]]:
    """The studies in the order in which they are offered: study, finds (power, what, of)."""
    entries: list[dict[str, Any]] = YAML(typ="safe").load(
        (HERE / "catalogue.yaml").read_text(encoding="utf-8")
    )
    return entries


def opening(code: str) -> str:
    """The comment at the head of a study's file, unwrapped: what it asks, why, and what it leaves open."""
    if code not in names("studies"):
        raise LookupError(f"there is no {code!r} among the studies")
    found = []
    for line in (HERE / "studies" / f"{code}.yaml").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        found.append(line.lstrip("# "))
    return " ".join(found)


def load(kind: Kind, code: str) -> dict[str, Any]:
    # Looked up among the names, never pasted into a path: a code may come from an uploaded study.
    if code not in (known := names(kind)):
        raise LookupError(f"there is no {code!r} among the {kind}: {', '.join(known) or 'none yet'}")
    with (HERE / kind / f"{code}.yaml").open(encoding="utf-8") as file:
        document: dict[str, Any] = YAML(typ="safe").load(file)
    return document
