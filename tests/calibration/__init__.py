"""Simulations too long for the test suite, with their reports."""
