"""The sources of tunes: for each one record that says what it is, on which terms it may be used, and how to read it.

Everything else that depends on a source (the words of model cards, the splits, the cleaning) asks this table. A source
that is not in it belongs to the user: it is free for any use, and read as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

__all__ = ["BENCHMARK", "CATALOGUE", "SourceRecord", "Terms", "rank_of", "record_of"]

Terms: TypeAlias = Literal["any", "research"]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What is to be known of a source.

    - `name`: the `source` of its tunes; `title`: what people call it; `short`: the same in a word or two
    - `licence`, `attribution`, `note`: what its terms are, whom to name, and why it is used as it is
    - `terms`: "any" use of what learns from it, or "research": for study and without commerce alone
    - `number`: the pattern of a tune's number in its text, None where tunes have none
    - `benchmark`: whether half of its families are a test of their own (`test-irishman`)
    - `later`: whether it joined after the first models, so that its tunes move no tune between the older splits
    - `meter_is_dance`: whether it names no rhythm, but writes every dance in one meter
    - `modes`: "named" by players, so that they tell the modes of other tunes; "inferred" from the key signature, so
      that they are found anew; or "unsure", which is neither
    - `lead_sheets`: whether its tunes were rebuilt from beats and Roman numerals, and need the fixes for that
    """

    name: str
    title: str
    short: str
    licence: str
    attribution: str
    note: str
    terms: Terms
    number: str | None = r"^X:\s*0*(\d+)"
    benchmark: bool = False
    later: bool = False
    meter_is_dance: bool = False
    modes: Literal["named", "inferred", "unsure"] = "unsure"
    lead_sheets: bool = False


IRISHMAN_TERMS = (
    "The card names the MIT licence and asks, since March 2024, that the set be used for research and not "
    "commercially; it believes its tunes to be in the public domain."
)
MUSIC21 = (
    "music21's `corpus/license.txt` says that some encodings may not be used commercially, that the encodings may be "
    "under copyright, and refers to what stands in the files. "
)

