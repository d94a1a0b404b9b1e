"""Shoulders and what they wear, and what covers the head.

{c} is the cloth's colour, {s} its shadow, {h} its light, {k} the skin, {w} the cloth worn underneath.
"""

from surveys.profiles.hair import path, strand
from surveys.profiles.types import Clothing, Covering

BODY = path("M9 104C9 89 23 83.5 40.5 78.5Q50 88 59.5 78.5C77 83.5 91 89 91 104Z")
OPEN = "M41 78.5L50 97L59 78.5Q50 84 41 78.5Z"
LAPELS = "M40.5 78.3L50 101L43 104L32 92L36 89L34.5 80.5Z M59.5 78.3L50 101L57 104L68 92L64 89L65.5 80.5Z"

CLOTHES: dict[Clothing, str] = {
    "crew": BODY
    + strand("M39.5 79Q50 90 60.5 79", "{s}", 2.6)
    + strand("M26 97Q28 92 27 90M74 97Q72 92 73 90", "{s}"),
    "vneck": BODY
    + path("M41.5 78L50 92L58.5 78Q50 82 41.5 78Z", "{k}")
    + strand("M40.7 78.8L50 93.5L59.3 78.8", "{s}", 2.2),
    "shirt": BODY
    + path("M44 79L50 90L56 79Q50 83 44 79Z", "{k}")
    + path("M41.5 76.5L50 90L42.5 95L36.5 81ZM58.5 76.5L50 90L57.5 95L63.5 81Z", "{h}")
    + strand("M50 91V101", "{s}"),
    "rollneck": BODY
    + path("M40.5 70H59.5V81Q50 87 40.5 81Z")
    + strand("M40.5 72Q50 77 59.5 72M41 81.5Q50 87.5 59 81.5".replace("500", "5"), "{s}", 1.4),
    "hoodie": path("M30 92Q30 73 42 70Q50 76 58 70Q70 73 70 92Z", "{s}")
    + BODY
    + path("M34 84Q36 76 41.5 75Q50 90 58.5 75Q64 76 66 84Q58 94 50 94T34 84Z")
    + strand("M34.5 84.5Q42 94 50 94T65.5 84.5".replace("500", "5"), "{s}")
    + strand("M45 92V99M55 92V99", "{w}", 1.5),
    "blazer": BODY + path(OPEN, "{w}") + path(LAPELS, "{s}") + strand("M50 99V104", "{s}"),
    "dungarees": path("M9 104C9 89 23 83.5 40.5 78.5Q50 88 59.5 78.5C77 83.5 91 89 91 104Z", "{w}")
    + path("M33 104V90H67V104ZM28 82.5L34 80.5L40 92H34ZM72 82.5L66 80.5L60 92H66Z")
    + '<circle cx="37" cy="92" r="1.6" fill="#e8c15a"/><circle cx="63" cy="92" r="1.6" fill="#e8c15a"/>',
    "scarf": BODY.replace("{c}", "{w}")
    + path("M36 74Q50 84 64 74Q69 79 66 86Q50 95 34 86Q31 79 36 74Z")
    + path("M54 88L64 85L68 104H57Z")
    + strand("M37 80Q50 89 63 80M60 90L62 102", "{s}"),
    "kurta": BODY
    + path("M41 74.5Q50 83 59 74.5L60 80Q52 87 51.5 88H48.5Q48 87 40 80Z", "{h}")
    + strand("M50 88V104", "{h}", 4)
    + strand("M50 92h.01M50 97h.01", "{s}", 1.6),
    "cardigan": BODY.replace("{c}", "{w}")
    + path("M9 104C9 89 23 83.5 40.5 78.5L46 104ZM91 104C91 89 77 83.5 59.5 78.5L54 104Z")
    + strand("M40.5 79L46 104M59.5 79L54 104", "{s}", 1.8),
}

BEHIND: dict[Covering, str] = {
    "hijab": path(
        "M50 10C30 10 25 28 26 46C27 62 29 72 20 86L16 104H84L80 86C71 72 73 62 74 46C75 28 70 10 50 10Z",
        "{s}",
    ),
}

OVER: dict[Covering, str] = {
    "turban": path("M29 38C23 19 37 6 51 6.5C67 6 78 19 71.5 38C66 30 58 27 50 24.5C42 28 34 31 29 38Z")
    + strand(
        "M50 24.5Q36 26 30 31M50 24.5Q38 19 31 22M50 24.5Q64 26 70 31M50 24.5"
        "Q63 18 69 21M50 24.5Q47 14 40 9".replace("500", "5"),
        "{s}",
    ),
    "headwrap": path("M58 13C60 3 72 3 72 10C80 11 78 22 68 22Z", "{s}")
    + path("M28.5 40C22 20 36 6 51 6.5C68 6 79 20 71.5 40C66 30 58 27 50 27S34 30 28.5 40Z")
    + strand("M31 33Q44 20 66 12M30 25Q42 13 58 8M44 27Q58 24 70 16", "{s}")
    + path("M59 9C67 11 71 17 69 23C63 23 57 18 59 9Z", "{h}"),
    "beanie": path("M29.5 33C28 14 40 8 50 8S72 14 70.5 33Z")
    + '<rect x="27.5" y="27.5" width="45" height="8.5" rx="3.5" fill="{h}"/>'
    + strand("M34 30v4M40 30v4M46 30v4M52 30v4M58 30v4M64 30v4", "{c}"),
    "cap": path("M29.5 34C28 16 39 10 50 10S72 16 70.5 34Q50 27 29.5 34Z")
    + path("M29 33Q50 23 75 32Q84 34 87 38Q66 32 50 33T29 33Z", "{s}")
    + strand("M50 10.5V27", "{s}", 1),
    "flatcap": path("M26.5 33C25 17 42 10 57 12C70 13 77 22 73 33Q50 24 26.5 33Z")
    + path("M30 32Q50 22 70 31Q68 36 50 33T30 32Z", "{s}")
    + strand("M38 26Q44 16 57 15", "{h}", 1),
    "sunhat": path("M30 30C30 12 40 9 50 9S70 12 70 30Z")
    + path("M30.3 24Q50 30 69.7 24L70 31Q50 38 30 31Z", "{w}")
    + path("M11 34Q30 25 50 30Q70 25 89 34Q70 42 50 36Q30 42 11 34Z"),
    "hijab": path(
        "M50 9C29 9 24.5 28 25.5 46C26 66 32 78 50 92C68 78 74 66 74.5 46"
        "C75.5 28 71 9 50 9ZM50 21.5C62 21.5 67 31 67 44C67 56 59 68.5 50 68.5"
        "S33 56 33 44C33 31 38 21.5 50 21.5Z"
    )
    + path("M27 60C30 72 44 80 60 78C68 82 72 88 74 104H22C22 86 24 70 27 60Z")
    + strand("M29 66Q40 82 62 84M30 20Q40 10 56 12M27 78Q36 92 56 94", "{s}"),
}
"""The hijab has a hole for the face, hence `fill-rule` in `faces`."""
