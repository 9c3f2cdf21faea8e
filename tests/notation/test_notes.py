"""Notes as other programs write them: parts of a semitone, tuplets within tuplets, decorations inside a chord."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.abc2midi import PROGRAM, agree, heard, played
from tunesmith.notation import Tune, check
from tunesmith.notation.elements import source_text

HEAD = "X:1\nL:1/4\nM:4/4\nK:C\n"


def read(music: str) -> Tune:
    tune = Tune.parse(HEAD + music)
    assert source_text([*tune.header, *tune.elements]) == tune.text
    return tune


@pytest.mark.parametrize(
    ("sign", "semitones"),
    [("^/", 0), ("_/", 0), ("^1/4", 0), ("^3/4", 1), ("^3/2", 1), ("_3/2", -1), ("_2/9", 0), ("^7/4", 2), ("^9/2", 2)],
)  # fmt: skip
def test_a_part_of_a_semitone_sounds_as_the_nearest_whole_one(sign: str, semitones: int) -> None:
    tune = read(f"{sign}EF[{sign}EG]{{{sign}E}}F|]")
    assert [event.pitches for event in tune.events()] == [(64 + semitones,), (65,), (64 + semitones, 67), (65,)]
    assert tune.events()[3].grace == (64 + semitones,)
    assert [finding.code for finding in check(tune.text).findings] == ["microtone"] * 3
    assert tune.losses == ("microtone",)


def test_what_is_moved_is_written_in_whole_semitones() -> None:
    assert read("^/CD_3/2E2|]").transpose(2).text == "X:1\nL:1/4\nM:4/4\nK:D\n=DE=F2|]"


def test_mail_that_spoils_a_natural_sign_is_moved_whole() -> None:
    assert Tune.parse("X:1\nL:1/4\nM:4/4\nK:D\n=3DFEDC|]").transpose(-2).text.endswith("K:C\n_EDCB,|]")


def test_a_tuplet_within_one_that_counts_its_notes_takes_its_share_of_it() -> None:
    tune = read("(7:4:8(3AAABCDEF|(3:2:6(3ABc(3defG4/3|]")
    third, whole = Fraction(4, 7) * Fraction(2, 3) / 4, Fraction(4, 7) / 4
    first = tune.bars[0]
    assert [event.duration for event in tune.events()][:8] == [third] * 3 + [whole] * 5
    assert first.duration == 1
    assert [event.duration for event in tune.events()][8:14] == [Fraction(1, 9)] * 6
    assert check(tune.text).ok
    assert [e.duration for e in Tune.parse(tune.canonical()).events()] == [e.duration for e in tune.events()]


def test_a_tuplet_that_does_not_count_its_notes_has_none_within() -> None:
    assert "short-tuplet" in [finding.code for finding in check(f"{HEAD}(3AB(3cdeG2|]").findings]


@pytest.mark.parametrize("mark", ["!fermata!", "+fermata+"])
def test_a_decoration_inside_a_chord_is_no_note(mark: str) -> None:
    tune = read(f"[{mark}CEG]4|]")
    assert [event.pitches for event in tune.events()] == [(60, 64, 67)]
    assert check(tune.text).ok


@pytest.mark.skipif(PROGRAM is None, reason="abc2midi is not installed")
@pytest.mark.parametrize("music", ["^/C_/EF^1/4G|]", "[+fermata+CEG]4|]"])
def test_abc2midi_strikes_the_same_notes(music: str) -> None:
    assert agree(heard(HEAD + music)[0], played(Tune.parse(HEAD + music)))
