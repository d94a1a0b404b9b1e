"""How people are assumed to vary, before any have come."""

from dataclasses import dataclass

from scoring.power.ratings import Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumed:
    """How people vary. rating_sd: of one rating, in parts of its scale's range; participants, profiles, rest:
    shares of its variance; level_participants, level_profiles: SD over them of the effect from the lowest to
    the highest score, visibility_profiles: of showing one, in rating SD. state_sd: in parts of the range;
    state_r: before with after, state_r_several: the multiple one with several values from before. base: share
    of visits with the act; icc: how alike one person's choices are. count_mean: of what is counted, its
    variance being mean + count_spread mean^2; happens: share of participants with whom something happens;
    leaves: of those there on a day on which it is free, who leave. dropout: of those allocated, the share not
    analysed.
    """

    rating_sd: float = 1 / 6
    participants: float = 0.30
    profiles: float = 0.10
    rest: float = 0.60
    level_participants: float = 0.30
    level_profiles: float = 0.15
    visibility_profiles: float = 0.10
    state_sd: float = 0.25
    state_r: float = 0.6
    state_r_several: float = 0.75
    base: float = 0.30
    icc: float = 0.2
    count_mean: float = 1.5
    count_spread: float = 0.6
    happens: float = 0.30
    leaves: float = 0.15
    dropout: float = 0.06

    @property
    def spread(self) -> Spread:
        return Spread(
            participants=self.participants,
            profiles=self.profiles,
            rest=self.rest,
            level_participants=self.level_participants,
            level_profiles=self.level_profiles,
            visibility_profiles=self.visibility_profiles,
        )


USUAL = Assumed()
