"""MusicXML both ways: what is written holds to the schema and opens elsewhere, and what is read is the same tune."""

from __future__ import annotations

import pytest

from tests.support.musicxml import faults, notes_by_music21, notes_by_verovio
from tunesmith.conversion.musicxml.reader import read_musicxml
from tunesmith.conversion.musicxml.writer import musicxml_of
from tunesmith.errors import RenderError, RequestError
from tunesmith.notation import Note, Tune

HEAD = "X:1\nT:A Tune\nM:{meter}\nL:1/8\nK:{key}\n"
TUNES = {
    "pickup and repeats": HEAD.format(meter="6/8", key="Ador") + "A |: e2A B3 | gfe d3 :: a3 g3 | e6 :|\n",
    "endings of any number": HEAD.format(meter="4/4", key="G") + "|: G8 |1,3 A8 :|2 B8 :|4 c8 |]\n",
    "chord symbols": HEAD.format(meter="4/4", key="F") + '"F"F2 "Gm7/D"G2 "N.C."A2 "C(7)"c2 | "(Bb/D)"B8 |]\n',
    "tuplets": HEAD.format(meter="4/4", key="D") + "(3ABc (3:2:2d2e (5:4:5ABcde | (3f>ga a6 |]\n",
    "ties, slurs and accidentals": HEAD.format(meter="4/4", key="D") + "(^G2A2) =c4- | c2 ^A_B __B=B (c2 | d8) |]\n",
    "lengths without a sign": HEAD.format(meter="5/4", key="C") + "A5 B5 | z5 c5/3d10/3 |]\n",
    "grace notes": HEAD.format(meter="2/4", key="C") + "{/g}a2 {^fe}d2 | {A2B}c4 |]\n",
    "chords": HEAD.format(meter="4/4", key="C") + "[CEG]4 [ce]2 [c-e]2 | [c4g2] z4 |]\n",
    "marks": HEAD.format(meter="4/4", key="C") + "~A2 Td2 .e2 !fermata!f2 | uA2 vB2 !turn!c2 !>!d2 |]\n",
    "meter and key change": HEAD.format(meter="3/4", key="G") + "G6 | [M:4/4][K:Bbmin] B8 | c4 [K:Edor] c4 |]\n",
    "rests of bars": HEAD.format(meter="4/4", key="C") + "A8 | Z3 | B8 |]\n",
    "overlays": HEAD.format(meter="4/4", key="C") + "A4 B4 & C8 | ^F8 & F8 |]\n",
    "signs of any key": HEAD.format(meter="4/4", key="D exp ^f _b") + "f4 b4 |]\n",
    "no key": HEAD.format(meter="none", key="none") + "f4 b4 | c2 |]\n",
    "octave clef": HEAD.format(meter="4/4", key="C clef=treble-8") + "C4 c4 |]\n",
    "transposing instrument": HEAD.format(meter="4/4", key="D transpose=-2") + "D4 F4 |]\n",
    "voices": HEAD.format(meter="4/4", key="G").replace("K:", 'V:1 name="Air"\nV:2 name="Bass" clef=bass\nK:')
    + "V:1\nG8 | A8 |]\nV:2\nG,,8 | [D,,A,,]8 |]\n",
}


def sound(tune: Tune) -> list[object]:
    return [
        [
            (event.onset, event.duration, sorted(event.pitches), event.grace)
            for event in tune.sounds(voice)
            if event.pitches
        ]
        for voice in tune.voices
    ]


def marks(tune: Tune) -> list[object]:
    return [(event.chord_symbol, event.decorations) for event in tune.events() if event.pitches]


