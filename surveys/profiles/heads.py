"""The head itself: outline, ears, eyes, brows, nose, mouth.

`x` is the middle of the face, which moves sideways as the head turns; the head stays around x = 50.
"""

from dataclasses import dataclass

from surveys.profiles.hair import OVER_THE_EARS, strand
from surveys.profiles.palette import HAIR, SKINS, darker, mix
from surveys.profiles.types import Face, Shape

INK = "#2a2226"
WIDTHS: dict[Shape, tuple[float, float, float]] = {
    "oval": (19, 10.5, 67.5),
    "round": (20.2, 14, 66.5),
    "square": (19.4, 15.5, 67.5),
    "long": (18, 11, 70),
}
"""Half the width at the temples, of the jaw, and where the chin ends."""


@dataclass(frozen=True)
class Build:
    face: Face
    skin: str
    shade: str
    hair: str
    x: float
    half: float
    jaw: float
    chin: float

    @property
    def far(self) -> int:
        """On which side an eye is farther away: -1 left, 1 right, 0 neither."""
        return (self.face.turn > 0) - (self.face.turn < 0)

    @property
    def dark(self) -> bool:
        """Skin on which dark lines would be lost."""
        return self.face.skin in ("umber", "deep", "brown")

    @property
    def line(self) -> str:
        return darker(self.shade, 0.3) if self.dark else mix(self.shade, "#5a2024", 0.35)

    @property
    def lip(self) -> str:
        if self.face.lips:
            return "#cf5a5c" if self.dark else "#b23a48"
        bearded = self.face.facial_hair in ("short", "full")
        return "#c9786a" if self.dark or bearded else mix(self.line, "#7a2a2a", 0.35)

    @property
    def eyes(self) -> tuple[float, float]:
        near = abs(self.face.turn) * 0.7
        return self.x - 8 + (near if self.far < 0 else 0), self.x + 8 - (near if self.far > 0 else 0)


def build(face: Face) -> Build:
    skin, shade = SKINS[face.skin]
    half, jaw, chin = WIDTHS[face.shape]
    return Build(face, skin, shade, HAIR[face.hair_colour], 50 + 2.4 * face.turn, half, jaw, chin)


def neck(b: Build) -> str:
    throat = f'<path fill="{b.skin}" d="M42.5 56H57.5V80Q50 90 42.5 80Z"/>'
    return (
        throat
        + f'<path fill="{b.shade}" d="M42.5 60H57.5V{b.chin + 3:g}Q50 {b.chin + 9:g} 42.5 {b.chin + 3:g}Z"/>'
    )


def ears(b: Build) -> str:
    drawn = []
    under_hair = b.face.hair in OVER_THE_EARS and b.face.covering == "none"
    for side in (-1, 1):
        hidden = 1.6 * abs(b.face.turn) if side == b.far else -0.4 * abs(b.face.turn)
        at = 50 + side * (b.half + 0.6 - hidden)
        if not under_hair:
            drawn.append(f'<ellipse cx="{at:g}" cy="46" rx="3.6" ry="5" fill="{b.skin}"/>')
        if hidden <= 0 and not under_hair:
            drawn.append(f'<ellipse cx="{at + side * 0.3:g}" cy="46.3" rx="1.7" ry="2.9" fill="{b.shade}"/>')
        if b.face.earrings and hidden < 2:
            drawn.append(f'<circle cx="{at:g}" cy="53" r="1.7" fill="#e8c15a"/>')
    return "".join(drawn)


def outline(b: Build) -> str:
    left, right, middle = 50 - b.half, 50 + b.half, 50 + 1.1 * b.face.turn
    return (
        f'<path fill="{b.skin}" d="M{left:g} 42C{left:g} 27 38 19.500 50 19.500S{right:g} 27 {right:g} 42'
        f"C{right:g} 55 {middle + b.jaw:g} {b.chin:g} {middle:g} {b.chin:g}"
        f'S{left:g} 55 {left:g} 42Z"/>'
    ).replace(".500", ".5")


def cheeks(b: Build) -> str:
    colour = mix(b.shade, "#d8483f", 0.45)
    return "".join(
        f'<ellipse cx="{eye + side * 2.6:g}" cy="52" rx="3.8" ry="2.5" fill="{colour}" opacity=".3"/>'
        for side, eye in zip((-1, 1), b.eyes, strict=True)
    )


