import io
import json
import logging
from collections.abc import Callable

import pytest
import structlog
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from structlog.testing import capture_logs

from config import logs
from config.middleware import ContentSecurityPolicy, Participants, RequestLog, loosened, route
from config.proxies import client_address

TOKEN = "tokentokentokentoken"


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("x", status=500 if "boom" in request.path else 200)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A logger that is not yet bound, so that capture_logs can reach it."""
    monkeypatch.setattr("config.middleware.log", structlog.get_logger("test"))


@pytest.mark.usefixtures("logged")
def test_a_request_leaves_no_path_token_address_or_browser_in_the_log() -> None:
    request = RequestFactory().get(
        f"/s/study/{TOKEN}/?q={TOKEN}", REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Telltale/1.0"
    )
    with capture_logs() as lines:
        RequestLog(answer)(request)
    text = json.dumps(lines)
    assert [line["event"] for line in lines] == ["request"]
    assert not any(secret in text for secret in (TOKEN, "203.0.113.9", "Telltale", "study"))
    assert {"route", "method", "status", "ms", "request_id"} <= set(lines[0])


@pytest.mark.usefixtures("logged")
@pytest.mark.parametrize(("path", "level"), [("/fine", "info"), ("/boom", "error")])
def test_a_failure_is_logged_as_one(path: str, level: str) -> None:
    with capture_logs() as lines:
        response = RequestLog(answer)(RequestFactory().get(path))
    assert lines[0]["log_level"] == level
    assert lines[0]["request_id"] == response["X-Request-Id"]


def below(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the researchers' side")


def test_only_participants_pages_turn_off_before_sessions_and_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.middleware.straight", lambda request: HttpResponse("the study"))
    middleware = Participants(below)
    asked = {
        path: middleware(RequestFactory().get(path)).content for path in ("/s/x/", "/s", "/", "/admin/s/")
    }
    assert [path for path, said in asked.items() if said == b"the study"] == ["/s/x/"]


@pytest.mark.django_db
def test_a_participants_request_has_neither_session_nor_user(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("surveys.views.participate._get", lambda *words, **named: HttpResponse("x"))
    response = client.get(f"/s/study/{TOKEN}/")
    assert response.content == b"x"
    assert not any(hasattr(response.wsgi_request, name) for name in ("session", "user", "_messages"))
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert route(response.wsgi_request) == "participate"


@pytest.mark.django_db
@pytest.mark.usefixtures("logged")
def test_what_goes_wrong_on_a_participants_page_is_logged_and_told(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: str, **named: object) -> HttpResponse:
        raise ZeroDivisionError

    monkeypatch.setattr("surveys.views.participate._get", broken)
    client.raise_request_exception = False
    with capture_logs() as lines:
        response = client.get(f"/s/study/{TOKEN}/")
    assert response.status_code == 500
    assert [line["event"] for line in lines] == ["exception", "request"]
    assert isinstance(lines[0]["exc_info"], ZeroDivisionError)
    assert TOKEN not in json.dumps(lines, default=str)


@pytest.mark.django_db
@pytest.mark.usefixtures("logged")
@pytest.mark.django_db
def test_a_link_that_leads_nowhere_is_no_fault(client: Client) -> None:
    with capture_logs() as lines:
        assert client.get("/s/nothing/here/").status_code == 404
    assert [line["event"] for line in lines] == ["request"]


def test_djangos_own_loggers_write_no_path(client: Client) -> None:
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    try:
        client.get(f"/nowhere/{TOKEN}")
    finally:
        logging.getLogger().removeHandler(handler)
    assert "404" in told.getvalue()
    assert TOKEN not in told.getvalue()


def test_an_exception_is_told_without_the_rows_it_quotes() -> None:
    try:
        raise IntegrityError('duplicate key "one"\nDETAIL:  Key (answer)=(very private) already exists.')
    except IntegrityError as error:
        told = logs.tell(error)
    assert 'IntegrityError: duplicate key "one"' in told
    assert "private" not in told
    assert "test_middleware.py" in told


@pytest.mark.parametrize(
    ("path", "loose"), [("/admin/", True), ("/api/v1/docs/", True), ("/s/x/", False), ("/administer/", False)]
)
def test_only_the_admin_and_the_api_have_a_looser_policy(path: str, loose: bool) -> None:
    assert (loosened(path) is not None) is loose


def policy(view: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> str:
    response = ContentSecurityPolicy(view)(request)
    assert isinstance(response, HttpResponse)
    return response.headers["Content-Security-Policy"]


def test_the_policy_is_in_the_header() -> None:
    request = RequestFactory().get("/s/x/")
    header = policy(answer, request)
    assert "script-src 'self';" in f"{header};"
    assert "unsafe" not in header


def test_a_view_may_keep_its_own_policy_under_the_admin() -> None:
    """A participant's page shown in a frame of the admin stays under its strict policy."""

    def preview(request: HttpRequest) -> HttpResponse:
        response = HttpResponse("x")
        response._csp_config = {"script-src": ["'none'"]}  # type: ignore[attr-defined]
        return response

    assert policy(preview, RequestFactory().get("/admin/preview/")) == "script-src 'none'"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "lie, 198.51.100.1", "198.51.100.1"),
        (2, "lie, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (1, "", "192.0.2.1"),
    ],
)
def test_an_address_is_what_our_outermost_proxy_saw(
    settings: object, proxies: int, forwarded: str, address: str
) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
