"""A browser goes before its test's database is emptied, and what it still asked for is waited for: a request
on its way holds locks, and emptying would meet them.
"""

import threading
import time
from typing import Any

from django.core.signals import request_finished, request_started
from playwright.sync_api import BrowserContext

LONGEST = 20
_under_way: set[int] = set()


def leave(context: BrowserContext) -> None:
    context.set_offline(True)  # what a page tells when it is left would find the database being emptied
    context.close()
    settle()


def settle() -> None:
    """Until the server has answered all that it was asked. Raises TimeoutError."""
    until = time.monotonic() + LONGEST
    while _under_way:
        if time.monotonic() > until:
            raise TimeoutError(f"{len(_under_way)} requests were not answered within {LONGEST} s")
        time.sleep(0.01)


def _started(**_sent: Any) -> None:
    if threading.current_thread() is not threading.main_thread():  # the test client's own need no waiting for
        _under_way.add(threading.get_ident())


def _finished(**_sent: Any) -> None:
    _under_way.discard(threading.get_ident())


request_started.connect(_started)
request_finished.connect(_finished)