CATALOGUE: tuple[SourceRecord, ...] = (
    SourceRecord(
        name="ceol_rince",
        title="Ceol Rince na hÉireann (Breandán Breathnach), ABC edition",
        short="Ceol Rince na hÉireann",
        licence="CC BY 4.0",
        attribution="Ceol Rince na hÉireann, collected by Breandán Breathnach",
        note="",
        terms="any",
        number=r"^B:\s*CRE(\d\.\d+)",
        modes="inferred",
    ),
    SourceRecord(
        name="irish_abc",
        title="Irish tunes of MIT's Introduction to Deep Learning",
        short="MIT's Irish tunes",
        licence="MIT License",
        attribution="MIT 6.S191, Introduction to Deep Learning (Alexander Amini)",
        note="",
        terms="any",
        number=r"^Z:.*id:(\S+)",
        modes="named",
    ),
    SourceRecord(
        name="irishman",
        title="IrishMAN (Wu and others 2023)",
        short="IrishMAN",
        licence="MIT License; for research, not for commerce",
        attribution="IrishMAN (Shangda Wu, Xiaobing Li, Feng Yu and Maosong Sun, 2023)",
        note=IRISHMAN_TERMS,
        terms="research",
        number=r"^X:\s*([1-9]\d*)",
    ),
    SourceRecord(
        name="irishman_sample",
        title="a sample of IrishMAN (Wu and others 2023)",
        short="IrishMAN",
        licence="MIT License; for research, not for commerce",
        attribution="IrishMAN (Shangda Wu, Xiaobing Li, Feng Yu and Maosong Sun, 2023)",
        note=IRISHMAN_TERMS
        + " Half of the sample, chosen by families, was never trained on: it is the split `test-irishman`, and tunes "
        "of other sources that belong to its families were left out of training too.",
        terms="research",
        number=r"^X:\s*([1-9]\d*)",
        benchmark=True,
    ),
    SourceRecord(
        name="session2021",
        title="[The Session](https://thesession.org), open data of 13 December 2021",
        short="The Session",
        licence="ODbL 1.0",
        attribution=(
            "contains information from The Session, made available under the Open Database License (ODbL) 1.0"
        ),
        note=(
            "This release does not forbid training. A later one forbids training large language models; an LSTM of a "
            "few million weights that writes nothing but ABC is none, and no tune of a later release is in here; "
            "whoever trains on newer data must keep to the newer terms. The index of known tunes that Tunesmith ships "
            "(`origin.npz`: fingerprints, titles and links) is derived from this release, and open under the ODbL too."
        ),
        terms="any",
        meter_is_dance=True,
        modes="inferred",
    ),
    SourceRecord(
        name="oneills1850",
        title="O'Neill's Music of Ireland (1903)",
        short="O'Neill's Music of Ireland",
        licence="book out of copyright; the transcriptions give no licence",
        attribution="transcribed by Henrik Norbeck, John Chambers, Bob Safranek, Trish O'Neil and others, in music21",
        note=MUSIC21 + "The files name some thirty transcribers in `Z:` and give no terms, so none for any use.",
        terms="research",
        modes="named",
    ),
    SourceRecord(
        name="ryansMammoth",
        title="Ryan's Mammoth Collection (1883)",
        short="Ryan's Mammoth Collection",
        licence="book out of copyright; the transcriptions give no licence",
        attribution="transcribed by Ray Davies, John Walsh, Bob Puckette, John Chambers and others, in music21",
        note=MUSIC21 + "The files name who contributed each tune in `Z:` and give no terms, so none for any use.",
        terms="research",
        number=None,
        modes="named",
    ),
    SourceRecord(
        name="airdsAirs",
        title="Aird's Airs (1782 on)",
        short="Aird's Airs",
        licence="book out of copyright; the transcription gives no licence",
        attribution="transcribed by Jack Campin, 2009, in music21",
        note=MUSIC21
        + "Every tune says `Z:Jack Campin * www.campin.me.uk * 2009` and no more; his edition was for sale "
        "(http://www.campin.me.uk/Aird/), so nothing says that any use is free.",
        terms="research",
        modes="named",
    ),
    SourceRecord(
        name="irishman_more",
        title="more of IrishMAN (Wu and others 2023)",
        short="IrishMAN",
        licence="MIT License; for research, not for commerce",
        attribution="IrishMAN (Shangda Wu, Xiaobing Li, Feng Yu and Maosong Sun, 2023)",
        note=IRISHMAN_TERMS,
        terms="research",
        number=r"^X:\s*([1-9]\d*)",
        later=True,
    ),
    SourceRecord(
        name="etunebook2",
        title="eTuneBook 2, one player's book of Irish and Scottish session tunes",
        short="eTuneBook 2",
        licence="MIT License",
        attribution="tinuF/eTuneBook2",
        note="",
        terms="any",
        later=True,
        modes="named",
    ),
    SourceRecord(
        name="ns_session",
        title="set lists of a session (NS-Session-Setlist)",
        short="NS session",
        licence="MIT License for the set lists; the tunes are credited to The Session",
        attribution="anton-bregolas/NS-Session-Setlist; tunes from The Session (https://thesession.org)",
        note=(
            "The settings are of October 2025 and before, so some may come from a release of The Session's data that "
            "forbids training large language models. The MIT licence of the lists cannot give more than The Session "
            "does. An LSTM is no large language model; to be on the safe side they are kept to research."
        ),
        terms="research",
        later=True,
        modes="named",
    ),
    SourceRecord(
        name="oldtime",
        title="American old-time tunes of one player's book",
        short="old-time tunes",
        licence="CC BY-SA 4.0",
        attribution="rjl20/abc-tunebook",
        note="",
        terms="any",
        later=True,
        modes="named",
    ),
    SourceRecord(
        name="tuneworks",
        title="English tunes of Tuneworks",
        short="Tuneworks",
        licence="CC BY-SA",
        attribution="jw35/tunebook-abc; Tuneworks",
        note="",
        terms="any",
        later=True,
        modes="named",
    ),
    SourceRecord(
        name="litten",
        title="William Litten's fiddle tunes (1800 to 1802)",
        short="William Litten's tunes",
        licence="shared with credit; manuscript out of copyright",
        attribution="Village Music Project",
        note="The project asks to be named where its transcriptions are passed on, and for nothing else.",
        terms="any",
        number=r"LIT\.(\d+)",
        later=True,
        modes="named",
    ),
    SourceRecord(
        name="melodyhub_leadsheets",
        title="lead sheets of MelodyHub (Wu and others)",
        short="MelodyHub",
        licence="MIT License; for research, not for commerce",
        attribution="MelodyHub (Shangda Wu and others), which holds tunes of IrishMAN and of other collections",
        note=(
            "The card names the MIT licence; IrishMAN, of which much of it is made, asks for research without "
            "commerce. Melody and chords were rebuilt from beats, scale degrees and Roman numerals."
        ),
        terms="research",
        later=True,
        lead_sheets=True,
    ),
)
"""All known sources in the order in which they came into use: of two equal tunes, the first source keeps its own."""

BY_NAME = {record.name: record for record in CATALOGUE}
RANKS = {record.name: rank for rank, record in enumerate(CATALOGUE)}
BENCHMARK = next(record.name for record in CATALOGUE if record.benchmark)


@lru_cache(maxsize=1024)
def record_of(source: str) -> SourceRecord:
    """What is to be known of a source; of one that is not in the catalogue, its name and no more."""
    return BY_NAME.get(source) or SourceRecord(source, source, source, "not recorded", "", "", "any")


def rank_of(source: str) -> int:
    """The place of a source in the catalogue; one that is not in it comes after all that are."""
    return RANKS.get(source, len(CATALOGUE))
