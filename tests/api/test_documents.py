"""Studies, protocol, codebook and results."""

import hashlib
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys.analysis.compute import CODE_VERSION
from surveys.analysis.evidence import Failed, Look
from surveys.analysis.results import LEVEL, Count, Flow, Results
from surveys.models import Draft, Estimate, JobState, Log, Membership, Participation, Run, Study, User
from surveys.protocol import canonical, from_yaml
from tests.api.conftest import Get
from tests.api.people import empty_results, protocol_of, publish

pytestmark = pytest.mark.django_db


def test_a_study_says_how_it_stands(study: Study, get: Get) -> None:
    body = get("studies/kiosk/").json()
    assert body["title"] == "At the kiosk" and body["planned"] == 40 and body["state"] == "live"
    assert body["protocol"]["hash"] == protocol_of(study).hash
    assert body["counts"] == {
        "started": 5,
        "going_on": 0,
        "finished": 4,
        "stopped": 0,
        "declined": 0,
        "screened_out": 0,
        "withdrawn": 1,
    }
    assert all(get(link).status_code == 200 for link in body["links"].values())


def test_who_has_sent_nothing_has_not_come(study: Study, get: Get) -> None:
    gone = Participation.objects.filter(kind="real", ending="finished").first()
    assert gone is not None
    Participation.objects.filter(pk=gone.pk).update(n=0, ending=None, code=None)
    counts = get("studies/kiosk/").json()["counts"]
    assert (counts["started"], counts["going_on"], counts["finished"]) == (4, 0, 3)
    listed = get("studies/kiosk/participations/").json()["results"]
    assert len(listed) == 4 and gone.pk not in [row["id"] for row in listed]


def test_the_seed_is_revealed_when_the_study_is_closed(closed: Study, get: Get) -> None:
    assert get("studies/kiosk/").json()["seed"] == "00" * 32
    Study.objects.update(state="paused")
    assert get("studies/kiosk/").json()["seed"] is None


def test_a_draft_has_no_protocol_yet(study: Study, ada: User, get: Get) -> None:
    draft = Study.objects.create(name="Next", address="next", seed=b"", xid=3)
    Membership.objects.create(study=draft, user=ada)
    Draft.objects.create(study=draft, content={"title": {"en": "Next"}, "language": "en"})
    listed = get("studies/").json()["results"]
    assert [(row["address"], row["title"], row["protocol"] is None) for row in listed] == [
        ("kiosk", "At the kiosk", False), ("next", "Next", True),
    ]  # fmt: skip
    assert get("studies/next/answers/").json()["results"] == []
    assert get("studies/next/answers/", format="csv").status_code == 200
    assert {get(f"studies/next/{name}/").status_code for name in ("protocol", "codebook")} == {404}


def test_queries_do_not_grow_with_studies(study: Study, ada: User, get: Get) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert get("studies/").status_code == 200
        return len(captured)

    few = queries()
    for index in range(5):
        Membership.objects.create(study=publish(f"study-{index}"), user=ada)
    assert queries() == few <= 6


def test_participations_withhold_the_group_while_live(study: Study, get: Get) -> None:
    live = get("studies/kiosk/participations/").json()["results"]
    simulated = get("studies/kiosk/participations/", kind="simulated").json()["results"]
    assert {row["arm"] for row in live} == {None} and [row["arm"] for row in simulated] == ["shown"]
    assert [row["ending"] for row in live] == ["finished"] * 4 + ["withdrawn"]
    assert (live[0]["protocol"], live[0]["language"], live[0]["furthest"]) == (1, "en", "debriefing")


def test_participations_tell_the_group_when_closed(closed: Study, get: Get) -> None:
    rows = get("studies/kiosk/participations/").json()["results"]
    assert {row["id"]: row["arm"] for row in rows} == dict(
        Participation.objects.filter(kind="real").values_list("pk", "arm")
    )


def test_nothing_but_what_is_meant_leaves_the_house(closed: Study, get: Get) -> None:
    sent = b"".join(
        get(f"studies/kiosk/{name}/").content for name in ("", "participations", "answers", "results")
    ).replace(b"//", b"/")
    row = Participation.objects.filter(kind="real").first()
    assert row is not None
    assert b"CODE" not in sent and bytes(row.token_hash).hex().encode() not in sent


def test_the_protocol_comes_as_its_own_bytes(study: Study, get: Get) -> None:
    response = get("studies/kiosk/protocol/")
    assert hashlib.sha256(response.content).hexdigest() == get("studies/kiosk/").json()["protocol"]["hash"]


