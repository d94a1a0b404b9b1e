"""Hair in two layers, behind the head and over it.

Drawn for a head 38 wide around x = 50, crown at y = 20, chin at y = 67; `faces` widens it with the head.
{c} is the hair's colour, {s} its shadow, {h} its light.
"""

from surveys.profiles.types import Hair


def path(d: str, fill: str = "{c}") -> str:
    return f'<path fill="{fill}" d="{d}"/>'


def strand(d: str, colour: str = "{h}", width: float = 1.2) -> str:
    return f'<path fill="none" stroke="{colour}" stroke-width="{width}" d="{d}"/>'


def mirrored(drawing: str) -> str:
    return f'<g transform="matrix(-1 0 0 1 100 0)">{drawing}</g>'


def curls(points: str, size: float) -> str:
    """A line of curls: a round bump from each point to the next."""
    first, *rest = points.split()
    return f"M{first}" + "".join(f"A{size} {size} 0 0 1 {point}" for point in rest)


CAP = "M30.8 44C28 25 38 15.5 50 15.5S72 25 69.2 44C67 33 60 26.5 50 26S33 33 30.8 44Z"
SIDE = path("M30.2 48C28 40 29 33 33.5 29C34.3 36 33.8 42 33.4 48Z")
LONG = "M27 38C25 18 37 11 50 11S75 18 73 38C74 56 74 70 78 86Q64 92 50 88Q36 92 22 86C26 70 26 56 27 38Z"
WAVES = (
    "M26 38C24 18 37 10 50 10S76 18 74 38Q79 46 75 53Q81 61 77 68Q82 76 76 85Q64 90 50 86"
    "Q36 90 24 85Q18 76 23 68Q19 61 25 53Q21 46 26 38Z"
)
CURTAINS = "M50 17C41 20 34 31 32 52C27 40 27 24 36 17C42 11 58 11 64 17C73 24 73 40 68 52C66 31 59 20 50 17Z"
PARTED = "M43 18C57 20 67 31 69 52C73.5 41 73 23 63 16C54 10 39 11 34 18C27 25 27 41 31 52C32 37 36 25 43 18Z"
# No dash and a gap of 6.6, with round ends: a row of beads.
BRAIDS = '<path fill="none" stroke="{c}" stroke-width="8.6" stroke-dasharray="0 6.6" d="M29 53V80M71 53V80"/>'
BRAIDS += strand(
    "M26.5 56.3h5M26.5 62.9h5M26.5 69.5h5M26.5 76.1h5M68.5 56.3h5M68.5 62.9h5M68.5 69.5h5M68.5 76.1h5", "{s}"
)

AFRO = "29,60 22,54 18,45 19,35 24,25 32,17 42,12 53,11 64,14 73,21 79,30 81,41 78,51 71,60"
PERM = "31,68 24,63 22,55 23,46 23,37 26,27 33,19 42,14 53,13 63,16 71,23 76,32 77,42 77,51 75,60 69,68"
CROWN = "30,45 27,38 28,30 32,23 39,17 47,14 56,14 64,18 70,25 73,33 72,40 69.5,46"
HAIRLINE = "L68 42Q66 34 61 30Q55 33 49 29Q43 33 38 30Q33 35 32 43Z"
LOCKS = "M29 36Q24 55 25 76M33 30Q29 55 31 82M71 36Q76 55 75 76M67 30Q71 55 69 82"

BACK: dict[Hair, str] = {
    "afro": path(curls(AFRO, 6) + "Z"),
    "perm": path(curls(PERM, 5.5) + "Z"),
    "locs": strand(LOCKS, "{c}", 5.5) + strand("M31 40Q27.5 58 28 78M69 40Q72.5 58 72 78", "{s}", 5),
    "braids": path("M29 46C25 22 38 12 50 12S75 22 71 46Z"),
    "bob": path(
        "M27 40C25 18 38 11 50 11S75 18 73 40C74.5 52 74 60 73 66Q66 71 60 68"
        "H40Q34 71 27 66C26 60 25.5 52 27 40Z"
    ),
    "fringe": path(LONG),
    "long": path(LONG),
    "wavy": path(WAVES),
    "side": path(
        "M27 38C25 18 37 11 50 11S75 18 73 38C73 48 74 56 72 62Q50 72 34 67Q28 66 27 60C26 54 27 48 27 38Z"
    ),
    "bun": '<circle cx="50" cy="12" r="8.5" fill="{c}"/>' + strand("M45 8.5Q50 5.5 55.5 9"),
    "topknot": '<ellipse cx="51" cy="12" rx="6.5" ry="5.5" fill="{c}"/>',
    "ponytail": path("M62 20C80 20 84 40 79 56C77 64 80 70 83 74C72 74 68 64 70 54C72 44 68 36 60 30Z"),
}

