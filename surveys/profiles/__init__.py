"""Fictional people: what is known about each, and the grammar in which they are drawn."""
