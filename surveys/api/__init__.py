"""Data and results for programs: read-only, by token, errors in one shape."""
