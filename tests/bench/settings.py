"""The settings as in production, with static files collected into a folder of the bench's own."""

import os

from config.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC"]  # type: ignore[assignment]