def eyes(b: Build) -> str:
    if b.face.expression == "laugh":
        arcs = "".join(f"M{eye - 3:g} 45Q{eye:g} 41.4 {eye + 3:g} 45" for eye in b.eyes)
        return strand(arcs, INK, 1.7)
    look = 0.35 * b.face.turn
    white = mix("#ffffff", b.skin, 0.15)
    balls = "".join(
        f'<ellipse cx="{eye:g}" cy="44" rx="3.1" ry="2.3" fill="{white}"/>'
        f'<ellipse cx="{eye + look:g}" cy="44.3" rx="1.9" ry="2.3" fill="{INK}"/>'
        f'<circle cx="{eye + look + 0.7:g}" cy="43.4" r=".65" fill="#fff"/>'
        for eye in b.eyes
    )
    lids = "".join(f"M{eye - 3.1:g} 43.2Q{eye:g} 40.4 {eye + 3.1:g} 43.2" for eye in b.eyes)
    if b.face.lips:  # made up, then: lashes too
        left, right = b.eyes
        lids += f"M{left - 3.1:g} 43.2l-1.5 -1M{right + 3.1:g} 43.2l1.5 -1"
    return balls + strand(lids, INK, 1.2)


def brows(b: Build) -> str:
    colour = mix(b.hair, b.shade, 0.35) if b.face.hair_colour == "white" else darker(b.hair, 0.15)
    up = -1.2 if b.face.expression in ("grin", "laugh") else 0
    left, right = b.eyes
    rise = -1.8 if b.face.expression == "wry" else 0
    arcs = f"M{left - 3.9:g} {38.7 + up:g}Q{left:g} {35.8 + up:g} {left + 3.6:g} {38.2 + up:g}"
    arcs += (
        f"M{right - 3.6:g} {38.2 + up + rise:g}Q{right:g} {35.8 + up + rise:g} {right + 3.9:g} "
        f"{38.7 + up + rise / 2:g}"
    )
    return strand(arcs, colour, 1.4 if b.face.lips else 1.9)


def nose(b: Build) -> str:
    way = b.far or 1
    return strand(
        f"M{b.x + way * 0.4:g} 45.5Q{b.x + way * 2.2:g} 49.5 {b.x + way * 2.6:g} 51.4"
        f"Q{b.x + way * 1.2:g} 53.4 {b.x - way * 1.8:g} 52.5",
        mix(b.shade, b.line, 0.4),
        1.5,
    )


def mouth(b: Build) -> str:
    x, kind = b.x, b.face.expression
    colour = b.lip
    if kind in ("grin", "laugh"):
        deep = 65.5 if kind == "laugh" else 63.5
        rim = f' stroke="{colour}" stroke-width="1.2" stroke-linejoin="round"' if b.face.lips else ""
        return (
            f'<path fill="#6d2530"{rim} d="M{x - 6.5:g} 57Q{x:g} 58.6 {x + 6.5:g} 57'
            f"Q{x + 5:g} {deep} {x:g} {deep}"
            f'T{x - 6.5:g} 57Z"/>'
            f'<path fill="#fff" d="M{x - 5.6:g} 57.6Q{x:g} 59 {x + 5.6:g} 57.6'
            f'Q{x + 4.8:g} 60 {x:g} 60.3T{x - 5.6:g} 57.6Z"/>'
        )
    if b.face.lips:
        return (
            f'<path fill="{colour}" d="M{x - 5.6:g} 58.6Q{x - 2:g} 56.5 {x:g} 57.6'
            f"Q{x + 2:g} 56.5 {x + 5.6:g} 58.6"
            f'Q{x:g} 64 {x - 5.6:g} 58.6Z"/>'
            + strand(f"M{x - 6:g} 58.4Q{x:g} 60.4 {x + 6:g} 58.4", darker(colour, 0.35), 0.9)
        )
    arc = {
        "smile": f"M{x - 6:g} 57.6Q{x:g} 63.4 {x + 6:g} 57.6",
        "calm": f"M{x - 4.6:g} 59.2Q{x:g} 60.8 {x + 4.6:g} 59.2",
        "wry": f"M{x - 4.5:g} 60Q{x + 2:g} 61 {x + 6:g} 57.4",
    }[kind]
    return strand(arc, colour, 1.9)
