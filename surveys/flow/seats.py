"""A participant at their place: read with one statement, with the protocol from the process's memory."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from psycopg.types.json import Jsonb

from surveys.flow import statements, tokens
from surveys.models import Kind, Protocol, State, Study
from surveys.protocol import STOP, Compiled, Draws, Ending, Place, Step, start


@dataclass(frozen=True, slots=True)
class Seat:
    """A participation as the flow needs it, joined to its study's state."""

    id: int
    study: int
    state: State
    protocol_id: int
    kind: Kind
    n: int
    place: Place
    ending: Ending | None
    draws: Draws | None
    code: str | None
    language: str
    exposed: bool
    address: str

    @property
    def protocol(self) -> Compiled:
        return protocol_of(self.protocol_id)

    @property
    def step(self) -> Step | None:
        """The page to be answered. None on the stop page, where nothing of the sequence is asked."""
        return None if self.place.at == STOP else self.protocol.step(self.place.at)


@lru_cache(maxsize=64)
def protocol_of(id: int) -> Compiled:
    """The protocol with this row id; stored bytes never change, so a process reads them once."""
    return Protocol.objects.get(pk=id).compiled


def find(token: str) -> Seat | None:
    """The participant with this token, if they have begun."""
    row = statements.first(statements.LOAD, {"token_hash": tokens.hashed(token)})
    return _seat(row) if row else None


def enrol(
    study: Study,
    token: str,
    *,
    kind: Kind = Kind.REAL,
    language: str = "",
    ids: Mapping[str, str] | None = None,
) -> Seat:
    """Begin: the participant with this token, made if there is none. Called twice, there is still one.

    ids: what the invitation's address brought. Nothing counts before the first submission. Raises
    Protocol.DoesNotExist for an unpublished study, IntegrityError where the person of these ids takes part
    by another token.
    """
    row = study.protocol_for(kind) if kind == Kind.SIMULATED else None
    taken = row.pk if row else study.protocol_id
    if taken is None:
        raise Protocol.DoesNotExist(f"{study} has not been published")
    protocol = protocol_of(taken)
    values = {
        "study": study.pk,
        "protocol": taken,
        "kind": kind,
        "token_hash": tokens.hashed(token),
        "language": language or protocol.document.language,
        "place": Jsonb(start(protocol).to_json()),
        "person": protocol.document.recruitment.person(ids or {}),
        "ids": Jsonb(dict(ids)) if ids else None,
    }
    statements.execute(statements.ENROL, values)
    seat = find(token)
    assert seat is not None  # just made, and never deleted: a withdrawal leaves the row
    return seat


def _seat(row: tuple[Any, ...]) -> Seat:
    # Django's connections hand jsonb over as text.
    id, study, state, protocol, kind, n, place, ending, draws, code, language, exposed, address = row
    return Seat(
        id=id,
        study=study,
        state=State(state),
        protocol_id=protocol,
        kind=Kind(kind),
        n=n,
        place=Place.from_json(json.loads(place)),
        ending=Ending(ending) if ending else None,
        draws=Draws.from_json(json.loads(draws)) if draws else None,
        code=code,
        language=language,
        exposed=exposed,
        address=address,
    )
