"""Addresses under /api/v1/ that do not exist."""

from typing import NoReturn

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.exceptions import NotFound
from rest_framework.request import Request


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@authentication_classes([])
@permission_classes([])
def nowhere(request: Request) -> NoReturn:
    """The same shape of error as everywhere, rather than a page made for people."""
    raise NotFound("There is nothing at this address.")
