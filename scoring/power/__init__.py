"""Power before launch, in closed form: what a design can find, and how many it needs."""
