"""What was found by reading tunes of the shipped models: what a card says beside its figures."""

from __future__ import annotations

__all__ = ["READINGS"]

READINGS = {
    "9b99ac05b045": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1
--best-of 8 --original`, read as text: the second part of a waltz is its first part again; a polka leaves its key
for a run of half tones up to a high d; one tune has B major under B minor, and a rest where its parts begin; the
chords of a lead sheet end on D where the tune ends on G; a strathspey climbs to the d above the staff with three
notes that its key lacks; a jig in three parts says the same four bars three times in its second; one tune is a
single part of eight bars; the last bar of a polka is dotted as no other bar is. What holds: all 20 come home, on a
note that begins where a dancer expects it, parts have 4, 8 or 16 bars that belong together, and jigs, polkas,
strathspeys and waltzes sound like theirs.

Before the place of the last note was sampled, twenty first draws like tunes of the test split were mixed with
twenty other tunes of it and judged without the key: 27 of the 40 judgements were right (20 by chance), and 9 of the
20 composed tunes were taken for real. What gave the others away: parts of sixteen bars and more in which the same
eight bars come round again and again, a first ending that has nothing to do with the second, triplets for bars on
end, a last bar with an odd rhythm.""",
    "ede9599471f1": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of
8 --original`, read as text, not heard: a lead sheet has A flat major chords under G major; a waltz is a single part
of eight bars; a strathspey has a C natural and a G flat that lead nowhere; a hornpipe says one bar seven times; a
tune in A dorian leaps up a third to its last note; the second part of a jig is its first again. What holds: all
twenty come home, on a note that begins where a dancer expects it, waltzes on a whole bar, phrases are put and
answered, minor tunes have the notes of their mode.""",
    "1f3ec6b20cbb": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model open --count 20 --seed 1 --best-of
8 --original`, read as text, not heard: the second part of a reel says the same two bars four times; the sixteen
bars of a jig's second part are eight bars twice; a strathspey is a single part of sixteen bars without a repeat,
and leaves its key for a bar; a tune in E minor has a first part of long notes and a second one that does not belong
to it; a reel has parts of four bars; one tune runs into four equal sixteenth notes again and again; the second part
of a reel climbs to the d above the staff and stays there. What holds: all twenty come home, jigs, reels, polkas and
strathspeys sound like theirs, phrases are put and answered, minor and mixolydian tunes have the notes of their
mode. Nineteen of the twenty have no chord symbol: the model has read hardly any.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
