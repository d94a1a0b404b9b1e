"""The colours of faces and covers, and how one is mixed from another."""

from surveys.profiles.types import Colour, HairColour, Skin

COLOURS: dict[Colour, str] = {
    "brick": "#b5493a",
    "rust": "#c8713f",
    "mustard": "#d9a441",
    "moss": "#7f8f4e",
    "pine": "#3f6b55",
    "teal": "#3d8388",
    "sky": "#7fb0cc",
    "navy": "#34496b",
    "plum": "#75476b",
    "rosewood": "#c77b7f",
    "sand": "#dcc39c",
    "stone": "#98989a",
    "ink": "#363a44",
    "cream": "#efe5d2",
}

# Skin, and its shadow: under the chin, inside the ear, beside the nose.
SKINS: dict[Skin, tuple[str, str]] = {
    "porcelain": ("#f8dfd0", "#e6b9a4"),
    "fair": ("#f3cfb1", "#dda684"),
    "rose": ("#ebb898", "#d08f6c"),
    "olive": ("#ddb083", "#bd8757"),
    "tan": ("#cc9564", "#a87145"),
    "amber": ("#b67d4d", "#925d34"),
    "brown": ("#99633e", "#77462a"),
    "umber": ("#774a30", "#572f1c"),
    "deep": ("#5a3825", "#3d2214"),
}

HAIR: dict[HairColour, str] = {
    "black": "#26232a",
    "espresso": "#3a2a24",
    "brown": "#5b3d2b",
    "chestnut": "#7a4a2d",
    "auburn": "#8a3f26",
    "ginger": "#c4662d",
    "blond": "#d8ae62",
    "sand": "#b89465",
    "grey": "#9a9a9e",
    "white": "#e6e3de",
}


def mix(colour: str, other: str, part: float) -> str:
    """`part` of the other colour in the first, channel by channel."""
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one + (two - one) * part):02x}" for one, two in pairs)


def lighter(colour: str, part: float) -> str:
    return mix(colour, "#ffffff", part)


def darker(colour: str, part: float) -> str:
    return mix(colour, "#1b1420", part)
