"""Speed and memory of the real thing: `make bench`."""
