"""The installation's two secrets, made on first start: one signs (Django's), one guards data at rest."""

import json
import secrets
from pathlib import Path

from config.servers.postgres import write_private

NAMES = ("SECRET_KEY", "DATA_KEY")


def new() -> dict[str, str]:
    return {name: secrets.token_urlsafe(48) for name in NAMES}


def make(file: Path) -> None:
    """Write the file that config.settings reads. Never overwrites: data may be encrypted."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        write_private(file, json.dumps(new()))
