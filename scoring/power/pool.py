"""What a pool of profiles can show at most, however many take part.

Westfall, Kenny & Judd 2014 (J. Exp. Psychol. Gen. 143:2020): what varies between profiles does not shrink
with participants.
"""

from math import sqrt

from scoring.power.result import Power, check_counts, check_spread, power


def ceiling(profiles: int, *, d: float, v_sc: float, alpha: float = 0.05) -> Power:
    """The power that no number of participants exceeds, with each profile in both conditions.

    d: difference of the conditions in SD of a rating; v_sc: share of a rating's variance that is profile by
    condition (conditions coded +-1). The noncentrality is d / (2 sqrt(v_sc / profiles)), df profiles - 1.
    """
    check_spread(v_sc=v_sc)
    return ceiling_of_effect(profiles, effect=d, sd_effect=2 * sqrt(v_sc), alpha=alpha)


def ceiling_of_effect(profiles: int, *, effect: float, sd_effect: float, alpha: float = 0.05) -> Power:
    """The same in the outcome's units; sd_effect: SD of the effect over profiles."""
    check_counts(profiles=profiles)
    check_spread(sd_effect=sd_effect)
    se = sd_effect / sqrt(profiles) if profiles else 0.0
    return power(effect, se, profiles - 1, alpha=alpha)
