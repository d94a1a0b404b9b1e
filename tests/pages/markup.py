"""Reads a page as a browser would: what its form would send, and what is in it."""

from html.parser import HTMLParser

Attributes = dict[str, str | None]


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.elements: list[tuple[str, Attributes]] = []
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        name = given.get("name")
        if tag == "textarea":
            self.textarea = name
            self.fields.setdefault(name or "", [""])
        if tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            # A browser drops the one line end that follows the tag.
            self.fields[self.textarea] = [data.removeprefix("\n")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.textarea = None


def _parsed(html: str) -> _Form:
    form = _Form()
    form.feed(html)
    form.close()
    return form


def filled(html: str) -> dict[str, list[str]]:
    """The fields that the form would send, without its buttons."""
    return _parsed(html).fields


def elements(html: str, tag: str) -> list[Attributes]:
    return [attributes for name, attributes in _parsed(html).elements if name == tag]


def attributes(html: str) -> list[tuple[str, str, str | None]]:
    """(tag, attribute, value) of everything in the page."""
    return [(tag, name, value) for tag, given in _parsed(html).elements for name, value in given.items()]


def buttons(html: str) -> list[tuple[str | None, str | None]]:
    """(name, value) of every button that submits."""
    return [(b.get("name"), b.get("value")) for b in elements(html, "button") if b.get("type") != "button"]
