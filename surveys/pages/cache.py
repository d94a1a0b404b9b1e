"""Bodies already rendered, kept by what they vary with: bounded in number and in characters."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from surveys.pages.sheet import Page


class Cache:
    """Least recently used goes first. Two threads may render the same page once each; both get one result."""

    def __init__(self, entries: int, characters: int) -> None:
        self.entries = entries
        self.characters = characters
        self.size = 0
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: Hashable, make: Callable[[], Page]) -> Page:
        with self._lock:
            if (found := self._pages.get(key)) is not None:
                self._pages.move_to_end(key)
                return found
        # Rendered outside the lock: one slow page must not hold up the quick ones.
        return self._keep(key, make())

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _keep(self, key: Hashable, page: Page) -> Page:
        with self._lock:
            if (found := self._pages.get(key)) is not None:
                return found
            self._pages[key] = page
            self.size += len(page.body)
            while len(self._pages) > self.entries or self.size > self.characters:
                _, old = self._pages.popitem(last=False)
                self.size -= len(old.body)
        return page


BODIES = Cache(entries=2048, characters=32_000_000)
