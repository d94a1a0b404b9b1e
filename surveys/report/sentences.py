"""The answer sentences. No more is said than the numbers allow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import isnan

from surveys.analysis.design import mixes
from surveys.analysis.naming import act_label, group_label
from surveys.analysis.results import AT, CHANGED, ENOUGH, LEVEL, RANGE, STATE, Results, Row
from surveys.analysis.topics import BEHAVIOUR, CREDIBILITY, FEELINGS, SAID, TOPICS, main_of, on, topic_of
from surveys.charts.levels import picture
from surveys.protocol import Compiled
from surveys.protocol.outcomes import Act, AnyOutcome, Happened, Once, Ordinal, Rating, State
from surveys.report import grouped
from surveys.report.context import Answer
from surveys.report.early import told_early
from surveys.report.faults import could_not, technical
from surveys.report.judging import Judged, boundary
from surveys.report.numbers import counted, interval, number
from surveys.report.phrases import clause, doubt, small
from surveys.report.simulated import WHO, planted_on, planted_sentence, simulated
from surveys.report.told import Told, bracket, capital, size_of, told_of

TOO_FEW = f"That is too few to say more: each group needs {ENOUGH}."
TOO_FEW_A_SIDE = f"That is too few to say more: each side of what the plan compares needs {ENOUGH}."
WITHIN = "Everybody met shown and hidden scores: of that only what the plan names is computed; see the means."
ALONE = "The study has no group from which the score was hidden, to compare with."
TITLES = {
    CREDIBILITY: "What people thought",
    BEHAVIOUR: "What people did",
    FEELINGS: "How people felt",
    SAID: "What people said",
}
KINDS: Mapping[str, type[AnyOutcome]] = {CREDIBILITY: Rating, BEHAVIOUR: Act, FEELINGS: State, SAID: Ordinal}
"""Of what the displayed score's own sentences are about, by topic."""
LISTED = 5
"""Groups whose averages are listed; of more, from where to where they go."""


def answers(results: Results, protocol: Compiled, language: str) -> tuple[Answer, ...]:
    """By topic: first what the plan names, then what else there is, or was built into simulated people; none
    that the study lacks. Topics of which the plan names nothing come last.
    """
    if results.extent == "live":
        return ()
    if results.extent == "early":
        return _early(results, protocol, language)
    named = {topic_of(protocol, o) for o in protocol.document.outcomes if _names(protocol, o)}
    found = (
        _answer(results, protocol, language, topic) for topic in sorted(TOPICS, key=lambda t: t not in named)
    )
    return tuple(answer for answer in found if answer)


def _names(protocol: Compiled, outcome: AnyOutcome) -> bool:
    """Whether the plan has a comparison on it."""
    return any(c.outcome == outcome.name for c in protocol.document.plan.confirmatory)


def _answer(results: Results, protocol: Compiled, language: str, topic: str) -> Answer | None:
    on_it = [told_of(results, protocol, language, outcome) for outcome in on(protocol, topic)]
    outcome = main_of(protocol, topic, KINDS[topic])
    told = told_of(results, protocol, language, outcome) if outcome else None
    if told is None or not _is_by_score(told):
        found = _between_groups(on_it)
        first, also = found[:1], found[1:]
    else:
        first = [(_told(told), True)]
        also = list(_beside(told, on_it)) if results.extent == "full" else []
    if not first:
        return None
    # Stable: within either half the order stays the plan's.
    also = sorted(also, key=lambda each: not each[1])
    return Answer(
        topic,
        TITLES[topic],
        first[0][0],
        also=tuple(sentence for sentence, _named in also),
        named=sum(named for _sentence, named in also),
        faults=tuple(technical(one) for one in on_it if one.reason),
    )


def _is_by_score(told: Told) -> bool:
    """Whether the displayed score is what is compared on this outcome: shown with hidden, or level with
    level.
    """
    design = told.design
    if design.shown and design.hidden:
        return True
    return told.protocol.document.cue is not None and not any(row.sides for row in _rows(told))


def _rows(told: Told) -> list[Row]:
    return [row for row in told.results.rows if row.outcome == told.outcome.name]


Said = tuple[str, bool]
"""A sentence, and whether it is about what the plan names."""


def _between_groups(on_it: Sequence[Told]) -> list[Said]:
    """Of the outcomes on a topic what the plan names; where it names nothing, of the first."""
    named = [one for one in on_it if _names(one.protocol, one.outcome)]
    return [(sentence, bool(named)) for one in named or on_it[:1] for sentence in _compared(one)]


def _compared(told: Told) -> list[str]:
    """Each comparison of groups on one outcome; where there is none, what there is."""
    if told.results.extent != "full" or told.reason:
        return [_told(told)]
    rows, without = grouped.rows_of(told), grouped.withheld(told)
    if not rows:
        said = list(without) or [_told(told)]
        built = told.results.kind == "simulated" and without
        return [f"{planted_sentence(told) or WHO} {said[0]}".strip(), *said[1:]] if built else said
    if told.results.kind == "simulated":
        built_in = {one.judged.row.key for one in planted_on(told) if one.judged}
        rest = rows if built_in else rows[1:]
        others = [one_sentence(told, row) for row in rest if row.row.key not in built_in]
        return [simulated(told, one_sentence(told, rows[0])), *others, *without]
    return [*(one_sentence(told, row) for row in rows), *without]


