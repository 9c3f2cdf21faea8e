"""MIDI in: a performance becomes a draft in ABC, quantised, in one voice, with key, meter and repeats."""
