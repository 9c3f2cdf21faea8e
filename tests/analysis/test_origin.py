from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tunesmith.analysis.fingerprints import line_of
from tunesmith.analysis.known_tunes import Chance, KnownTune
from tunesmith.analysis.origin import origin, origin_of
from tunesmith.analysis.origin_index import OriginIndex
from tunesmith.corpus.origin_build import fingerprint
from tunesmith.errors import AbcError
from tunesmith.notation import Key, Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
PART = "dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | fed AFD |"
OTHER = "DFA BAF | EGB dBG | FAd cAF | GFE DCB, | A,CE GEC | DFB AGF | EAc edc | BGE CED |]"
KNOWN = f"{HEADER}|: {PART} {OTHER}"
CHANCE = Chance(1, 0.5, 4.0, 0.1)


def index_of(texts: Sequence[str], families: Sequence[int] | None = None) -> OriginIndex:
    names = [KnownTune(f"Tune {number}", "A Book", None) for number in range(len(texts))]
    melodies = [fingerprint(line_of(Tune.parse(text))) for text in texts]
    return OriginIndex.of(melodies, families or range(len(texts)), names, CHANCE)


def test_a_known_tune_is_found_whole() -> None:
    found = origin_of(Tune.parse(KNOWN), index_of([HEADER + OTHER, KNOWN]))
    assert found.nearest[0].title == "Tune 1"
    assert found.similarity == 1
    assert found.nearest[0].bars == tuple(range(1, 17))
    assert found.longest == 16
    assert found.copied == found.nearest[0]
    assert found.remarkable
    assert found.words == (
        "Bars 1-16 also stand in “Tune 1” (A Book), from bar 1 there (16.0 bars). "
        "In all, 100% of this tune stands in it."
    )


def test_it_is_found_in_another_key_meter_and_rhythm() -> None:
    moved = Tune.parse(KNOWN).in_key(Key.parse("F"))
    swung = Tune.parse(KNOWN.replace("M:6/8", "M:3/4").replace("dfa", "d>fa").replace("gfe", "g f/f/e"))
    for tune in (moved, swung):
        assert origin_of(tune, index_of([KNOWN])).similarity == 1


def test_a_copied_part_is_found_in_a_tune_that_is_new_otherwise() -> None:
    new = "AFA fdA | Bcd ecA | aba gbg | e2c A2G | BdB AcA | GBG FAd | fec BAG | AFE D3 |"
    found = origin_of(Tune.parse(f"{HEADER}{new} {PART}|]"), index_of([KNOWN]))
    assert found.copied is not None
    run = found.copied.longest
    assert 8 <= run.bars < 8.5
    assert (run.last, run.begins) == (16, 1)
    assert set(range(9, 17)) <= set(found.copied.bars)
    assert found.similarity == pytest.approx(0.5, abs=0.03)


def test_of_every_family_the_nearest_setting_is_named() -> None:
    found = origin_of(Tune.parse(KNOWN), index_of([HEADER + PART, KNOWN, HEADER + OTHER], families=[3, 3, 4]))
    assert [tune.title for tune in found.nearest] == ["Tune 1", "Tune 2"]


def test_nothing_is_shared_with_what_is_strange() -> None:
    found = origin_of(Tune.parse(HEADER + "D3 D3 | E3 E3 | F3 G3 | A3 d3 |]"), index_of([KNOWN]))
    assert (found.nearest, found.similarity, found.longest, found.remarkable) == ((), 0, 0, False)
    assert found.words == "Nothing of this tune stands in any of the 1 known tunes."


def test_a_tune_of_one_note_and_a_free_meter_are_no_trouble() -> None:
    assert origin_of(Tune.parse("X:1\nK:C\nC"), index_of([KNOWN])).nearest == ()
    free = origin_of(Tune.parse(KNOWN.replace("M:6/8", "M:none")), index_of([KNOWN]))
    assert free.longest == pytest.approx(16 * 6 / 8)


def test_what_is_no_tune_is_refused() -> None:
    with pytest.raises(AbcError, match="no note"):
        origin("X:1\nK:C\n")


def test_a_famous_tune_is_recognised() -> None:
    text = (  # the first part of The Kesh, a tone higher than it is played
        "X:1\nL:1/8\nM:6/8\nK:A\n|: ABA ABc | BcB Bce | fee aee | fec ecB | ABA ABc | BcB Bce | fee aec | BAG A3 :|"
    )
    found = origin(text)
    assert found.remarkable
    assert any("Kesh" in tune.title for tune in found.nearest)
    assert found.nearest[0].link is not None
