"""Names of many traditions, and handles and codes made from them."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from surveys.profiles.generated.lot import Lot
from surveys.profiles.generated.material import Life, Naming, namings

LONGEST = 30


@dataclass(frozen=True, slots=True)
class Named:
    """`short`: the given name, which sentences use."""

    naming: Naming
    name: str
    short: str
    she: bool


def named(draw: Lot, label: str, i: int, *, taken: Collection[str]) -> Named:
    """The i-th of a pool: its traditions take turns, and no given name comes twice."""
    every = namings()
    naming = draw.shuffled(f"traditions/{i // len(every)}", every)[i % len(every)]
    she = draw.chance(f"{label}/she", 0.5)
    for sex in (she, not she):
        free = [given for given in (naming.she if sex else naming.he) if given not in taken]
        if free:
            short = draw.pick(f"{label}/given", free)
            family = draw.pick(f"{label}/family", naming.family)
            name = f"{family} {short}" if naming.family_first else f"{short} {family}"
            return Named(naming, name, short, sex)
    raise ValueError(f"taken holds every given name of the {naming.tradition} tradition: draw fewer people")


def handle(draw: Lot, label: str, life: Life, short: str, *, taken: Collection[str]) -> str:
    """From the life and the name, such as lower_gate or lower_gate_kofi."""
    given = plain(short)
    every = [form for stem in life.handles for form in (stem, f"{stem}_{given}", f"{given}_{stem}")]
    every = [form for form in every if len(form) <= LONGEST and form not in taken]
    return draw.pick(f"{label}/handle", every) if every else free(f"{given}_{life.life}"[:26], taken)


def code(short: str, *, taken: Collection[str]) -> str:
    return free(plain(short), taken)


def free(word: str, taken: Collection[str]) -> str:
    """The word, or the first of word_2, word_3 ... that is not taken."""
    return next(
        form for form in (word, *(f"{word}_{i}" for i in range(2, len(taken) + 3))) if form not in taken
    )


def plain(name: str) -> str:
    """In small letters without marks."""
    bare = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare.lower()).strip("_")
