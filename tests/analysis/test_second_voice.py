from __future__ import annotations

import pytest

from tunesmith.analysis.second_voice import moments_of, with_second_voice
from tunesmith.errors import RequestError
from tunesmith.notation import Tune, check

JIG = Tune.parse(
    "X:1\nT:A Jig\nR:jig\nM:6/8\nL:1/8\nK:G\n"
    'D|:"G"GAG GAB|"D"ABA ABd|"G"edd gdB|1"D"AGF "G"G2D:|2"D"AGF "G"G2B||\n'
    "w:one two three\n"
    '|:"G"B>AB (3ded ~B|"C"{d}ege- e2z|"D"[dA]BA "G"G3:|\n'
)


def test_the_second_has_the_bars_repeats_endings_and_rhythm_of_the_melody() -> None:
    text = with_second_voice(JIG, "fiddle")
    assert text == (
        "X:1\nT:A Jig\nR:jig\nM:6/8\nL:1/8\nK:G\n"
        "V:1\n"
        'D|:"G"GAG GAB|"D"ABA ABd|"G"edd gdB|1"D"AGF "G"G2D:|2"D"AGF "G"G2B||\n'
        "w:one two three\n"
        'V:2 name="Second"\n'
        "B,|:B,CB, B,CD|FDF FDF|GBB BBG|1FED B,2B,:|2DED D2G||\n"
        "V:1\n"
        '|:"G"B>AB (3ded ~B|"C"{d}ege- e2z|"D"[dA]BA "G"G3:|\n'
        "V:2\n"
        "|:G>FG (3BGB G|cec- c2z|FDD B,3:|\n"
    )
    assert check(text).ok
    melody, second = Tune.parse(text).voices
    assert [event.onset for event in second.events()] == [event.onset for event in melody.events()]
    assert second.title == "Second"


def test_it_moves_with_the_tune_to_another_key() -> None:
    moved = Tune.parse(with_second_voice(JIG, "fiddle")).transpose(2)
    assert "|:A>GA (3cAc A|dfd- d2z|GEE C3:|" in moved.text
    assert check(moved.text).ok


def test_a_letter_that_the_melody_sharpens_is_sharp_in_the_second_too() -> None:
    tune = Tune.parse('X:1\nM:4/4\nL:1/4\nK:Am\n"Am"cB"E"^GB|"Am"ecBe|"E"e2^g2|"Am"a4|]\n')
    melody, second = Tune.parse(with_second_voice(tune, "fiddle")).voices
    for high, low in zip(melody.events(), second.events(), strict=True):
        assert not {high.pitches[0] % 12, low.pitches[0] % 12} >= {7, 8}
    assert [moment.scale["G"] for _, moment in moments_of(tune)] == [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0]


def test_a_change_of_key_meter_and_unit_holds_for_the_second() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/8\nK:D\nd2f2a2f2|[M:3/4]d2f2e2|\nL:1/4\nK:F\nfac'|a3|]\n")
    text = with_second_voice(tune, "fiddle")
    assert text.count("L:1/4\nK:F\n") == 2
    assert text.count("[M:3/4]") == 2
    assert check(text).ok
    assert Tune.parse(text).voices[1].events()[-1].pitches[0] % 12 in (5, 9, 0)


def test_a_title_amid_the_music_is_not_repeated_and_leaves_no_line_empty() -> None:
    tune = Tune.parse("X:1\nM:3/4\nL:1/4\nK:G\nGBd|\nT:Second part\ngdB|G3|]\n")
    assert "\n\n" not in with_second_voice(tune, "fiddle")
    assert with_second_voice(tune, "fiddle").count("T:Second part") == 1


def test_the_last_note_as_it_is_played_is_of_the_tonic_chord() -> None:
    tune = Tune.parse("X:1\nM:4/4\nL:1/4\nK:D\nd2A2|d4!fine!|e2c2|A4!D.C.!|]\n")
    goals = [moment.goal.text for _, moment in moments_of(tune) if moment.goal]
    assert goals == ["D", "D"]


def test_what_has_no_second_voice() -> None:
    with pytest.raises(RequestError, match=r"must be one of accordion, .*, not 'harp'"):
        with_second_voice(JIG, "harp")
    with pytest.raises(RequestError, match="below a tune of one voice, and this tune has 2"):
        with_second_voice(Tune.parse(with_second_voice(JIG, "fiddle")), "fiddle")
