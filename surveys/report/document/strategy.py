"""How it was analysed: the plan's own paragraphs, and what holds for every study."""

from collections.abc import Iterator

from surveys.protocol.outcomes import State
from surveys.protocol.plan_names import compared
from surveys.protocol.planned import plan_text
from surveys.report.document.known import Known, listed
from surveys.report.document.parts import Block, Listing, Pairs, Para, Section
from surveys.report.numbers import counted

ELSEWHERE = ("Participants",)
"""Of the plan's paragraphs, what this document tells under headings of its own."""

NOTHING_NAMED = ("What is compared", "Error rate", "How it is estimated")
"""What the plan has nothing to say of where it names nothing."""

EXPLORED = {
    "visits": (
        "Outcomes taken at each visit: a linear mixed model with participants and profiles crossed, REML, "
        "Satterthwaite’s degrees of freedom. Components estimated at 0 are dropped, the fit being the same; "
        "where it does not converge, least squares clustered on participants and on profiles stand "
        "in its place."
    ),
    "states": (
        "Outcomes taken once: a regression on the group, the value before random assignment and their "
        "product (Lin 2013), HC2 standard errors, Bell and McCaffrey’s degrees of freedom below 50 a group."
    ),
    "groups": (
        "Groups against the first one: counts by the ratio of their means, what happened by the difference "
        "of shares, days stayed by restricted means, ordered answers by proportional odds; over several "
        "groups at once an analysis of variance, and all pairs by Tukey’s method."
    ),
}
EFFECTS = (
    "Standardised effects are divided by the standard deviation named beside them, with a small-sample "
    "correction and an interval of their own. Tests are two-sided and p is exact."
)


def strategy(known: Known) -> Section:
    """In the plan's words, a heading a matter; then how everything else was explored."""
    skipped = ELSEWHERE if known.plan.confirmatory else (*ELSEWHERE, *NOTHING_NAMED)
    parts = [
        Section(f"plan-{i}", one.title, _together(one.sentences))
        for i, one in enumerate(plan_text(known.protocol), 1)
        if one.title not in skipped
    ]
    parts.append(Section("explored", "Exploratory analyses", tuple(explored(known))))
    return Section("strategy", "Analytic strategy", parts=tuple(parts))


def _together(sentences: tuple[str, ...]) -> tuple[Block, ...]:
    """A paragraph or, where the sentences are many, one each."""
    return (Para(" ".join(sentences)),) if len(sentences) < 4 else tuple(map(Para, sentences))


def explored(known: Known) -> Iterator[Block]:
    if known.plan.confirmatory:
        yield Para(
            "What is not named is exploratory, is reported as such, and carries no claim by its p alone."
        )
    else:
        yield Para("Nothing was named before the data came: every result is exploratory.")
    ways = [EXPLORED["visits"]] if known.protocol.visits else []
    ways += [EXPLORED["states"]] if any(isinstance(o, State) for o in known.document.outcomes) else []
    if any(row.sides and not row.confirmatory for row in known.results.rows):
        ways.append(EXPLORED["groups"])
    yield Listing((*ways, EFFECTS))


def named_words(known: Known) -> str:
    """How many comparisons the plan names, of which outcomes."""
    named = known.plan.confirmatory
    if not named:
        return "none"
    labels = listed(dict.fromkeys(known.label(one.outcome) for one in named))
    return f"{counted(len(named), 'comparison', 'comparisons')}, of {labels}"


def power(known: Known) -> Iterator[Block]:
    """What drawing whole studies from this very protocol had shown, where somebody had that done."""
    found = {one.name: one for one in known.facts.power}
    items = tuple(
        (
            f"{compared(known.protocol, one)}",
            f"found in {100 * told.found / told.repeats:.0f} % of {told.repeats:,} with an effect of "
            f"{told.effect:g}, in {100 * told.in_error / told.repeats:.1f} % with none.",
        )
        for one in known.plan.confirmatory
        if (told := found.get(one.name)) and told.repeats
    )
    if items:
        yield Para("Before the launch, whole studies were drawn from this protocol and analysed as planned:")
        yield Pairs(items)
