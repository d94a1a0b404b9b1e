"""What `make demo` needs in the database: researcher, live study, a copy for simulated people, token."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from surveys import drafts, library, simulate
from surveys.api.tokens import renew
from surveys.models import Study, User
from surveys.protocol import read
from surveys.simulate.people import Effects

EMAIL = "researcher@limelight.localhost"
STUDY = "first-impressions"
COPY = "first-impressions-demonstration"
PEOPLE = 300
PLANTED = Effects(
    level={"competence": 0.1, "trustworthiness": 0.1, "message_credibility": 0.1, "follow": 0.04},
    visibility={"anxiety": 10.0},
)
"""So large that so many people find each of them with a power of 95 % or more."""
DROPOUT = 0.08

ABOUT = {
    "institution": "Demonstration, not a study",
    "contact": "Whoever runs this demonstration",
    "approval": "Demonstration, not a study: no approval",
    "pay": "Demonstration, not a study: no pay",
    "minutes": 12,
}
HELP = (
    "If the questions left you uneasy, talk to somebody you trust or your doctor; "
    "in an emergency call your local emergency number."
)


class Command(BaseCommand):
    help = "Set up the demonstration (--site), or send simulated people into its copy (--arrivals)."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--site", help="the site's address, such as http://127.0.0.1:8000")
        what.add_argument("--arrivals", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["arrivals"]:
            self._arrivals()
        else:
            self._set_up(options["site"].rstrip("/"))

    def _set_up(self, site: str) -> None:
        password = self._password()
        user = self._researcher(password)
        self._study(user, STUDY, "First impressions, to take yourself")
        self._study(user, COPY, "First impressions, with simulated people")
        lines = {
            "study": f"{site}/s/{STUDY}/",
            "admin": f"{site}/admin/  (user {EMAIL}, password {password})",
            "api": f"{site}/api/v1/  (Authorization: Token {renew(user, 'demo')})",
        }
        run = Path(settings.VAR) / "run"
        run.mkdir(parents=True, exist_ok=True)
        _write(run / "demo.json", json.dumps(lines))

    def _arrivals(self) -> None:
        """Simulated people, once: a restart goes on with those not yet made, by way of the worker."""
        copy = Study.objects.get(address=COPY)
        if not copy.simulations.exists():
            simulate.want(
                copy,
                participants=PEOPLE,
                effects=PLANTED,
                dropout=DROPOUT,
                seed=secrets.randbelow(2**31),
                pause=0.05,
            )

    def _password(self) -> str:
        kept = Path(settings.VAR) / "demo.password"
        if not kept.exists():
            _write(kept, secrets.token_urlsafe(12))
        return kept.read_text()

    def _researcher(self, password: str) -> User:
        user = User.objects.filter(email=EMAIL).first()
        if user is None:
            return User.objects.create_superuser(EMAIL, password, name="Demonstration")
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
        return user

    @transaction.atomic
    def _study(self, user: User, address: str, name: str) -> None:
        """Made and published together: a killed start must not leave a draft in the study's place."""
        if Study.objects.filter(address=address).exists():
            return
        data = library.studies("first-impressions")
        data |= {"address": address, "name": name, "about": ABOUT, "help": HELP}
        drafts.publish(drafts.create(read(data), by=user, demonstration=True), by=user)


def _write(path: Path, text: str) -> None:
    """A file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
