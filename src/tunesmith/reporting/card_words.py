"""What every model card says: uses and limits. What the sources say stands in `corpus/catalogue.py`."""

from __future__ import annotations

__all__ = ["LIMITS", "READINGS", "USES"]

USES = """\
For composing tunes to play, to practise, to start from and to study; for teaching and research on symbolic music.

Not for passing composed tunes off as traditional, as by somebody, or as found in a source; not for filling collections
and archives of traditional music with composed tunes that are not marked as such; not for claims about what a tradition
is, since the data are what people have typed in. Look up the origin of a tune (`tunesmith origin`) before you publish
it: a model can repeat what it has learned, and some of the tunes that it learned from have living composers."""
LIMITS = """\
It knows one melody line with some chord symbols, mostly Irish, then Scottish and American dance music of the 18th
century and after; other traditions are few in its data and are not imitated well. The keys and modes of The Session's
tunes were partly inferred, and most tunes there name no rhythm. The ornaments that players add are mostly not written,
so it writes few. That a tune is without a fault is the grammar's doing, which composing is held to, not proof of good
music."""
READINGS = {
    "d8f7f930f2c9": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --model flagship --count 20 --seed 1 --best-of
8 --original`, read and looked at as scores: one third part says a single arpeggio six times; a last bar ends with two
rests, another ties its last note to a quaver; two tunes lead back to a part that does not follow; three have a part
of four bars that ends before it has said anything; a jig turns to semiquavers in its last bars where nobody would; two
reels leap through an octave and a half in a bar; parts of a tune in four parts have little to do with each other.
What holds: 18 of 20 come home, the bars lie under the fingers, phrases are put and answered, high parts follow low
ones, and some could be played at a session tonight.""",
    "f0d4dc998745": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --count 20 --seed 1 --best-of 8 --original`,
read: 6 of 20 do not come home; in three a part is another one begun at another bar; one repeats two bars of four with
other endings until nothing is left of a tune; marches in crotchets that call themselves A mixolydian rest on G;
triplets stand where a player would put none; second endings lead back to a part that does not follow. What holds: the
bars lie under the fingers, phrases of four bars are put and answered, parts end alike, and high parts follow low
ones.""",
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
