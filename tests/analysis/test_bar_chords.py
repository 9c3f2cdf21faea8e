from __future__ import annotations

import pytest

from tunesmith.analysis.bar_chords import with_bar_chords
from tunesmith.errors import RequestError
from tunesmith.notation import Tune

REEL = 'X:1\nM:4/4\nL:1/8\nK:G\nD2|"G""^slow"G2BG "C"DGBG|"Am"c2ec A4|\nG8|]\n'


@pytest.mark.parametrize(
    ("bar", "chords", "written"),
    [
        (1, ["Em"], '"^slow""Em"G2BG DGBG'),
        (1, ["Em", "D7"], '"^slow""Em"G2BG "D7"DGBG'),
        (1, [], '"^slow"G2BG DGBG'),
        (2, ["Am", "D", "D/F#"], '"Am"c2ec "D""D/F#"A4'),
        (3, ["G"], '"G"G8'),
        (0, ["D7"], '"D7"D2'),
        (2, ["N.C."], '"N.C."c2ec A4'),
    ],
)
def test_a_bar_gets_these_chords_on_its_beats(bar: int, chords: list[str], written: str) -> None:
    text = with_bar_chords(Tune.parse(REEL), bar, chords)
    assert written in text or written.replace('"^slow""Em"', '"Em""^slow"') in text
    plain = [[event.pitches for event in Tune.parse(one).events()] for one in (text, REEL)]
    assert plain[0] == plain[1]


@pytest.mark.parametrize(
    ("bar", "chords", "says"),
    [(9, ["G"], "bar must be from 0 to 3, not 9"), (1, ["Ha"], "chords must be chord symbols such as G, .* not 'Ha'")],
)
def test_what_cannot_be_written_is_refused(bar: int, chords: list[str], says: str) -> None:
    with pytest.raises(RequestError, match=says):
        with_bar_chords(Tune.parse(REEL), bar, chords)
