"""Numbers in, numbers out: allocation, scale scores, reliability and estimates. Knows no web framework."""
