"""Faults put into real server processes: web, PostgreSQL, broker, worker. Longer by `make trials`."""
