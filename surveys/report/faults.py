"""What went wrong in the program, in words that somebody who did not write it can use."""

from surveys.report.told import Told, capital

WHY = {
    "LinAlgError": "the answers vary too little, or too much alike, for the model to be solved",
    "FloatingPointError": "the numbers became too large or too small to go on with",
    "OverflowError": "the numbers became too large to go on with",
    "TimeoutError": "it took longer than the time that a computation has",
    "MemoryError": "it needed more memory than there is",
}
STANDS = "The other outcomes stand."


def could_not(told: Told) -> str:
    """In the place of an outcome that failed."""
    return f"{capital(told.label)} could not be computed: {why(told.reason)}. {STANDS}"


def why(reason: str) -> str:
    """reason: 'LinAlgError: Singular matrix', as the run noted it, of which nothing is quoted."""
    return WHY.get(reason.partition(":")[0].strip(), "the calculation stopped with an error")


def technical(told: Told) -> str:
    """The program's own words, for whoever mends it: never in a sentence, only behind 'Details'."""
    return f"{capital(told.label)}: {told.reason}"
