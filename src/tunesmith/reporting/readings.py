"""What was found by reading tunes of the shipped models: what a card says beside its figures."""

from __future__ import annotations

__all__ = ["READINGS"]

READINGS = {
    "d8f7f930f2c9": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1 --best-of
8 --original`, read and looked at as scores: one third part says a single arpeggio six times; a last bar ends with two
rests, another ties its last note to an eighth note; two tunes lead back to a part that does not follow; three have a
part of four bars that ends before it has said anything; a jig turns to sixteenth notes in its last bars where nobody
would; two reels leap through an octave and a half in a bar; parts of a tune in four parts have little to do with each
other. What holds: 18 of 20 come home, the bars lie under the fingers, phrases are put and answered, high parts follow
low ones, and some could be played at a session tonight.""",
    "f0d4dc998745": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of 8
--original`, read: 6 of 20 do not come home; in three a part is another one begun at another bar; one repeats two bars
of four with other endings until nothing is left of a tune; marches in quarter notes that call themselves A mixolydian
rest on G; triplets stand where a player would put none; second endings lead back to a part that does not follow. What
holds: the bars lie under the fingers, phrases of four bars are put and answered, parts end alike, and high parts follow
low ones.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
