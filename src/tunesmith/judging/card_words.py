"""What every model card says: licences and attribution of the sources, uses and limits."""

from __future__ import annotations

__all__ = ["DATA", "IRISHMAN", "LIMITS", "READINGS", "SESSION", "USES"]

BOOK = "printed book, out of copyright; transcription as distributed with music21 (BSD)"
DATA = {
    "session2021": (
        "[The Session](https://thesession.org), open data of 13 December 2021",
        "contains information from The Session, made available under the Open Database License (ODbL) 1.0",
    ),
    "ceol_rince": (
        "Ceol Rince na hÉireann (Breandán Breathnach), ABC edition",
        "CC BY 4.0",
    ),
    "irish_abc": ("Irish tunes of MIT's Introduction to Deep Learning", "MIT License"),
    "irishman": ("IrishMAN (Wu and others 2023)", "MIT License"),
    "irishman_sample": ("a sample of IrishMAN (Wu and others 2023)", "MIT License"),
    "oneills1850": ("O'Neill's Music of Ireland (1903)", BOOK),
    "ryansMammoth": ("Ryan's Mammoth Collection (1883)", BOOK),
    "airdsAirs": ("Aird's Airs (1782 on)", BOOK),
}
"""What each source is, and the terms on which it is used."""

SESSION = """\
The release of The Session's data that was used does not forbid training. A later release forbids training large
language models on it. An LSTM of a million weights, or of a few, that writes nothing but ABC is none, and no tune of a
later release was used; whoever trains on newer data must keep to the newer terms. The index of known tunes that ships
with Tunesmith (`origin.npz`: fingerprints, titles and links) is a database derived from this one, and open under the
ODbL 1.0 as well."""
IRISHMAN = """\
Half of the IrishMAN sample, chosen by families, was never trained on: it is the split `test-irishman`, and tunes of
other sources that belong to its families were left out of training too."""
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
    "6b39ec08da26": """\
What a fiddler would object to in the twenty tunes of `tunesmith compose --count 20 --seed 1`, none chosen: most do
not come home, 12 of 20 end on another note than the tonic (a lead back to a part that does not follow, or the
second or sixth of the scale); some keep to another mode than their key says, as one in D that rests on E
throughout, and one in A mixolydian whose first part ends on D; some say a phrase of two bars three times where a
tune would answer it; two parts are at times the same music in another order; reels in crotchets do not run; single
bars have an ornament or a rest that nobody would play at speed. What holds: the bars lie under the fingers, phrases
are put and answered, parts end alike, and high parts follow low ones."""
}
"""What was found by reading some tunes of a shipped model, by the beginning of its fingerprint."""
