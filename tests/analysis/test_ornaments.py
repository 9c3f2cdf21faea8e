from __future__ import annotations

import pytest

from tunesmith.analysis.ornaments import suggested_ornaments, with_ornaments
from tunesmith.errors import RequestError
from tunesmith.notation import Tune, check

JIG = Tune.parse("X:1\nR:jig\nM:6/8\nL:1/8\nK:D\nA|d3 ABA|d2f ffe|ddd e2f|~d3 D3|d3 d3:|\n")
REEL = Tune.parse('X:1\nR:reel\nM:4/4\nL:1/8\nK:G\n"G"G2BG dGBG|D2 F2 AAde|^f2d2 c2c2|G3A B2-BG|G8|]\n')


def kinds(tune: Tune, instrument: str) -> list[tuple[str, int, str]]:
    return [(one.kind, one.bar, one.note) for one in suggested_ornaments(tune, instrument)]


def test_a_jig_on_the_whistle_has_rolls_cuts_and_taps() -> None:
    assert kinds(JIG, "tin-whistle") == [
        ("long roll", 1, "D5"),
        ("cut", 2, "D5"),
        ("cut", 2, "F5"),
        ("tap", 2, "F5"),
        ("tap", 3, "D5"),
        ("tap", 3, "D5"),
        ("cut", 3, "E5"),
        ("cut", 4, "D4"),  # its lowest note has no tap; what has a roll keeps it
        ("long roll", 5, "D5"),  # the last note of a part stays plain
    ]
    text = with_ornaments(JIG, suggested_ornaments(JIG, "tin-whistle"))
    assert text.split("\n")[5] == "A|~d3 ABA|{e}d2f {g}f{e}fe|d{c}d{c}d {f}e2f|~d3 {E}D3|~d3 d3:|"
    assert check(text).ok
    assert suggested_ornaments(Tune.parse(text), "tin-whistle") == []


def test_a_reel_on_the_fiddle_has_short_rolls_and_triplets() -> None:
    assert kinds(REEL, "fiddle") == [
        ("short roll", 1, "G4"),
        ("short roll", 2, "D4"),
        ("triplet", 2, "F4"),
        ("short roll", 3, "F5"),
        ("triplet", 3, "D5"),
        ("short roll", 3, "C5"),
        ("triplet", 3, "C5"),
        ("long roll", 4, "G4"),
    ]
    text = with_ornaments(REEL, suggested_ornaments(REEL, "fiddle"))
    assert text.split("\n")[5] == '"G"~G2BG dGBG|~D2 (3FFF AAde|~^f2(3ddd ~c2(3ccc|~G3A B2-BG|G8|]'
    assert Tune.parse(text).bars[1].duration == REEL.bars[1].duration


def test_a_note_in_one_bar_is_parted_from_the_same_note_in_the_bar_before() -> None:
    tune = Tune.parse("X:1\nR:reel\nM:4/4\nL:1/8\nK:G\ndBAG FGAB|Bdef gfed|G8|]\n")
    assert kinds(tune, "flute") == [("cut", 2, "B4")]
    assert with_ornaments(tune, suggested_ornaments(tune, "flute")).count("{c}B") == 1


def test_other_dances_and_instruments_have_none() -> None:
    assert suggested_ornaments(Tune.parse(JIG.text.replace("R:jig", "R:waltz")), "fiddle") == []
    assert kinds(Tune.parse(JIG.text.replace("R:jig\n", "")), "pipes") == kinds(JIG, "pipes")
    with pytest.raises(RequestError, match="must be one of fiddle, tin-whistle, flute, pipes, not 'piano'"):
        suggested_ornaments(JIG, "piano")
