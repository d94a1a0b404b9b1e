"""Who looked at effects of real participants is noted, once a person and run."""

from typing import Any

import pytest

from surveys.models import Kind, Log, Run, State, Study, User
from surveys.report import drawing_of, looked, results_context
from tests.analysis import make
from tests.report.made import perform

pytestmark = pytest.mark.django_db(transaction=True)


def looks_of(study: Study) -> list[dict[str, Any]]:
    found = Log.objects.filter(study=study, verb="looked at effects").order_by("pk")
    return [{"by": entry.by_id, **entry.details} for entry in found]


def test_who_looked_is_noted_once_a_person_and_run() -> None:
    ada, ben = (User.objects.create_user(f"{name}@lab.example", "pw") for name in ("ada", "ben"))
    study = make.study()
    make.people(study, range(50))
    perform(study)
    first = Run.objects.get().pk
    for user in (ada, ada, ben):
        looked(results_context(study), study, by=user)
    expected = {"run": first, "kind": "real", "extent": "full", "n": 50}
    assert looks_of(study) == [{"by": ada.pk, **expected}, {"by": ben.pk, **expected}]
    make.person(study, 50)
    perform(study)
    looked(results_context(study), study, by=ada)
    assert [(entry["n"], entry["run"] > first) for entry in looks_of(study)[2:]] == [(51, True)]


def test_a_chart_of_effects_counts_as_a_look_and_the_flow_does_not() -> None:
    ada = User.objects.create_user("ada@lab.example", "pw")
    study = make.study()
    make.people(study, range(50))
    perform(study)
    assert drawing_of(study, Kind.REAL, "flow", by=ada) is not None and looks_of(study) == []
    assert drawing_of(study, Kind.REAL, "anxiety", by=ada) is not None
    assert [entry["extent"] for entry in looks_of(study)] == ["full"]
    assert drawing_of(study, Kind.REAL, "nothing", by=ada) is None
    assert drawing_of(study, Kind.SIMULATED, "anxiety", by=ada) is None


def test_where_no_effect_is_told_nobody_looked_at_any() -> None:
    ada = User.objects.create_user("ada@lab.example", "pw")
    study = make.study(State.LIVE)
    looked(results_context(study), study, by=ada)
    make.people(study, range(50))
    make.people(study, range(50), kind=Kind.SIMULATED)
    perform(study)
    perform(study, Kind.SIMULATED)
    for kind in (Kind.REAL, Kind.SIMULATED):
        looked(results_context(study, kind), study, by=ada)
    assert drawing_of(study, Kind.REAL, "credibility", by=ada) is None
    assert drawing_of(study, Kind.SIMULATED, "credibility", by=ada) is not None
    assert looks_of(study) == []
