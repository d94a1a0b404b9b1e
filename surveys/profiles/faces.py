"""Faces of one grammar: flat colour, one ink, a head that turns and tilts. Inline SVG for a strict CSP.

No style, no script, and no id, so that several may stand on one page; the page rounds the square corners.
"""

from html import escape

from surveys.profiles.clothes import BEHIND, CLOTHES, OVER
from surveys.profiles.hair import BACK, FRONT
from surveys.profiles.heads import Build, brows, build, cheeks, ears, eyes, mouth, neck, nose, outline
from surveys.profiles.marks import age_lines, beard, freckles, glasses
from surveys.profiles.palette import COLOURS, darker, lighter
from surveys.profiles.types import Backdrop, Colour, Face

BACKDROPS: dict[Backdrop, str] = {
    "plain": "",
    "disc": '<circle cx="62" cy="42" r="36" fill="{h}"/>',
    "slope": '<path fill="{s}" d="M0 66L100 40V100H0Z"/>',
    "window": '<path fill="{h}" d="M8 0H44V62H8ZM49 0H85V62H49Z"/>',
    "hill": '<path fill="{s}" d="M0 72Q26 44 56 62T100 56V100H0Z"/>',
}

UNDER: dict[bool, str] = {True: "#f3ead9", False: "#5d6470"}
"""Cloth worn underneath: light under dark cloth, dark under light."""


def face_svg(face: Face, size: int = 84, title: str = "") -> str:
    """A square drawing; with a title an image, without one mere decoration."""
    label = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    b = build(face)
    ground = lighter(COLOURS[face.background], 0.5)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="face" width="{size}" '
        f'height="{size}" viewBox="0 0 100 100" stroke-linecap="round" '
        f"{label}>"
        f'<path fill="{ground}" d="M0 0H100V100H0Z"/>'
        f"{BACKDROPS[face.backdrop].format(h=lighter(ground, 0.35), s=darker(ground, 0.12))}{behind(b)}"
        f"{dressed(b)}{tilted(b, head(b))}</svg>"
    )


def head(b: Build) -> str:
    bare = b.face.covering not in ("hijab", "turban")
    front = coloured_hair(b, FRONT.get(b.face.hair, "")) if bare else ""
    features = ears(b) + outline(b) + cheeks(b) + age_lines(b)
    if b.face.freckles:
        features += freckles(b)
    features += nose(b) + beard(b) + mouth(b) + eyes(b) + brows(b)
    return features + glasses(b) + front + covered(b, OVER.get(b.face.covering, ""))


def behind(b: Build) -> str:
    drawing = covered(b, BEHIND.get(b.face.covering, ""))
    if b.face.covering not in ("hijab", "turban"):
        drawing += coloured_hair(b, BACK.get(b.face.hair, ""))
    return tilted(b, drawing) if drawing else ""


def dressed(b: Build) -> str:
    return neck(b) + in_cloth(CLOTHES[b.face.clothing], b.face.clothing_colour, b.skin)


def covered(b: Build, drawing: str) -> str:
    cloth = in_cloth(drawing, b.face.covering_colour, b.skin)
    return widened(b, cloth, ' fill-rule="evenodd"') if drawing else ""


def coloured_hair(b: Build, drawing: str) -> str:
    dark = b.face.hair_colour in ("black", "espresso")
    light = lighter(b.hair, 0.2 if dark else 0.3)
    return widened(b, drawing.format(c=b.hair, s=darker(b.hair, 0.25), h=light)) if drawing else ""


def in_cloth(drawing: str, colour: Colour, skin: str) -> str:
    c = COLOURS[colour]
    pale = colour in ("cream", "sand", "mustard", "sky", "stone")
    return drawing.format(c=c, s=darker(c, 0.22), h=lighter(c, 0.25), k=skin, w=UNDER[not pale])


def widened(b: Build, drawing: str, more: str = "") -> str:
    """Hair and hats are drawn for a head 38 wide; they also follow the head's turn a little."""
    factor, shift = b.half / 19, 0.5 * b.face.turn
    return f'<g transform="matrix({factor:g} 0 0 1 {50 - 50 * factor + shift:g} 0)"{more}>{drawing}</g>'


def tilted(b: Build, drawing: str) -> str:
    return f'<g transform="rotate({b.face.tilt} 50 72)">{drawing}</g>' if b.face.tilt else drawing
