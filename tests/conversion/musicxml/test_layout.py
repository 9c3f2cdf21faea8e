from __future__ import annotations

from fractions import Fraction
from xml.etree.ElementTree import Element

import pytest

from tunesmith.conversion.musicxml.heads import Head
from tunesmith.conversion.musicxml.layout import LaidBar, VoiceLayout
from tunesmith.conversion.musicxml.signatures import Signature
from tunesmith.notation import Tune


def laid(music: str, key: str = "D") -> list[LaidBar]:
    tune = Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:{key}\n{music}\n")
    [voice] = tune.voices
    layout = VoiceLayout(voice, Fraction(1, 4), Signature(voice.manner.key))
    return [layout.lay(bar) for bar in voice.bars]


def heads(music: str, key: str = "D") -> list[Head]:
    return [head for bar in laid(music, key) for layer in bar.layers for head in layer.heads()]


def alteration(head: Head) -> int:
    assert head.pitch is not None
    return head.pitch[1]


def test_a_note_sounds_as_key_and_bar_say_and_shows_what_is_written() -> None:
    found = heads("f =f f d|f4|]")
    assert [alteration(head) for head in found] == [1, 0, 0, 0, 1]
    assert [head.accidental for head in found] == [None, 0, None, None, None]


def test_a_tied_note_keeps_its_accidental_over_the_bar_line() -> None:
    before, after, *_ = heads("^d4-|d4|d4|]")
    assert (before.ties, after.ties) == (["start"], ["stop"])
    assert alteration(after) == 1


def test_a_length_of_two_signs_is_two_tied_heads() -> None:
    first, second, _ = heads("d5/2 e3/2|]")
    assert [(head.type, head.ties) for head in (first, second)] == [("half", ["start"]), ("eighth", ["stop"])]


def test_the_notes_of_a_chord_are_told_from_its_first() -> None:
    assert [head.chord for head in heads("[dfa]4|]")] == [False, True, True]


def test_a_tuplet_starts_and_stops_at_its_ends() -> None:
    assert [head.tuplets for head in heads("(3def d2|]")] == [["start"], [], ["stop"], []]
    assert heads("(3def d2|]")[0].ratio == (3, 2)


def test_slurs_have_numbers_of_their_own() -> None:
    assert [head.slurs for head in heads("(d (e f) g)|]")] == [
        [("start", 1)], [("start", 2)], [("stop", 2)], [("stop", 1)]
    ]  # fmt: skip


def test_grace_notes_stand_before_their_note_and_take_no_time() -> None:
    [bar] = laid("{/ef}d4|]")
    [layer] = bar.layers
    assert [(head.grace, head.slashed) for head in layer.heads()] == [(True, True), (True, True), (False, False)]
    assert layer.duration == 1


def test_marks_and_words_hang_on_their_note() -> None:
    first, second = heads("!trill!d2 .e2|]\nw: la lu")
    assert (first.marks, [one.text for one in first.lyrics]) == (["trill"], ["la"])
    assert (second.marks, [one.text for one in second.lyrics]) == (["staccato"], ["lu"])


def test_eighths_are_joined_up_to_the_space() -> None:
    assert [head.joined for head in heads("d/e/ f/g/ d2|]")] == [False, True, False, True, False]


def test_an_overlay_is_a_layer_of_its_own() -> None:
    [bar] = laid("^d4 & d2 e2|]")
    assert [len(layer.heads()) for layer in bar.layers] == [1, 2]
    assert [alteration(head) for layer in bar.layers for head in layer.heads()] == [1, 0, 0]


@pytest.mark.parametrize(
    ("music", "tags"),
    [
        ('"G"d4|]', ["harmony"]),
        ('"^slow"d4|]', ["direction"]),
        ("!mf!d4|]", ["direction"]),
        ("[Q:1/4=90]d4|]", ["direction"]),
        ("[P:B]d4|]", ["direction"]),
        ("[L:1/8]d8|]", []),
    ],
)
def test_what_belongs_to_a_moment_stands_beside_the_notes(music: str, tags: list[str]) -> None:
    [bar] = laid(music)
    assert [item.tag for item in bar.layers[0].items if isinstance(item, Element)] == tags
    assert len(bar.layers[0].heads()) == 1


def test_a_grace_note_is_as_long_as_the_unit_says_where_it_stands() -> None:
    assert [head.type for head in heads("{e}d2 [L:1/8]{e}d4|]") if head.grace] == ["quarter", "eighth"]


def test_a_change_of_key_is_said_where_it_begins_and_holds_from_there() -> None:
    [bar] = laid("f2 [K:C] f2|]")
    [change] = [item for item in bar.layers[0].items if isinstance(item, Signature)]
    assert str(change.key) == "C"
    assert change.clef is None  # which stays
    assert [alteration(head) for head in bar.layers[0].heads()] == [1, 0]


def test_a_bar_knows_its_ending_its_line_and_its_rests() -> None:
    first, second, *_ = laid("d4|\n[1 e4:|[2 Z3|]")
    assert (first.new_line, first.starts_ending) == (False, False)
    assert (second.new_line, second.starts_ending) == (True, True)
    assert [bar.rests for bar in laid("d4|Z3|]")] == [0, 3]
