"""Participants who come to real server processes over HTTP: what bench and trials share."""
