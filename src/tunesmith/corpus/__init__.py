"""Tunes to learn from: sources, cleaning, families, splits, the vocabulary and the packed form."""
