"""What a draft can find, before anybody takes part: its page, its form, its words."""
