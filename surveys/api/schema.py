"""How the views' declarations become an OpenAPI description."""

from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from surveys.api.shapes import ErrorShape

Direction = Literal["request", "response"]
FAULTS = {
    "400": "A parameter is unknown, or not among what is allowed.",
    "401": "No token, or one that is wrong or has expired.",
    "404": "There is no such thing, or it is not yours to see.",
    "406": "The Accept header names nothing that is written here.",
    "410": "The cursor belongs to another database: start again.",
    "429": "Too many exports at once: wait as long as Retry-After says.",
}


class Description(AutoSchema):
    """DRF's DEFAULT_SCHEMA_CLASS: adds the errors that every address can answer with."""

    def get_tags(self) -> list[str]:
        return ["data"]

    def _get_response_bodies(self, direction: Direction = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, meaning in FAULTS.items():
            answer = OpenApiResponse(ErrorShape, description=meaning)
            bodies[status] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                answer, status, ["application/json"], direction
            )
        return bodies
