"""Which options of a form stand together, and what that is called. Kinds without words here need none."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from surveys.admin.studio.label import Said


@dataclass(frozen=True, slots=True)
class Together:
    """Options by their names, in order. folds: only a line of what stands in them is seen at first."""

    legend: Said
    names: tuple[str, ...]
    folds: bool = False


SECTIONS: dict[str, tuple[Together, ...]] = {
    "cue": (
        Together(_("Visibility"), ("visibility", "delay")),
        Together(_("Value"), ("value", "system", "low", "high", "outreach")),
        Together(_("Form, colour and trend"), ("form", "colour", "trend")),
        Together(_("Words"), ("label", "legend", "explanation")),
    ),
    "feed": (
        Together(_("First page"), ("title", "text", "nickname")),
        Together(_("Days"), ("days", "free_after")),
        Together(
            _("Own score"),
            (
                "score__label",
                "score__visibility",
                "score__system",
                "score__low",
                "score__high",
                "score__start",
                "score__course",
                "score__form",
                "score__colour",
                "score__trend",
                "score__legend",
                "score__explanation",
                "score__history",
                "score__details",
                "score",  # what is rare of it
            ),
            folds=True,
        ),
        Together(_("Courses of the score"), ("courses",), folds=True),
        Together(_("Posts"), ("posts", "prepared", "filler", "own_text", "reactions"), folds=True),
        Together(_("Breaks"), ("breaks",), folds=True),
        Together(_("What happens on a day"), ("happenings",), folds=True),
        Together(_("Something aside"), ("aside__text", "aside__day", "aside__options"), folds=True),
    ),
    "plan": (
        Together(_("Participants and errors"), ("planned", "alpha", "correction")),
        Together(_("Looks"), ("stopping",)),
        Together(_("Also described"), ("threshold", "turning", "covariates")),
    ),
    "comparison": (
        Together(_("What is compared"), ("outcome", "contrast", "levels", "of", "against")),
        Together(_("How"), ("model", "smallest")),
    ),
}
