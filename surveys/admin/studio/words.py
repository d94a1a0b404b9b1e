"""What the studio calls the parts of a study. A part without words here is called by its own name."""

import inspect
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from surveys.admin.studio import feed_words
from surveys.admin.studio.label import Label, Said

BRACES = _("{profile}, {minutes}, {contact} and the like are filled in.")

FIELDS: dict[str, Label] = feed_words.FIELDS | {
    # every page
    "title": Label(_("Title")),
    "text": Label(_("Text"), BRACES, rows=6),
    "when": Label(_("Only for some"), _("Nothing ticked: everybody meets this page."), rare=True),
    "consent.statements": Label(
        _("Boxes to tick"), _("One a line. All must be ticked to take part."), rows=3
    ),
    "begin": Label(_("Button to take part"), rare=True),
    "decline": Label(_("Button to say no"), rare=True),
    "declined": Label(_("Said to those who say no"), rows=2),
    "expected": Label(_("Right answer"), short=True),
    "on_miss": Label(_("Whoever misses it"), short=True),
    "screen__scale": Label(
        _("Scale for whose score the study ends here"),
        _("With thanks, and only before the groups."),
        rare=True,
    ),
    "screen__at_least": Label(_("From this score on"), rare=True),
    "attention.ended": Label(_("Said to those who are sent away"), rows=2, rare=True),
    "count": Label(_("Profiles each participant visits"), _("One for each level that is met in turn.")),
    "rate_text": Label(_("Text above the ratings"), BRACES, rows=3),
    "after_last_text": Label(_("Text above what is asked of the last profile"), BRACES, rows=3),
    "followers": Label(_("Show how many followers a profile has"), rare=True),
    "header": Label(_("Keep name and score in sight while rating"), rare=True),
    "questions": Label(_("Questions and scales")),
    "look": Label(_("On the profile: what they may do")),
    "rate": Label(_("After each profile: how they rate it")),
    "after_last": Label(_("Once, of the last profile")),
    # every question
    "question.text": Label(_("Question"), rows=2),
    "scale.text": Label(_("Text above the scale"), BRACES, rows=2),
    "code": Label(
        _("Name in the data"), _("Left empty, it is made from the text. Once saved, it stays."), rare=True
    ),
    "hint": Label(_("Hint below the question"), rare=True),
    "required": Label(_("Must be answered")),
    "declinable": Label(_("Offer “prefer not to say”"), rare=True),
    "labels": Label(
        _("Points"), _("One a line, from first to last. A dash is a point without words."), rows=5
    ),
    "first": Label(_("Number of the first point in the data"), rare=True),
    "left": Label(_("Left end"), short=True),
    "right": Label(_("Right end"), short=True),
    "points": Label(_("Circles between the ends"), short=True),
    "options": Label(
        _("Options"),
        _("One a line. Before the bar stands its name in the data; left out, it is made from the words."),
        rows=5,
    ),
    "low": Label(_("Lowest"), short=True),
    "high": Label(_("Highest"), short=True),
    "slider.low": Label(_("Number at the left end"), rare=True),
    "slider.high": Label(_("Number at the right end"), rare=True),
    "decimals": Label(_("Allow decimals"), rare=True),
    "unit": Label(_("Unit"), short=True),
    "longest": Label(_("Longest answer, in characters"), rare=True),
    "scale.name": Label(
        _("Name of this use in the data"),
        _("Tells two uses of one scale apart, such as before and after. Once saved, it stays."),
        rare=True,
    ),
    "subscales": Label(_("Parts asked"), _("Nothing ticked: all of them.")),
    "items": Label(_("Items asked"), _("Nothing ticked: all of them."), rare=True),
    "alternative": Label(_("Ask it in the scale’s other form of answer"), rare=True),
    # what is varied, and the score
    "name": Label(
        _("Name in the data"), _("Left empty, it is made from the words. Once saved, it stays."), rare=True
    ),
    "label": Label(_("Called")),
    "levels": Label(_("Levels"), _("One a line."), rows=5),
    "varies": Label(_("How it varies"), short=True),
    "weights": Label(
        _("Sizes of the groups"), _("Such as 2, 1 for twice as many in the first. Empty: equal."), rare=True
    ),
    "cue.label": Label(_("Words beside the score")),
    "legend": Label(_("Small print"), _("What the number means, in a few words."), rows=2),
    "explanation": Label(
        _("Explanation"), _("What the score is made of, in one or two sentences on the profile."), rows=2
    ),
    "cue.system": Label(_("Kind of score"), short=True),
    "cue.low": Label(_("Lowest possible score"), short=True, only="custom"),
    "cue.high": Label(_("Highest possible score"), short=True, only="custom"),
    "form": Label(_("Drawn as"), short=True),
    "colour": Label(_("Colour"), short=True),
    "trend": Label(_("Where it went"), _("A sign beside the score."), short=True),
    "outreach": Label(
        _("Second number"), _("The level of a Kred-like score, as in 719 over 5."), only="kred_like"
    ),
    "value": Label(_("Score")),
    "visibility": Label(_("When it is seen"), short=True),
    "delay": Label(_("Seconds until it appears"), short=True, only="delay"),
    "instrument.permission": Label(_("Right to use it")),
    "instrument.license": Label(_("What is known of the right to use it")),
    # outcomes
    "scale": Label(_("Scale"), short=True),
    "before": Label(_("The same scale before"), _("What is adjusted for; several may be ticked.")),
    "question": Label(_("Question"), short=True),
    "smallest": Label(_("Smallest effect worth having"), _("In the outcome’s own units.")),
    "count.acts": Label(_("What is counted")),
    "acts": Label(_("What happened"), _("Any of these, at least once.")),
    "days": Label(_("Days that count"), _("Left empty, all of them."), short=True),
    "after": Label(_("After day"), _("Of those who ended it."), short=True),
    "happened.question": Label(_("Or the question that tells it"), short=True),
    "happened.value": Label(_("Answer that says so"), short=True),
    "act.value": Label(_("Answer that counts"), short=True),
    # profiles
    "profile.name": Label(_("Name"), short=True),
    "short": Label(_("Short name"), _("What sentences call the person."), short=True),
    "handle": Label(_("Handle"), _("Without the @."), short=True),
    "bio": Label(_("About the person"), rows=3),
    "joined": Label(_("Joined"), _("Year and month, such as 2017-03."), rare=True),
    "profile.followers": Label(_("Followers"), rare=True),
    "following": Label(_("Following"), rare=True),
    "posts": Label(_("Post %(number)d"), _("Empty its text to remove it.")),
    "post.text": Label(_("Text"), rows=3),
    "ago": Label(_("How long ago"), _("Such as 5 h or 4 d."), short=True),
    "likes": Label(_("Likes"), short=True),
    "replies": Label(_("Replies"), short=True),
    "document.pool": Label(_("Profiles")),
    "profiles": Label(_("Profiles")),
    "archetype": Label(
        _("Kind of account"), _("What the account was drawn as. Empty it to forget the account."), rare=True
    ),
    "account.posts": Label(_("Posts in a lifetime"), rare=True),
    "listed": Label(_("Lists the account is on"), rare=True),
    "replies_share": Label(_("Share of posts that are replies"), _("0 to 1."), rare=True),
    "automated": Label(_("Posts by itself, by the clock"), rare=True),
    "reply_to": Label(_("In reply to"), _("A handle, without the @."), rare=True),
    # the whole study
    "document.name": Label(_("Name for researchers"), _("Participants never see it.")),
    "document.title": Label(
        _("Title for participants"), _("It stands on their pages: it must not say what is studied.")
    ),
    "address": Label(_("Address"), _("The end of the link: small letters, digits and hyphens."), short=True),
    "language": Label(_("Language"), _("Its code, such as en or de."), short=True),
    "time_zone": Label(_("Time zone"), _("For the times that researchers read."), short=True),
    # the plan
    "planned": Label(_("Participants planned"), short=True),
    "alpha": Label(_("Alpha"), _("Error rate of all comparisons together."), short=True),
    "correction": Label(
        _("Correction for several comparisons"),
        _("Each further test is another chance of a false alarm. Holm asks most of the smallest p."),
        short=True,
    ),
    "stopping": Label(_("When effects are looked at")),
    "looks": Label(
        _("Looks at intervals"),
        _("In % of the planned participants, such as 50, 75, 100."),
        only="group_sequential",
    ),
    "threshold": Label(_("Threshold"), _("A step there is set beside the line."), short=True),
    "turning": Label(_("Turning point"), _("Slopes below and above it are told apart."), short=True),
    "covariates": Label(
        _("What describes balance"), _("Measured before the groups are drawn; groups are compared on these.")
    ),
    "outcome": Label(_("Outcome"), short=True),
    "contrast": Label(_("What is compared"), short=True),
    "comparison.levels": Label(
        _("Levels"),
        _("One where the score is shown at one level against hidden; two neighbours for a step."),
        only="at step",
    ),
    "of": Label(
        _("Of groups: who"), _("Whoever has one of the levels ticked, of each factor."), only="groups"
    ),
    "against": Label(_("Of groups: against whom"), only="groups"),
    "comparison.called": Label(
        _("What the first are called in results"), _("Such as: those whose score fell."), rare=True
    ),
    "against_called": Label(_("What the others are called in results"), rare=True),
    "visits.account": Label(
        _("Line about the account"),
        _("Under the biography, for all groups, such as: Posts about forty times a day."),
        rare=True,
    ),
    "each": Label(
        _("Of groups: by what of each participant"),
        _("Other than the mean only to ask whether a slope, or a difference, is another in one group."),
        rare=True,
    ),
    "safety__outcome": Label(
        _("State whose rise pauses the study"), _("Of all groups together; no effect is told."), rare=True
    ),
    "safety__rise": Label(_("Mean rise from which on"), rare=True),
    "safety__first": Label(_("Among the first so many who finish or stop"), rare=True),
    "model": Label(_("How it is estimated")),
    "comparison.smallest": Label(
        _("Smallest effect worth having"),
        _("In the outcome’s own units; of a slope, per 10 points of the score."),
    ),
    "missed": Label(_("Attention checks missed, at least"), short=True),
    "exclusion.among": Label(
        _("Leaves out whoever answered"), _("Answers of one question, asked before the groups are drawn.")
    ),
    "noticed__question": Label(
        _("Question that tells whether the score was noticed"),
        _("Asked once, after the groups are drawn."),
        rare=True,
    ),
    "noticed__value": Label(_("Answer that says it was noticed"), rare=True),
    "recalled": Label(
        _("Question about the last profile’s score"), _("A number, asked once after the visits."), rare=True
    ),
    "quote__name": Label(_("Name of the person quoted"), rare=True),
    "quote__handle": Label(_("Handle of the person quoted"), rare=True),
    "quote__text": Label(_("What is quoted"), rows=2, rare=True),
    "blocks": Label(
        _("Block sizes"), _("Groups are filled in blocks of these sizes, in random order."), rare=True
    ),
    "ids": Label(
        _("What to keep from the link"),
        _(
            "Recruiting services write behind the link who comes, such as ?PROLIFIC_PID=5f3a. Names of what "
            "to keep, one a line. The first tells the person apart, who can then take part only once."
        ),
        rows=3,
    ),
    "completion_code": Label(
        _("One completion code for everybody"),
        _("Leave it empty for a code of their own for each."),
        short=True,
    ),
    "back": Label(
        _("Address to return to at the end"),
        _("Shown with the code as a link. {code} in it, and a name kept from the link, are filled in."),
    ),
    "institution": Label(_("Institution"), _("Who runs the study, as participants know it.")),
    "contact": Label(_("Contact"), _("An address at which participants reach you.")),
    "approval": Label(_("Ethics approval"), _("Its number, or why none is needed.")),
    "pay": Label(_("Pay"), _("What participants receive, or that they receive nothing.")),
    "minutes": Label(
        _("Minutes"),
        _("How long it takes. To find out, walk through it yourself in the preview."),
        short=True,
    ),
    "help": Label(
        _("Help text"),
        _("Shown at the end: where participants find help if the study left them uneasy."),
        rows=6,
    ),
}

