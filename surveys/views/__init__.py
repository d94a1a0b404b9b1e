"""HTTP for participants and visitors: load, call one verb, render."""
