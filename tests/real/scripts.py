"""What participants send from the first page of a study to its end, worked out without a server."""

from urllib.parse import urlencode

import numpy as np

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
        fields = person.answer(step, draws)
        act = Act(fields.get("act", [Act.ANSWER.value])[0])
        answers = step.node.read(step, act, fields)
        place = advance(protocol, draws, place, Sent(len(found), act, answers))
        found.append(urlencode(fields, doseq=True))
    return found


def scripts(protocol: Compiled, count: int) -> list[list[str]]:
    return [bodies(protocol, seed) for seed in range(count)]
