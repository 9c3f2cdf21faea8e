"""Source lines that are drawn as they are, cut or joined, and the words below them."""

from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.lines import score_text

HEADER = "X:1\nL:1/4\nM:3/4\nK:G\n"


def drawn(music: str, usual: int = 4) -> list[str]:
    return score_text(Tune.parse(HEADER + music), usual).splitlines()[4:]


def test_a_long_line_is_cut_with_the_words_below_it() -> None:
    music = "D|" + "G2B|" * 8 + "\nw:A-ma-zing_ grace how | sweet~the * sound that saved a wretch like me\nw:one two\n"
    assert drawn(music) == [
        "D|G2B|G2B|G2B|G2B|",
        "w:A- ma- zing_ grace how * sweet~the *",
        "w:one two * * * * * * *",
        "G2B|G2B|G2B|G2B|",
        "w:sound that saved a wretch like me *",
        "w:* * * * * * * *",
    ]


def test_words_after_an_empty_bar_stay_under_their_notes() -> None:
    assert drawn("G2B|" * 8 + "\nw:one two | | | | five\n")[2:] == ["G2B|G2B|G2B|G2B|", "w:five * * * * * * *"]


@pytest.mark.parametrize(
    ("music", "lines"),
    [
        ("D|\nG2B|A2G|\nE2E|]\n", ["D|G2B|A2G|", "E2E|]"]),
        ("D|\nw:A-\nG2B|A2G|]\nw:ma-zing grace\n", ["D|G2B|A2G|]", "w:A- ma- zing grace *"]),
        ("D|\nG2B|A2G|]\nw:ma-zing grace\n", ["D|G2B|A2G|]", "w:* ma- zing grace *"]),
        ("G2B|A2:|\nD|:\nG2B|A2:|\n", ["G2B|A2:|", "D|:G2B|A2:|"]),
    ],
)
def test_a_pickup_never_stands_alone(music: str, lines: list[str]) -> None:
    assert drawn(music) == lines


def test_all_voices_are_cut_alike() -> None:
    music = "V:1\n" + "G2B|" * 8 + "\nV:2\n" + "D3|" * 8 + "\n"
    assert drawn(music) == ["V:1", "G2B|" * 4, "G2B|" * 4, "V:2", "D3|" * 4, "D3|" * 4]


def test_a_line_break_that_the_source_forces_divides_the_words_too() -> None:
    assert drawn("G2B|A2G|$E2E|D3|]\nw:ma-zing grace how sweet the sound\n") == [
        "G2B|A2G|",
        "w:ma- zing grace how",
        "E2E|D3|]",
        "w:sweet the sound",
    ]


def test_symbols_below_a_line_keep_it_whole() -> None:
    music = "G2B|" * 8 + "\ns:!trill!\n"
    assert drawn(music) == music.splitlines()


def test_fewer_bars_make_shorter_lines() -> None:
    assert drawn("G2B|" * 4 + "\nw:a b c d e f g h\n", 2) == ["G2B|G2B|", "w:a b c d", "G2B|G2B|", "w:e f g h"]


def test_a_line_goes_on_after_the_words_below_it() -> None:
    music = "G2B|A2\\\nw:ma-zing grace\n% percussion\nG|E3|]\nw:how sweet\n"
    assert drawn(music) == ["% percussion", "G2B|A2G|E3|]", "w:ma- zing grace how sweet"]


def test_lines_that_go_on_are_one_long_line() -> None:
    assert drawn("G2B|" * 4 + "\\ % goes on\n" + "G2B|" * 4 + "\nV:2\n" + "D3|" * 8 + "\n")[:2] == [
        "G2B|" * 4,
        "G2B|" * 4,
    ]
