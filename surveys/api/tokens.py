"""Tokens for reading: shown once, kept as a digest, with an end."""

from datetime import timedelta

from django.db import transaction
from knox.models import AuthToken
from knox.settings import CONSTANTS

from surveys.models import User

LIFETIME = timedelta(days=90)


@transaction.atomic
def renew(user: User, name: str, *, lifetime: timedelta = LIFETIME) -> str:
    """A new token for this purpose; the older ones of the same purpose end now.

    The purpose is the token's beginning, which knox keeps in clear: `name` has at most 9 letters or digits.
    """
    prefix = f"{name}_"
    if not name.isalnum() or len(prefix) > CONSTANTS.MAXIMUM_TOKEN_PREFIX_LENGTH:
        raise ValueError(f"{name!r} does not name a token: 1 to 9 letters or digits")
    AuthToken.objects.filter(user=user, token_key__startswith=prefix).delete()
    _, token = AuthToken.objects.create(user, expiry=lifetime, prefix=prefix)
    return str(token)
