"""How many of how many: the rates that CHERRIES asks for, from the flow's counts alone."""

from dataclasses import dataclass

from surveys.analysis.results import Flow
from surveys.report.numbers import DASH


@dataclass(frozen=True, slots=True)
class Rates:
    """arrived: sent the first page, whatever it said; agreed: and did not decline; qualified: and were not
    turned away before the lot."""

    arrived: int
    declined: int
    screened_out: int
    allocated: int
    exposed: int
    finished: int
    stopped: int
    withdrawn: int
    unfinished: int

    @property
    def agreed(self) -> int:
        return self.arrived - self.declined

    @property
    def participation(self) -> str:
        return rate(self.agreed, self.arrived)

    @property
    def completion(self) -> str:
        return rate(self.finished, self.agreed)


def rates_of(flow: Flow) -> Rates:
    return Rates(
        arrived=flow.total("arrived"),
        declined=flow.total("declined"),
        screened_out=flow.total("screened_out"),
        allocated=flow.total("allocated"),
        exposed=flow.total("exposed"),
        finished=flow.total("finished"),
        stopped=flow.total("stopped"),
        withdrawn=flow.total("withdrawn"),
        unfinished=flow.total("unfinished"),
    )


def rate(part: int, whole: int) -> str:
    """'95.2 % (40 of 42)'; of nobody, a dash."""
    return f"{100 * part / whole:.1f} % ({part:,} of {whole:,})" if whole else f"{DASH} (0 of 0)"
