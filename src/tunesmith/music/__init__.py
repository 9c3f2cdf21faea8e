"""Facts of music, each in one table that all other rooms read."""
