"""A pool of so many people by a seed: the same for ever, and its first people also those of a larger one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import get_args

from scoring.influence.archetypes import ARCHETYPES
from surveys.profiles.generated.accounts import ORDINARY, lived
from surveys.profiles.generated.looks import covers, face
from surveys.profiles.generated.lot import Lot, form, lot
from surveys.profiles.generated.material import Life, lives, voices
from surveys.profiles.generated.names import code, handle, named
from surveys.profiles.generated.said import Marks, posts
from surveys.profiles.types import Cover, Pool, Profile

KINDS: tuple[str, ...] = (ORDINARY, *ARCHETYPES)
"""Kinds of account that can be drawn: ordinary ones, and every archetype."""
MOST = 96
"""Each of 48 lives has two biographies, and lines for two."""
EARLIEST, LATEST, LATE = 2012, 2021, 2017
"""Years of joining; the young joined late. A newcomer shows none: it would be true in one year only."""
LICENSE = "CC0-1.0"


@dataclass(slots=True)
class Used:
    """What somebody of the pool has already. bios, lines: as they are written, before words are drawn."""

    shorts: set[str] = field(default_factory=set)
    handles: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    covers: set[Cover] = field(default_factory=set)
    bios: set[str] = field(default_factory=set)
    lines: set[str] = field(default_factory=set)

    def note(self, profile: Profile) -> None:
        self.shorts.add(profile.short)
        self.handles.add(profile.handle)
        self.codes.add(profile.code)
        self.covers.add(profile.cover)


def draw_pool(
    count: int,
    seed: str,
    *,
    kinds: Sequence[str] = KINDS,
    marks: Marks = "alike",
    beside: Sequence[Profile] = (),
) -> Pool:
    """So many people, the kinds of account taking turns in an order by lot.

    marks: whether likes, replies and ages of posts are of one magnitude for all, which studies need that
    assign scores by lot, or as the account would have them. beside: people of the pool they will join, whose
    codes, names, handles and words they leave alone. Raises ValueError, naming the argument.
    """
    _checked(count, seed, kinds, marks)
    draw, used = lot(seed), _used(beside)
    people = [_person(draw, i, _kind(draw, i, kinds), marks, used) for i in range(count)]
    name = {"en": f"{count} drawn people"}
    return Pool(code="drawn", name=name, license=LICENSE, profiles=tuple(people))


def _checked(count: int, seed: str, kinds: Sequence[str], marks: str) -> None:
    if not 1 <= count <= MOST:
        raise ValueError(f"count must be 1 to {MOST}, not {count}: beyond it people would repeat each other")
    if not seed.strip():
        raise ValueError("seed must not be empty: any word does, such as lab-1")
    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise ValueError(f"kinds must be some of {', '.join(KINDS)}, not {', '.join(unknown)}")
    if not kinds or len(set(kinds)) < len(kinds):
        raise ValueError("kinds must be one or more, each named once")
    if marks not in get_args(Marks):
        raise ValueError(f"marks must be {' or '.join(get_args(Marks))}, not {marks}")


def _used(beside: Sequence[Profile]) -> Used:
    used = Used()
    for profile in beside:
        used.note(profile)
    bios = [profile.bio.get("en", "") for profile in beside]
    posts = [post.text.get("en", "") for profile in beside for post in profile.posts]
    every = (*chain.from_iterable(life.lines for life in lives()), *chain.from_iterable(voices().values()))
    used.bios |= {bio for life in lives() for bio in life.bios if any(map(form(bio).fullmatch, bios))}
    used.lines |= {line.text for line in every if any(map(form(line.text).fullmatch, posts))}
    return used


def _kind(draw: Lot, i: int, kinds: Sequence[str]) -> str:
    return draw.shuffled(f"kinds/{i // len(kinds)}", sorted(kinds))[i % len(kinds)]


def _person(draw: Lot, i: int, kind: str, marks: Marks, used: Used) -> Profile:
    label = f"person/{i}"
    account = lived(kind, draw, label)
    life = _life(draw, kind, used)
    bio = next(each for each in life.bios if each not in used.bios)
    used.bios.add(bio)
    who = named(draw, label, i, taken=used.shorts)
    profile = Profile(
        code=code(who.short, taken=used.codes),
        name=who.name,
        short=who.short,
        handle=handle(draw, label, life, who.short, taken=used.handles),
        bio={"en": draw.worded(f"{label}/bio", bio)},
        face=face(draw, label, who.naming, life, she=who.she),
        cover=next(each for each in covers(draw, label, life) if each not in used.covers),
        joined=_joined(draw, label, life, kind),
        followers=account.followers,
        following=account.following,
        posts=posts(draw, label, life, kind, account, marks, used.lines),
        account=account.account,
    )
    used.note(profile)
    return profile


def _life(draw: Lot, kind: str, used: Used) -> Life:
    """One that fewest have; the known from elsewhere first for those who are, and last for the others."""
    known = kind == "inactive_celebrity"
    free = [life for life in draw.shuffled("lives", lives()) if _has_room(life, used)]
    if not free:
        raise ValueError("count is too high beside those who are there: nobody would have words of their own")
    return min(free, key=lambda life: (life.known != known, len(used.bios.intersection(life.bios))))


def _has_room(life: Life, used: Used) -> bool:
    lines = [line for line in life.lines if line.kind != "answer" and line.text not in used.lines]
    return not used.bios.issuperset(life.bios) and len(lines) > 1


def _joined(draw: Lot, label: str, life: Life, kind: str) -> str | None:
    if kind == "newcomer":
        return None
    year = draw.whole(f"{label}/joined", LATE if life.age == "young" else EARLIEST, LATEST)
    return f"{year}-{draw.whole(f'{label}/month', 1, 12):02d}"
