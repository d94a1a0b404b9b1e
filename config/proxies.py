"""Who is asking, when trusted proxies stand between."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address that our outermost proxy saw. Only slows down password guessing.

    Each proxy appends what it saw; whatever stands further left was sent by the client and may be a lie.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        return str(seen[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))
