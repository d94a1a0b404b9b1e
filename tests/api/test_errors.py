"""Errors have one shape everywhere, and say what would work."""

import base64
from typing import Any

import pytest
from django.db import OperationalError

from surveys.api import feeds
from surveys.api.pagination import identity
from surveys.models import Study, User
from tests.api.conftest import Get, client

pytestmark = pytest.mark.django_db


def fault(response: Any, status: int) -> dict[str, str]:
    assert response.status_code == status
    assert response.headers["Content-Type"].startswith("application/json")
    body = response.json()
    assert set(body) == {"error"} and {"code", "message"} <= set(body["error"])
    assert set(body["error"]) <= {"code", "message", "field", "cure"}
    assert all(isinstance(part, str) and part for part in body["error"].values())
    found: dict[str, str] = body["error"]
    return found


@pytest.mark.parametrize(
    ("path", "parameters", "field", "cure"),
    [
        ("answers", {"kind": "preview"}, "kind", "real, simulated, pilot"),
        ("answers", {"kind": "real' OR 1=1"}, "kind", "real, simulated, pilot"),
        ("answers", {"limit": "0"}, "limit", "1 to 5000"),
        ("answers", {"limit": "9" * 5000}, "limit", "1 to 5000"),
        ("answers", {"limit": "\x00"}, "limit", "1 to 5000"),
        ("answers", {"for": "excel"}, "for", "analysis, spreadsheet"),
        ("answers", {"format": "xml"}, "format", "json, csv"),
        ("answers", {"arm": "shown"}, "arm", "cursor, for, format, kind, limit"),
        ("answers", {"participation__study__seed": "1"}, "participation__study__seed", "Allowed: cursor"),
        ("participations", {"order_by": "arm"}, "order_by", "cursor, format, kind, limit"),
        ("participations", {"kind": ["real", "pilot"]}, "kind", "once"),
        ("scores", {"format": "csv"}, "format", "json"),
        ("codebook", {"number": "x"}, "number", "1 to 32767"),
        ("results", {"cursor": ""}, "cursor", "format, kind"),
    ],
)
def test_a_wrong_parameter_is_named_with_its_cure(
    study: Study, get: Get, path: str, parameters: dict[str, Any], field: str, cure: str
) -> None:
    error = fault(get(f"studies/kiosk/{path}/", **parameters), 400)
    assert (error["code"], error["field"]) == ("invalid", field)
    assert cure in error["cure"]


def test_every_kind_of_refusal_has_the_shape(study: Study, ada: User, get: Get) -> None:
    assert fault(client(None).get("/api/v1/studies/"), 401)["code"] == "not_authenticated"
    assert fault(get("studies/none/"), 404)["code"] == "not_found"
    assert fault(get("no/such/address"), 404)["code"] == "not_found"
    assert fault(client(ada).post("/api/v1/studies/", {}), 405)["code"] == "method_not_allowed"
    assert fault(get("studies/", headers={"Accept": "image/png"}), 406)["code"] == "not_acceptable"


def test_errors_are_json_also_where_csv_was_asked_for(study: Study, get: Get) -> None:
    fault(get("studies/none/answers/", format="csv"), 404)
    fault(get("studies/kiosk/answers/", format="csv", kind="x"), 400)
    fault(get("studies/none/answers/", headers={"Accept": "text/csv"}), 404)


def test_what_nobody_foresaw_tells_nothing_but_a_number(
    study: Study, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(feeds, "_rows", fail)
    response = get("studies/kiosk/answers/")
    error = fault(response, 500)
    assert error["code"] == "error" and response.headers["X-Request-Id"] in error["cure"]
    assert b"secret" not in response.content


def test_a_silent_database_is_a_reason_to_wait(
    study: Study, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OperationalError("no answer from 10.0.0.1")

    monkeypatch.setattr(feeds, "_rows", fail)
    response = get("studies/kiosk/answers/")
    assert fault(response, 503)["code"] == "unavailable"
    assert int(response.headers["Retry-After"]) > 0 and b"10.0.0.1" not in response.content


def cursor(*parts: object) -> str:
    return base64.urlsafe_b64encode("/".join(map(str, parts)).encode()).decode().rstrip("=")


def test_a_cursor_of_another_database_is_gone(study: Study, get: Get) -> None:
    foreign = cursor(100, 1, "7000000000000000000.5", f"answers/{study.pk}/real")
    error = fault(get("studies/kiosk/answers/", cursor=foreign), 410)
    assert error["field"] == "cursor" and "Start again" in error["cure"]


NO_CURSORS = [
    *("x", "%%%", "é", "=", "YQ", "a" * 400),
    *(cursor(1, 2), cursor("x", "y", "z", "w"), cursor(-1, 0, "z", "w"), cursor(2**64, 0, "z", "w")),
]


@pytest.mark.parametrize("text", NO_CURSORS)
def test_what_is_no_cursor_is_refused(study: Study, get: Get, text: str) -> None:
    error = fault(get("studies/kiosk/answers/", cursor=text), 400)
    assert (error["code"], error["field"]) == ("cursor_malformed", "cursor")


@pytest.mark.parametrize("feed", ["scores/{}/real", "answers/{}/simulated", "answers/0/real"])
def test_a_cursor_serves_one_list_only(study: Study, get: Get, feed: str) -> None:
    other = cursor(1, 1, identity(), feed.format(study.pk))
    assert "another list" in fault(get("studies/kiosk/answers/", cursor=other), 400)["message"]