OPTIONS: dict[str, Said] = {
    "on_miss.note": _("stays; the miss is noted"),
    "on_miss.end": _("is thanked and leaves"),
    "varies.between": _("Between participants: each meets one level, at random"),
    "varies.within": _("Within participants: each meets all levels, one a profile"),
    "contrast.level": _("slope per 10 points, where shown"),
    "contrast.visibility": _("shown against hidden"),
    "contrast.at": _("shown at one level against hidden"),
    "contrast.step": _("step between two levels, both shown"),
    "contrast.groups": _("groups against groups"),
    "model.own": _("of groups: as fits the outcome"),
    "acts.post": _("a prepared post"),
    "acts.filler": _("the post that says nothing"),
    "acts.own": _("a post in their own words"),
    "acts.reply": _("a reply"),
    "acts.share": _("passing a post on"),
    "acts.like": _("liking a post"),
    "acts.check": _("looking at the details of their score"),
    "acts.reveal": _("uncovering their score"),
    "acts.aside": _("noticing what lies beside the feed"),
    "acts.break": _("a break of some days"),
    "model.mixed": _("mixed model over participants and profiles"),
    "model.participants": _("one number a participant, for these profiles"),
    "model.adjusted": _("adjusted difference, for states"),
    "correction.holm": _("Holm"),
    "correction.none": _("none"),
    "stopping.fixed": _("Once, when the study is closed"),
    "stopping.group_sequential": _("At intervals that are named now"),
    "stopping.anytime_valid": _("At any time"),
    "system.custom": _("of your own"),
    "system.klout_like": _("Klout-like, 1 to 100"),
    "system.kred_like": _("Kred-like, 1 to 1000"),
    "form.number": _("a number"),
    "form.bar": _("a bar"),
    "form.badge": _("a badge"),
    "form.stars": _("five stars"),
    "form.percentile": _("the share of accounts below"),
    "colour.warm": _("warm"),
    "colour.cool": _("cool"),
    "colour.neutral": _("grey"),
    "colour.plain": _("plain, as the text"),
    "trend.none": _("nothing"),
    "trend.rising": _("an arrow up"),
    "trend.falling": _("an arrow down"),
    "trend.sparkline": _("a small line"),
    "visibility.shown": _("shown"),
    "visibility.hidden": _("hidden"),
    "visibility.request": _("shown on request: behind a button"),
    "visibility.delay": _("shown after a delay"),
}

