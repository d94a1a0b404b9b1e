"""What a face gathers: lines, freckles, a beard, glasses."""

from surveys.profiles.hair import strand
from surveys.profiles.heads import Build
from surveys.profiles.palette import mix


def age_lines(b: Build) -> str:
    if b.face.age in ("young", "adult"):
        return ""
    left, right = b.eyes
    lines = (
        f"M{left - 1.8:g} 52.5Q{b.x - 7.4:g} 55 {b.x - 8.4:g} 57.6M{right + 1.8:g} 52.5"
        f"Q{b.x + 7.4:g} 55 {b.x + 8.4:g} 57.6"
    )
    if b.face.age == "old":
        lines += (
            f"M{left - 6.3:g} 43l-1.8 -.9M{left - 6.2:g} 45.4l-1.8 .7M{right + 6.3:g} 43l1.8 -.9"
            f"M{right + 6.2:g} 45.4l1.8 .7"
        )
        lines += (
            f"M{left - 2.4:g} 48.6q2.4 1.4 4.8 .2M{right - 2.4:g} 48.8q2.4 1.2 4.8 -.2"
            f"M{b.x - 5:g} 31q5 -1.4 10 0"
        )
    return strand(lines, b.shade, 1.1)


def freckles(b: Build) -> str:
    spots = "".join(
        f"M{eye + along:g} {down}h.01"
        for eye in b.eyes
        for along, down in ((-2.5, 49.6), (0.2, 50.8), (2.6, 49.4), (-0.6, 48.6))
    )
    return strand(spots, mix(b.shade, "#a0522d", 0.45), 1.1)


def beard(b: Build) -> str:
    kind, x = b.face.facial_hair, b.x
    if kind == "none":
        return ""
    tash = (
        f"M{x - 8.5:g} 58.5Q{x - 5:g} 52.4 {x:g} 54.4Q{x + 5:g} 52.4 {x + 8.5:g} 58.5"
        f"Q{x + 3.5:g} 58.6 {x:g} 57.4T{x - 8.5:g} 58.5Z"
    )
    if kind == "moustache":
        return f'<path fill="{b.hair}" d="{tash}"/>'
    if kind == "goatee":
        chin = (
            f"M{x - 5:g} 62.6Q{x:g} 64.4 {x + 5:g} 62.6Q{x + 5:g} {b.chin + 2:g} {x:g} {b.chin + 2:g}"
            f"T{x - 5:g} 62.6Z"
        )
        return f'<path fill="{b.hair}" d="{tash}{chin}"/>'
    return whiskers(b)


def whiskers(b: Build) -> str:
    x, middle = b.x, 50 + 1.1 * b.face.turn
    left, right = 50 - b.half, 50 + b.half
    more, wider = {"full": (5.5, 3.0), "short": (0.8, 0.6), "stubble": (0.0, 0.0)}[b.face.facial_hair]
    low, jaw = b.chin + more, b.jaw + wider
    out = 0.4 if more else 0
    edge = (
        f"M{left - out:g} 43C{left - out:g} 56 {middle - jaw:g} {low:g} {middle:g} {low:g}"
        f"S{right + out:g} 56 {right + out:g} 43"
        f"Q{right - 1.5:g} 52 {x + 10:g} 55Q{x + 7:g} 53.6 {x:g} 54.4Q{x - 7:g} 53.6 {x - 10:g} 55"
        f"Q{left + 1.5:g} 52 {left - out:g} 43Z"
    )
    thin = ' opacity=".25"' if b.face.facial_hair == "stubble" else ""
    return f'<path fill="{b.hair}"{thin} d="{edge}"/>'


def glasses(b: Build) -> str:
    kind = b.face.glasses
    if kind == "none":
        return ""
    left, right = b.eyes
    frame = {"round": "#5b4032", "square": "#23242b", "cat": "#8a2f43", "half": "#6c6f78"}[kind]
    if b.dark:
        frame = mix(frame, "#e9d9b0", 0.75)
    wide = {1: (5.6, 4.9), -1: (4.9, 5.6), 0: (5.6, 5.6)}[b.far]
    lens = "".join(rim(kind, eye, size) for eye, size in zip((left, right), wide, strict=True))
    bridge = f"M{left + wide[0]:g} 43.6Q{b.x:g} 42 {right - wide[1]:g} 43.6"
    arms = f"M{left - wide[0]:g} 43L{50 - b.half:g} 42M{right + wide[1]:g} 43L{50 + b.half:g} 42"
    return (
        f'<path fill="#fff" fill-opacity=".16" stroke="{frame}" stroke-width="1.4" stroke-linejoin="round" '
        f'd="{lens}"/>' + strand(bridge + arms, frame, 1.3)
    )


def rim(kind: str, eye: float, size: float) -> str:
    left, right = eye - size, eye + size
    if kind == "round":
        return f"M{left:g} 44.4a{size:g} 5.4 0 1 1 {2 * size:g} 0a{size:g} 5.4 0 1 1 {-2 * size:g} 0Z"
    if kind == "half":
        return f"M{left:g} 45H{right:g}Q{right:g} 50 {eye:g} 50T{left:g} 45Z"
    lift = 1.6 if kind == "cat" else 0
    outer, inner = (left - lift, right) if eye < 50 else (right + lift, left)
    return f"M{inner:g} 40.4L{outer:g} {40.2 - lift:g}Q{outer:g} 48.6 {eye:g} 48.8T{inner:g} 40.4Z"
