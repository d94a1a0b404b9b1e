"""Run inside a trial's installation: `python -m tests.trials.deal make ADDRESS | start STUDY COUNT`.

make: a study of its own, nobody in it, with a seed that is the same every time; prints it in hex. start: so
many people draw their lot, one after another, as the page before it lets them.
"""

import hashlib
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import transaction  # noqa: E402

from surveys import flow  # noqa: E402
from surveys.flow import slots, tokens  # noqa: E402
from surveys.models import Study  # noqa: E402
from tests.people import flagship, published  # noqa: E402

SEED = hashlib.sha256(b"a trial of the lot").digest()
"""Drawn anew each time, one trial in a thousand would fail by chance."""


def make(address: str) -> str:
    made = published(flagship(address=address))
    Study.objects.filter(pk=made.pk).update(seed=SEED)
    return SEED.hex()


def start(study: Study, count: int) -> str:
    for _i in range(count):
        seat = flow.enrol(study, tokens.new(study.address))
        with transaction.atomic():
            slots.allocate(seat)
    return str(count)


if __name__ == "__main__":
    what, address = sys.argv[1:3]
    print(make(address) if what == "make" else start(Study.objects.get(address=address), int(sys.argv[3])))