def _early(results: Results, protocol: Compiled, language: str) -> tuple[Answer, ...]:
    """What the plan names, in its order, by topic."""
    found: dict[str, list[str]] = {}
    for topic in TOPICS:
        for outcome in on(protocol, topic):
            told = told_of(results, protocol, language, outcome)
            found.setdefault(topic, []).extend(told_early(told))
    return tuple(
        Answer(topic, TITLES[topic], said[0], also=tuple(said[1:]), named=len(said) - 1)
        for topic, said in found.items()
        if said
    )


def _told(told: Told) -> str:
    """The main sentence on an outcome, whatever became of it."""
    if told.reason:
        return could_not(told)
    say = _SENTENCES.get(type(told.outcome), _nothing)
    text = _described(told) if told.results.extent == "few" else say(told)
    return simulated(told, text) if told.results.kind == "simulated" else text


def _beside(told: Told, on_it: Sequence[Told]) -> Iterator[Said]:
    """What else is told on the topic: the plan's comparisons, planted effects, outcomes that failed."""
    main = {judged.row.key for judged in _of_the_main(told) if judged}
    for other in on_it:
        named = _names(other.protocol, other.outcome)
        if other.outcome.name != told.outcome.name and other.reason:
            yield could_not(other), named
        elif other.outcome.name != told.outcome.name and planted_on(other):
            yield planted_sentence(other), named
        else:
            yield from ((one_sentence(other, row), True) for row in other.named() if row.row.key not in main)


def one_sentence(told: Told, judged: Judged) -> str:
    """Any comparison of the plan by itself."""
    parts = (
        f"{capital(clause(told, judged, told.what))}.",
        boundary(judged.row, told.results, told.plan),
        doubt(told, judged),
    )
    return " ".join(part for part in parts if part)


def _of_the_main(told: Told) -> tuple[Judged | None, ...]:
    """What the main sentence is made of."""
    if isinstance(told.outcome, State):
        return (told.row(STATE),)
    top = _top(told)
    return (top,) if isinstance(told.outcome, Act) and top else (told.row(LEVEL), top)


def _top(told: Told) -> Judged | None:
    """The highest displayed score against none."""
    return told.row(AT, told.design.levels[-1]) if told.design.levels else None


def _credibility(told: Told) -> str:
    slope, top = told.row(LEVEL), _top(told)
    if told.design.computed and (changed := told.row(CHANGED)):
        return f"{one_sentence(told, changed)} {COMPUTED}"
    if slope is None:
        return one_sentence(told, top) if top else _nothing(told)
    clauses, after = [clause(told, slope, told.label)], [boundary(slope.row, told.results, told.plan)]
    if top and top.sure:
        clauses.append(_briefly(told, top))
    if slope.sure and (harm := _harm(told, slope)):
        clauses.append(harm)
    over_all = "" if slope.row.equivalence else small(told, told.row(RANGE))
    after.append(over_all or doubt(told, slope))
    if top and not top.sure:
        after.append(_unsure_top(told, top))
    return " ".join(part for part in (f"{capital('; '.join(clauses))}.", *after) if part)


COMPUTED = (
    "Scores were computed from the profiles, so this says how much showing the score changes the relation, "
    "not what a point does by itself."
)


def _briefly(told: Told, top: Judged) -> str:
    """'showing 85 instead of nothing raised it by 0.20 (0.08 to 0.32)'."""
    words = clause(told, top, "it").replace(f" {told.unit.difference} (", " (")
    return words if top.reach else words.replace(f"({top.level} ", "(")


def _unsure_top(told: Told, top: Judged) -> str:
    size, ends = told.unit.texts(top.found)
    between = f"{top.level} {ends}{top.reach}" if top.reach else ends
    said = f"With {top.row.at[0]:g} shown instead of nothing the difference was {size} ({between})."
    return f"{said} {doubt(told, top)}"


def _harm(told: Told, slope: Judged) -> str:
    """Where showing a score does harm: only where that is known to lie among the displayed scores."""
    found = next((c for c in told.results.crossings if c.outcome == told.outcome.name), None)
    levels = told.design.levels
    if found is None or not (levels[0] < found.low <= found.score <= found.high < levels[-1]):
        return ""
    side = "below" if slope.found.estimate > 0 else "above"
    ends = interval(found.low, found.high, 0)
    return (
        f"{side} about {number(found.score, 0)} ({ends}) showing a score does harm: it is then lower "
        "than with none"
    )


