"""Analysis of tunes: their statistics, loops and likeness, and the known tunes that they come from."""