KINDS: dict[str, Label] = feed_words.KINDS | {
    "information": Label(_("Text"), _("Something to read, then Continue.")),
    "consent": Label(_("Consent"), _("What participants are told first, and the boxes they tick.")),
    "questionnaire": Label(_("Questions"), _("All of them on one page.")),
    "attention": Label(_("Attention check"), _("One question with a stated right answer.")),
    "randomise": Label(
        _("Random assignment to groups"),
        _("Here chance decides each participant’s group. They see nothing of it."),
    ),
    "visits": Label(_("Profile visits"), _("Look at a profile, act, rate it; then the next one.")),
    "debriefing": Label(_("Debriefing"), _("What was made up and why, and whether answers may be kept.")),
    "end": Label(_("End"), _("Thanks, and the completion code.")),
    "likert": Label(_("Points with words"), _("Such as Never, Sometimes, Often.")),
    "differential": Label(_("Pair of opposites"), _("Circles between two words, such as Cold and Warm.")),
    "slider": Label(_("Line"), _("A place on a line between two ends.")),
    "choice": Label(_("One of several"), _("Exactly one option is chosen.")),
    "choices": Label(_("Any of several"), _("As many options as apply are ticked.")),
    "number": Label(_("Number"), _("Typed, between two limits.")),
    "text": Label(_("Short text"), _("One line, in their own words.")),
    "long_text": Label(_("Long text"), _("Several lines, in their own words.")),
    "scale": Label(_("Scale"), _("Items, answers and scoring together, with their source.")),
    "rating": Label(_("Rating of profiles"), _("A scale’s score, once a profile visit.")),
    "state": Label(_("State afterwards"), _("A scale’s score, once, and the same before.")),
    "act": Label(_("What they did"), _("Whether a visit ended in a certain answer.")),
    "dwell": Label(_("Time on the profile"), _("Seconds before they acted.")),
    "in_view": Label(_("Time the score was in view"), _("Seconds, of those who are shown it.")),
    "count": Label(_("How often they did something"), _("Over some days, once a participant.")),
    "happened": Label(_("Whether something happened"), _("On some day, or by an answer.")),
    "stayed": Label(_("How many days they stayed"), _("After a day from which on leaving is free.")),
    "ordinal": Label(_("One answer in order"), _("To a single question with points.")),
    "cue": Label(_("Score display"), _("The number that profiles carry, and the words beside it.")),
    "profile": Label(_("Profile"), _("An invented person, as participants see them. The pictures stay.")),
    "comparison": Label(_("Comparison"), _("What is tested, named before anybody takes part.")),
    "exclusion": Label(_("Rule"), _("Whom the analysis leaves out.")),
    "missed": Label(_("Missed attention checks"), _("Leaves out who missed so many of them.")),
    "answered": Label(_("An answer"), _("Leaves out who answered so, before the groups are drawn.")),
    "factor": Label(_("Something varied"), _("Its levels are given to participants at random.")),
}


__all__ = ["FIELDS", "KINDS", "OPTIONS", "Label", "Said", "field", "kind", "kind_of", "option", "plain"]


def field(type: type[BaseModel], name: str) -> Label:
    """What a field is called: for this kind, for its family, for all, or as the type itself says."""
    for owner in (kind_of(type), *(base.__name__.lower() for base in type.__mro__)):
        if said := FIELDS.get(f"{owner}.{name}"):
            return said
    info = type.model_fields[name]
    return FIELDS.get(name) or Label(info.title or plain(name), info.description or "")


def kind(type: type[BaseModel]) -> Label:
    """What a kind is called; one that has no words yet by its own name and first sentence."""
    name = kind_of(type)
    told = inspect.cleandoc(type.__doc__ or "").split("\n")[0]
    return KINDS.get(name) or Label(plain(name), told)


def kind_of(type: type[BaseModel]) -> str:
    own = type.model_fields.get("kind")
    return str(own.default) if own is not None and own.default else type.__name__.lower()


def option(name: str, value: Any) -> Said:
    """What a value is called in the field or box of this name, whose last part with words counts."""
    told = (OPTIONS.get(f"{part}.{value}") for part in reversed(name.split("__")))
    return next((words for words in told if words), plain(str(value)))


def plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
