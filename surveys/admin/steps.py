"""What the pages of a study are called in a list: no two of them alike."""

from surveys.analysis.naming import step_label
from surveys.protocol import Compiled


def step_labels(protocol: Compiled) -> dict[str, str]:
    """Label by step's key. Pages of one title are told apart: before and after the lot, else by number."""
    language = protocol.document.language
    labels = {step.key: step_label(protocol, step.key, language) for step in protocol.steps}
    for label in set(labels.values()):
        alike = [key for key, found in labels.items() if found == label]
        if len(alike) > 1:
            labels |= dict(zip(alike, _apart(protocol, label, alike), strict=True))
    return labels


def _apart(protocol: Compiled, label: str, keys: list[str]) -> list[str]:
    lot = protocol.lot
    if len(keys) == 2 and lot is not None:
        first, second = (protocol.positions[key] for key in keys)
        if first < lot < second:
            return [f"{label}, before", f"{label}, after"]
    return [f"{label} ({i})" for i in range(1, len(keys) + 1)]