OVER_THE_EARS: frozenset[Hair] = frozenset({"perm", "bob", "fringe", "long", "wavy", "side"})

FRONT: dict[Hair, str] = {
    "buzz": path(
        "M31 42C30 25 39 18 50 18S70 25 69 42C67.5 35 66 31 63 28.5C55 27 45 27 37 28.5C34 31 32.5 35 31 42Z"
    ),
    "short": path(
        "M30.3 45C26 24 38 13.5 51 13.5C66 13.5 74 25 69.7 45L67.3 44C68 37 66 33 64 30"
        "C56 32.5 45 31.5 40 26.5C36 30 33.5 36 32.7 44Z"
    )
    + strand("M44 19Q52 16 60 20"),
    "swept": path(
        "M30.3 45C25 29 31 13 48 11.5C64 10 76 21 69.7 45L67.3 43.5C68 36 65.5 31 61 27"
        "C53 33 43 34 36 31.5C33.5 35 33 40 32.7 44.5Z"
    )
    + strand("M40 26Q52 26 59 19M37 22Q46 21 52 16"),
    "quiff": path(
        "M30.6 44C28 33 29.5 27 33.5 23C33 13 44 8 54 9.5C66 9 71 16 68 23.5C71.5 29 71.5 36 69.4 44"
        "L67.3 43C67 36 66 32 63 28.5C55 25 45 27 37.5 28.5C34 32 33 37 32.7 43Z"
    )
    + strand("M40 20Q44 13 53 13.5M47 21Q51 16 60 17"),
    "receding": path(
        "M30.3 47C28 32 32 22 40 18C46 15.5 54 15.5 60 18C68 22 72 32 69.7 47L67 46C67.3 38 66 33 61.5 28.5"
        "C60 23.5 54 22 50 23.5C46 22 40 23.5 38.5 28.5C34 33 32.7 38 33 46Z"
    ),
    "bald": SIDE + mirrored(SIDE),
    "curls": path(curls(CROWN, 4.6) + HAIRLINE) + strand("M39 23q3 -4 7 -3M54 20q5 0 7 4"),
    "afro": path(curls(CROWN, 5) + HAIRLINE),
    "perm": path(curls(CROWN, 5) + "L67 46Q67 36 62 32Q56 36 50 31Q44 36 38 32Q33 37 33 46Z")
    + strand("M38 22q4 -4 8 -2M54 20q5 0 8 4M28 52q-1 4 1 7M72 50q1 4 -1 7"),
    "locs": path(CAP) + strand("M50 17V26M42 18Q39 23 37 29M58 18Q61 23 63 29", "{s}"),
    "cornrows": path(CAP)
    + strand(
        "M50 16.5V25.5M44 17Q42 21 41 27M38 20Q35 25 34 32M56 17Q58 21 59 27M62 20Q65 25 66 32", "{h}", 1.1
    ),
    "pixie": path(
        "M30.3 49C25 26 37 12.5 51 12.5C66 12.5 75 26 69.7 49C68.5 43 68 38 66 34C60 34.5 48 32 42.5 26.5"
        "C41 32 37 37 33 39C32.3 42 32 45 30.3 49Z"
    )
    + strand("M46 18Q56 17 62 24"),
    "bob": path(PARTED) + strand("M48 16Q60 17 66 27"),
    "fringe": path(
        "M29 54C26 26 36 13.5 50 13.5S74 26 71 54L68.5 50C69 43 68 38.5 67 35.5"
        "Q50 40.5 33 35.5C32 38.5 31 43 31.5 50Z"
    )
    + strand("M42 20Q40 28 40.5 34M55 19Q57 27 56.5 35"),
    "long": path(CURTAINS) + strand("M54 16Q63 20 66 31"),
    "wavy": path(PARTED) + strand("M48 16Q60 17 66 27M77 60q2 4 -1 8"),
    "side": path(PARTED)
    + path("M68 40C73 50 74 58 70 66C67 74 72 80 68 92Q58 90 58 80C58 70 66 62 65 52Z")
    + strand("M68 58Q62 70 64 84"),
    "bun": path(CAP) + strand("M40 22Q45 18 49 18"),
    "topknot": path(CAP) + strand("M45 24Q47 19 50 17M56 24Q54 20 52 17"),
    "braids": path(CURTAINS.replace("52", "48")) + BRAIDS,
    "ponytail": path(CAP) + strand("M38 24Q46 18 58 20"),
}
