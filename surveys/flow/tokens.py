"""The authority of a participant: an unguessable word in the address. The database holds only its hash."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings

_RANDOM = 16
_MARK = 8


def new(address: str) -> str:
    """A token for the study at `address`: 128 random bits, and a mark by which a mistyped link is told."""
    return of(address, secrets.token_bytes(_RANDOM))


def of(address: str, random: bytes) -> str:
    """The token that these 16 bytes give: for simulated people, who must be the same when run again."""
    return base64.urlsafe_b64encode(random + _mark(settings.SECRET_KEY, address, random)).decode()


def of_person(address: str, person: str) -> str:
    """The token of somebody whom a recruiting service names: the same on every device, so one participation.

    By the data key, which outlives a change of the secret key: else they could begin again.
    """
    known = f"{address}:{person}".encode()
    return of(address, hmac.digest(settings.DATA_KEY.encode(), b"person:" + known, "sha256")[:_RANDOM])


def is_ours(address: str, token: str) -> bool:
    """Was this token made here, for this study? Knowing that spares a look at the database."""
    try:
        raw = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError:
        return False
    random, mark = raw[:_RANDOM], raw[_RANDOM:]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(mark, _mark(key, address, random)) for key in keys)


def hashed(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _mark(key: str, address: str, random: bytes) -> bytes:
    return hmac.digest(key.encode(), b"participant:" + address.encode() + b":" + random, "sha256")[:_MARK]
