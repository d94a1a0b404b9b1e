"""What the number of profiles allows, in words."""

from collections.abc import Iterator
from math import isnan

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from surveys.admin.power.words import briefly, percent
from surveys.analysis.expecting import MOST_PROFILES, Expected
from surveys.analysis.sized import profiles_that_count
from surveys.protocol import Compiled

ALMOST = 0.99


def about_profiles(protocol: Compiled, found: tuple[Expected, ...]) -> Iterator[str]:
    """Nothing where nobody judges profiles."""
    profiles = profiles_that_count(protocol)
    if not profiles:
        if protocol.itineraries:
            yield _(
                "Everybody sees the same profile, so whatever is found is about that one: more people make "
                "it more certain, and do not make it hold for others."
            )
        return
    limited = [one for one in found if not isnan(one.ceiling)]
    if not limited:
        yield _(
            "These comparisons are about these %(profiles)s profiles, not about others like them. The "
            "chances do not rise with more profiles; the answer then holds for more of them."
        ) % {"profiles": profiles}
        return
    yield _(
        "The answers are to hold for other profiles like these, so the %(profiles)s profiles are a sample, "
        "as the people are. More people cannot make up for too few profiles."
    ) % {"profiles": profiles}
    low = [one for one in limited if one.ceiling < ALMOST]
    yield from (_low(protocol, one, profiles) for one in low)
    if not low:
        yield ngettext(
            "%(profiles)s are enough here: with more and more people, the score's effect on how profiles "
            "are judged would be found in %(most)s of studies.",
            "%(profiles)s are enough here: with more and more people, each of the score's %(n)s effects on "
            "how profiles are judged would be found in %(most)s of studies.",
            len(limited),
        ) % {"profiles": profiles, "n": len(limited), "most": percent(min(one.ceiling for one in limited))}


def _low(protocol: Compiled, one: Expected, profiles: int) -> str:
    said = _(
        "With %(profiles)s profiles, %(what)s: no number of participants finds this in more than %(most)s of "
        "studies."
    ) % {
        "profiles": profiles,
        "what": briefly(protocol, one.comparison),
        "most": percent(one.ceiling),
    }
    if one.ceiling >= 0.9:
        return said
    if one.profiles_90 is None:
        never = _(
            "Not even %(most)s profiles bring that to 90 %%: the effect is too small for how much it varies."
        ) % {"most": MOST_PROFILES}
        return f"{said} {never}"
    more = _("From %(more)s profiles on, it can be 90 %% and more, and they cost participants no time.")
    return f"{said} {more % {'more': one.profiles_90}}"
