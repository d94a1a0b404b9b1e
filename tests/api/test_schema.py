"""The OpenAPI description is valid, complete, and what is sent agrees with it."""

from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from surveys.analysis.compute import CODE_VERSION
from surveys.analysis.results import LEVEL
from surveys.analysis.scores import CODE_VERSION as SCORED
from surveys.api.queries import AnswersQuery, FeedQuery, NumberQuery, PageQuery, Query, ResultsQuery
from surveys.models import Estimate, JobState, Run, ScaleScore, Study
from tests.api.conftest import Get
from tests.api.people import empty_results, protocol_of

pytestmark = pytest.mark.django_db

PREFIX = "/api/v1/studies/{address}/"
PARAMETERS = {
    "/api/v1/studies/": PageQuery,
    PREFIX: Query,
    f"{PREFIX}participations/": FeedQuery,
    f"{PREFIX}ids/": AnswersQuery,
    f"{PREFIX}answers/": AnswersQuery,
    f"{PREFIX}acts/": AnswersQuery,
    f"{PREFIX}paradata/": AnswersQuery,
    f"{PREFIX}scores/": FeedQuery,
    f"{PREFIX}results/": ResultsQuery,
    f"{PREFIX}codebook/": NumberQuery,
    f"{PREFIX}protocol/": NumberQuery,
}


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    found: dict[str, Any] = Client().get("/api/v1/schema/").json()
    return found


def strict(part: Any) -> Any:
    """OpenAPI 3.0 as JSON Schema: `nullable` as a type, and nothing that is not described."""
    if isinstance(part, list):
        return [strict(each) for each in part]
    if not isinstance(part, dict):
        return part
    found = {name: strict(each) for name, each in part.items() if name != "nullable"}
    if "properties" in found:
        found.setdefault("additionalProperties", False)
    return {"anyOf": [found, {"type": "null"}]} if part.get("nullable") else found


def check(schema: dict[str, Any], path: str, status: int, body: Any) -> None:
    answer = schema["paths"][path]["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
    whole = strict({**answer, "components": schema["components"]})
    jsonschema.Draft202012Validator(whole, format_checker=jsonschema.FormatChecker()).validate(body)


def fill(study: Study) -> None:
    """Something to see at every address."""
    for kind in ("real", "simulated"):
        run = Run.objects.create(
            study=study,
            protocol=protocol_of(study),
            kind=kind,
            state=JobState.DONE,
            code_version=CODE_VERSION,
            results=empty_results(kind),
        )
        Estimate.objects.create(
            run=run, position=1, key="a", outcome="follow", contrast=LEVEL, estimand="?", participants=4
        )
    ScaleScore.objects.bulk_create(
        ScaleScore(participation=p, scale="gad2", value=value, answered=1, code_version=SCORED, xid=7)
        for p, value in zip(study.participations.all(), (None, 1.5), strict=False)
    )


def test_it_is_valid_and_names_every_address(schema: dict[str, Any]) -> None:
    validate_schema(schema)  # type: ignore[no-untyped-call]
    assert set(schema["paths"]) == set(PARAMETERS)
    assert {tuple(operations) for operations in schema["paths"].values()} == {("get",)}


@pytest.mark.parametrize("path", PARAMETERS)
def test_parameters_are_those_that_are_checked(schema: dict[str, Any], path: str) -> None:
    described = {p["name"] for p in schema["paths"][path]["get"]["parameters"] if p["in"] == "query"}
    assert described - {"format"} == set(PARAMETERS[path]().fields)


def test_every_field_and_parameter_says_what_it_is_or_is_plain(schema: dict[str, Any]) -> None:
    for operations in schema["paths"].values():
        assert operations["get"]["summary"]
        assert all(
            p.get("description")
            for p in operations["get"]["parameters"]
            if p["name"] not in ("address", "format")
        )
    answers = schema["components"]["schemas"]["AnswerShape"]["properties"]
    assert all(field.get("description") for field in answers.values())
    described = schema["paths"][f"{PREFIX}answers/"]["get"]
    assert "Groups, levels and profiles are told when" in described["description"]
    assert set(described["responses"]["200"]["content"]) == {"application/json", "text/csv"}


@pytest.mark.parametrize("path", PARAMETERS)
@pytest.mark.parametrize("state", ["live", "closed"])
def test_what_is_sent_agrees(
    schema: dict[str, Any], study: Study, get: Get, request: pytest.FixtureRequest, path: str, state: str
) -> None:
    if state == "closed":
        request.getfixturevalue("closed")
    fill(study)
    kinds = (
        [{"kind": kind} for kind in ("real", "simulated")] if "kind" in PARAMETERS[path]().fields else [{}]
    )
    for parameters in kinds:
        response = get(path.format(address="kiosk").removeprefix("/api/v1/"), **parameters)
        assert response.status_code == 200
        check(schema, path, 200, response.json())
    check(schema, path, 400, get(path.format(address="kiosk").removeprefix("/api/v1/"), nonsense=1).json())


def test_the_page_for_people_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    script = client.get("/api/v1/docs/?script=")
    assert page.status_code == script.status_code == 200
    for text in (page.content.decode(), script.content.decode()):
        assert "http://" not in text and "https://" not in text
    assert "<script>" not in page.content.decode()
