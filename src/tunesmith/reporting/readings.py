"""What was found by reading tunes of the shipped models: what a card says beside its figures."""

from __future__ import annotations

__all__ = ["READINGS"]

READINGS = {
    "bad58d04a3d4": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1
--best-of 8 --original`, read as text, not heard: a reel repeats one phrase of four bars through its second and third
part; the second part of one jig says two bars six times; one tune names three chords and then no more; accidentals in
two reels lead nowhere; a second part climbs to a high e that few would play; one part begins a phrase that its last
bar cuts off. What holds: all twenty come home and rest there, parts have whole phrases, strathspeys, hornpipes, waltzes
and jigs move like theirs, second parts mostly go higher and come back to the end of the first.

A blind comparison with real tunes was made with the network that this one began with, not again: of 20 of its first
draws 6 were taken for real.""",
    "ede9599471f1": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of 8
--original`, read as text, not heard: one tune is a single part of eight bars, and its F natural is written in the
pickup alone; a slip jig wanders through a third part of which nothing returns; two waltzes rest on notes outside the
chord that one expects; one minor tune has a D flat that belongs to no key near it; some second parts repeat four bars
three times. What holds: all twenty come home, phrases are put and answered, minor tunes have the notes of their mode,
and lead sheets have chords that fit.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
