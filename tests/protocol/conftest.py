"""What the documents' tests start from."""

import copy
from typing import Any

import pytest

from surveys import library
from surveys.protocol import Compiled, Document, compiled, read
from tests.people import TOLD
from tests.protocol.small import SMALL


@pytest.fixture
def small() -> dict[str, Any]:
    """The small study in plain data, to be changed."""
    return copy.deepcopy(SMALL)


@pytest.fixture(scope="session")
def protocol() -> Compiled:
    return compiled(read(SMALL))


@pytest.fixture(scope="session")
def flagship() -> Document:
    return read(library.studies("first-impressions") | TOLD)
