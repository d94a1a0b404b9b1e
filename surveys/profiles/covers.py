"""The drawn strip above a profile: a scene in one of four lights. Inline SVG, by the rules of `faces`."""

from surveys.profiles.places import PLACES
from surveys.profiles.types import Cover, Tone

TONES: dict[Tone, dict[str, str]] = {
    "dawn": {"a": "#f6dcc8", "b": "#e3b3a4", "c": "#b08795", "d": "#6c6079", "e": "#d6734f", "f": "#fff3e0"},
    "day": {"a": "#d3e6ea", "b": "#a6c9bb", "c": "#6d9d86", "d": "#3f6b5a", "e": "#d97b45", "f": "#fff7e3"},
    "dusk": {"a": "#eebc90", "b": "#cd8772", "c": "#8d5d6d", "d": "#4b3d5a", "e": "#f2d184", "f": "#fdeac2"},
    "night": {"a": "#3a4a6b", "b": "#546a8c", "c": "#2b3853", "d": "#1d273c", "e": "#e2b65a", "f": "#f4ecd2"},
}


def cover_svg(cover: Cover) -> str:
    """Always decoration: what a scene shows is nothing anybody needs to be told."""
    colours = TONES[cover.tone]
    scene = PLACES[cover.scene].format(**colours)
    if cover.flip:
        scene = f'<g transform="matrix(-1 0 0 1 600 0)">{scene}</g>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="cover" width="100%" height="96" viewBox="0 0 600 96" '
        'preserveAspectRatio="xMidYMid slice" stroke-linecap="round" stroke-linejoin="round" '
        'aria-hidden="true">'
        f'<path fill="{colours["a"]}" d="M0 0H600V96H0Z"/>{scene}</svg>'
    )
