"""Whatever bytes come instead of an answer: refused at its question or stored exactly, and never a fault."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode

from surveys.protocol import compiled, read
from tests.protocol.small import SMALL
from tests.real.participant import NUMBER, Participant
from tests.real.scripts import scripts
from tests.real.wire import Answer, Connection
from tests.trials import audit
from tests.trials.site import Site

MEGABYTE = 1_000_000
STRANGE = {
    "a megabyte": b"x" * MEGABYTE,
    "a megabyte of foreign letters": quote("語").encode() * (MEGABYTE // 9),
    "NaN": b"NaN",
    "infinity": b"Infinity",
    "negative infinity": b"-inf",
    "a huge exponent": b"1e400",
    "a 10,000-digit integer": b"9" * 10_000,
    "2 to the 63rd": str(2**63).encode(),
    "a negative": b"-1",
    "a fraction": b"2.5",
    "other digits": "٣²".encode(),
    "NUL": b"a%00b",
    "NUL, raw": b"a\x00b",
    "controls": b"%01%02%1f%7f%c2%85",
    "a lone surrogate": b"%ED%A0%80",
    "a lone surrogate, raw": b"\xed\xa0\x80",
    "bytes that are no text": b"%ff%fe%c0%80",
    "a broken quotation": b"100%zz%",
    "right-to-left": quote("\u202eשלום\u200f \u2066مرحبا\u2069").encode(),
    "emoji": quote("👩‍🔬🏳️‍🌈🇺🇳\U0010ffff").encode(),
    "marks on marks": quote("Z" + "\u0351\u036b" * 40).encode(),
    "no characters": quote("\ufeff\ufffe\uffff\u2028").encode(),
    "lines": b"one%0D%0Atwo%0Athree",
    "blanks": b"+++",
    "nothing": b"",
    "markup": quote("<script>alert(1)</script>'\"&amp;").encode(),
    "a template": quote("{{7*7}}{% now 'Y' %}{x.__class__}%(x)s").encode(),
    "SQL": quote("'); DROP TABLE surveys_submission; --").encode(),
}
WORDS = {"town", "guess", "funnel"}
"""Where words are asked for, strange words are words."""
SKIPPED = {"missing": "skipped"}
STOP = {"act": b"stop"}
CLAIMS = ("base64", "undefined", "utf-7", "unicode_escape", "utf-16", "idna", "x" * 200)
STORED = """
SELECT s.answers FROM surveys_submission s JOIN surveys_participation p ON p.id = s.participation_id
WHERE p.token_hash = %s AND s.n = %s
"""


def decoded(value: bytes) -> str:
    """As a form is read: bytes that are no UTF-8 become U+FFFD, which is what browsers send for them too.

    Django takes a body with such bytes unquoted, which no browser sends, for Latin-1.
    """
    try:
        value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")
    text = unquote_to_bytes(value.replace(b"+", b" ")).decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


class Thrower:
    """Somebody who takes a study by its script, and throws things at the server on the way."""

    def __init__(self, site: Site, study: str, script: Sequence[str]) -> None:
        self.site, self.study, self.script = site, study, script
        self.found: Counter[str] = Counter()
        self.asked: set[str] = set()

    async def arrived(self, n: int) -> Participant:
        person = Participant(self.site.port, self.study, self.script)
        await person.arrive()
        for page in range(n):
            await person.answer(page)
        return person

    def form(self, n: int, instead: dict[str, bytes]) -> bytes:
        """Page n as the script has it, but for these fields, whose bytes go as they are."""
        kept = [(k, v) for k, v in parse_qsl(self.script[n]) if k not in instead and k != "_seen"]
        fields = {"n": str(n).encode()} | instead
        strange = [name.encode() + b"=" + value for name, value in fields.items()]
        return b"&".join([urlencode(kept).encode(), *strange])

    async def send(self, person: Participant, n: int, instead: dict[str, bytes]) -> Answer:
        return await person.connection.send("POST", person.path, self.form(n, instead))

    def stored(self, person: Participant, n: int) -> dict[str, Any]:
        [(answers,)] = self.site.rows(STORED, audit.token_hash(person), n)
        return dict(answers)

    async def page(self, n: int) -> None:
        """Every strange thing into every field of page n that no earlier page has, one at a time."""
        fields = {"n", "act", "_seen", *(name for name, _value in parse_qsl(self.script[n]))} - self.asked
        self.asked |= fields
        for field in fields:
            person = await self.arrived(n)
            for name, value in STRANGE.items():
                answer = await self.send(person, n, {field: value})
                where = f"{name} in {field} of page {n} was answered {answer.status}"
                if answer.status == 303:
                    self.is_exact(self.stored(person, n), field, decoded(value), where)
                    person.connection.close()
                    person = await self.arrived(n)
                else:
                    self.is_refused(answer, field, where)
                self.found[str(answer.status)] += 1
            person.connection.close()

    def is_refused(self, answer: Answer, field: str, where: str) -> None:
        assert answer.status == 400, where
        moved_on = b"What you answered before is safe"
        told = moved_on if field in ("n", "act") else f'href="#q-{field}"'.encode()
        assert told in answer.body, f"{where} without a word at the field"

    def is_exact(self, stored: dict[str, Any], field: str, text: str, where: str) -> None:
        if field == "_seen":
            assert "_seen" not in stored, where
        elif field in ("adult", "agrees"):
            assert stored[field] is True and text.strip(), where
        elif text.strip():
            assert field in WORDS and stored[field] == text, f"{where} and kept as {stored[field]!r}"
        else:
            assert stored[field] == SKIPPED, where

    async def stop(self, n: int) -> None:
        """Whatever stands in the page when Stop is pressed, in a field of any name, is kept as it was."""
        for name, value in STRANGE.items():
            person = await self.arrived(n)
            assert (await self.send(person, n, STOP | {"word": value, "a%00b": b"1"})).status == 303, name
            kept = [decoded(value)] if "\x00" not in decoded(value) else []
            stored = [text.replace("\r\n", "\n") for text in self.stored(person, n)["word"]]
            assert stored == kept and "a\x00b" not in self.stored(person, n), name
            assert (await person.connection.send("GET", person.path)).status == 200, name
            person.connection.close()
            self.found["303"] += 1

    async def many(self, n: int) -> None:
        """More fields than a page has: 1,500 are left out, 10,001 are not read."""
        for count, status in ((1500, 303), (10_001, 413)):
            for names in ([f"f{i}" for i in range(count)], ["word"] * count):
                person = await self.arrived(n)
                body = self.form(n, {}) + b"".join(f"&{name}=1".encode() for name in names)
                answer = await person.connection.send("POST", person.path, body)
                assert answer.status == status, f"{count} fields were answered {answer.status}"
                assert status == 413 or not {"f7", "word"} & set(self.stored(person, n))
                self.found[str(status)] += 1
                person.connection.close()

    async def doors(self, n: int) -> None:
        """The same in addresses and cookies, and bodies that claim to be what they are not."""
        person = await self.arrived(n)
        link = Connection(self.site.port)
        for name, value in STRANGE.items():
            word = quote(value[:20_000], safe="%")
            for path in (f"/s/{self.study}/{word}/", f"/s/{word}/", f"{person.path}?q={word}", f"/s/{word}"):
                await self.no_fault(link, "GET", path, name=name)
            cookie = b"Cookie: p=" + value.replace(b"\x00", b"")[:20_000] + b"\r\n"
            await self.no_fault(link, "GET", f"/s/{self.study}/?q={word}", more=cookie, name=name)
        for claim in CLAIMS:
            for kind in ("multipart/form-data; boundary=x", "text/plain", "application/json", "a"):
                more = f"Content-Type: {kind}; charset={claim}\r\n".encode()
                for body in (MULTIPART, b"\\ud800+2AA-", b""):
                    await self.no_fault(link, "POST", person.path, body, more=more, name=claim)
                await self.no_fault(link, "GET", f"{person.path}?q=%ff", more=more, name=claim)
        found = NUMBER.search(await person.see(n))
        assert found and int(found[1]) == n, "what was no form has moved somebody"
        link.close()
        person.connection.close()

    async def no_fault(
        self, link: Connection, method: str, path: str, body: bytes = b"", *, name: str, more: bytes = b""
    ) -> None:
        answer = await link.send(method, path, body, more=more)
        assert answer.status < 500, f"{name}: {method} was answered {answer.status}"
        self.found[str(answer.status)] += 1


MULTIPART = b'--x\r\nContent-Disposition: form-data; name="\\ud800+2AA-"\r\n\r\n\\ud800+2AA-\xff\r\n--x--\r\n'


def test_nothing_that_a_form_can_carry_is_a_fault(site: Site, long: bool, say: list[str]) -> None:
    script = max(scripts(compiled(read(SMALL)), 12), key=lambda one: sum(map(len, one)))
    throwers = [Thrower(site, site.small, script)]
    if long:
        throwers.append(Thrower(site, site.study(), max(site.scripts, key=len)))
    log = site.folder / "web.log"
    before, told = site.serving(), log.stat().st_size
    for thrower in throwers:
        asyncio.run(throw(thrower))
    assert site.serving() == before, "a process was lost"
    asyncio.run(site.until_well())
    assert b'"status": 5' not in log.read_bytes()[told:], site.logs()
    found = sum((thrower.found for thrower in throwers), Counter[str]())
    say.append(f"{found.total()} strange requests: 0 faults; {dict(sorted(found.items()))}")


async def throw(thrower: Thrower) -> None:
    pages = range(len(thrower.script))
    await asyncio.gather(*(thrower.page(n) for n in pages))
    await thrower.stop(1)
    await thrower.many(1)
    await thrower.doors(1)
    # After all of it, somebody takes the study as anybody does.
    assert await Participant(thrower.site.port, thrower.study, thrower.script).take()
