"""One click: the answers of a page become one submission, and the participant moves one place on."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.db import transaction
from psycopg.types.json import Jsonb

from surveys.flow import statements
from surveys.flow.seats import Seat, enrol, protocol_of
from surveys.flow.seen import batches
from surveys.flow.slots import allocate
from surveys.flow.withdraw import withdraw
from surveys.models import State, Study
from surveys.pages import exposure, in_feed, offered, page
from surveys.protocol import STOP, Act, Answers, Draws, Ending, Place, Sent, advance
from surveys.protocol.advance import STOP_ACTS, onward
from surveys.protocol.nodes import Feed, Visits
from surveys.protocol.nodes.feed_acts import DEED
from surveys.questions import Fields, is_storable

NOT_TYPED = ("n", "act")
CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Letters and digits that nobody mistakes for one another."""


class Receipt(Enum):
    """What became of a click."""

    SAVED = auto()  # now, or by an earlier identical click
    STANDS = auto()  # other answers to this page were saved before; they stand
    OUT_OF_STEP = auto()  # a page number that this participant has not reached
    REFUSED = auto()  # an act that this page does not offer
    PAUSED = auto()  # nothing saved; the same click will do later


@dataclass(frozen=True, slots=True)
class Click:
    """What a form brought: the act, the answers as they are stored, their digest, and the paradata (JSON)."""

    act: Act
    answers: Answers
    digest: bytes
    batches: str


@dataclass(frozen=True, slots=True)
class Stored:
    digest: bytes
    answers: Mapping[str, Any]


def submit(seat: Seat, *, n: int, act: Act, fields: Fields) -> Receipt:
    """Save a page's answers once, however often they come. Raises Errors where some cannot be taken."""
    digest = digest_of(fields)
    if n > seat.n:
        return Receipt.OUT_OF_STEP
    if act is Act.DELETE and _may_withdraw(seat):
        withdraw(seat.id, code_for(seat))
        return Receipt.SAVED
    if n < seat.n or seat.ending:
        return _compare(seat, n, digest)
    if seat.state is State.CLOSED and act in (Act.ANSWER, Act.DO) and seat.step:
        act = Act.STOP  # no more answers are taken; what was typed is kept with the page that asks what next
    if act not in _offered(seat):
        return Receipt.REFUSED
    if seat.state is State.PAUSED and act not in (Act.STOP, *STOP_ACTS):
        return Receipt.PAUSED
    click = Click(act, _read(seat, act, fields), digest, json.dumps(batches(n, fields)))
    return Receipt.SAVED if _save(seat, click) else _compare(seat, n, digest)


def begin(
    study: Study, token: str, *, act: Act, fields: Fields, ids: Mapping[str, str] | None = None
) -> Seat:
    """Enrol somebody whose first page can be taken. Raises Errors, and stores nothing, where it cannot.

    Of somebody who declines, no ids are kept either.
    """
    assert study.protocol_id is not None, "only a published study is entered"
    first = protocol_of(study.protocol_id).steps[0]
    if act in first.node.acts:
        first.node.read(first, act, fields)
    return enrol(study, token, ids=None if act is Act.DECLINE else ids)


def way_back(seat: Seat) -> str:
    """The address at which whoever sent them waits, once there is a code to bring along; else ''."""
    recruitment = seat.protocol.document.recruitment
    if not (recruitment.back and seat.code):
        return ""
    row = statements.execute(statements.IDS, {"id": seat.id})
    return recruitment.way_back(code=seat.code, ids=json.loads(row[0]) if row else {})


def act_in(fields: Fields) -> Act | None:
    """What a form does: what its button says; a button that names a deed of a feed does that."""
    value = (fields.get("act") or [Act.DO if DEED in fields else Act.ANSWER])[-1]
    return next((act for act in Act if act == value), None)


def digest_of(fields: Fields) -> bytes:
    """SHA-256 of what the form sent, without its number and its paradata (fields that begin with _)."""
    sent = sorted((k, list(v)) for k, v in fields.items() if k != "n" and not k.startswith("_"))
    return hashlib.sha256(json.dumps(sent).encode()).digest()


def stored(seat: Seat, n: int) -> Stored | None:
    """The submission with this number."""
    row = statements.execute(statements.STORED, {"id": seat.id, "n": n})
    return Stored(bytes(row[0]), json.loads(row[1])) if row else None


def expose(seat: Seat) -> None:
    """Note, once, that the first page that can differ between groups was sent. The only write a GET makes."""
    statements.execute(statements.EXPOSED, {"id": seat.id})


