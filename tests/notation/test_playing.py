from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.sources import read_tunes
from tunesmith.notation import Rest, Tune

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.notation import Event

HALF = Fraction(1, 2)
NAMES = ["C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B"]


def events(music: str, key: str = "C", expanded: bool = True) -> tuple[Event, ...]:
    return Tune.parse(f"X:1\nM:4/4\nL:1/8\nK:{key}\n{music}\n").events(expanded=expanded)


def heard(music: str, key: str = "C") -> str:
    """What sounds, each as pitch and length in eighths; chords with `+`, rests as `z`."""
    return " ".join(
        ("+".join(NAMES[midi % 12] + str(midi // 12 - 1) for midi in event.pitches) or "z") + f":{event.duration * 8}"
        for event in events(music, key)
    )


@pytest.mark.parametrize(
    ("music", "sound"),
    [
        ("F ^F F f | F", "F4:1 ^F4:1 ^F4:1 F5:1 F4:1"),
        ("{^f}g f | f", "G5:1 ^F5:1 F5:1"),
        ("^F [K:G] =F [K:C] F", "^F4:1 F4:1 F4:1"),
        ("^F [K:clef=bass] F", "^F4:1 ^F4:1"),
        ("__B ^^G _e", "A4:1 A4:1 ^D5:1"),
    ],
)
def test_an_accidental_holds_to_the_end_of_the_bar_in_its_own_octave(music: str, sound: str) -> None:
    assert heard(music) == sound


@pytest.mark.parametrize(("key", "sound"), [("D", "^F4:1 ^C5:1"), ("Ador", "^F4:1 C5:1"), ("none", "F4:1 C5:1")])
def test_the_signature_holds(key: str, sound: str) -> None:
    assert heard("F c", key) == sound


@pytest.mark.parametrize(
    ("music", "sound"),
    [
        ("C4- | C4", "C4:8"),
        ("^F4- | F2 F2", "^F4:6 F4:2"),
        ("^F4- | =F4", "^F4:4 F4:4"),
        ("^F4- | _G4", "^F4:8"),
        ("C- z C", "C4:1 z:1 C4:1"),
        ("[CE]2- [CE]2", "C4+E4:4"),
        ("[C-E]2 [CF]2", "C4:4 E4:2 F4:2"),
        ("[CC]2- [CC]2", "C4+C4:4"),
        ("C2- [CC]2", "C4:4 C4:2"),
        ("|: D2 C2- |1 C2 :|2 C4 |]", "D4:2 C4:4 D4:2 C4:6"),
        ("|: C2 D2 C2- :| C2", "C4:2 D4:2 C4:2 C4:2 D4:2 C4:4"),
    ],
)
def test_ties_lead_over_bar_lines_and_endings_but_not_back_to_a_repeat(music: str, sound: str) -> None:
    assert heard(music) == sound


def test_durations_are_exact() -> None:
    assert heard("(3CDE C>D C<<D C/ D3/2") == "C4:2/3 D4:2/3 E4:2/3 C4:3/2 D4:1/2 C4:1/4 D4:7/4 C4:1/2 D4:3/2"
    assert [event.onset for event in events("(3CDE C")] == [0, Fraction(1, 12), Fraction(1, 6), Fraction(1, 4)]


def test_what_stands_before_a_note_goes_with_it() -> None:
    first, second = events('"Am" .{gf}A2 ~[CE]2', "G")
    assert (first.chord_symbol, first.decorations, first.grace, first.pitches) == ("Am", ("staccato",), (79, 78), (69,))
    assert (second.decorations, second.pitches, second.bar) == (("roll",), (60, 64), 0)


def test_a_chord_symbol_over_a_held_note_is_kept() -> None:
    held, change = events('"C"C4- | "G"C4')
    assert (held.duration, held.pitches) == (Fraction(1), (60,))
    assert (change.onset, change.duration, change.pitches, change.chord_symbol) == (
        Fraction(1, 2),
        Fraction(1, 2),
        (),
        "G",
    )


def test_what_follows_an_overlay_is_not_played() -> None:
    assert heard("C4 & E4 | D4") == "C4:4 D4:4"
    assert events("C4 & E4 | D4")[1].onset == HALF


def test_the_order_of_writing() -> None:
    assert [event.bar for event in events("|: C8 :| D8", expanded=False)] == [0, 1]
    assert [event.bar for event in events("|: C8 :| D8")] == [0, 0, 1]


def test_ticks_say_when_and_what_the_events_say() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/8\nK:G\n(3FGA [B2d4] z2- |: [GB]-[GB] {c}d>e ^f4 | F8 :|\n")
    played = tune.melody.in_ticks
    assert [
        (Fraction(onset, played.resolution), Fraction(ticks, played.resolution), pitches)
        for onset, ticks, pitches in played.notes
    ] == [(event.onset, event.duration, event.pitches) for event in tune.events(expanded=False)]


def test_real_tunes_are_played_without_gaps(corpus_folder: Path) -> None:
    tunes = list(read_tunes(corpus_folder / "irishman_sample.json"))
    for source in random.Random(5).sample(tunes, 100):
        tune = Tune.parse(source.abc)
        struck = [event for event in tune.events() if event.pitches or isinstance(event.element, Rest)]
        assert {event.onset for event in struck} - {event.onset + event.duration for event in struck} == {0}
