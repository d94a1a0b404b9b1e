"""Terms of statistics that a preregistration needs, in plain words beside it."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from surveys.protocol.planned import Paragraph

TERMS: dict[str, tuple[str, Promise]] = {
    "Random assignment": ("random assignment", _("Chance decides a participant’s group.")),
    "Permuted blocks": (
        "permuted blocks",
        _("Places are dealt in small shuffled packs that hold every group equally often: groups stay equal."),
    ),
    "Holm": (
        "Holm",
        _(
            "Several tests are several chances of a false alarm. Holm’s method keeps the chance of any at "
            "alpha: the smallest p is asked most, the next one a little less."
        ),
    ),
    "REML": ("REML", _("The usual way to estimate how much participants, and profiles, differ.")),
    "Satterthwaite": (
        "Satterthwaite",
        _("How the model counts the information behind a test where it comes from people and profiles."),
    ),
    "HC2": ("HC2", _("Standard errors that stay right where the groups spread differently.")),
    "Bell-McCaffrey": ("McCaffrey", _("What makes those standard errors careful in small groups.")),
    "Two one-sided tests": (
        "one-sided tests",
        _("How “no effect worth having” is shown: it is tested against that size upwards and downwards."),
    ),
}
"""By term: what of it stands in a text, and what it means."""


def explained(told: Iterable[Paragraph]) -> list[tuple[str, Promise]]:
    """The terms that stand in the text, with their meaning."""
    text = " ".join(sentence for paragraph in told for sentence in paragraph.sentences)
    return [(term, meaning) for term, (mark, meaning) in TERMS.items() if mark in text]
