"""What a researcher does with a study: write it, publish it, run it; each verb once, and logged."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
import pytest
from django.db import connection

from surveys import drafts
from surveys.drafts import Refused, Unfinished
from surveys.models import Draft, DraftChange, Log, Membership, Protocol, Role, State, Study, User
from surveys.protocol import Severity, canonical, digest, read
from surveys.protocol.operations import Operation
from tests.people import flagship, published
from tests.protocol.small import SMALL

T = TypeVar("T")
database_rows = pytest.mark.django_db
threads = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@lab.example", "pw")


@pytest.fixture
def study(ada: User) -> Study:
    return drafts.create(read(SMALL), by=ada)


def title(words: str) -> Operation:
    return {"op": "set", "path": "title", "value": {"en": words}}


def verbs(study: Study) -> list[str]:
    return list(Log.objects.filter(study=study).order_by("pk").values_list("verb", flat=True))


# --- create


def test_a_new_study_is_a_draft_owned_by_its_maker(study: Study, ada: User) -> None:
    assert (study.state, study.protocol, study.demonstration) == (State.DRAFT, None, False)
    assert (study.name, study.address, len(bytes(study.seed))) == ("One of everything", "small", 32)
    assert Membership.objects.get().role == Role.OWNER
    assert drafts.document(study) == read(SMALL)
    assert (study.draft.revision, verbs(study)) == (1, ["create"])
    assert Log.objects.get().by == ada


@database_rows
def test_a_study_made_by_nobody_has_no_members() -> None:
    drafts.create(read(SMALL), by=None, demonstration=True)
    assert not Membership.objects.exists()
    assert Study.objects.get().demonstration


@database_rows
def test_every_study_has_a_seed_of_its_own() -> None:
    one = drafts.create(read(SMALL), by=None)
    two = drafts.create(read({**SMALL, "address": "other"}), by=None)
    assert bytes(one.seed) != bytes(two.seed)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "One of everything"),
        ({"name": ""}, "Small"),
        ({"name": "", "title": {}}, "small"),
        ({"name": "x" * 300}, "x" * 200),
    ],
)
@database_rows
def test_a_study_is_called_by_its_name_its_title_or_its_address(changes: dict[str, Any], name: str) -> None:
    assert drafts.create(read({**SMALL, **changes}), by=None).name == name


def test_an_address_that_is_taken_is_refused_and_nothing_is_made(study: Study, ada: User) -> None:
    with pytest.raises(Refused, match="“small” is taken"):
        drafts.create(read(SMALL), by=ada)
    assert (Study.objects.count(), Draft.objects.count(), Log.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("taken", "asked", "free"),
    [
        ([], "small", "small"),
        (["small"], "small", "small-2"),
        (["small", "small-2", "small-4"], "small", "small-3"),
        (["small-2"], "small", "small"),
        (["x" * 60], "x" * 60, "x" * 55 + "-2"),
        (["y" * 54 + "-" + "z" * 5], "y" * 54 + "-" + "z" * 5, "y" * 54 + "-2"),
    ],
)
@database_rows
def test_the_free_address_is_the_first_that_no_study_has(taken: list[str], asked: str, free: str) -> None:
    for address in taken:
        drafts.create(read({**SMALL, "address": address}), by=None)
    assert drafts.free_address(asked) == free
    assert drafts.create(read({**SMALL, "address": free}), by=None).address == free


# --- change


def test_a_draft_kept_by_an_older_version_takes_what_came_since(study: Study, ada: User) -> None:
    old = {**study.draft.content, "plan": {"planned": 60, "blocks": [2, 3], "noticed": None}}
    Draft.objects.update(content=old)
    named = {"name": "one", "outcome": "warmth", "model": "participants"}
    put = {"op": "insert", "path": "plan.confirmatory", "value": named}
    assert drafts.change(study, [put], by=ada, revision=1) == 2
    study = Study.objects.get()
    assert [c.outcome for c in drafts.document(study).plan.confirmatory] == ["warmth"]
    assert drafts.undo(study, by=ada, revision=2) == 3
    assert drafts.document(Study.objects.get()) == read(old)


def test_publishing_freezes_the_plan(study: Study, ada: User) -> None:
    protocol = drafts.publish(study, by=ada)
    put = {"op": "set", "path": "plan.alpha", "value": 0.1}
    with pytest.raises(Refused, match="A published study does not change"):
        drafts.change(study, [put], by=ada, revision=1)
    assert Protocol.objects.get().content == protocol.content
    assert drafts.document(Study.objects.get()).plan.alpha == 0.05


def test_a_change_makes_a_revision_a_row_of_history_and_a_log_entry(study: Study, ada: User) -> None:
    operations = [title("New"), {"op": "set", "path": "name", "value": "Better"}]
    assert drafts.change(study, operations, by=ada, revision=1) == 2
    stored = Draft.objects.get()
    assert (stored.revision, read(stored.content).title) == (2, {"en": "New"})
    history = DraftChange.objects.get()
    assert (history.revision, history.by) == (2, ada)
    back = [
        {"op": "set", "path": "name", "value": "One of everything"},
        {"op": "set", "path": "title", "value": {"en": "Small", "de": "Klein"}},
    ]
    assert history.operation == {"op": "change", "operations": operations, "back": back}
    assert Study.objects.get().name == study.name == "Better"
    assert verbs(study) == ["create", "change"]


def test_a_change_of_an_older_revision_is_refused(study: Study, ada: User) -> None:
    drafts.change(study, [title("First")], by=ada, revision=1)
    with pytest.raises(Refused, match="Somebody changed this study meanwhile"):
        drafts.change(study, [title("Second")], by=ada, revision=1)
    assert read(Draft.objects.get().content).title == {"en": "First"}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ({"op": "remove", "path": "pages.nowhere"}, "There is no 'nowhere'"),
        ({"op": "set", "path": "pages.before.kind", "value": "poem"}, "Unknown kind poem"),
        ({"op": "set", "path": "factors.level.levels", "value": ["a\0b"]}, "NUL"),
        ({"op": "set", "path": "plan.planned", "value": float("nan")}, "Numbers must lie"),
        ({"op": "set"}, "needs 'path'"),
        ({"op": "insert", "path": "title", "value": 1}, "no list"),
    ],
)
def test_where_one_operation_fails_none_is_made(study: Study, ada: User, bad: Operation, words: str) -> None:
    with pytest.raises(Refused) as caught:
        drafts.change(study, [title("Half"), bad], by=ada, revision=1)
    assert words in str(caught.value)
    assert drafts.document(Study.objects.get()) == read(SMALL)
    assert not DraftChange.objects.exists()
    assert (Draft.objects.get().revision, verbs(study)) == (1, ["create"])


def test_moving_to_an_address_that_is_taken_changes_nothing(study: Study, ada: User) -> None:
    drafts.create(read({**SMALL, "address": "taken"}), by=None)
    move = {"op": "set", "path": "address", "value": "taken"}
    with pytest.raises(Refused, match="“taken” is taken"):
        drafts.change(study, [title("Half"), move], by=ada, revision=1)
    assert study.address == Study.objects.get(pk=study.pk).address == "small"
    assert study.draft.content["title"] == read(SMALL).title


def test_replacing_keeps_the_old_document_in_the_history(study: Study, ada: User) -> None:
    before = Draft.objects.get().content
    assert drafts.replace(study, flagship(), by=ada) == 2
    assert drafts.document(Study.objects.get()) == flagship()
    assert DraftChange.objects.get().operation == {"op": "replace", "before": before}
    assert study.address == "first-impressions"
    assert verbs(study) == ["create", "replace"]


@pytest.mark.parametrize("state", ["live", "paused", "closed"])
@database_rows
def test_a_published_study_does_not_change(state: str) -> None:
    study = published(read(SMALL))
    if state == "paused":
        drafts.pause(study, by=None)
    if state == "closed":
        drafts.close(study, by=None)
    with pytest.raises(Refused, match="Copy it"):
        drafts.change(study, [title("New")], by=None, revision=1)
    with pytest.raises(Refused, match="Copy it"):
        drafts.replace(study, flagship(), by=None)
    assert drafts.document(Study.objects.get()) == read(SMALL)


# --- publish


def test_publishing_freezes_the_bytes_and_commits_to_the_seed(study: Study, ada: User) -> None:
    protocol = drafts.publish(study, by=ada)
    assert (study.state, study.protocol) == (State.LIVE, protocol)
    assert (protocol.number, protocol.schema, protocol.published_by) == (1, 1, ada)
    assert protocol.content == canonical(read(SMALL))
    assert protocol.hash == digest(protocol.content) == protocol.compiled.hash
    assert protocol.seed_hash == hashlib.sha256(bytes(study.seed)).hexdigest()
    entry = Log.objects.get(verb="publish")
    assert (entry.by, entry.study) == (ada, study)
    assert entry.details == {"hash": protocol.hash, "seed_hash": protocol.seed_hash}


def test_an_unfinished_draft_is_refused_with_its_findings(ada: User) -> None:
    study = drafts.create(read({**SMALL, "help": {}, "about": {}}), by=ada)
    with pytest.raises(Unfinished) as caught:
        drafts.publish(study, by=ada)
    paths = [finding.path for finding in caught.value.findings]
    told = ["institution", "contact", "approval", "pay", "minutes"]
    assert paths == [*(f"about.{name}" for name in told), "help"]
    assert {finding.severity for finding in caught.value.findings} == {Severity.ERROR}
    assert not Protocol.objects.exists()
    assert (Study.objects.get().state, verbs(study)) == (State.DRAFT, ["create"])


@database_rows
def test_a_live_study_is_not_published_again() -> None:
    study = published(read(SMALL))
    with pytest.raises(Refused, match="Only a draft can be published"):
        drafts.publish(study, by=None)
    assert Protocol.objects.count() == 1


@database_rows
def test_what_happens_to_the_draft_later_leaves_the_protocol_as_it_was() -> None:
    study = published(read(SMALL))
    Draft.objects.update(content=flagship().model_dump(mode="json", by_alias=True))
    stored = Protocol.objects.get()
    assert stored.compiled.document == read(SMALL)
    assert digest(stored.content) == stored.hash
    assert study.protocol == stored


# --- run


STATES = [State.DRAFT, State.LIVE, State.PAUSED, State.CLOSED]
MOVES: dict[str, tuple[Callable[..., None], set[State], State]] = {
    "pause": (drafts.pause, {State.LIVE}, State.PAUSED),
    "resume": (drafts.resume, {State.PAUSED}, State.LIVE),
    "close": (drafts.close, {State.LIVE, State.PAUSED}, State.CLOSED),
}


@pytest.mark.parametrize("verb", MOVES)
@pytest.mark.parametrize("origin", STATES)
@database_rows
def test_a_study_is_moved_only_from_where_the_verb_allows(verb: str, origin: State) -> None:
    move, origins, to = MOVES[verb]
    study = published(read(SMALL))
    Study.objects.update(state=origin)
    if origin in origins:
        move(study, by=None)
        assert study.state == to
    else:
        with pytest.raises(Refused):
            move(study, by=None)
    assert Study.objects.get().state == (to if origin in origins else origin)
    assert Log.objects.filter(verb=verb).count() == (origin in origins)


@database_rows
def test_a_study_that_was_never_published_cannot_run() -> None:
    study = drafts.create(read(SMALL), by=None)
    for move, _origins, _to in MOVES.values():
        with pytest.raises(Refused):
            move(study, by=None)


# --- at once


def together(works: list[Callable[[], T]]) -> list[T | Refused]:
    """Each in a thread with a connection of its own, started at the same moment."""
    barrier = threading.Barrier(len(works))

    def one(work: Callable[[], T]) -> T | Refused:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


@threads
def test_of_two_who_close_at_once_one_does() -> None:
    study = published(read(SMALL))
    found = together([lambda: drafts.close(Study.objects.get(pk=study.pk), by=None)] * 8)
    assert sum(isinstance(each, Refused) for each in found) == 7
    assert Log.objects.filter(verb="close").count() == 1


@threads
def test_of_two_who_publish_at_once_one_does() -> None:
    study = drafts.create(read(SMALL), by=None)
    found = together([lambda: drafts.publish(Study.objects.get(pk=study.pk), by=None)] * 6)
    assert sum(isinstance(each, Refused) for each in found) == 5
    assert Protocol.objects.count() == Log.objects.filter(verb="publish").count() == 1


@threads
def test_of_those_who_change_one_revision_at_once_one_does() -> None:
    study = drafts.create(read(SMALL), by=None)

    def change() -> int:
        return drafts.change(Study.objects.get(pk=study.pk), [title("New")], by=None, revision=1)

    found = together([change] * 6)
    assert sum(isinstance(each, Refused) for each in found) == 5
    assert DraftChange.objects.count() == 1


@threads
def test_changing_and_publishing_at_once_wait_for_each_other() -> None:
    """Were the two rows locked in different orders, PostgreSQL would kill one of the two."""
    for i in range(6):
        study = drafts.create(read({**SMALL, "address": f"small-{i}"}), by=None)

        def change(pk: int = study.pk) -> object:
            return drafts.change(Study.objects.get(pk=pk), [title("New")], by=None, revision=1)

        def publish(pk: int = study.pk) -> object:
            return drafts.publish(Study.objects.get(pk=pk), by=None)

        together([change, publish, change, publish])
        study.refresh_from_db()
        frozen, draft = study.protocol, Draft.objects.get(study=study)
        assert frozen is not None and frozen.content == canonical(read(draft.content))


# --- the log


@pytest.fixture
def application(db: None) -> Iterator[psycopg.Connection[Any]]:
    """The tests' database as the application's role sees it; the tests themselves own the tables."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as found:
        assert found.info.user != connection.settings_dict["USER"], "the tests run as the application"
        yield found


def test_the_application_adds_to_the_log(application: psycopg.Connection[Any]) -> None:
    with application.transaction(force_rollback=True):
        application.execute("INSERT INTO surveys_log (at, verb, details) VALUES (now(), 'test', '{}')")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE surveys_log SET verb = 'other'",
        "DELETE FROM surveys_log",
        "TRUNCATE surveys_log",
        "DROP TABLE surveys_log",
    ],
)
def test_the_application_cannot_rewrite_the_log(application: psycopg.Connection[Any], statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(statement)


def test_the_application_may_change_everything_else(application: psycopg.Connection[Any]) -> None:
    """Otherwise the test above would hold for the wrong reason."""
    limited = application.execute(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE 'surveys\\_%' AND NOT ("
        " has_table_privilege(tablename, 'SELECT') AND has_table_privilege(tablename, 'INSERT')"
        " AND has_table_privilege(tablename, 'UPDATE') AND has_table_privilege(tablename, 'DELETE'))"
    ).fetchall()
    assert limited == [("surveys_log",)]
