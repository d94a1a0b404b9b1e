"""Names that must be one of a kind: columns, scales, groups, and what references lead to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from math import prod

from surveys.protocol.codebook import columns
from surveys.protocol.compiled import Compiled
from surveys.protocol.document import Document
from surveys.protocol.draws import arms
from surveys.protocol.nodes import Consent, Node, Step
from surveys.protocol.nodes.feed_acts import FIELDS as DAY_FIELDS
from surveys.protocol.scales import scales

Broken = tuple[str, str]
"""(path, what to do)."""

RESERVED = frozenset({"n", "act", "do"})
"""Fields that pages' forms have themselves."""

MOST_GROUPS = 100
LONGEST_GROUP = 200


def doubles(document: Document) -> Iterator[Broken]:
    """What a name must find, and would find twice; and groups that could not be told apart."""
    named: dict[str, Iterable[str]] = {
        "factors": (factor.name for factor in document.factors),
        "instruments": (instrument.code for instrument in document.instruments),
        "outcomes": (outcome.name for outcome in document.outcomes),
        "plan.confirmatory": (comparison.name for comparison in document.plan.confirmatory),
        "plan.exclusions": (rule.name for rule in document.plan.exclusions),
        "plan.covariates": document.plan.covariates,
    }
    for path, found in named.items():
        for name in twice(found):
            yield path, f"{name!r} stands here twice: rename or remove one."
    yield from _groups(document)


def _groups(document: Document) -> Iterator[Broken]:
    count = prod(len(factor.levels) for factor in document.factors if factor.varies == "between")
    if count > MOST_GROUPS:
        yield "factors", f"These factors make {count:,} groups: at most {MOST_GROUPS} can be filled."
        return
    groups = [arm.name for arm in arms(document)]
    for name in twice(groups):
        yield "factors", f"Two groups would both be called {name!r}: rename a level."
    if max(map(len, groups)) > LONGEST_GROUP:
        yield (
            "factors",
            f"A group is called by its levels: shorten them to {LONGEST_GROUP} letters in all.",
        )


def names(protocol: Compiled) -> Iterator[Broken]:
    """Columns must differ, also for programs that take A and a for one, and a scale have one home."""
    yield from dict.fromkeys([*_codes(protocol), *_columns(protocol), *_scales(protocol)])


def twice(found: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(found).items() if times > 1]


def _codes(protocol: Compiled) -> Iterator[Broken]:
    home: dict[str, str] = {}
    reserved = RESERVED | set(DAY_FIELDS if protocol.feed else ())
    for i, page, step in _steps(protocol):
        codes = [question.code for question in step.questions]
        if isinstance(page, Consent):
            codes += [statement.code for statement in page.statements]
        for code in codes:
            if home.setdefault(code.lower(), _home(step)) != _home(step):
                yield f"pages.{i}", f"{code!r} is also asked elsewhere: rename it, or name the scale's use."
            if code.lower() in reserved:
                yield f"pages.{i}", f"{code!r} is a name that every page uses itself: choose another."
        for code in twice(code.lower() for code in codes):
            yield f"pages.{i}", f"{code!r} is asked twice on this page: rename one."


def _columns(protocol: Compiled) -> Iterator[Broken]:
    """A visit's columns end in its number, which another page's may do too."""
    positions = {page.id: i for i, page in enumerate(protocol.document.pages)}
    home: dict[str, tuple[str, str]] = {}
    for column in columns(protocol):
        known = home.setdefault(column.name.lower(), (column.page, column.code))
        if known[0] != column.page or known[1].lower() != column.code.lower():
            path = f"pages.{positions[column.page]}"
            yield path, f"{column.code!r} and {known[1]!r} would share a column: rename one."


def _scales(protocol: Compiled) -> Iterator[Broken]:
    home: dict[str, str] = {}
    for i, _page, step in _steps(protocol):
        for entry in step.entries:
            for scale in scales([entry], protocol.document.library):
                here = f"{_home(step)} {scale.instrument}"
                if home.setdefault(scale.name, here) != here:
                    cure = "give its items a page of their own together, or name its uses apart."
                    yield f"pages.{i}", f"The scale {scale.name!r} is also asked elsewhere: {cure}"


def _home(step: Step) -> str:
    """Where a name belongs: a page; of visits, all pages of a part; of a feed, those of one day."""
    return f"{step.node.id} {step.part} {step.day or ''}"


def _steps(protocol: Compiled) -> Iterator[tuple[int, Node, Step]]:
    for i, page in enumerate(protocol.document.pages):
        for step in page.steps(protocol.document.library):
            yield i, page, step
