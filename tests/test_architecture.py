"""Which part may use which; what may be loaded where; and that lists of kinds agree.

That `scoring` needs no Django is held in tests/scoring/test_without_django.py.
"""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import flow
from surveys.flow import Receipt, statements
from surveys.protocol import Act
from surveys.protocol.nodes import PAGE_KINDS, AnyNode
from surveys.protocol.outcomes import AnyOutcome
from tests.people import again, begin, fields_for, published, walk
from tests.questions.kinds import members

ROOT = Path(__file__).resolve().parent.parent

ORDER = """
scoring
surveys | surveys.apps | surveys.texts | surveys.qr
surveys.profiles | surveys.instruments | surveys.library
surveys.questions
surveys.cues
surveys.protocol
surveys.models
surveys.migrations | surveys.pages
surveys.templatetags | surveys.drafts | surveys.flow
surveys.analysis
surveys.simulate | surveys.charts
surveys.report
surveys.exports
surveys.views | surveys.api | surveys.admin | surveys.tasks
surveys.management | surveys.urls
config
"""
"""A part may use what stands on the lines above its own, and nothing of its own line."""

SCORING = {
    "surveys.profiles": {"allocation.draws", "influence"},
    "surveys.cues": {"influence"},
    "surveys.protocol": {"allocation", "influence", "instruments"},
    "surveys.drafts": {"allocation"},
    "surveys.flow": {"allocation", "influence", "instruments"},
    "surveys.analysis": {
        "allocation.checks",
        "estimators",
        "instruments",
        "moments",
        "power",
        "reliability",
        "sequential",
    },
    "surveys.simulate": {"allocation"},
    "surveys.charts": {"estimators.estimate", "influence", "moments"},
    "surveys.admin": {"influence.archetypes", "influence.card", "influence.norms", "influence.systems"},
    "surveys.report": {"estimators.estimate", "estimators.recomputed", "moments"},
}
"""What of `scoring` each part may use; the others nothing. Effects are estimated in the analysis alone:
charts and report lay out what it found."""

HEAVY = ["altair", "pandas", "polars", "pyarrow", "statsmodels", "vl_convert"]
LONGEST = 400


@dataclass(frozen=True)
class Import:
    """`module` uses `target`, in `line`; `inside` a function or class, or at the top."""

    module: str
    target: str
    line: int
    inside: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} uses {self.target}"


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


FILES = {
    name_of(path): path for top in ("scoring", "surveys", "config") for path in (ROOT / top).rglob("*.py")
}
OURS = ("scoring", "surveys", "config")


def imports(module: str) -> Iterator[Import]:
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    top = set(tree.body)
    for node in ast.walk(tree):
        inside = node not in top
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, inside)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively: write the whole name"
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield Import(module, whole if whole in FILES else str(node.module), node.lineno, inside)


ALL = [found for module in FILES for found in imports(module)]
FIRST_PARTY = [found for found in ALL if found.target.split(".")[0] in OURS]


def part(module: str) -> str:
    """The part of the design that a module belongs to."""
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "surveys" else names[0]


LINES = {name.strip(): i for i, line in enumerate(ORDER.strip().splitlines()) for name in line.split("|")}


# --- imports


def test_every_part_has_its_line_in_the_order() -> None:
    assert {part(module) for module in FILES} == set(LINES)


def test_imports_point_one_way() -> None:
    wrong = [
        str(found)
        for found in FIRST_PARTY
        if (here := part(found.module)) != (there := part(found.target)) and LINES[there] >= LINES[here]
    ]
    assert not wrong, "\n".join(wrong)
    assert len(FIRST_PARTY) > 300, "hardly any import was found: the test looks in the wrong place"


def test_of_scoring_each_part_uses_only_what_is_its_business() -> None:
    wrong = []
    for found in FIRST_PARTY:
        used = found.target.removeprefix("scoring.")
        if part(found.target) != "scoring" or part(found.module) == "scoring":
            continue
        allowed = SCORING.get(part(found.module), set())
        if not any(used == name or used.startswith(f"{name}.") for name in allowed):
            wrong.append(str(found))
    assert not wrong, "\n".join(wrong)


def test_nobody_imports_the_tasks() -> None:
    assert not [str(found) for found in FIRST_PARTY if found.target.startswith("surveys.tasks")]


def test_no_import_of_ours_hides_in_a_function() -> None:
    assert not [str(found) for found in FIRST_PARTY if found.inside]