def is_first_exposure(seat: Seat) -> bool:
    """Is the page that now stands there the first that can differ between groups?"""
    shown = seat.ending is None and seat.place.at != STOP and seat.state is not State.CLOSED
    return shown and seat.draws is not None and not seat.exposed


def new_code() -> str:
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def code_for(seat: Seat) -> str:
    """The study's one code, or one of their own."""
    return seat.protocol.document.recruitment.completion_code or new_code()


def _may_withdraw(seat: Seat) -> bool:
    """From any page and at any time after consent; somebody who declined has given nothing."""
    return seat.n > 0 and seat.ending is not Ending.DECLINED


def _offered(seat: Seat) -> frozenset[Act]:
    if seat.state is State.CLOSED:
        return frozenset({Act.KEEP, Act.STOP} if seat.step else {Act.KEEP})
    return offered(seat.protocol, seat.draws, seat.step, seat.place.did) if seat.step else STOP_ACTS


def _read(seat: Seat, act: Act, fields: Fields) -> Answers:
    """What is stored of a form. With Stop, the fields as they were typed: shown again to who goes on."""
    if act is Act.STOP:
        return {
            name: [value for value in values if is_storable(value)]
            for name, values in fields.items()
            if name not in NOT_TYPED and name[:1] != "_" and is_storable(name)
        }
    if seat.step is None or act is Act.RETURN or (act is Act.KEEP and act not in seat.step.node.acts):
        return {}
    return seat.step.node.read(seat.step, act, fields)


def _save(seat: Seat, click: Click) -> bool:
    to = advance(seat.protocol, seat.draws, seat.place, Sent(seat.n, click.act, click.answers))
    if isinstance(to, Place) and seat.draws is None and _is_lot(seat, to):
        return _save_with_lot(seat, click, to)
    return _write(seat, click, to)


def _is_lot(seat: Seat, to: Place) -> bool:
    return seat.protocol.lot is not None and seat.protocol.positions.get(to.at) == seat.protocol.lot


def _save_with_lot(seat: Seat, click: Click, lot: Place) -> bool:
    """The page before the lot: slot, draws and submission together, or nothing.

    The row is locked first, so that of two identical clicks the second waits and then finds n moved on,
    without having taken a slot.
    """
    with transaction.atomic():
        if statements.execute(statements.LOCK, {"id": seat.id, "n": seat.n}) is None:
            return False
        draws = allocate(seat)
        to = onward(seat.protocol, draws, seat.protocol.positions[lot.at], lot.kept)
        return _write(seat, click, to, draws)


def _write(seat: Seat, click: Click, to: Place | Ending, draws: Draws | None = None) -> bool:
    ending = to if isinstance(to, Ending) else None
    place = seat.place if isinstance(to, Ending) else to
    values = {
        "id": seat.id,
        "n": seat.n,
        "place": Jsonb(place.to_json()),
        "furthest": place.origin or place.at,
        "ending": ending,
        "code": code_for(seat) if ending in (Ending.FINISHED, Ending.STOPPED) else None,
        "arm": draws.arm if draws else None,
        "draws": Jsonb(draws.to_json()) if draws else None,
        "step": seat.place.at,
        "act": click.act,
        "answers": Jsonb(dict(click.answers)),
        "exposure": _exposure(seat, click, place),
        "digest": click.digest,
        "batches": click.batches,
    }
    return statements.execute(statements.SUBMIT, values) is not None


def _exposure(seat: Seat, click: Click, to: Place) -> Jsonb | None:
    """What was shown on a visit's page or in a feed, with its body's hash: a fact beside the answers. Of a
    score that was asked for at a visit, the page before that too.
    """
    if seat.step is None or not (seat.step.visit or isinstance(seat.step.node, Feed)):
        return None
    step, did = seat.step, seat.place.did
    shown = page(seat.protocol, seat.draws, step, seat.language, did=did)
    if isinstance(step.node, Feed):
        sent = Sent(seat.n, click.act, click.answers)
        return Jsonb({**in_feed(seat.protocol, seat.draws, seat.place, to, sent=sent), "page": shown.hash})
    covered = page(seat.protocol, seat.draws, step, seat.language) if Visits.is_revealed(step, did) else None
    found = exposure(seat.protocol, seat.draws, step, shown, did=did, before=covered)
    return Jsonb(found) if found else None


def _compare(seat: Seat, n: int, digest: bytes) -> Receipt:
    """A click on a page already answered: the same answers are saved already, others come too late."""
    earlier = stored(seat, n)
    if earlier is None or earlier.digest == digest:
        return Receipt.SAVED  # none: the participation has ended or was withdrawn
    return Receipt.STANDS
