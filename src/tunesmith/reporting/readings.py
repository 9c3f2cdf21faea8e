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
    "f0d4dc998745": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model small --count 20 --seed 1 --best-of 8
--original --ending any`, read: 6 of 20 do not come home; in three a part is another one begun at another bar; one
repeats two bars of four with other endings until nothing is left of a tune; marches in quarter notes that call
themselves A mixolydian rest on G; triplets stand where a player would put none; second endings lead back to a part
that does not follow. What holds: the bars lie under the fingers, phrases of four bars are put and answered, parts end
alike, and high parts follow low ones.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
