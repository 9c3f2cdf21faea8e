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
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1
--best-of 8 --original`, read as text, not heard: a first ending fills half a bar with a trill of thirty-second
notes; a strathspey spells its F sharp as a G flat; another ends on four notes of the tonic in a row; a hornpipe
has two bars that come round eight times; one waltz is a single part of eight bars; the last bar of two tunes
leaps an octave to the tonic. What holds: all twenty come home, waltzes on a whole bar, phrases are put and
answered, minor tunes have the notes of their mode.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
