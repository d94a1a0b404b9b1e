"""What a participant does: enrol, submit, stop, finish, withdraw."""

from surveys.flow.seats import Seat, enrol, find, protocol_of
from surveys.flow.seen import note
from surveys.flow.submit import (
    Receipt,
    act_in,
    begin,
    expose,
    is_first_exposure,
    new_code,
    stored,
    submit,
    way_back,
)
from surveys.flow.withdraw import withdraw

__all__ = [
    "Receipt",
    "Seat",
    "act_in",
    "begin",
    "enrol",
    "expose",
    "find",
    "is_first_exposure",
    "new_code",
    "note",
    "protocol_of",
    "stored",
    "submit",
    "way_back",
    "withdraw",
]
