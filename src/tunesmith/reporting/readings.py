"""What was found by reading tunes of the shipped models: what a card says beside its figures."""

from __future__ import annotations

__all__ = ["READINGS"]

READINGS = {
    "251dff79f468": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1
--best-of 8 --original`, read as text: a waltz repeats one note for three bars; one reel has accidentals in its first
part that lead nowhere; the first part of another runs on where it should close; one puts an F chord into G major; one
rests after half a bar and leaps a tenth; one ends in a dotted eighth that leads to the tonic where a longer note is
meant; a third part says nothing new. What holds: all 20 come home and rest there, 17 have parts of 4 or 8 bars that
belong together, second parts go higher and come back to the last bars of the first, strathspeys, polkas and jigs
sound like theirs.

Twenty first draws, asked for like tunes of the test split, were mixed with twenty other tunes of it and judged
without the key: 28 of the 40 judgements were right (20 by chance), and 6 of the 20 composed tunes were taken for
real. What gave the others away: a part that repeats two bars too often, a last bar that leads on where the tune ends,
a second part that stays on the chords of the first.""",
    "ede9599471f1": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of 8
--original`, read as text, not heard: one tune is a single part of eight bars, and its F natural is written in the
pickup alone; a slip jig wanders through a third part of which nothing returns; two waltzes rest on notes outside the
chord that one expects; one minor tune has a D flat that belongs to no key near it; some second parts repeat four bars
three times. What holds: all twenty come home, phrases are put and answered, minor tunes have the notes of their mode,
and lead sheets have chords that fit.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
