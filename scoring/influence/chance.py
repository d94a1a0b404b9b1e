"""Where simulated accounts get their chance from."""

import hashlib

import numpy as np

Chance = np.random.Generator | np.random.RandomState
"""Either has what is drawn here. Numpy may change a Generator's draws with a new version; those of a
RandomState it has promised to leave as they are.
"""


def frozen(seed: bytes, label: str) -> np.random.RandomState:
    """Draws that stay the same for ever: of this seed and label, and of no other."""
    digest = hashlib.sha256(seed + label.encode()).digest()
    return np.random.RandomState(np.frombuffer(digest, dtype="<u4"))
