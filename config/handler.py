"""How a request is read before any view or middleware sees it."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """What it brings is read as UTF-8, as every browser sends it, whatever charset it claims.

    Django would believe the claim. By some, such as base64, nothing can be read, which is a fault; by others,
    such as utf-7, come lone surrogates, which no page can show.
    """

    @property
    def encoding(self) -> None:
        return None

    @encoding.setter
    def encoding(self, claimed: object) -> None:
        pass


class Handler(WSGIHandler):
    request_class = Request
