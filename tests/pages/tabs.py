"""A browser that is given pages from memory: no server, no database."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Route
from playwright.sync_api import Page as Tab

STATIC = Path(__file__).parents[2] / "surveys" / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
PHONE = {"width": 360, "height": 740}


class Shown:
    """A tab that remembers what was posted, and what was asked of anybody else."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": PHONE, **options})
        self.tab: Tab = self.context.new_page()
        self.html = ""
        self.posted: list[str] = []
        self.strangers: list[str] = []
        self.tab.route("**/*", self.answer)

    def answer(self, route: Route) -> None:
        address = route.request.url.removeprefix("http://study.test/")
        if address.startswith("static/"):
            file = STATIC / address.removeprefix("static/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
        elif address == "s":
            if route.request.method == "POST":
                self.posted.append(route.request.post_data or "")
            policy = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=policy)
        else:
            self.strangers.append(route.request.url)
            route.abort()

    def show(self, html: str) -> Tab:
        self.html = html
        self.tab.goto("http://study.test/s")
        return self.tab
