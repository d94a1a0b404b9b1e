"""Whether the study went as it should: each check with its state, its result, and what it rests on."""

from collections.abc import Callable, Iterator
from math import isfinite, isnan

from surveys.analysis.design import mixes
from surveys.analysis.naming import group_label, label_of, scale_label
from surveys.analysis.results import Results
from surveys.protocol import Compiled
from surveys.report.context import Check, SmallTable
from surveys.report.flows import left
from surveys.report.names import covariate_words, item_words, option_words, rule_words
from surveys.report.noticing import noticing, sight
from surveys.report.numbers import DASH, counted, interval, number, signed, within_one
from surveys.report.reaching import missing, reached
from surveys.report.sensitivity import bounds, fits, placebo, robustness

WEAK = 0.7
UNCLOSED = "No block is closed yet."
"""The analysis' own sentence for a list that cannot be checked yet: no fault."""
UNEVEN = 0.1
UNTESTED = "No test: whatever differs here, chance made it. Above 0.10 SD it is worth knowing."
MARKED = f"{UNTESTED} So it is marked ▲ here, and is not among what could be wrong."


def checks(results: Results, protocol: Compiled, language: str) -> tuple[Check, ...]:
    """None before the effects may be known: each tells something by group."""
    if results.extent not in ("few", "full"):
        return ()
    parts = tuple(_failed(results, protocol, language))
    made = (_lot, _attrition, _balance, noticing, sight, _reliability, _exclusions, *_mixed(protocol))
    found = [check(results, protocol, language) for check in made]
    if results.extent == "full":
        found += [check(results, protocol, language) for check in (placebo, robustness, fits)]
        some = (reached(results, protocol, language), missing(results, protocol, language))
        found += [check for check in some if check]
    return (*parts, *found)


def _failed(results: Results, protocol: Compiled, language: str) -> Iterator[Check]:
    """Parts that are missing because the program failed at them: else they would look as if all were well."""
    parts = [
        f"{failed.part} of {label_of(protocol, failed.outcome, language)}" if failed.outcome else failed.part
        for failed in results.failed
        if failed.part
    ]
    if parts:
        said = f"Not computed, for the program failed at it: {'; '.join(parts)}. Everything else stands."
        yield Check("failed", "What failed", "bad", said)


def _mixed(protocol: Compiled) -> tuple[Callable[[Results, Compiled, str], Check], ...]:
    return (_visibility,) if mixes(protocol) else ()


def _visibility(results: Results, protocol: Compiled, language: str) -> Check:
    said = (
        "Everybody met shown and hidden scores: of that only what the plan names is computed, by each one's "
        "own difference, and nothing by the score's height. The means by score stand for themselves."
    )
    return Check("visibility", "Shown and hidden", "note", said)


def _groups(results: Results, protocol: Compiled, language: str) -> tuple[str, ...]:
    return tuple(group_label(protocol, arm, language) for arm in results.groups)


def _lot(results: Results, protocol: Compiled, language: str) -> Check:
    title, found = "Random assignment", results.allocation
    if found is None:
        return Check("lot", title, "none", "There is no list of places to check against.")
    table = SmallTable(
        "Places taken",
        _groups(results, protocol, language),
        (tuple(f"{n:,}" for n in found.allocated),),
    )
    blocks = counted(found.closed, "full block", "full blocks")
    if found.faulty:
        said = f"{found.faulty:,} of {blocks} wrong: not the groups that were promised."
        return Check("lot", title, "bad", said, lines=found.warnings, tables=(table,))
    others = tuple(warning for warning in found.warnings if warning != UNCLOSED)
    if others:
        return Check("lot", title, "note", others[0], lines=others, tables=(table,))
    if not found.closed:
        return Check("lot", title, "none", "No block is full yet.", tables=(table,))
    said = f"{blocks}: each holds exactly the groups that it promised."
    return Check("lot", title, "good", said, tables=(table,))


def _attrition(results: Results, protocol: Compiled, language: str) -> Check:
    p = results.flow.attrition
    said = left(results, protocol, language) or "Nobody saw the study."
    state = "none" if isnan(p) else "bad" if p < 0.001 else "note" if p < 0.05 else "good"
    if said.startswith("Everybody"):
        state = "good"
    method = results.flow.attrition_method
    lines = [f"How: {method}."] if method and not isnan(p) else []
    lines += list(dict.fromkeys(b.assumption for b in results.bounds if b.assumption))
    table = bounds(results, protocol, language)
    return Check("attrition", "Who left", state, said, tuple(lines), (table,) if table.rows else ())


