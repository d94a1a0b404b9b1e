"""What the studio calls the parts of a feed, and of a debriefing that explains a score of one's own."""

from django.utils.translation import gettext_lazy as _

from surveys.admin.studio.label import Label

FIELDS: dict[str, Label] = {
    "feed.text": Label(_("Text on the first page of the feed"), rows=3),
    "feed.days": Label(_("Days in the feed"), _("One page each, at most so many."), short=True),
    "free_after": Label(
        _("May finish from day"),
        _("From the end of this day on, finishing costs nothing. Empty: everybody stays to the last."),
        short=True,
    ),
    "nickname": Label(_("First let them make up a name and choose a drawn face")),
    "feed.posts": Label(_("Other people’s posts a day"), short=True),
    "reactions": Label(
        _("Likes their own posts get"),
        _("On the first, second, … day, such as 3, 5, 2. The same for everybody, whatever they post."),
        rare=True,
    ),
    "prepared": Label(
        _("Prepared posts"),
        _("Each is published with one press. Empty its words to remove one."),
    ),
    "prepared.code": Label(_("Name in the data")),
    "prepared.text": Label(_("Words"), rows=2),
    "filler": Label(_("A post without content"), _("For whoever posts only to have posted.")),
    "own_text": Label(
        _("May write posts and replies of their own"),
        _("The page says that nobody else sees them and asks for nothing personal."),
    ),
    "feed.header": Label(_("Keep day, name and score in sight on the questions between days"), rare=True),
    "happenings": Label(
        _("What happens on a day"), _("The same for everybody. Empty its sentence to remove one.")
    ),
    "happening.day": Label(_("Day")),
    "happening.text": Label(_("Sentence"), rows=2),
    "courses": Label(
        _("Courses of the score"),
        _(
            "One for each group whose score moves in its own way. With no start it is the score’s own. A "
            "group without a score is told of none: its course is a placebo, stored and never sent."
        ),
    ),
    "course.code": Label(_("Name")),
    "course.exists": Label(_("Has a score")),
    "course.start": Label(_("Start")),
    "changes": Label(_("Changes")),
    "change.day": Label(_("From day")),
    "change.by": Label(_("Points")),
    "ask": Label(_("Pages of questions between days"), _("Also for those who take a break then.")),
    "after": Label(_("After day"), short=True),
    # the participant's own score
    "score__system": Label(_("Kind of score"), short=True),
    "score__low": Label(_("Lowest possible score"), short=True, only="custom"),
    "score__high": Label(_("Highest possible score"), short=True, only="custom"),
    "score__label": Label(_("Called"), _("Empty: nobody has a score.")),
    "score__legend": Label(_("Small print"), _("What the number means, in a few words."), rows=2),
    "score__explanation": Label(_("Said when it is opened"), rows=3),
    "score__form": Label(_("Drawn as"), short=True),
    "score__colour": Label(_("Colour"), short=True),
    "score__trend": Label(_("Where it went"), _("Of its last 12 days, beside it."), short=True),
    "score__visibility": Label(_("When it is seen"), short=True),
    "score__start": Label(_("Score at the start"), short=True),
    "score__course": Label(_("Its course"), _("A name of a course, from the section below."), short=True),
    "score__history": Label(_("Draw the 14 days before, on the first page")),
    "score__details": Label(_("“Check my score” opens more of it; each time is counted")),
    "score__dynamics": Label(
        _("It follows what they do"),
        _(
            "Days of the score’s engine that one day stands for; 0: it follows its course alone. Only where "
            "the plan names no comparison."
        ),
        rare=True,
    ),
    "habits__codes": Label(
        _("Work the start out from answers to"),
        _("Earlier questions with numbers for answers. None: the start above."),
        rare=True,
    ),
    "habits__least": Label(_("Their lowest answer"), rare=True),
    "habits__most": Label(_("Their highest answer"), rare=True),
    "habits__low": Label(_("Start of whoever gave the lowest"), rare=True),
    "habits__high": Label(_("Start of whoever gave the highest"), rare=True),
    # breaks and the aside
    "breaks__days": Label(_("Breaks of so many days"), _("Nothing ticked: no breaks."), short=True),
    "breaks__from_day": Label(_("Breaks from day"), short=True),
    "breaks__cost": Label(_("Points that a break costs"), short=True),
    "breaks__told": Label(_("Said beforehand of what a break costs"), rows=2),
    "aside__day": Label(_("Something aside happens on day"), short=True),
    "aside__text": Label(
        _("What happens aside"), _("Nothing to do with the feed, such as dinner. Empty: nothing."), rows=2
    ),
    "aside__options": Label(_("Buttons for whoever notices"), _("One a line."), rows=2),
    # the debriefing
    "table": Label(_("Line %(number)d of the table"), _("Empty its first box to remove it.")),
    "seen": Label(_("What they saw"), rows=2),
    "truth": Label(_("What was true"), rows=2),
    "decided": Label(_("Who decided"), rows=2),
    "told.when": Label(_("Only for some groups"), _("Nothing ticked: everybody reads this line.")),
    "since": Label(_("Only for those who got as far as"), rare=True),
    "lingers": Label(
        _("Why it may linger"),
        _("A score that was made up can stay with one even so: say that, and why."),
        rows=4,
    ),
    "debriefing.questions": Label(
        _("Questions before the decision"),
        _("Such as whether it was understood that the number was invented."),
    ),
    "understood__question": Label(_("Question that tells whether it was understood"), rare=True),
    "understood__value": Label(_("Answer that says so"), rare=True),
}

KINDS: dict[str, Label] = {
    "feed": Label(_("Days in a feed"), _("A score of one’s own, and a feed in which one can do things.")),
    "ask": Label(_("Questions after a day"), _("All of them on one page.")),
}
