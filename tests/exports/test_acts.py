"""What was done in a feed, as a table: a row an act, and nothing that tells a group before the end."""

import csv
import io
import json
from typing import Any

import pytest
from django.db import connection

from surveys import drafts, flow
from surveys.exports import EXPORT_FORMATS, Request, open_export
from surveys.exports.acts import as_json
from surveys.models import Kind, Study, Submission, User
from surveys.protocol import Act
from tests.people import again, begin, published, send, walk
from tests.protocol.own import own

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = [
    "participation", "n", "step", "day", "at", "seconds", "act", "which", "post", "text", "before", "after",
    "shown", "placebo", "system", "version",
]  # fmt: skip
WHAT = ["act", "which", "post", "text", "before", "after", "shown", "placebo", "system", "version"]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.org", name="Ada")


@pytest.fixture
def study(ada: User) -> Study:
    return published(own(score={"course": "dip_64"}), by=ada)


def do(token: str, what: str, **fields: list[str]) -> None:
    send(again(token), {"act": [Act.DO.value], "deed": [what], **fields})


def lived(study: Study, kind: Kind = Kind.REAL) -> str:
    """Three days of somebody: acts on the second, the way on, and a stop in between."""
    token, seat = begin(study, kind)
    walk(token, seat, "week.name")
    send(again(token), {"nickname": ["otter"], "face": ["face1"]})
    send(again(token), {})
    send(again(token), {"leave": ["next"]})
    do(token, "like.2", own=["half"])
    do(token, "reply.1", reply_1=["secret words"])
    send(again(token), {"act": ["stop"], "own": ["typed, not sent"]})
    send(again(token), {"act": ["return"]})
    do(token, "post.own", own=["more secret words"])
    do(token, "check")
    send(again(token), {"leave": ["break.1"]})
    send(again(token))  # the questions after the second day
    return token


def rows(study: Study, kind: Kind = Kind.REAL) -> list[dict[str, str]]:
    request = Request(study, kind, table="acts")
    owner = User.objects.get(email="ada@example.org")
    raw = b"".join(open_export(EXPORT_FORMATS["csv"], request, by=owner)).decode()
    return list(csv.DictReader(io.StringIO(raw, newline="")))


def test_each_act_is_a_row_with_day_time_and_score(study: Study, ada: User) -> None:
    token = lived(study)
    drafts.close(study, by=ada)
    found = rows(study)
    assert list(found[0]) == COLUMNS
    told = [(r["day"], r["act"], r["which"], r["before"], r["after"]) for r in found]
    assert told == [
        ("1", "next", "", "68", "68"),
        ("2", "like", "2", "68", "68"),
        ("2", "reply", "1", "68", "68"),
        ("2", "post", "own", "68", "68"),
        ("2", "check", "", "68", "68"),
        ("2", "break", "1", "68", "68"),
    ]
    assert [r["text"] for r in found] == ["f", "f", "t", "t", "f", "f"]
    drawn = again(token).draws
    assert drawn is not None
    assert [r["post"] for r in found] == ["", drawn.feed[4], drawn.feed[3], "", "", ""]
    assert {(r["shown"], r["placebo"], r["system"]) for r in found} == {("t", "f", "klout_like")}
    assert all(r["version"] for r in found)


def test_seconds_run_from_when_the_day_was_first_shown(study: Study, ada: User) -> None:
    token = lived(study)
    drafts.close(study, by=ada)
    sent = {s.n: s for s in Submission.objects.filter(participation=again(token).id)}
    began = next(s.at for s in sent.values() if s.step == "week.1.day")
    for row in rows(study)[1:]:
        waited = (sent[int(row["n"])].at - began).total_seconds()
        assert float(row["seconds"]) == pytest.approx(waited, abs=2e-3)


def test_no_word_that_somebody_wrote_is_in_any_export(study: Study, ada: User) -> None:
    lived(study)
    drafts.close(study, by=ada)
    for table in ("acts", "answers", "paradata", "ids"):
        request = Request(study, Kind.REAL, table=table)
        raw = b"".join(open_export(EXPORT_FORMATS["csv"], request, by=ada)).decode()
        assert "secret" not in raw and "half" not in raw and "typed" not in raw, table


def test_while_the_study_is_live_nothing_done_is_told_but_that_something_was(study: Study) -> None:
    lived(study)
    found = rows(study)
    assert len(found) == 6 and {row[name] for row in found for name in WHAT} == {""}
    assert [row["day"] for row in found] == ["1", *["2"] * 5]


def test_simulated_people_are_told_at_any_time(study: Study) -> None:
    lived(study, Kind.SIMULATED)
    assert [row["act"] for row in rows(study, Kind.SIMULATED)][1:3] == ["like", "reply"]


def test_json_says_the_same(study: Study, ada: User) -> None:
    lived(study)
    drafts.close(study, by=ada)
    ids = list(Submission.objects.order_by("n").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(as_json(Request(study, Kind.REAL, table="acts"), ids))
        found: list[dict[str, Any]] = [json.loads(text) for (text,) in cursor.fetchall()]
    for one, other in zip(found, rows(study), strict=True):
        assert list(one) == COLUMNS
        as_cells = {True: "t", False: "f", None: ""}
        plain = {k: as_cells[v] if v is None or isinstance(v, bool) else str(v) for k, v in one.items()}
        assert plain | {"seconds": ""} == other | {"seconds": ""}


def test_whoever_withdrew_has_no_rows(study: Study, ada: User) -> None:
    token = lived(study)
    assert rows(study)
    seat = again(token)
    flow.withdraw(seat.id, "CODE")
    assert rows(study) == []