def _balance(results: Results, protocol: Compiled, language: str) -> Check:
    title = "Alike at the start"
    known = [one for one in results.balance if isfinite(one.smd)]
    if not known:
        return Check("balance", title, "none", "The plan names nothing measured before random assignment.")
    rows = tuple(
        (
            covariate_words(protocol, one.covariate, language),
            option_words(protocol, one.covariate, one.level, language),
            f"{group_label(protocol, one.first, language)} − {group_label(protocol, one.second, language)}",
            number(one.smd),
            f"{one.missing:,}",
        )
        for one in results.balance
    )
    largest = max(known, key=lambda one: abs(one.smd))
    name = covariate_words(protocol, largest.covariate, language)
    level = option_words(protocol, largest.covariate, largest.level, language)
    where = f"{name}: {level}" if level else name
    said = f"The largest difference is {number(abs(largest.smd))} SD, in “{where}”."
    table = SmallTable(
        "Standardised differences",
        ("Before random assignment", "Answer", "Groups", "Difference in SD", "Missing"),
        rows,
    )
    state = "note" if abs(largest.smd) > UNEVEN else "good"
    return Check("balance", title, state, said, (), (table,), rule=MARKED if state == "note" else UNTESTED)


def _reliability(results: Results, protocol: Compiled, language: str) -> Check:
    title, whole = "Items agree", [a for a in results.alphas if not a.group and isfinite(a.alpha)]
    table = SmallTable(
        "Each participant's first rating",
        ("Scale", "Group", "Items", "n", "Alpha", "95 % interval", "Omega", "Weakest item with the rest"),
        tuple(
            (
                scale_label(protocol, a.scale, language),
                group_label(protocol, a.group, language) if a.group else "All",
                str(a.items),
                f"{a.n:,}",
                within_one(number(a.alpha)),
                within_one(interval(a.low, a.high)),
                within_one(number(a.omega)),
                within_one(number(min(a.item_rest))) if a.item_rest else DASH,
            )
            for a in results.alphas
        ),
    )
    items = _items(results, protocol, language)
    tables = tuple(each for each in (table, items) if each.rows)
    warnings = tuple(dict.fromkeys(signed(w) for a in results.alphas for w in a.warnings))
    if not whole:
        return Check("reliability", title, "none", "There is no scale to compute it for.", warnings, tables)
    weakest = min(whole, key=lambda a: a.alpha)
    size, name = within_one(number(weakest.alpha)), scale_label(protocol, weakest.scale, language)
    weak = weakest.alpha < WEAK
    said = f"The weakest scale is “{name}” (alpha {size}{', below .70' if weak else ''})."
    return Check("reliability", title, "note" if weak else "good", said, warnings, tables)


def _items(results: Results, protocol: Compiled, language: str) -> SmallTable:
    """Of each scale, and of a group in which it is weak, how each item goes with the others."""
    codes = {measure.scale.name: measure.scale.items for measure in protocol.measures}
    rows = tuple(
        (
            scale_label(protocol, a.scale, language),
            group_label(protocol, a.group, language) if a.group else "All",
            item_words(protocol, code, language),
            within_one(number(rest)),
            within_one(number(without)),
        )
        for a in results.alphas
        if not a.group or a.alpha < WEAK
        for code, rest, without in zip(codes[a.scale], a.item_rest, a.alpha_without, strict=False)
        if isfinite(rest) or isfinite(without)
    )
    return SmallTable("Each item", ("Scale", "Group", "Item", "With the rest", "Alpha without it"), rows)


def _exclusions(results: Results, protocol: Compiled, language: str) -> Check:
    title, rules = "Left out", {rule.name: rule for rule in protocol.document.plan.exclusions}
    if not rules:
        return Check("exclusions", title, "none", "The plan leaves nobody out.")
    rows = tuple(
        (rule_words(rules[one.rule], protocol, language), *(f"{n:,}" for n in one.by_group))
        for one in results.excluded
        if one.rule in rules
    )
    total = sum(sum(one.by_group) for one in results.excluded)
    columns = ("Rule of the plan", *_groups(results, protocol, language))
    said = f"{counted(total, 'case is', 'cases are')} left out by rules of the plan." if total else "Nobody."
    return Check("exclusions", title, "good", said, (), (SmallTable("By rule and group", columns, rows),))
