"""Scores: which drawn note is which, and pictures that an XML parser reads."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import pytest

from tunesmith.notation import Chord, Note, Rest, Tune
from tunesmith.rendering.options import tablatures
from tunesmith.rendering.score import Score, engraved
from tunesmith.rendering.tags import Tags

SVG = "{http://www.w3.org/2000/svg}"


def test_a_picture_names_its_tune_and_maker(jig: str) -> None:
    tags = Tags(title="Bread\0 & Butter", seed=7, model="small-0123456789ab")
    root = ElementTree.fromstring(engraved(Tune.parse(jig)).svg(tags))
    assert root.findtext(f"{SVG}title") == "Bread & Butter"
    assert root.findtext(f"{SVG}desc") == f"Tunesmith {tags.comment}"


def test_the_drawing_fits_its_picture(hard_tune: str) -> None:
    score = engraved(Tune.parse(hard_tune))
    left, top, width, height = map(float, ElementTree.fromstring(score.svg()).attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert all(block.right <= width and block.bottom <= height for block in score.engraving.blocks)


def test_every_note_is_found_in_the_drawing(hard_tune: str, real_tunes: list[str]) -> None:
    for text in [hard_tune, *real_tunes]:
        score = engraved(Tune.parse(text))
        timed = [element for element in score.tune.elements if isinstance(element, Note | Chord | Rest)]
        found = [score.index_of(element) for element in timed]
        assert None not in found
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("tablature", tablatures())
def test_a_tablature_makes_the_score_taller(jig: str, tablature: str) -> None:
    tune = Tune.parse(jig)
    tall = engraved(tune, tablature=tablature).engraving
    assert tall.height > engraved(tune).engraving.height + 30


def test_the_opening_line_is_one_staff(hard_tune: str) -> None:
    heading, *staves = engraved(Tune.parse(hard_tune), incipit=True).engraving.blocks
    assert "Hard to Set" in heading.markup
    assert len(staves) == 1


def test_real_tunes_are_well_formed_pictures(real_tunes: list[str]) -> None:
    for text in real_tunes:
        root = ElementTree.fromstring(engraved(Tune.parse(text)).svg())
        assert len(root.findall(f".//{SVG}path")) > 20


def test_an_emoji_shifts_no_note_and_no_fingering() -> None:
    plain = "X:1\nT:A fiddle\nM:4/4\nL:1/4\nK:D\nDEFG | ABcd |]\n"
    marked = plain.replace("A fiddle", "🎻 𝄎 fiddle").replace("FG", '"^🎻"F"^🎻🎻"G')
    for tune in (Tune.parse(plain), Tune.parse(marked)):
        score = engraved(tune, tablature="whistle")
        notes = [element for element in score.tune.elements if isinstance(element, Note)]
        assert [score.index_of(note) for note in notes] == list(range(8))
        starts = [score.tune.text[start:end].strip(" |")[-1] for start, end in score.engraving.notes]
        assert starts == list("DEFGABcd")
        assert fingerings_of(score) == fingerings_of(engraved(Tune.parse(plain), tablature="whistle"))


def fingerings_of(score: Score) -> list[str]:
    """The holes below the notes, in the order of drawing."""
    svg = ElementTree.fromstring(score.svg())
    return ["".join(text.itertext()) for text in svg.iter(f"{SVG}text") if "abcjs-lyric" in text.get("class", "")]
