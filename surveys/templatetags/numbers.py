"""Counts on researchers' pages, written in one way: 1,020."""

from django import template

register = template.Library()


@register.filter
def count(n: int) -> str:
    return f"{n:,}"
