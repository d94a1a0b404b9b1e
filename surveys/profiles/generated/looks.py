"""Faces and covers by lot: of the grammar's choices, those that go together."""

from itertools import product

from surveys.profiles.generated.lot import Lot
from surveys.profiles.generated.material import Life, Naming
from surveys.profiles.types import (
    Age,
    Backdrop,
    Clothing,
    Colour,
    Cover,
    Covering,
    Expression,
    Face,
    FacialHair,
    Glasses,
    Hair,
    HairColour,
    Scene,
    Shape,
    Tone,
)

SHE: tuple[Hair, ...] = (
    "curls", "afro", "locs", "pixie", "bob", "fringe", "long", "wavy", "side", "bun", "topknot", "braids",
    "ponytail", "short",
)  # fmt: skip
HE: tuple[Hair, ...] = (
    "bald", "buzz", "short", "swept", "quiff", "receding", "curls", "locs", "afro", "topknot",
)  # fmt: skip
CURLED: frozenset[Hair] = frozenset({"afro", "locs", "braids"})
"""Drawn with the darkest skins only, where the others would hardly wear them."""
AGED: tuple[HairColour, ...] = ("grey", "white", "grey")
AGES: tuple[Age, ...] = ("young", "adult", "adult", "mature", "mature", "old")
COLOURS: tuple[Colour, ...] = (
    "brick", "rust", "mustard", "moss", "pine", "teal", "sky", "navy", "plum", "rosewood", "sand", "stone",
    "ink", "cream",
)  # fmt: skip
GROUNDS: tuple[Colour, ...] = (
    "sand", "sky", "mustard", "teal", "rosewood", "stone", "moss", "plum", "rust", "pine", "navy",
)  # fmt: skip
HATS: tuple[Covering, ...] = ("beanie", "cap", "flatcap", "sunhat")
BEARDS: tuple[FacialHair, ...] = ("stubble", "moustache", "goatee", "short", "full")
GLASSES: tuple[Glasses, ...] = ("round", "square", "cat", "half")
SHAPES: tuple[Shape, ...] = ("oval", "round", "square", "long")
EXPRESSIONS: tuple[Expression, ...] = ("smile", "grin", "calm", "wry", "laugh")
CLOTHES: tuple[Clothing, ...] = (
    "crew", "shirt", "vneck", "rollneck", "hoodie", "blazer", "dungarees", "scarf", "kurta", "cardigan",
)  # fmt: skip
BACKDROPS: tuple[Backdrop, ...] = ("plain", "disc", "slope", "window", "hill")
TONES: tuple[Tone, ...] = ("dawn", "day", "dusk", "night")
SCENES: tuple[Scene, ...] = (
    "hills", "harbour", "shelf", "tram", "allotment", "books", "mountains", "dunes", "forest", "roofs",
    "lighthouse", "workshop", "stars", "market", "waves", "greenhouse", "bridge", "laundry", "wires", "tiles",
)  # fmt: skip


def face(draw: Lot, label: str, naming: Naming, life: Life, *, she: bool) -> Face:
    """she: how the grammar dresses the face; nothing of it says who somebody is."""

    def at(what: str) -> str:
        return f"{label}/face/{what}"

    skin = draw.pick(at("skin"), naming.skin)
    age = draw.pick(at("age"), AGES) if life.age == "" else life.age
    dark = naming.skin[0] in ("amber", "brown", "umber")
    styles = [style for style in (SHE if she else HE) if dark or style not in CURLED]
    grey = age == "old" or (age == "mature" and draw.chance(at("greying"), 0.4))
    ground = draw.pick(at("ground"), GROUNDS)
    cloth = [colour for colour in COLOURS if colour != ground]
    return Face(
        skin=skin,
        shape=draw.pick(at("shape"), SHAPES),
        age=age,
        hair=draw.pick(at("hair"), styles),
        hair_colour=draw.pick(at("colour"), AGED if grey else naming.hair),
        facial_hair=draw.pick(at("beard"), BEARDS) if not she and draw.chance(at("bearded"), 0.5) else "none",
        glasses=draw.pick(at("glasses"), GLASSES) if draw.chance(at("sees"), 0.3) else "none",
        covering=_covering(draw, label, naming, she=she),
        covering_colour=draw.pick(at("cloth"), cloth),
        clothing=draw.pick(at("clothing"), CLOTHES),
        clothing_colour=draw.pick(at("worn"), cloth),
        expression=draw.pick(at("expression"), EXPRESSIONS),
        turn=draw.whole(at("turn"), -2, 2),
        tilt=draw.whole(at("tilt"), -5, 5),
        lips=she and draw.chance(at("lips"), 0.4),
        earrings=she and draw.chance(at("earrings"), 0.35),
        freckles=not dark and draw.chance(at("freckles"), 0.15),
        background=ground,
        backdrop=draw.pick(at("backdrop"), BACKDROPS),
    )


def _covering(draw: Lot, label: str, naming: Naming, *, she: bool) -> Covering:
    if she and naming.coverings and draw.chance(f"{label}/face/wears", 0.4):
        return draw.pick(f"{label}/face/covering", naming.coverings)
    return draw.pick(f"{label}/face/hat", HATS) if draw.chance(f"{label}/face/hatted", 0.12) else "none"


def covers(draw: Lot, label: str, life: Life) -> list[Cover]:
    """All covers in the order in which they would be taken: the life's own scenes first."""
    choices = product(SCENES, TONES, (False, True))
    every = [Cover(scene=scene, tone=tone, flip=flip) for scene, tone, flip in choices]
    mixed = draw.shuffled(f"{label}/cover", every)
    return sorted(mixed, key=lambda cover: cover.scene not in life.scenes)
