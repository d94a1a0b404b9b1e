"""Rows to numbers and back: frames (rows to arrays), compute (arrays to results), runs (rows)."""
