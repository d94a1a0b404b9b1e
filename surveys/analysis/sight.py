"""What browsers noted about pages: how long a score was in view, and at how many that is known."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from psycopg import sql

from surveys.analysis.columns import fetch
from surveys.analysis.frames import Floats, Ints, People, looks, texts
from surveys.analysis.scope import Scope
from surveys.flow.seen import PAGE
from surveys.protocol import Compiled

# Innermost a row a batch, then one for each time the page was opened, then one a page.
NOTED = sql.SQL("""
SELECT count(*) AS opened, bool_and(whole) AS whole, sum(score) AS score, sum(away) AS away,
       sum(losses) AS losses, max(sent) AS sent, max(first) FILTER (WHERE sent IS NOT NULL) AS first
FROM (
    SELECT count(*) = max(number) % 100 + 1 AND max(number) FILTER (WHERE ends) = max(number) AS whole,
           max(score) AS score, max(away) AS away, max(losses) AS losses, max(first) AS first,
           max(sent) AS sent
    FROM (
        SELECT b.number,
               bool_or(e ->> 0 IN ('submit', 'left')) AS ends,
               max((e ->> 2)::int) FILTER (WHERE e ->> 0 = 'score') AS score,
               max((e ->> 2)::int) FILTER (WHERE e ->> 0 = 'away') AS away,
               max((e ->> 3)::int) FILTER (WHERE e ->> 0 = 'away') AS losses,
               max((e ->> 1)::int) FILTER (WHERE e ->> 0 = 'first') AS first,
               max((e ->> 1)::int) FILTER (WHERE e ->> 0 = 'submit') AS sent
        FROM surveys_eventbatch b CROSS JOIN LATERAL jsonb_array_elements(b.events) AS e
        WHERE b.participation_id = s.participation_id
          AND b.number >= s.n * {page} AND b.number < (s.n + 1) * {page}
        GROUP BY b.number
    ) AS batch GROUP BY number / 100
) AS opening
""").format(page=sql.Literal(PAGE))
"""Of submission `s`: how often its page was opened, whether all of its batches arrived, sums and times."""


class Known(IntEnum):
    """Of one look. UNSENT: the page was not answered, or the score hidden; UNTOLD: the browser noted nothing,
    as without JavaScript; PARTLY: some of what it noted was lost; UNSEEN: the score never came into view.
    """

    UNSENT, UNTOLD, PARTLY, UNSEEN, TIMED = range(5)


@dataclass(frozen=True, slots=True)
class Sights:
    """seconds: (n, visits), nan where they are not known or 0; known: (n, visits), of `Known`."""

    seconds: Floats
    known: Ints


def sights(scope: Scope, protocol: Compiled, among: People) -> Sights:
    """How long the score was in view on each look page, over all times that the page was opened."""
    steps = looks(protocol)
    query = sql.SQL(
        "SELECT p.id, array_position({}::text[], s.step) AS visit, seen.opened, seen.whole::int AS whole,"
        " seen.score FROM surveys_participation p"
        " JOIN surveys_submission s ON s.participation_id = p.id LEFT JOIN LATERAL ({}) AS seen ON true"
        " WHERE {} AND s.act = 'answer' AND s.step = ANY({}::text[])"
    ).format(texts(steps), NOTED, scope.condition, texts(steps))
    found = fetch(query, dict.fromkeys(("id", "visit", "opened", "whole", "score"), "i"))
    row = among.rows_of(found["id"])
    here = row >= 0
    at = row[here], found["visit"][here] - 1
    opened, whole, score = (found[name][here] for name in ("opened", "whole", "score"))
    shape = len(among.id), len(steps)
    seconds, known = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    known[at] = np.select(
        [opened <= 0, whole != 1, score < 0, score == 0],
        [Known.UNTOLD, Known.PARTLY, Known.UNSENT, Known.UNSEEN],
        Known.TIMED,
    )
    seconds[at] = score / 1000
    return Sights(np.where(known == Known.TIMED, seconds, np.nan), known)
