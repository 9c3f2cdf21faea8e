from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.sources import SourceTune, read_tunes
from tunesmith.corpus.variants import keys_in_use, variants
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("G", "D", "A", "Amin", "Ador", "Edor", "C")
TUNE = 'X:9\nL:1/8\nM:4/4\nK:G\n|: "G" G2 BG "D7" ^cBAd | (3BcB{d} A2 G4 :|'


def cleaned(text: str) -> CleanTune:
    tune = clean(SourceTune("1", "1", text, "test"), Bounds(bars=1, shortest=1))
    assert isinstance(tune, CleanTune)
    return replace(tune, text=text)


def test_a_tune_is_moved_to_the_other_keys_of_its_mode_in_their_order() -> None:
    assert variants(cleaned(TUNE), KEYS, most=2) == [
        'X:0\nL:1/8\nM:4/4\nK:D\n|: "D" D2 FD "A7" ^GFEA | (3FGF{A} E2 D4 :|',
        'X:0\nL:1/8\nM:4/4\nK:A\n|: "A" A2 cA "E7" ^dcBe | (3cdc{e} B2 A4 :|',
    ]
    assert [text.split("\n")[3] for text in variants(cleaned(TUNE), KEYS, most=9)] == ["K:D", "K:A", "K:C"]
    assert variants(cleaned(TUNE), KEYS, most=0) == []


def test_a_tune_stays_within_the_compass_of_a_fiddle() -> None:
    low = "X:1\nL:1/8\nM:4/4\nK:G\n G,A,B,C DEFG | GABc defg |"
    assert variants(cleaned(low), ("D",), most=1) == ["X:0\nL:1/8\nM:4/4\nK:D\n DEFG ABcd | defg abc'd' |"]


@pytest.mark.parametrize("key", ["none", "HP", "Glyd"])
def test_a_tune_in_no_key_or_a_rare_mode_has_no_variants(key: str) -> None:
    assert variants(cleaned(f"X:1\nL:1/8\nM:4/4\nK:{key}\n GABc d4 |"), KEYS, most=5) == []


def test_keys_in_use_are_those_of_one_tune_in_250() -> None:
    assert keys_in_use(["G"] * 300 + ["Ador"] * 196 + ["D"] * 3 + ["Abmin"]) == ("G", "Ador", "D")


def test_variants_of_real_tunes_are_in_canonical_spelling(corpus_folder: Path) -> None:
    checked = 0
    for found in list(read_tunes(corpus_folder / "irishman_sample.json"))[:50]:
        tune = clean(found, Bounds())
        for variant in variants(tune, KEYS, most=3) if isinstance(tune, CleanTune) else ():
            assert Tune.parse(variant).canonical() == variant
            checked += 1
    assert checked > 60


def test_an_accidental_that_would_become_a_double_one_is_spelt_anew() -> None:
    sharp = "X:1\nL:1/8\nM:4/4\nK:Amin\n A^G^FG A2 e2- | e2 ^d^^c d4 |"
    assert variants(cleaned(sharp), ("G#min",), most=1) == [
        "X:0\nL:1/8\nM:4/4\nK:G#min\n G=G^EG ^G2 d2- | d2 =d^^B d4 |"
    ]
