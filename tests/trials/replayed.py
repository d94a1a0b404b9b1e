"""Run inside a trial's installation: `python -m tests.trials.replayed STUDY`.

Replays what everybody sent, from nothing: prints "same", or whose place or score is not the one that is kept.
"""

import os
import sys
from collections.abc import Iterator

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from surveys.models import Participation  # noqa: E402
from surveys.protocol import Act, Draws, Ending, Place, Sent, advance, start  # noqa: E402
from surveys.protocol.advance import onward  # noqa: E402
from surveys.protocol.nodes.feed_state import score_now, state_of  # noqa: E402


def differences(study: str) -> Iterator[str]:
    for row in Participation.objects.filter(study__address=study).exclude(draws=None):
        protocol = row.protocol.compiled
        draws = Draws.from_json(row.draws or {})
        place: Place | Ending = start(protocol)
        for sent in row.submissions.order_by("n"):
            assert isinstance(place, Place)
            if place.at != sent.step:
                yield f"{row.pk}: {sent.n} was sent from {sent.step}, not {place.at}"
            told = (sent.exposure or {}).get("score")
            if told and protocol.feed and sent.step.endswith(".day"):
                state = state_of(place.did)
                day = protocol.step(sent.step).day
                if told["before"] != score_now(protocol.feed, draws.levels, state, day):
                    yield f"{row.pk}: {sent.n} keeps another score than the one that stood"
            place = advance(protocol, draws, place, Sent(sent.n, Act(sent.act), sent.answers))
            if isinstance(place, Place) and protocol.positions.get(place.at) == protocol.lot:
                place = onward(protocol, draws, protocol.differs, place.kept)
        kept = Ending(row.ending) if row.ending else Place.from_json(row.place)
        if place != kept:
            yield f"{row.pk}: replayed to {place}, not {kept}"


if __name__ == "__main__":
    print("; ".join(differences(sys.argv[1])) or "same")
