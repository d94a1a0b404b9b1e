"""A fictional person as shown: name, biography, posts, and the choices that draw face and cover."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from surveys.texts import Plain, Text

ProfileCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,30}$")]
Handle = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{0,30}$")]
"""Without the @."""

Skin = Literal["porcelain", "fair", "rose", "olive", "tan", "amber", "brown", "umber", "deep"]
HairColour = Literal[
    "black", "espresso", "brown", "chestnut", "auburn", "ginger", "blond", "sand", "grey", "white"
]
Hair = Literal[
    "bald", "buzz", "short", "swept", "quiff", "receding", "curls", "afro", "locs", "cornrows", "pixie",
    "bob", "fringe", "long", "wavy", "side", "bun", "topknot", "braids", "perm", "ponytail",
]  # fmt: skip
Covering = Literal["none", "hijab", "turban", "headwrap", "beanie", "cap", "flatcap", "sunhat"]
Clothing = Literal[
    "crew", "shirt", "vneck", "rollneck", "hoodie", "blazer", "dungarees", "scarf", "kurta", "cardigan"
]
Colour = Literal[
    "brick",
    "rust",
    "mustard",
    "moss",
    "pine",
    "teal",
    "sky",
    "navy",
    "plum",
    "rosewood",
    "sand",
    "stone",
    "ink",
    "cream",
]
Expression = Literal["smile", "grin", "calm", "wry", "laugh"]
Glasses = Literal["none", "round", "square", "cat", "half"]
FacialHair = Literal["none", "stubble", "moustache", "goatee", "short", "full"]
Backdrop = Literal["plain", "disc", "slope", "window", "hill"]
Age = Literal["young", "adult", "mature", "old"]
Shape = Literal["oval", "round", "square", "long"]

Scene = Literal[
    "hills", "harbour", "shelf", "tram", "allotment", "books", "mountains", "dunes", "forest", "roofs",
    "lighthouse", "workshop", "stars", "market", "waves", "greenhouse", "bridge", "laundry", "wires", "tiles",
]  # fmt: skip
Tone = Literal["dawn", "day", "dusk", "night"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Face(Frozen):
    """Every field is one choice of the drawing grammar; none says who somebody is."""

    skin: Skin = "fair"
    shape: Shape = "oval"
    age: Age = "adult"
    hair: Hair = "short"
    hair_colour: HairColour = "brown"
    facial_hair: FacialHair = "none"
    glasses: Glasses = "none"
    covering: Covering = "none"
    covering_colour: Colour = "teal"
    clothing: Clothing = "crew"
    clothing_colour: Colour = "navy"
    expression: Expression = "smile"
    turn: int = Field(default=0, ge=-2, le=2)
    """Where the face looks: -2 to its right (the viewer's left), 2 to its left."""
    tilt: int = Field(default=0, ge=-8, le=8)
    """Degrees."""
    lips: bool = False
    earrings: bool = False
    freckles: bool = False
    background: Colour = "sand"
    backdrop: Backdrop = "plain"


class Cover(Frozen):
    scene: Scene = "hills"
    tone: Tone = "day"
    flip: bool = False


class Quote(Frozen):
    name: Plain = ""
    handle: Handle
    text: Text


class Post(Frozen):
    text: Text
    ago: Text
    """How long before the participant looks: '2 h', '3 d'. Newest first."""
    likes: int = Field(default=0, ge=0)
    replies: int = Field(default=0, ge=0)
    reply_to: Handle | None = None
    quote: Quote | None = None


class Course(Frozen):
    """A score over time, of a system and the version of it that gave it. The last value is today's."""

    system: Plain
    version: Plain
    every: int = Field(default=7, ge=1)
    """Days from one value to the next."""
    values: tuple[float, ...] = Field(min_length=1)
    level: int | None = Field(default=None, ge=0)
    """Today's second number, where the system has one."""


class Account(Frozen):
    """What is behind a drawn profile: facts of a simulated year that agree with its counts. Never displayed
    by themselves.
    """

    archetype: Plain
    posts: int | None = Field(default=None, ge=0)
    """In a lifetime, replies among them."""
    listed: int | None = Field(default=None, ge=0)
    replies_share: float | None = Field(default=None, ge=0, le=1)
    automated: bool = False
    scores: tuple[Course, ...] = ()


class Profile(Frozen):
    code: ProfileCode
    name: Plain
    short: Plain = ""
    """What sentences call the person; the given name is not first in every tradition."""
    handle: Handle
    bio: Text
    face: Face = Face()
    cover: Cover = Cover()
    joined: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")] | None = None
    """Year and month, so that each language can write it in its own way."""
    followers: int | None = Field(default=None, ge=0)
    following: int | None = Field(default=None, ge=0)
    posts: tuple[Post, ...] = Field(min_length=1, max_length=3)
    account: Account | None = Field(default=None, exclude_if=lambda account: account is None)
    """Absent where there is none: studies published before there were any keep their bytes and hashes."""


class Pool(Frozen):
    code: ProfileCode
    name: Text
    license: Plain
    profiles: tuple[Profile, ...]

    @model_validator(mode="after")
    def people_differ(self) -> Self:
        codes = [profile.code for profile in self.profiles]
        if len(set(codes)) < len(codes):
            raise ValueError("two profiles have the same code")
        return self
