"""Small named operations on a document in plain data: what the studio's forms do, kept as history."""

import copy
from collections.abc import Iterable, Mapping
from typing import Any

Operation = Mapping[str, Any]
"""{"op": "set" | "insert" | "move" | "remove", "path": "pages.welcome.title", ...}

A path's parts are field names and, in a list, the `id`, `code` or `name` of the node (stable), or its index.
set: `value`. insert: `value`, `at` (index; default last) into the list at `path`. move: `to` (index).
"""


class Nowhere(LookupError):
    """A path that leads to no place in the document."""

    def __str__(self) -> str:
        return str(self.args[0])


def apply(content: Mapping[str, Any], operations: Iterable[Operation]) -> dict[str, Any]:
    """The content with all operations made, in order; the original is left as it was. Raises Nowhere."""
    changed = copy.deepcopy(dict(content))
    for operation in operations:
        name = str(operation.get("op"))
        if name not in NEEDS:
            raise Nowhere(f"{name!r} is no operation: use {', '.join(NEEDS)}.")
        for field, type in NEEDS[name].items():
            if field not in operation or not isinstance(operation[field], type):
                raise Nowhere(f"The operation {name!r} needs {field!r}: see what it is made of.")
        OPERATIONS[name](changed, operation)
    return changed


def _find(container: Any, part: str, path: str) -> Any:
    """The key of `part` in a mapping or list."""
    if isinstance(container, dict) and part in container:
        return part
    if isinstance(container, list):
        for i, node in enumerate(container):
            if isinstance(node, dict) and part in (node.get("id"), node.get("code"), node.get("name")):
                return i
        if part.isdecimal() and int(part) < len(container):
            return int(part)
    raise Nowhere(f"There is no {part!r} at {path!r}: the study may have changed, load the page again.")


def _parent(content: Any, path: str) -> tuple[Any, Any]:
    *parts, last = path.split(".")
    for part in parts:
        content = content[_find(content, part, path)]
    return content, _find(content, last, path)


def _list(found: Any, operation: Operation) -> list[Any]:
    if not isinstance(found, list):
        raise Nowhere(f"{operation['path']!r} is no list: nothing can be put or moved there.")
    return found


def _set(content: Any, operation: Operation) -> None:
    parent, key = _parent(content, operation["path"])
    parent[key] = copy.deepcopy(operation["value"])  # a later operation may change it; history keeps this one


def _insert(content: Any, operation: Operation) -> None:
    parent, key = _parent(content, operation["path"])
    nodes = _list(parent[key], operation)
    at = operation.get("at")
    nodes.insert(at if isinstance(at, int) else len(nodes), copy.deepcopy(operation["value"]))


def _move(content: Any, operation: Operation) -> None:
    parent, i = _parent(content, operation["path"])
    nodes = _list(parent, operation)
    nodes.insert(operation["to"], nodes.pop(i))


def _remove(content: Any, operation: Operation) -> None:
    parent, key = _parent(content, operation["path"])
    del parent[key]


NEEDS: dict[str, dict[str, type]] = {
    "set": {"path": str, "value": object},
    "insert": {"path": str, "value": object},
    "move": {"path": str, "to": int},
    "remove": {"path": str},
}
OPERATIONS = {"set": _set, "insert": _insert, "move": _move, "remove": _remove}