@pytest.mark.parametrize("abc", TUNES.values(), ids=TUNES)
def test_a_tune_comes_back_as_it_was(abc: str) -> None:
    tune = Tune.parse(abc)
    text, losses = read_musicxml(musicxml_of(tune))
    back = Tune.parse(text)
    assert losses == ()
    assert sound(back) == sound(tune)
    assert back.key.signature == tune.key.signature
    assert [bar.meter.capacity for bar in back.bars] == [bar.meter.capacity for bar in tune.bars]
    assert [(bar.duration, bar.endings) for bar in back.bars] == [(bar.duration, bar.endings) for bar in tune.bars]
    assert back.play_order() == tune.play_order()
    assert marks(back) == marks(tune)
    assert not back.problems


@pytest.mark.parametrize("abc", TUNES.values(), ids=TUNES)
def test_what_is_written_holds_to_the_schema_and_opens_in_verovio(abc: str) -> None:
    tune = Tune.parse(abc)
    score = musicxml_of(tune)
    assert faults(score) == []
    notes = sum(isinstance(element, Note) for voice in tune.voices for element in voice.elements)
    assert notes_by_verovio(score) >= notes


@pytest.mark.parametrize(
    "name", ["tuplets", "ties, slurs and accidentals", "meter and key change", "pickup and repeats"]
)
def test_music21_reads_the_notes_that_are_written(name: str) -> None:
    tune = Tune.parse(TUNES[name])
    [part] = notes_by_music21(musicxml_of(tune))
    assert sum(length for length, _ in part) == sum(
        4 * element.duration for element in tune.melody.elements if isinstance(element, Note)
    )


def test_words_under_the_music_stand_under_their_notes() -> None:
    abc = HEAD.format(meter="4/4", key="C") + "c2 d2 e2 f2 | g8 | a4 b4 |]\nw: One two-three * | four_ five\nw: A b\n"
    text, _ = read_musicxml(musicxml_of(Tune.parse(abc)))
    assert [line for line in text.splitlines() if line.startswith("w:")] == ["w: One two-three * four _ five", "w: A b"]


def test_jumps_and_header_fields_come_back() -> None:
    words = "T:A Tune\nT:Its Other Name\nC:Someone\nR:reel\nS:Somewhere & 100\\%\n"
    abc = f"X:7\n{words}M:4/4\nL:1/8\nQ:1/2=90\nK:C\nc8 |!D.C.!d8|]\n"
    back = Tune.parse(read_musicxml(musicxml_of(Tune.parse(abc)))[0])
    values = {letter: back.value(letter) for letter in "XRSQ"}
    assert values == {"X": "7", "R": "reel", "S": "Somewhere & 100%", "Q": "1/2=90"}
    assert [field.value for field in back.fields if field.letter == "T"] == ["A Tune", "Its Other Name"]
    assert back.play_order() == Tune.parse(abc).play_order()


BOMB = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><score-partwise>&b;</score-partwise>'


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (BOMB, "defines entities"),
        (b'<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><score-partwise>&a;</score-partwise>', "entities"),
        (b"<score-partwise><part", "not XML"),
        (b"<html></html>", "not a MusicXML score"),
        (b"<score-partwise><part id='P1'/></score-partwise>", "no note"),
        (
            b"<score-partwise><part id='P1'><measure number='17'><note><pitch><step>Q</step><octave>4</octave></pitch>"
            b"<duration>1</duration></note></measure></part></score-partwise>",
            "measure 17 cannot be read: 'Q' is not a step, A to G",
        ),
    ],
)
def test_what_is_no_score_is_refused_in_words(data: bytes, sentence: str) -> None:
    with pytest.raises(RequestError, match=sentence):
        read_musicxml(data)


def test_a_length_that_has_no_sign_is_named_with_its_bar() -> None:
    with pytest.raises(RenderError, match="bar 2: a note of 1/4096"):
        musicxml_of(Tune.parse(HEAD.format(meter="4/4", key="C") + "A8 | A1/512 |\n"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_every_encoding_that_a_file_names_is_read(encoding: str) -> None:
    score = musicxml_of(Tune.parse(HEAD.format(meter="4/4", key="C").replace("A Tune", "Été") + "c8|]\n")).decode()
    data = score.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    assert "T:Été\n" in read_musicxml(data)[0]
