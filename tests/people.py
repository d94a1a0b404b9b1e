"""A study to test with, and participants to walk through it."""

from typing import Any

import numpy as np

from surveys import drafts, flow, library
from surveys.flow import Receipt, Seat, tokens
from surveys.models import Kind, Study, User
from surveys.protocol import Act, Document, read
from surveys.simulate.people import Effects, Person

TOLD: dict[str, Any] = {
    "about": {
        "institution": "A test",
        "contact": "nobody",
        "approval": "none needed",
        "pay": "nothing",
        "minutes": 12,
    },
    "help": "Talk to somebody you trust.",
}


def flagship(**changes: Any) -> Document:
    """The shipped flagship with what participants must be told, ready to publish."""
    return read(library.studies("first-impressions") | TOLD | changes)


def published(document: Document | None = None, by: User | None = None) -> Study:
    study = drafts.create(document or flagship(), by=by)
    drafts.publish(study, by=by)
    return study


def begin(study: Study, kind: Kind = Kind.REAL) -> tuple[str, Seat]:
    """A new participant, before the first page is sent."""
    token = tokens.new(study.address)
    return token, flow.enrol(study, token, kind=kind)


def fields_for(seat: Seat, seed: int = 1) -> dict[str, list[str]]:
    """A form that this participant could send from where they stand; the same for the same seed and page."""
    if seat.step is None:
        return {"act": [Act.RETURN.value]}
    rng = np.random.default_rng([seed, seat.n])
    person = Person(seat.protocol, Effects(), seed, f"{seat.id}", rng)
    return person.answer(seat.step, seat.draws, seat.place.did)


def send(seat: Seat, fields: dict[str, list[str]] | None = None, n: int | None = None) -> Receipt:
    fields = fields_for(seat) if fields is None else fields
    act = Act(fields.get("act", [Act.ANSWER.value])[0])
    return flow.submit(seat, n=seat.n if n is None else n, act=act, fields=fields)


def again(token: str) -> Seat:
    seat = flow.find(token)
    assert seat is not None
    return seat


def walk(token: str, seat: Seat, to: str = "") -> Seat:
    """Answer page after page until the step `to`, or the end."""
    while seat.ending is None and seat.place.at != to:
        assert send(seat) is Receipt.SAVED
        seat = again(token)
    return seat
