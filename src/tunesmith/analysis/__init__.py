"""Analysis of tunes: their statistics, chords, loops and similarity, and the known tunes that they resemble."""
