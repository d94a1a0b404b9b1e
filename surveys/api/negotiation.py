"""Which form an answer takes: `?format=` decides, else the Accept header."""

from collections.abc import Iterable
from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from surveys.api.errors import Refusal
from surveys.exports import EXPORT_FORMATS


class Negotiation(DefaultContentNegotiation):
    """An unknown format is the request's fault (400, not DRF's 404); a known one needs no Accept header."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        named = request.query_params.get("format")
        if named is None:
            chosen: tuple[BaseRenderer, str] = super().select_renderer(request, renderers, format_suffix)
            return chosen
        known = {str(renderer.format): renderer for renderer in renderers}
        if named in known:
            return known[named], str(known[named].media_type)
        raise Refusal(
            f"There is no format {named[:60]!r} here.",
            code="invalid",
            field="format",
            cure=f"Write one of {', '.join(known)}.",
        )


class Passing(BaseRenderer):
    """Stands for a format that a view writes itself."""

    charset = None

    def render(self, data: Any, media_type: str | None = None, context: Any = None) -> bytes:
        raise NotImplementedError(f"{self.format} is written by its view")


class YAMLText(Passing):
    media_type, format = "application/yaml", "yaml"


def streamed() -> list[type[BaseRenderer]]:
    """A stand-in for every export format."""
    return [
        type(f"Passing{name.upper()}", (Passing,), {"media_type": f.media_type, "format": name})
        for name, f in EXPORT_FORMATS.items()
    ]
