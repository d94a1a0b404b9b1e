"""Another's score beside their profile: which one, and whether it is seen."""

from collections.abc import Iterator, Mapping
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict

from surveys.cues.assigned import Assigned, AssignedText, Level, at, text_at
from surveys.cues.display import Cover, Display, displayed
from surveys.cues.look import Look
from surveys.cues.own import own
from surveys.profiles.types import Account

Visibility = Literal["shown", "hidden", "request", "delay"]


class Computed(BaseModel):
    """The score that the profile's account has by the system, so many points up or down."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    rule: Literal["account"]
    shift: int | Assigned = 0


class Cue(Look):
    """The displayed score. outreach: a second number, where the system has one. request: behind a button
    until it is asked for, once a profile. delay: seconds before it appears on the profile; on the pages
    about it that follow, it stands from the beginning.
    """

    value: int | Assigned | Computed
    outreach: int | Assigned | None = None
    visibility: Visibility | Assigned = "shown"
    delay: int = 3

    def assigned(self) -> Iterator[tuple[str, Assigned | AssignedText]]:
        yield from super().assigned()
        if isinstance(self.value, Computed) and isinstance(self.value.shift, Assigned):
            yield "value.shift", self.value.shift

    def version_of(self, account: Account | None) -> str:
        """Of what gave the score: of the account's facts, where it was computed from them."""
        found = own(self, account) if isinstance(self.value, Computed) else None
        return found.version if found else self.by.version


def visibility_of(cue: Cue, levels: Mapping[str, Level]) -> Visibility:
    return cast(Visibility, at(cue.visibility, levels))


def value_of(cue: Cue, levels: Mapping[str, Level], account: Account | None = None) -> int:
    """The score's value: displayed where shown, the placebo where hidden. Raises ValueError where it is to be
    computed and the account has no such score.
    """
    if not isinstance(cue.value, Computed):
        return int(at(cue.value, levels))
    found = own(cue, account)
    if found is None:
        raise ValueError(f"the account has no {cue.system} score to compute from")
    low, high = cue.ends
    return min(max(round(found.value) + int(at(cue.value.shift, levels)), low), high)


def outreach_of(cue: Cue, levels: Mapping[str, Level], account: Account | None = None) -> int | None:
    """The second number: what the study says, or where the score is computed the account's."""
    if cue.outreach is not None:
        return int(at(cue.outreach, levels))
    found = own(cue, account) if isinstance(cue.value, Computed) else None
    return found.outreach if found else None


def display(
    cue: Cue,
    levels: Mapping[str, Level],
    account: Account | None = None,
    *,
    revealed: bool = False,
    later: bool = False,
) -> Display | None:
    """What the browser may receive. None where hidden or not yet asked for: no such value goes near a page.

    later: on a page behind the profile's own, where nothing is waited for any more.
    """
    seen = visibility_of(cue, levels)
    if seen == "hidden" or (seen == "request" and not revealed):
        return None
    found = own(cue, account) if isinstance(cue.value, Computed) else None
    return displayed(
        cue,
        levels,
        value=value_of(cue, levels, account),
        outreach=outreach_of(cue, levels, account),
        course=found.course if found else (),
        delay=cue.delay if seen == "delay" and not later else 0,
    )


def cover(cue: Cue, levels: Mapping[str, Level], *, revealed: bool = False) -> Cover | None:
    """The button in the score's place, for those who may ask for it and have not."""
    if visibility_of(cue, levels) != "request" or revealed:
        return None
    return Cover(text_at(cue.label, levels))
