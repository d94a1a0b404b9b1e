"""What covers show, 600 wide and 96 high; a phone shows the middle 340.

{a} sky or wall, {b} far, {c} middle, {d} near, {e} accent, {f} light: each tone of `covers` fills them in.
"""

from surveys.profiles.types import Scene


def fill(colour: str, d: str) -> str:
    return f'<path fill="{{{colour}}}" d="{d}"/>'


def line(colour: str, d: str, width: float = 2) -> str:
    return f'<path fill="none" stroke="{{{colour}}}" stroke-width="{width}" d="{d}"/>'


def disc(colour: str, x: float, y: float, r: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{{{colour}}}"/>'


def dots(colour: str, places: str, width: float) -> str:
    """Round spots in one path: lines of no length with round ends."""
    return line(colour, "".join(f"M{place}h.01" for place in places.split()), width)


def row(step: int, shape: str, start: int = 0, stop: int = 600) -> str:
    """The same shape again and again; it begins with the y at which it starts."""
    return "".join(f"M{x} {shape}" for x in range(start, stop, step))


def raised(by: int, drawing: str) -> str:
    return f'<g transform="translate(0 -{by})">{drawing}</g>'


def firs(height: tuple[int, ...], ground: int, step: int, start: int) -> str:
    return "".join(
        f"M{start + at * step} {ground}l{step * 0.62:g} -{tall}l{step * 0.62:g} {tall}Z"
        for at, tall in enumerate(height * 9)
        if start + at * step < 600
    )


def spines(widths: tuple[int, ...], heights: tuple[int, ...], base: int, keep: int) -> str:
    """Every third book on a shelf, beginning with the `keep`th: one colour's worth."""
    drawn, x = "", 6
    for at in range(42):
        wide, tall = widths[at % len(widths)], heights[at % len(heights)]
        if at % 3 == keep and x < 600:
            drawn += f"M{x} {base}v-{tall}h{wide}v{tall}Z"
        x += wide + (14 if at % 11 == 6 else 1)
    return drawn


BOOKS = ((13, 17, 11, 20, 14, 9, 16), (58, 66, 50, 62, 70, 54, 64, 48, 68, 60))

HILLS = (
    disc("f", 392, 36, 17)
    + fill("b", "M0 62Q90 22 200 54T420 44T600 58V96H0Z")
    + fill("c", "M0 78Q120 46 260 72T600 64V96H0Z")
    + fill("d", "M0 92Q150 72 300 88T600 80V96H0Z")
    + fill("f", "M222 58h18v12h-18Z")
    + fill("e", "M218 59l13 -10l13 10Z")
    + dots("d", "256,64 268,68 281,67 480,58 494,62", 11)
)
HARBOUR = (
    fill("b", "M0 58Q60 34 130 46T260 54L330 60H0ZM420 60Q480 36 600 44V60Z")
    + fill("c", "M0 58H600V96H0Z")
    + line("d", "M262 20V68M352 28V72M196 38V66M438 34V68")
    + fill("f", "M265 22Q288 44 292 62H265ZM349 30L330 66H349Z")
    + fill("e", "M259 28L240 62H259ZM355 30Q374 48 376 66H355ZM199 40L212 62H199Z")
    + fill(
        "d", "M234 67H298L289 79H245ZM324 71H382L374 82H334ZM180 66H216L210 74H187ZM418 68H460L454 77H426Z"
    )
    + line("b", "M60 72h40M120 86h60M300 90h70M470 84h50M400 92h26M540 72h34M20 88h30")
)
CUP = "h14v8q0 4 -4 4h-6q-4 0 -4 -4Z"
SHELF = raised(
    7,
    fill("d", "M0 68H600V74H0Z")
    + fill("b", "M0 74H600V79H0Z")
    + fill(
        "e", "M150 68V44h30V68ZM154 44v-6h22v6ZM306 68Q298 44 312 40H336Q350 44 342 68ZM312 40q12 -12 24 0Z"
    )
    + line("e", "M342 50q16 -6 12 -18M312 40Q324 16 336 40", 3)
    + fill(
        "c",
        "M196 68V36h26V68ZM200 36v-6h18v6ZM392 68L386 46H424L418 68ZM60 68"
        "L54 50H104L98 68ZM474 68V30h22V68ZM500 68V40h20V68Z",
    )
    + fill(
        "f", "M238 68Q232 52 236 50H274Q278 52 272 68ZM201 46h16v12h-16ZM155 50h20v10h-20ZM540 68V48h30V68Z"
    )
    + line("c", "M405 46Q392 30 388 20M405 46Q404 26 410 14M405 46Q418 32 428 26", 4)
    + line("d", "M210 79v5M280 79v5M350 79v5M130 79v5M440 79v5")
    + fill("e", f"M203 84{CUP}M343 84{CUP}")
    + fill("c", f"M273 84{CUP}M123 84{CUP}M433 84{CUP}"),
)
TRAM = (
    fill("b", "M0 96V40H50V26H96V50H140V34H176V18H214V44H262V30H306V50H380V22H420V38H470V30H520V46H600V96Z")
    + fill("a", row(46, "56h9v12h-9Z", 14))
    + line("d", "M0 14H600M300 14L316 30H332L316 14", 1.5)
    + fill("e", "M196 80V42Q198 32 210 32H418Q430 32 432 42V80Z")
    + fill("f", "M196 66H432V71H196Z")
    + fill(
        "a",
        "M204 40h24v20h-24ZM234 40h30v20h-30ZM270 40h30v20h-30ZM328 40h30v20h-30"
        "ZM364 40h30v20h-30ZM400 40h24v20h-24Z",
    )
    + fill("d", "M304 38h20v42h-20ZM196 80H432V84H196Z")
    + dots("d", "226,85 256,85 372,85 402,85", 11)
    + line("c", "M0 92H600", 4)
)
ALLOTMENT = (
    fill("b", "M0 50Q150 34 300 46T600 42V96H0Z")
    + fill("c", "M0 58H600V96H0Z")
    + line("d", "M0 68H600M0 80H600M0 92H600", 4)
    + fill("d", "M396 62V36H450V62Z")
    + fill("e", "M390 38L423 20L456 38Z")
    + fill("f", "M404 42h12v10h-12ZM426 62V42h14V62Z")
    + line("e", "M196 68L214 22L232 68M214 22V66M238 68L256 22L274 68M256 22V66M205 44H265", 2.5)
    + dots("b", "204,50 210,36 220,40 226,56 248,48 262,42 266,56 252,34", 9)
    + dots("e", "300,74 322,74 344,74 366,74 130,74 152,74 174,74 480,74 502,74 524,74", 9)
    + dots(
        "b", "110,86 136,86 162,86 188,86 290,86 316,86 342,86 368,86 394,86 470,86 496,86 522,86 60,86", 13
    )
)
BOOKSHELF = (
    fill("d", "M0 80H600V88H0Z")
    + fill("c", spines(*BOOKS, 80, 0))
    + fill("e", spines(*BOOKS, 80, 1))
    + fill("b", spines(*BOOKS, 80, 2))
    + line("f", "M0 66H600", 1.5)
    + fill("d", "M0 88H600V96H0Z")
)
MOUNTAINS = (
    disc("f", 214, 30, 14)
    + fill("b", "M0 80L80 34L130 62L210 50L300 12L372 58L440 28L520 70L600 40V96H0Z")
    + fill("f", "M300 12L274 23L290 26L300 22L312 30L328 30ZM440 28L418 42L434 40L446 44L466 42Z")
    + fill("c", "M0 86L120 56L190 76L260 48L350 84L430 62L600 84V96H0Z")
    + fill("d", "M0 92Q160 78 330 90T600 88V96H0Z")
)
DUNES = (
    disc("f", 250, 34, 20)
    + fill("b", "M0 62Q110 30 220 58Q330 28 470 56Q540 40 600 52V96H0Z")
    + fill("c", "M0 80Q90 52 190 70Q230 58 300 66Q420 84 600 60V96H0Z")
    + fill("e", "M190 70Q260 80 250 96H330Q340 76 300 66Q240 60 190 70Z")
    + fill("d", "M0 96Q140 74 300 90Q450 104 600 82V96Z")
)
FOREST = (
    disc("f", 330, 34, 20)
    + fill("b", firs((44, 56, 38, 62, 50), 80, 30, -12))
    + fill("c", firs((40, 30, 52, 36), 88, 41, -25))
    + fill("d", firs((26, 40, 22, 34, 46, 28), 98, 53, -20) + "M0 86H600V96H0Z")
)
ROOFS = (
    fill(
        "b",
        "M0 96V56L40 34L80 56V44H130V60L180 30L230 60V40H290V56L340 28L390 56V46"
        "H450L490 26L530 46V60H600V96Z",
    )
    + fill("c", "M60 96V70L104 46L148 70V96ZM240 96V64L296 38L352 64V96ZM420 96V72L462 50L504 72V96Z")
    + fill("e", "M140 96V72L200 72V96ZM134 74L170 52L206 74ZM346 76L386 56L426 76Z")
    + fill("d", "M354 96V76H420V96ZM318 48.2V34h10V52.9ZM184 60.6V48h9V66.1ZM0 90H600V96H0Z")
    + fill(
        "f",
        "M162 78h12v12h-12ZM276 66h11v12h-11ZM304 66h11v12h-11ZM378 80h11v10h-11"
        "ZM97 70h11v12h-11ZM456 72h11v11h-11ZM222 66h9v10h-9Z",
    )
)

SCENES: dict[Scene, str] = {
    "hills": HILLS,
    "harbour": HARBOUR,
    "shelf": SHELF,
    "tram": TRAM,
    "allotment": ALLOTMENT,
    "books": BOOKSHELF,
    "mountains": MOUNTAINS,
    "dunes": DUNES,
    "forest": FOREST,
    "roofs": ROOFS,
}