@pytest.mark.parametrize("asked", [{"format": "yaml"}, {"headers": {"Accept": "application/yaml"}}])
def test_the_protocol_comes_as_yaml_too(study: Study, get: Get, asked: dict[str, Any]) -> None:
    response = get("studies/kiosk/protocol/", **asked)
    assert response.headers["Content-Type"].startswith("application/yaml")
    assert canonical(from_yaml(response.content.decode())) == protocol_of(study).content


def test_older_protocols_are_kept(study: Study, get: Get) -> None:
    assert get("studies/kiosk/protocol/", number=1).status_code == 200
    assert get("studies/kiosk/codebook/", number=2).status_code == 404


def test_the_codebook_says_the_plan_in_words(study: Study, get: Get) -> None:
    plan = get("studies/kiosk/codebook/").json()["plan"]
    assert plan[0]["title"] == "Participants"
    assert plan[0]["sentences"][0] == "40 participants are planned."


def test_every_answer_stands_in_the_codebook(study: Study, get: Get) -> None:
    book = get("studies/kiosk/codebook/").json()
    known = {(column["step"], column["code"]) for column in book["columns"]}
    answers = get("studies/kiosk/answers/").json()["results"]
    assert {(row["step"], row["question"]) for row in answers} == known
    assert set(answers[0]) == set(book["fields"]) and all(book["fields"].values())
    uses = next(column for column in book["columns"] if column["code"] == "uses")
    assert (uses["type"], [label["value"] for label in uses["labels"]]) == ("set", ["post", "read"])
    gad = next(scale for scale in book["scales"] if scale["name"] == "gad2_total")
    assert gad["items"] == ["gad1", "gad2"] and gad["each_visit"] is False
    assert [factor["levels"] for factor in book["factors"]] == [["shown", "hidden"], [20, 85]]


def run(
    study: Study,
    kind: str = "real",
    state: JobState = JobState.DONE,
    code_version: str = CODE_VERSION,
) -> Run:
    row = Run.objects.create(
        study=study,
        protocol=protocol_of(study),
        kind=kind,
        state=state,
        code_version=code_version,
        covered=4,
        results=empty_results(kind),
    )
    for position, (outcome, estimate) in enumerate([("follow", 0.25), ("time", 0.5)]):
        Estimate.objects.create(
            run=row,
            position=position,
            key=f"{outcome}.level",
            outcome=outcome,
            contrast=LEVEL,
            estimand="?",
            estimate=estimate,
            participants=4,
        )
    return row


def test_effects_are_told_when_closed_and_of_simulated_people(study: Study, get: Get) -> None:
    newest = [run(study), run(study)][1]
    run(study, "simulated"), run(study, state=JobState.FAILED)
    live = get("studies/kiosk/results/").json()
    assert (live["run"]["id"], live["run"]["covered"], live["estimates"]) == (newest.pk, 4, None)
    assert live["sentences"] == [] and "0.25" not in json.dumps(live)
    assert live["checks"] == live["looks"] == live["failed"] == []
    simulated = get("studies/kiosk/results/", kind="simulated").json()
    assert [row["estimate"] for row in simulated["estimates"]] == [0.25], "simulated people take no time"
    Study.objects.update(state="closed")
    assert [row["estimate"] for row in get("studies/kiosk/results/").json()["estimates"]] == [0.25, 0.5]


def test_while_a_study_runs_what_its_plan_allows_is_told(study: Study, get: Get) -> None:
    row = run(study)
    look = Look(comparison="c", n=20, fraction=0.5, estimate=0.25, low=0.1, high=0.4, level=0.95, p=0.01)
    flow = Flow(groups=(), counts=(Count(key="arrived", total=23),))
    early = Results(kind="real", planned=40, extent="early", flow=flow, looks=(look,))
    Run.objects.update(results=early.to_json())
    row.estimates.filter(key="time.level").delete()
    row.estimates.update(comparison="c", confirmatory=True, low=0.1, high=0.4, p_adjusted=0.01)
    body = get("studies/kiosk/results/").json()
    assert body["status"] == "early" and body["checks"] == []
    assert [(e["key"], e["comparison"], e["p"], e["p_adjusted"]) for e in body["estimates"]] == [
        ("follow.level", "c", None, 0.01)
    ]
    assert [(one["comparison"], one["n"], one["p"], one["crossed"]) for one in body["looks"]] == [
        ("c", 20, 0.01, False)
    ]
    row.estimates.update(low=0.05)
    body = get("studies/kiosk/results/").json()
    assert (body["estimates"], body["looks"]) == ([], []), "a row that is not its newest look is not told"


