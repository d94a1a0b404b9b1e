"""The studio as Ada meets it: forms loaded, filled and sent as a browser would."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from surveys import drafts
from surveys.models import Study
from surveys.protocol import Document
from tests.admin.conftest import People, SignIn, url
from tests.admin.studio.test_forms import sent

Save = Callable[..., HttpResponse]


@pytest.fixture
def ada(people: People, signed_in: SignIn) -> Client:
    return signed_in(people.ada)


@pytest.fixture
def save(ada: Client) -> Save:
    """Load a form, type, send it."""

    def do(address: str, **typed: Any) -> HttpResponse:
        shown: Any = ada.get(address)
        assert shown.status_code == 200, address
        data = sent(shown.context["form"])
        for name, value in typed.items():
            data.setlist(name, value if isinstance(value, list) else [str(value)])
        return ada.post(address, dict(data.lists()))  # type: ignore[return-value]

    return do


def now(study: Study) -> Document:
    return drafts.document(Study.objects.get(pk=study.pk))


def node(study: Study, path: str) -> str:
    return url("design_node", study, path=path)


def add(study: Study, path: str, query: str) -> str:
    return f"{url('design_add', study, path=path)}?{query}"
