"""The three readers through which the environment becomes settings."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str) -> bool:
    """True for 1, true, yes, on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A list divided by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def key(name: str, file: Path) -> str:
    """A secret from the environment or from the file that config.servers made; the cure if there is none."""
    value = os.environ.get(name) or (json.loads(file.read_text()).get(name) if file.exists() else None)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Run the command with servers around it, "
            f"`python -m config.servers run -- COMMAND` (its first run makes {file}), "
            f"or set {name} to 48 random characters."
        )
    return str(value)


def database(url: str, *, deadline: float) -> dict[str, Any]:
    """Django's settings for a libpq URL: postgresql://user:password@host:port/name?host=/socket/folder&sslmode=...

    `&prepare=no` for a PgBouncer in transaction mode, where prepared statements go astray.
    """
    parts = urlsplit(url)
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    options.setdefault("connect_timeout", 5)
    options.setdefault("application_name", "limelight")
    # Django's own default, None, makes psycopg ignore even `prepare=True`: surveys.flow.statements needs it.
    options["prepare_threshold"] = None if options.pop("prepare", "yes") == "no" else 5
    if deadline:
        # The server's own limit first: it ends the statement, which the client's deadline cannot.
        options["deadline"] = deadline
        options.setdefault("options", f"-c statement_timeout={int(deadline * 800)}")
    return {
        "ENGINE": "config.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
