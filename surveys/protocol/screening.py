"""Who leaves before the lot for a scale score: a polite ending that a study may ask for."""

from collections.abc import Mapping
from math import nan

from scoring.instruments import score
from surveys.instruments import Instrument
from surveys.protocol.nodes import Act, Answers, Ending, Questionnaire, Step
from surveys.protocol.scales import key_of, scales
from surveys.questions import is_missing


def screened(step: Step, instruments: Mapping[str, Instrument], act: Act, answers: Answers) -> Ending | None:
    """The ending for who reaches the page's limit. Who left too much out has no score, and goes on."""
    screen = step.node.screen if isinstance(step.node, Questionnaire) else None
    if screen is None or act is not Act.ANSWER:
        return None
    scale = next(each for each in scales(step.entries, instruments) if each.name == screen.scale)
    given = [answers.get(code) for code in scale.items]
    row = [float(each) if isinstance(each, int | float) and not is_missing(each) else nan for each in given]
    return Ending.SCREENED_OUT if score([row], key_of(scale)).values[0] >= screen.at_least else None
