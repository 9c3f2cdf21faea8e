"""What was found by reading tunes of the shipped models: what a card says beside its figures."""

from __future__ import annotations

__all__ = ["READINGS"]

READINGS = {
    "9b99ac05b045": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1
--best-of 8 --original`, read as text: the second part of a waltz is its first part again; a polka leaves its
key for a run of half tones up to a high d; one tune has B major under B minor, and a rest where its parts
begin; the chords of a lead sheet end on D where the tune ends on G; a waltz has an E major chord that leads
nowhere; one tune is a single part of eight bars; one says its last bar twice. What holds: all 20 come home, and
on a note as long as the dance wants, parts have 4, 8 or 16 bars that belong together, and jigs, polkas, marches
and waltzes sound like theirs.

Twenty first draws, asked for like tunes of the test split, were mixed with twenty other tunes of it and judged
without the key: 27 of the 40 judgements were right (20 by chance), and 9 of the 20 composed tunes were taken for
real. What gave the others away: parts of sixteen bars and more in which the same eight bars come round again and again,
a first ending that has nothing to do with the second, triplets for bars on end, a last bar with an odd rhythm.""",
    "ede9599471f1": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of 8
--original`, read as text, not heard: one tune is a single part of eight bars, and its F natural is written in the
pickup alone; a slip jig wanders through a third part of which nothing returns; two waltzes rest on notes outside the
chord that one expects; one minor tune has a D flat that belongs to no key near it; some second parts repeat four bars
three times. What holds: all twenty come home, phrases are put and answered, minor tunes have the notes of their mode,
and lead sheets have chords that fit.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
