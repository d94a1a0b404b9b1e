"""The tables are those that the models describe."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection

from surveys.flow.seen import PAGE
from surveys.models import EventBatch
from tests.analysis.make import person, study


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_pages_of_the_participations_keep_room_for_updates() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE relname = 'surveys_participation'")
        assert cursor.fetchone() == (["fillfactor=80"],)


@pytest.mark.django_db
def test_batches_noted_before_openings_had_more_room_keep_page_opening_and_place() -> None:
    met = [(0, 4, 0), (1, 1, 0), (1, 99, 3), (7, 0, 2), (100, 1, 0)]
    row = person(study(), 0)
    for page, opening, k in met:
        EventBatch.objects.create(participation=row, number=page * 10_000 + opening * 100 + k, events=[])
    with connection.cursor() as cursor:
        cursor.execute(import_module("surveys.migrations.0006_openings").WIDER)
    found = EventBatch.objects.order_by("pk").values_list("number", flat=True)
    assert [(n // PAGE, n % PAGE // 100, n % 100) for n in found] == met