def _behaviour(told: Told) -> str:
    assert isinstance(told.outcome, Act)
    top = _top(told)
    if top is None:
        slope = told.row(LEVEL)
        return one_sentence(told, slope) if slope else _nothing(told)
    action = act_label(told.protocol, told.outcome, told.language)
    level = top.row.at[0]
    drawn = picture(told.results, told.protocol, told.outcome.name, 100)
    shown = next((point.mean for point in drawn.points if point.level == level), None)
    if shown is None:  # the means were not computed: the estimate stands by itself
        return one_sentence(told, top)
    hidden, difference = drawn.hidden, 100 * top.found.estimate
    # 62 and 57 beside "6 points" would look wrong: then all three get a decimal; and where that is not
    # enough, because the model allows for who saw what, the difference is said to be the model's.
    digits = 0 if _adds_up(shown, hidden, difference, 0) and round(difference) else 1
    by = "" if _adds_up(shown, hidden, difference, digits) else " by the model"
    size = number(abs(difference), digits)
    more = f"{size} {'point' if size == '1' else 'points'} {'more' if difference >= 0 else 'fewer'}"
    said = (
        f"With {level:g} shown, {action} was chosen in {number(shown, digits)} % of visits, with the score "
        f"hidden in {number(hidden, digits)} %: {more}{by} {bracket(replace(told.unit, digits=digits), top)}."
    )
    parts = (said, boundary(top.row, told.results, told.plan), doubt(told, top))
    return " ".join(part for part in parts if part)


def _adds_up(shown: float, hidden: float, difference: float, digits: int) -> bool:
    """Whether the printed shares are the printed difference apart."""
    apart = round(shown, digits) - round(hidden, digits)
    return round(apart - round(difference, digits), digits) == 0


def _anxiety(told: Told) -> str:
    assert isinstance(told.outcome, State)
    judged = told.row(STATE)
    if judged is None:
        return _nothing(told)
    size = size_of(told.unit, judged)
    higher = "higher" if judged.found.estimate >= 0 else "lower"
    unit, _, scale = told.unit.difference.partition(" on ")
    allowing = ", allowing for how each felt before" if told.outcome.before else ""
    said = (
        f"{capital(told.label)} was {size} {unit} {higher}{f' on {scale}' if scale else ''} among those who "
        f"saw scores than among those who saw none{allowing} {bracket(told.unit, judged)}."
    )
    return " ".join(
        part for part in (said, boundary(judged.row, told.results, told.plan), doubt(told, judged)) if part
    )


_SENTENCES: Mapping[type[AnyOutcome], Callable[[Told], str]] = {
    Rating: _credibility,
    Act: _behaviour,
    State: _anxiety,
}


def _described(told: Told) -> str:
    """Averages alone."""
    unit, label = told.unit, capital(told.label)
    digits, percent, start = unit.mean_digits, "", f"{label} averaged"
    if isinstance(told.outcome, Act):
        action = act_label(told.protocol, told.outcome, told.language)
        digits, percent, start = 0, " % of visits", f"{action} was chosen in"
    if isinstance(told.outcome, Happened):
        digits, percent, start = 0, " %", f"{label} happened with"
    if isinstance(told.outcome, Once) or not told.design.levels:
        cells = [c for c in told.results.cells_of(told.outcome.name) if c.n and not c.when]
        if len(cells) > LISTED:
            values = [unit.of_mean(c.mean) for c in cells]
            low, high = number(min(values), digits), number(max(values), digits)
            return f"{start} {low} to {high}{percent} in {len(cells)} groups. {_sizes(told)} {_too_few(told)}"
        parts = [
            f"{number(unit.of_mean(c.mean), digits)}{percent} in the group "
            f"“{group_label(told.protocol, c.group, told.language)}” (n = {c.n})"
            for c in cells
        ]
    else:
        drawn = picture(told.results, told.protocol, told.outcome.name, unit.shown(1))
        parts = [f"{number(p.mean, digits)}{percent} with {p.level:g} shown" for p in drawn.points]
        if not isnan(drawn.hidden):
            parts.append(f"{number(drawn.hidden, digits)}{percent} with the score hidden")
    return f"{start} {', '.join(parts)}. {_too_few(told)}" if parts else f"{label}: nobody answered."


def _sizes(told: Told) -> str:
    """'The smallest group has 3 people, and 12 of 14 have fewer than 20.'"""
    sizes = told.results.exposed
    fewer = sum(n < ENOUGH for n in sizes)
    smallest = counted(min(sizes, default=0), "person", "people")
    return f"The smallest group has {smallest}, and {fewer} of {len(sizes)} have fewer than {ENOUGH}."


def _too_few(told: Told) -> str:
    of_groups = any(c.contrast == "groups" for c in told.plan.confirmatory)
    return TOO_FEW_A_SIDE if of_groups else TOO_FEW


def _nothing(told: Told) -> str:
    """Why there is no number, in the row's own words."""
    rows = [row for row in told.results.rows if row.outcome == told.outcome.name]
    why = next((row.estimate.warnings[-1] for row in rows if row.estimate.warnings), "")
    if not (told.design.shown and told.design.hidden) and told.protocol.document.cue:
        why = why or (WITHIN if mixes(told.protocol) else ALONE)
    return f"{capital(told.label)}: nothing could be computed. {why}".rstrip()
