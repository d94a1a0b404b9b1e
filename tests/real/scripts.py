"""What participants send from the first page of a study to its end, worked out without a server."""

import json
from urllib.parse import urlencode

import numpy as np

from surveys.flow.seen import FIELD
from surveys.protocol import Act, Compiled, Ending, Place, Sent, advance, start
from surveys.simulate.people import Effects, Person


def bodies(protocol: Compiled, seed: int) -> list[str]:
    """One person's forms, as a browser encodes them, without their numbers."""
    draws = protocol.draws(next(iter(protocol.arms)), seed % protocol.rows)
    person = Person(protocol, Effects(), seed, "script", np.random.default_rng(seed))
    found: list[str] = []
    place: Place | Ending = start(protocol)
    while isinstance(place, Place):
        step = protocol.step(place.at)
        fields = person.answer(step, draws, place.did)
        act = Act(fields.get("act", [Act.ANSWER.value])[0])
        answers = step.node.read(step, act, fields)
        place = advance(protocol, draws, place, Sent(len(found), act, answers))
        found.append(urlencode({**fields, FIELD: noted(step.visit > 0)}, doseq=True))
    return found


def noted(shown: bool) -> str:
    """What a browser tells of a page on which somebody answered, and once looked elsewhere."""
    events: list[list[object]] = [["shown", 0], ["blur", 2100], ["focus", 4300], ["first", 6200]]
    if shown:
        events.append(["score", 15000, 9800])
    return json.dumps([[4200, [*events, ["away", 15000, 2200, 1], ["submit", 15000]]]])


def scripts(protocol: Compiled, count: int) -> list[list[str]]:
    return [bodies(protocol, seed) for seed in range(count)]
