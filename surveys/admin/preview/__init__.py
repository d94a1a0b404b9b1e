"""A study as participants meet it, without one: nothing here is stored or counted."""
