"""Every change of a draft can be taken back, which is a change like any other."""

import pytest

from surveys import drafts
from surveys.drafts import Refused
from surveys.models import Draft, DraftChange, Log, Study, User
from surveys.protocol import read
from surveys.protocol.operations import Operation
from tests.people import flagship
from tests.protocol.small import SMALL

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@lab.example", "pw")


@pytest.fixture
def study(ada: User) -> Study:
    return drafts.create(read(SMALL), by=ada)


def title(words: str) -> Operation:
    return {"op": "set", "path": "title", "value": {"en": words}}


def verbs(study: Study) -> list[str]:
    return list(Log.objects.filter(study=study).order_by("pk").values_list("verb", flat=True))


def titles(study: Study) -> str:
    return read(Draft.objects.get(study=study).content).title["en"]


def test_undo_takes_back_one_change_after_the_other_and_is_a_change_itself(study: Study, ada: User) -> None:
    drafts.change(study, [title("Two")], by=ada, revision=1)
    drafts.change(study, [title("Three")], by=ada, revision=2)
    assert drafts.undo(study, by=ada, revision=3) == 4
    assert titles(study) == "Two"
    assert drafts.undo(study, by=ada, revision=4) == 5
    assert drafts.document(Study.objects.get()) == read(SMALL)
    with pytest.raises(Refused, match="nothing left to undo"):
        drafts.undo(study, by=ada, revision=5)
    assert [c.operation["op"] for c in DraftChange.objects.order_by("revision")] == [
        *("change", "change", "undo", "undo")
    ]
    assert verbs(study) == ["create", "change", "change", "undo", "undo"]


def test_what_comes_after_an_undo_is_undone_before_what_stood_before_it(study: Study, ada: User) -> None:
    for revision, words in enumerate(["Two", "Three"], 1):
        drafts.change(study, [title(words)], by=ada, revision=revision)
    drafts.undo(study, by=ada, revision=3)
    drafts.change(study, [title("Five")], by=ada, revision=4)
    seen = [titles(study)]
    for revision in (5, 6):
        drafts.undo(study, by=ada, revision=revision)
        seen.append(titles(study))
    assert seen == ["Five", "Two", "Small"]


def test_an_uploaded_file_can_be_undone(study: Study, ada: User) -> None:
    drafts.replace(study, flagship(), by=ada)
    drafts.undo(study, by=ada, revision=2)
    assert drafts.document(Study.objects.get()) == read(SMALL)
    assert (study.name, study.address) == ("One of everything", "small")


def test_going_back_leads_to_any_earlier_state_and_can_be_undone(study: Study, ada: User) -> None:
    drafts.change(study, [title("Two")], by=ada, revision=1)
    drafts.replace(study, flagship(), by=ada)
    drafts.change(study, [title("Four")], by=ada, revision=3)
    assert drafts.go_back(study, 2, by=ada, revision=4) == 5
    assert titles(study) == "Two"
    drafts.undo(study, by=ada, revision=5)
    assert titles(study) == "Four"


@pytest.mark.parametrize("to", [0, 2, 3, -1])
def test_there_is_no_going_back_to_what_never_was(study: Study, ada: User, to: int) -> None:
    drafts.change(study, [title("Two")], by=ada, revision=1)
    with pytest.raises(Refused, match="no such step"):
        drafts.go_back(study, to, by=ada, revision=2)


def test_undo_after_somebody_elses_change_is_refused(study: Study, ada: User) -> None:
    drafts.change(study, [title("Two")], by=ada, revision=1)
    with pytest.raises(Refused, match="Somebody changed this study meanwhile"):
        drafts.undo(study, by=ada, revision=1)
    with pytest.raises(Refused, match="Somebody changed this study meanwhile"):
        drafts.go_back(study, 1, by=ada, revision=1)
    assert titles(study) == "Two"


def test_a_change_that_kept_no_way_back_is_not_undone(study: Study, ada: User) -> None:
    """Such stand in the history of sites that were set up before undo was there."""
    drafts.change(study, [title("Two")], by=ada, revision=1)
    DraftChange.objects.update(operation={"op": "change", "operations": [title("Two")]})
    with pytest.raises(Refused, match="not kept"):
        drafts.undo(study, by=ada, revision=2)
