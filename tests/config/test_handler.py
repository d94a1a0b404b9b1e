"""What a request claims of itself, by the very handler that the server calls."""

import io
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from config.handler import Handler, Request

CLAIMS = ["base64", "undefined", "idna", "utf-7", "unicode_escape", "utf-16", "iso-8859-1", "no-charset"]
MULTIPART = '--x\r\nContent-Disposition: form-data; name="p"\r\n\r\n+2AA-\\ud800ü\r\n--x--\r\n'


def environ(path: str, kind: str, body: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"REQUEST_METHOD": "POST" if body else "GET", "PATH_INFO": path}
    found |= {"QUERY_STRING": "q=%C3%A9%ff", "CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body.encode()))}
    found["wsgi.input"] = io.BytesIO(body.encode())
    setup_testing_defaults(found)
    return found


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", MULTIPART),
        ("application/x-www-form-urlencoded", "p=%2B2AA-\\ud800%C3%BC"),
    ],
)
def test_whatever_charset_is_claimed_it_is_read_as_utf8(claim: str, kind: str, body: str) -> None:
    request = Request(environ("/", f"{kind}; charset={claim}", body))
    assert request.POST["p"] == "+2AA-\\ud800ü"
    assert request.GET["q"] == "é\ufffd"


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claimed_charset_is_a_fault(claim: str) -> None:
    said = []

    def start(
        status: str, headers: list[tuple[str, str]], trouble: object = None
    ) -> Callable[[bytes], object]:
        said.append(status)
        return io.BytesIO().write

    Handler()(environ("/health/live", f"text/plain; charset={claim}"), start)
    assert said == ["200 OK"]


def test_the_server_is_given_this_handler() -> None:
    assert isinstance(import_string(settings.WSGI_APPLICATION), Handler)