def test_who_got_effects_through_the_api_is_noted_once(study: Study, get: Get) -> None:
    row = run(study)
    get("studies/kiosk/results/")
    assert not Log.objects.filter(verb="looked at effects").exists(), "a live study tells none"
    Study.objects.update(state="closed")
    for kind in ("real", "real", "simulated"):
        get("studies/kiosk/results/", kind=kind)
    entry = Log.objects.get(verb="looked at effects")
    assert entry.by is not None and entry.study == study
    assert entry.details == {"run": row.pk, "kind": "real", "extent": "few", "n": 0}


def test_checks_and_failures_are_told(closed: Study, get: Get) -> None:
    run(closed)
    failed = (Failed(outcome="follow", reason="ValueError: no."),)
    flow = Flow(groups=(), counts=())
    found = Results(kind="real", planned=40, extent="full", flow=flow, failed=failed)
    Run.objects.update(results=found.to_json())
    body = get("studies/kiosk/results/").json()
    assert body["failed"] == [{"outcome": "follow", "reason": "ValueError: no.", "part": ""}]
    assert [check["key"] for check in body["checks"]][:2] == ["lot", "attrition"]
    assert set(body["checks"][0]) == {"key", "title", "state", "said"}
    assert {check["state"] for check in body["checks"]} <= {"good", "note", "bad", "none"}


def test_an_estimate_tells_all_that_is_known_of_it(closed: Study, get: Get) -> None:
    equivalence = {
        "low": -0.1, "high": 0.1, "p": 0.02, "p_adjusted": None, "interval_low": -0.05, "interval_high": 0.06,
        "alpha": 0.05, "verdict": "equivalent",
    }  # fmt: skip
    run(closed).estimates.filter(key="follow.level").update(
        p=0.4, at=[85.0], variant="first rating only", seed=7, equivalence=equivalence, warnings=["Few."]
    )
    body = next(e for e in get("studies/kiosk/results/").json()["estimates"] if e["key"] == "follow.level")
    assert (body["at"], body["variant"], body["seed"], body["warnings"]) == (
        [85.0], "first rating only", 7, ["Few."],
    )  # fmt: skip
    assert body["equivalence"] == equivalence


def test_a_number_that_contradicts_itself_stays_in(closed: Study, get: Get) -> None:
    run(closed).estimates.filter(key="follow.level").update(statistic=2.0, df=30.0, p=0.8125)
    body = get("studies/kiosk/results/").json()
    assert [row["key"] for row in body["estimates"]] == ["time.level"] and "0.8125" not in json.dumps(body)


def test_what_an_older_version_of_the_program_found_is_not_told(closed: Study, get: Get) -> None:
    run(closed, code_version="older")
    body = get("studies/kiosk/results/").json()
    assert (body["run"], body["estimates"], body["status"]) == (None, None, "waiting")
    mine = run(closed)
    run(closed, code_version="older")
    assert get("studies/kiosk/results/").json()["run"]["id"] == mine.pk


def test_a_live_study_counts_small_groups_together(study: Study, get: Get) -> None:
    counts = (
        Count(key="allocated", total=4, by_group=(2, 2)),
        Count(key="page:debriefing", total=1, by_group=(1, 0)),
    )
    flow = Flow(groups=("shown", "hidden"), counts=counts)
    run(study)
    Run.objects.update(results=Results(kind="real", planned=40, extent="few", flow=flow).to_json())
    live = get("studies/kiosk/results/").json()["flow"]
    assert live["groups"] == [] and [row["by_group"] for row in live["rows"]] == [None, None]
    Study.objects.update(state="closed")
    closed = get("studies/kiosk/results/").json()["flow"]
    assert len(closed["groups"]) == 2 and [row["by_group"] for row in closed["rows"]] == [[2, 2], [1, 0]]


@pytest.mark.parametrize(
    "kind, status", [("real", 200), ("simulated", 200), ("pilot", 200), ("preview", 400)]
)
def test_results_are_of_real_pilot_and_simulated_participants(
    study: Study, get: Get, kind: str, status: int
) -> None:
    assert get("studies/kiosk/results/", kind=kind).status_code == status


def test_before_the_first_run_there_is_none(study: Study, get: Get) -> None:
    body = get("studies/kiosk/results/").json()
    assert body["run"] is None and body["estimates"] is None