@pytest.mark.parametrize("way", ["import_module", "__import__", "import_string", "exec", "eval"])
def test_nothing_is_imported_by_a_string(way: str) -> None:
    wrong = []
    for module, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and way == getattr(node.func, "attr", getattr(node.func, "id", "")):
                wrong.append(f"{module}:{node.lineno}")
    assert not wrong


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    heavy = [found for found in ALL if found.target.split(".")[0] in HEAVY]
    assert {part(found.module) for found in heavy} <= {"surveys.charts", "surveys.exports"}
    assert [str(found) for found in heavy if not found.inside] == []
    assert heavy, "the charts are drawn with one of them"


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    paths = [*FILES.values(), *(ROOT / "tests").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): lines
        for path in paths
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert not long


def test_participants_sql_stands_in_one_place() -> None:
    """What a click costs is read off one file. Elsewhere in the flow only the lock on the list is SQL."""
    text = {module: path.read_text() for module, path in FILES.items() if module.startswith("surveys.flow")}
    words = ("SELECT ", "INSERT INTO", "UPDATE surveys", "DELETE FROM")
    assert {module for module, code in text.items() if any(word in code for word in words)} == {
        "surveys.flow.statements",
        "surveys.flow.slots",
    }
    assert sum(text["surveys.flow.slots"].count(word) for word in words) == 1


# --- what a page loads and costs

PAGE = """
import io, json, sys
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults
from config.wsgi import application
from django.urls import get_resolver

patterns = len(get_resolver().url_patterns)
statuses, bodies = [], []

def ask(method, path, **fields):
    body = urlencode(fields).encode()
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "localhost",
               "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
               "wsgi.input": io.BytesIO(body)}
    setup_testing_defaults(environ)
    told = {}
    def start(status, headers, exc_info=None):
        told.update(headers)
        statuses.append(int(status.split()[0]))
    bodies.append(b"".join(application(environ, start)).decode())
    return told.get("Location", path)

place = ask("GET", "/s/first-impressions/")
ask("GET", place)
ask("POST", place, n="0", adult="1", agrees="1")
ask("GET", place)
heavy = sorted({name.split(".")[0] for name in sys.modules} & set(HEAVY))
print(json.dumps({"patterns": patterns, "statuses": statuses, "page": bodies[-1], "heavy": heavy}))
"""


def python(program: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


@pytest.mark.django_db(transaction=True)
def test_a_participants_page_loads_nothing_heavy() -> None:
    """A fresh process as on a server: the application's role, the root URLs, three pages."""
    published()
    url = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    parts = psycopg.conninfo.conninfo_to_dict(url)
    address = f"postgresql://{parts['user']}:{parts['password']}@/{parts['dbname']}?host={parts['host']}"
    told = json.loads(
        python(
            PAGE.replace("set(HEAVY)", f"set({HEAVY})"),
            DATABASE_URL=address,
            LIMELIGHT_OWNER="",
            DJANGO_SETTINGS_MODULE="config.settings",
        )
    )
    assert told["statuses"] == [303, 200, 303, 200]
    assert "how wide awake do you feel" in told["page"]
    assert told["patterns"] > 3
    assert told["heavy"] == []


@pytest.mark.django_db
def test_a_page_costs_one_statement_to_show_and_one_more_to_save(monkeypatch: pytest.MonkeyPatch) -> None:
    token, seat = begin(published())
    walk(token, seat, "weeks")
    flow.protocol_of(seat.protocol_id)  # once a process
    sent: list[str] = []
    execute = statements.execute

    def counted(statement: str, values: object) -> object:
        sent.append(statement)
        return execute(statement, values)  # type: ignore[arg-type]

    monkeypatch.setattr(statements, "execute", counted)
    with CaptureQueriesContext(connection) as by_django:
        seat = again(token)
        assert sent == [statements.LOAD]
        fields = fields_for(seat)
        assert flow.submit(seat, n=seat.n, act=Act.ANSWER, fields=fields) is Receipt.SAVED
    assert sent == [statements.LOAD, statements.SUBMIT]
    assert len(by_django) == 0


# --- lists of kinds


def test_page_kinds_are_those_that_documents_are_read_with() -> None:
    assert tuple(PAGE_KINDS.values()) == members(AnyNode)
    assert [kind.model_fields["kind"].default for kind in PAGE_KINDS.values()] == list(PAGE_KINDS)


def test_every_kind_of_outcome_is_named_by_its_kind() -> None:
    kinds = [kind.model_fields["kind"].default for kind in members(AnyOutcome)]  # type: ignore[attr-defined]
    assert kinds == ["rating", "state", "act", "dwell", "in_view", "count", "happened", "stayed", "ordinal"]
