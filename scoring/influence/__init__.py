"""Score systems: what turns activity into a displayed score. They are like Klout and Kred, and never them."""
