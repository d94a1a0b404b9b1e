"""Exports: guarded cells, places, and every registered format."""

import csv
import io
import time
from collections.abc import Iterator

import pytest
from django.db import connection

from surveys.exports import EXPORT_FORMATS, Busy, Request, open_export
from surveys.exports.download import AT_ONCE, CLASS
from surveys.models import Kind, Log, Study, Submission, User
from tests.api.people import enrol, publish

pytestmark = pytest.mark.django_db(transaction=True)

CSV = EXPORT_FORMATS["csv"]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.org", name="Ada")


def stories(ada: User, told: list[str], *, spreadsheet: bool) -> list[str]:
    study = publish("kiosk")
    for index, story in enumerate(told):
        person = enrol(study, index)
        Submission.objects.filter(participation=person).exclude(step="about", act="answer").delete()
        Submission.objects.filter(participation=person).update(answers={"story": story})
    raw = b"".join(open_export(CSV, Request(study, Kind.REAL, spreadsheet=spreadsheet), by=ada))
    return [row["value"] for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))]


LIVE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "=cmd|' /C calc'!A0",
    "x;=1", "a\n=1", "a\t@b", 'say "x"\n+1',
]  # fmt: skip


def test_no_cell_of_a_spreadsheet_begins_like_a_formula(ada: User) -> None:
    for before, after in zip(LIVE, stories(ada, LIVE, spreadsheet=True), strict=True):
        assert after.replace("'", "") == before.replace("'", ""), "nothing but apostrophes is added"
        pieces = [
            piece for cell in after.splitlines() for part in cell.split(";") for piece in part.split("\t")
        ]
        assert not [piece for piece in pieces if piece.strip().startswith(tuple("=+-@＝"))], before


def test_plain_text_and_numbers_are_left_alone(ada: User) -> None:
    plain = ["It's 5-7, a=b.", "well-known", "mail@example.org", "  spaced  "]
    assert stories(ada, plain, spreadsheet=True) == plain


def test_for_analysis_nothing_is_changed(ada: User) -> None:
    hostile = [
        *LIVE,
        "\\N",
        "\\.",
        '"',
        "'; DROP TABLE surveys_study; --",
        "%s %(x)s {x}",
        "\x7f\u200b\u202e",
    ]
    assert stories(ada, hostile, spreadsheet=False) == hostile


@pytest.mark.parametrize("name", EXPORT_FORMATS)
def test_every_format_streams_and_names_itself(name: str, ada: User) -> None:
    written, study = EXPORT_FORMATS[name], publish("kiosk")
    enrol(study, 0)
    pieces = open_export(written, Request(study, Kind.REAL), by=ada)
    assert len(b"".join(pieces)) > 100
    assert "/" in written.media_type and written.suffix.isalnum()
    assert Request(study, Kind.REAL).filename(written.suffix) == f"kiosk-answers-real.{written.suffix}"


def held() -> int:
    """Places taken, once PostgreSQL has noticed who left."""
    time.sleep(0.2)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [CLASS])
        return int(cursor.fetchone()[0])


def failing(*_: object) -> Iterator[bytes]:
    raise ZeroDivisionError
    yield b""


@pytest.mark.parametrize("way", ["exhausted", "closed", "failed"])
def test_a_place_is_given_back(ada: User, study: Study, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "failed":
        monkeypatch.setattr(type(CSV), "stream", failing)
        with pytest.raises(ZeroDivisionError):
            open_export(CSV, Request(study, Kind.REAL), by=ada)
    else:
        pieces = open_export(CSV, Request(study, Kind.REAL), by=ada)
        if way == "closed":
            next(pieces)
            pieces.close()
        else:
            list(pieces)
    assert held() == 0
    assert Study.objects.count() == 1, "the web's own connection is none the worse"


def test_only_so_many_at_once(ada: User, study: Study) -> None:
    others = connection.copy()
    try:
        with others.cursor() as cursor:
            for place in range(AT_ONCE):
                cursor.execute("SELECT pg_advisory_lock(%s, %s)", [CLASS, place])
        with pytest.raises(Busy):
            open_export(CSV, Request(study, Kind.REAL), by=ada)
        assert not Log.objects.filter(verb="export").exists()
    finally:
        others.close()


@pytest.fixture
def study(db: None) -> Study:
    study = publish("kiosk")
    enrol(study, 0)
    return study
