"""The score systems by their words. A new one is a file with a `ScoreSystem` and a word here."""

from scoring.influence.card import ScoreSystem
from scoring.influence.custom import Custom
from scoring.influence.klout import KloutLike
from scoring.influence.kred import KredLike

SCORE_SYSTEMS: dict[str, ScoreSystem] = {
    "klout_like": KloutLike(),
    "kred_like": KredLike(),
    "custom": Custom(),
}
"""With their usual constants; for a researcher's own, `Custom(...)`."""
