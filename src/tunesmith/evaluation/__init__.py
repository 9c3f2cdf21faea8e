"""Judging: how good, how valid and how new tunes are."""
