"""Requests made up from the schema: no 500, and every answer is one that the schema foresees."""

from typing import Any

import pytest
import schemathesis
from django.db import connection
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from config.wsgi import application
from surveys.api.tokens import renew
from surveys.models import Study, User

pytestmark = pytest.mark.django_db(transaction=True)

CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = ["", "{address}/", *(f"{{address}}/{name}/" for name in (
    "participations", "ids", "answers", "paradata", "scores", "results", "codebook",
    "protocol"))]  # fmt: skip


@pytest.mark.parametrize("path", OPERATIONS)
def test_made_up_requests(study: Study, ada: User, path: str) -> None:
    # It wiped a database once, elsewhere: it only ever sees a test's own.
    assert connection.settings_dict["NAME"].startswith("test_")
    headers = {"Authorization": f"Token {renew(ada, 'fuzz')}"}
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    operation = schema[f"/api/v1/studies/{path}"]["GET"]

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        if case.path_parameters:
            case.path_parameters["address"] = "kiosk"
        response = case.call(headers=headers)
        assert response.status_code < 500
        case.validate_response(response, checks=CHECKS)

    holds()
