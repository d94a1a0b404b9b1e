"""Kinds of page and their rendering, no HTTP. The view puts a body into its shell and sends it."""

from surveys.pages.course import Progress, progress
from surveys.pages.endings import ended_page, stop_page
from surveys.pages.feed import in_feed
from surveys.pages.render import page
from surveys.pages.scene import exposure, offered
from surveys.pages.sheet import Page, Problem

__all__ = [
    "Page",
    "Problem",
    "Progress",
    "ended_page",
    "exposure",
    "in_feed",
    "offered",
    "page",
    "progress",
    "stop_page",
]
