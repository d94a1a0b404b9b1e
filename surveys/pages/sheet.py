"""What a page is to the view that sends it: title, body, and what is still wrong."""

import hashlib
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

LISTED, FOLDED_FROM = 4, 7
"""Of seven problems or more, four are listed and the rest folded away, so that a phone shows the page."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One answer that could not be taken: where it is asked, in which words, and the message.

    Where the answer is only `missing`, the headline over the list says so once. left: what the headline comes
    down to when no more are left than stand above this one.
    """

    field: str
    label: str
    message: str
    missing: bool = False
    left: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """`body` holds no token, number or nonce: it is the same for all who are shown the same.

    `headline` sums up `problems`: "You have 2 pairs left".
    """

    title: str
    body: SafeString
    kind: str
    headline: str = ""
    problems: tuple[Problem, ...] = ()
    hash: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "hash", hashlib.sha256(self.body.encode()).hexdigest())

    @property
    def first_problems(self) -> tuple[Problem, ...]:
        return self.problems[: len(self.problems) if len(self.problems) < FOLDED_FROM else LISTED]

    @property
    def more_problems(self) -> tuple[Problem, ...]:
        return self.problems[len(self.first_problems) :]
