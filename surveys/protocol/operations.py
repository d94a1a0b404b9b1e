"""Small named operations on a document in plain data: what the studio's forms do, kept as history."""

import copy
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Operation = Mapping[str, Any]
"""{"op": "set" | "insert" | "move" | "remove", "path": "pages.welcome.title", ...}

A path's parts are field names and, in a list, the `id`, `code` or `name` of the node (stable), or its index.
set: `value`; in a mapping its name may be new (a translation). insert: `value`, `at` (index;
default last) into the list at `path`. move: `to` (index).
"""


NAMES = ("id", "code", "name")


class Nowhere(LookupError):
    """A path that leads to no place in the document."""

    def __str__(self) -> str:
        return str(self.args[0])


def apply(content: Mapping[str, Any], operations: Iterable[Operation]) -> dict[str, Any]:
    """The content with all operations made, in order; the original is left as it was. Raises Nowhere."""
    return turn(content, operations)[0]


def turn(
    content: Mapping[str, Any], operations: Iterable[Operation]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The content with all operations made, and the operations that lead back. Raises Nowhere."""
    changed = copy.deepcopy(dict(content))
    back: list[dict[str, Any]] = []
    for operation in operations:
        name = str(operation.get("op"))
        if name not in NEEDS:
            raise Nowhere(f"{name!r} is no operation: use {', '.join(NEEDS)}.")
        for field, type in NEEDS[name].items():
            if field not in operation or not isinstance(operation[field], type):
                raise Nowhere(f"The operation {name!r} needs {field!r}: see what it is made of.")
        back.append(OPERATIONS[name](changed, operation))
    return changed, back[::-1]


def keys(content: Any, path: str) -> list[Any]:
    """The fields and indexes that lead to `path`. Raises Nowhere."""
    found: list[Any] = []
    for part in path.split("."):
        found.append(_find(content, part, path))
        content = content[found[-1]]
    return found


def find(content: Any, path: str) -> Any:
    """What lies at `path`. Raises Nowhere."""
    for step in keys(content, path):
        content = content[step]
    return content


def key(nodes: Sequence[Any], i: int) -> str:
    """The name by which a path finds the node at `i`; its index where no name tells it apart."""
    name = _names(nodes[i])[:1]
    return name[0] if name and _find(list(nodes), name[0], "") == i else str(i)


def _fields(node: Any) -> tuple[str, ...]:
    """The fields that may name a node. Of what leaves people out the code is a question's, not its own."""
    if not isinstance(node, dict):
        return ()
    return ("name",) if "among" in node else NAMES


def _names(node: Any) -> list[str]:
    held = [node.get(field) for field in _fields(node)]
    return [name for name in held if name and isinstance(name, str) and "." not in name]


def _find(container: Any, part: str, path: str) -> Any:
    """The key of `part` in a mapping or list."""
    if isinstance(container, dict) and part in container:
        return part
    if isinstance(container, list):
        if part.isdecimal() and int(part) < len(container):  # first: somebody's name may be a number
            return int(part)
        for field in NAMES:
            for i, node in enumerate(container):
                if field in _fields(node) and node.get(field) == part:
                    return i
    raise Nowhere(f"There is no {part!r} at {path!r}: the study may have changed, load the page again.")


def _parent(content: Any, path: str) -> tuple[Any, str, str]:
    """The container that the path's last part is in, the path to it by index, and that part."""
    *parts, last = path.split(".")
    way: list[str] = []
    for part in parts:
        found = _find(content, part, path)
        way.append(str(found))
        content = content[found]
    return content, "".join(f"{step}." for step in way), last


def _list(found: Any, operation: Operation) -> list[Any]:
    if not isinstance(found, list):
        raise Nowhere(f"{operation['path']!r} is no list: nothing can be put or moved there.")
    return found


def _set(content: Any, operation: Operation) -> dict[str, Any]:
    path = operation["path"]
    parent, way, last = _parent(content, path)
    is_new = isinstance(parent, dict) and last != "" and last not in parent
    found = last if is_new else _find(parent, last, path)
    here = f"{way}{found}"
    back = {"op": "remove", "path": here} if is_new else _put(here, parent[found])
    parent[found] = copy.deepcopy(
        operation["value"]
    )  # a later operation may change it; history keeps this one
    return back


def _insert(content: Any, operation: Operation) -> dict[str, Any]:
    path = operation["path"]
    parent, way, last = _parent(content, path)
    found = _find(parent, last, path)
    nodes = _list(parent[found], operation)
    at = operation.get("at")
    place = _place(at, len(nodes)) if isinstance(at, int) else len(nodes)
    nodes.insert(place, copy.deepcopy(operation["value"]))
    return {"op": "remove", "path": f"{way}{found}.{place}"}


def _move(content: Any, operation: Operation) -> dict[str, Any]:
    parent, way, last = _parent(content, operation["path"])
    i = _find(parent, last, operation["path"])
    nodes = _list(parent, operation)
    to = _place(operation["to"], len(nodes) - 1)
    nodes.insert(to, nodes.pop(i))
    return {"op": "move", "path": f"{way}{to}", "to": i}


def _remove(content: Any, operation: Operation) -> dict[str, Any]:
    parent, way, last = _parent(content, operation["path"])
    found = _find(parent, last, operation["path"])
    taken = parent.pop(found)
    if isinstance(parent, list):
        return {"op": "insert", "path": way[:-1], "value": taken, "at": found}
    return _put(f"{way}{found}", taken)


def _put(path: str, value: Any) -> dict[str, Any]:
    return {"op": "set", "path": path, "value": value}


def _place(at: int, length: int) -> int:
    """Where Python's list.insert puts it."""
    return min(max(at + length, 0) if at < 0 else at, length)


NEEDS: dict[str, dict[str, type]] = {
    "set": {"path": str, "value": object},
    "insert": {"path": str, "value": object},
    "move": {"path": str, "to": int},
    "remove": {"path": str},
}
OPERATIONS = {"set": _set, "insert": _insert, "move": _move, "remove": _remove}
