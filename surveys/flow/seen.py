"""Paradata: what a browser noted about a page, in numbered batches of which each arrives once.

They ride in a hidden field of the page's own form, or come by themselves when the page is left. A browser
that tells nothing, or nonsense, never costs anybody an answer.
"""

import json
from typing import Any

from surveys.flow import statements
from surveys.flow.seats import Seat
from surveys.questions import Fields

FIELD = "_seen"
PAGE = 1_000_000
"""A batch's number: the page's n times this, and what the browser counted: 100 times a number for each time
the page was opened (one of 10,000 at random, as another device knows nothing of the first), and one for each
batch."""
TIMES = frozenset({"shown", "first", "hidden", "visible", "blur", "focus", "submit", "left"})
TOTALS = {"score": 1, "away": 2}
"""Sums so far: milliseconds with the score at least half in view; away: milliseconds, times."""
LONGEST = 40_000
MOST_BATCHES, MOST_EVENTS = 100, 250
WEEK = 7 * 24 * 3600 * 1000

Batch = dict[str, Any]


def batches(n: int, fields: Fields) -> list[Batch]:
    """The batches of page n in a form, each a number and its events; what is no batch is left out."""
    text = (fields.get(FIELD) or [""])[-1]
    if not text or len(text) > LONGEST:
        return []
    try:
        found = json.loads(text, parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list):
        return []
    return [{"number": n * PAGE + one[0], "events": one[1]} for one in found[:MOST_BATCHES] if _is_batch(one)]


def note(seat: Seat, *, n: int, fields: Fields) -> None:
    """Keep what came without answers: from a page that is left, or whose answers could not be taken."""
    if n <= seat.n and (found := batches(n, fields)):
        statements.execute(statements.NOTE, {"id": seat.id, "batches": json.dumps(found)})


def _refuse(text: str) -> None:
    raise ValueError(f"{text} is no time")


def _is_batch(one: Any) -> bool:
    if not (isinstance(one, list) and len(one) == 2 and _is_whole(one[0], PAGE - 1)):
        return False
    events = one[1]
    if not (isinstance(events, list) and 0 < len(events) <= MOST_EVENTS and all(map(_is_event, events))):
        return False
    moments = [event[1] for event in events]
    return moments == sorted(moments)


def _is_event(event: Any) -> bool:
    """[what, milliseconds since the page was shown], with its sums where it has some."""
    if not (isinstance(event, list) and len(event) >= 2 and isinstance(event[0], str)):
        return False
    sums = 0 if event[0] in TIMES else TOTALS.get(event[0], -1)
    return len(event) == 2 + sums and all(_is_whole(value, WEEK) for value in event[1:])


def _is_whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
