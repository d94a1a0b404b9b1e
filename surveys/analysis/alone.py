"""Parts that each fail alone: what goes wrong with one is told in its place, and the others stand."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from celery.exceptions import SoftTimeLimitExceeded

from surveys.analysis.evidence import Failed

Found = TypeVar("Found")


def or_else(work: Callable[[], Found], otherwise: Callable[[Exception], Found]) -> Found:
    """What it comes to, or what is told in its place.

    What has no time left is not a part that fails: that goes on to whoever set the limit.
    """
    try:
        return work()
    except SoftTimeLimitExceeded:
        raise
    except Exception as error:  # whatever goes wrong with one must not take the others along
        return otherwise(error)


class Alone:
    """Does one part after another, and keeps a list of those that failed."""

    def __init__(self) -> None:
        self.failed: list[Failed] = []

    def done(self, work: Callable[[], None], *, outcome: str = "", part: str = "") -> bool:
        """Whether it could be done. outcome: '' where the part is of the whole."""

        def did() -> bool:
            work()
            return True

        def failed(error: Exception) -> bool:
            self.failed.append(Failed(outcome=outcome, reason=reason_of(error), part=part))
            return False

        return or_else(did, failed)

    def found(self, work: Callable[[], Found], otherwise: Found, *, part: str) -> Found:
        """What it comes to, or else this."""
        kept = [otherwise]
        self.done(lambda: kept.append(work()), part=part)
        return kept[-1]

    def listed(self, work: Callable[[], Iterable[Found]], *, part: str) -> tuple[Found, ...]:
        """All that it comes to, or nothing: half of it could be taken for the whole."""
        nothing: tuple[Found, ...] = ()
        return self.found(lambda: tuple(work()), nothing, part=part)


def reason_of(error: Exception) -> str:
    """'LinAlgError: Singular matrix'."""
    said = str(error).strip().splitlines()
    return f"{type(error).__name__}: {said[0] if said else ''}"[:300]
