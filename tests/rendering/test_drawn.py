"""What the engraver reads: all that it does not know written out."""

from __future__ import annotations

from collections import Counter

import pytest

from tunesmith.notation import Tune
from tunesmith.rendering.lines import score_text
from tunesmith.rendering.score import engraved

HEAD = "X:1\nM:4/4\nL:1/4\n"


@pytest.mark.parametrize(
    ("header", "music", "drawn"),
    [
        ("m: T = AB\nK:C\n", "T cd |]", "AB cd |]"),
        ('U:W="^hi"\nU:~=!nil!\nK:C\n', "WE ~FGA |]", '"^hi"E FGA |]'),
        ("U:W=!trill!\nK:C\n", "WEFGA |]", "!trill!EFGA |]"),
        ("K:C\n", '"^Caf\\\'e"EFGA |]', '"^Café"EFGA |]'),
        ("K:C\n", "“Am”EFGA |]", '"Am"EFGA |]'),
        ("K:C\n", "EFGA |]\n\nGABc |]", "EFGA |]"),
        ("Y:ABA\nK:C\n", "EFGA |]\nY:ABA\n", "EFGA |]"),
        ("K:C\n", "{d}EFG {e} !fermata!x |]", "{d}EFG  !fermata!x |]"),
    ],
)
def test_music(header: str, music: str, drawn: str) -> None:
    assert score_text(Tune.parse(HEAD + header + music)) == f"{HEAD}K:C\n{drawn}\n"


def test_a_title_goes_on_and_is_decoded() -> None:
    tune = Tune.parse("X:1\nT:Caf\\'e &eacute;\n+:50\\% off\nK:C\nCDEF|]\nw:la\n+:lo\n")
    assert score_text(tune) == "X:1\nT:Café é 50\\% off\nK:C\nCDEF|]\nw:la lo\n"
    assert "50% off" in engraved(tune).svg()


@pytest.mark.parametrize(
    ("asked", "drawn"),
    [("none", "K:D ^g\nFGAG | F=FFc |]"), ("added", "K:D\nF^GAG | F=FFc |]"), ("all", "K:none\n^F^GAG | ^F=FF^c |]")],
)
def test_accidentals_are_written_out_where_that_is_asked(asked: str, drawn: str) -> None:
    text = f"X:1\n%%writeout-accidentals {asked}\nM:4/4\nL:1/4\nK:D ^g\nFGAG | F=FFc |]\n"
    assert score_text(Tune.parse(text)).endswith(f"{drawn}\n")


def test_every_voice_is_drawn() -> None:
    text = HEAD + "%%score (S A) B\nK:C\nV:S\ncdef|]\nV:A\nCDEF|]\nV:B clef=bass\nC,D,E,F,|]\n"
    score = engraved(Tune.parse(text))
    assert len(score.engraving.notes) == 12
    elements = [e for voice in score.tune.voices for bar in voice.bars for e in bar.elements if hasattr(e, "duration")]
    assert Counter(map(score.index_of, elements)) == Counter(range(12))


@pytest.mark.parametrize("music", ["E2 {FG}x2 |]", "E4 & C2 {DE}x2 |]"])
def test_grace_notes_before_an_invisible_rest_do_not_break_the_drawing(music: str) -> None:
    assert "NaN" not in engraved(Tune.parse(f"{HEAD}K:C\n{music}\n")).svg()
