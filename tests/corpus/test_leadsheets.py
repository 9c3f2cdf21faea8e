from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.leadsheets import fix_lead_sheet, unsound
from tunesmith.corpus.sources import SourceTune, read_tunes
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "X:1\nL:1/8\nM:4/4\nK:G\n"
A = "G2 AB c2 BA|G2 E2 D4|G2 AB c2 e2|"
B = "g2 fe d2 ef|g2 B2 c4|d2 cB A2 B2|"
WHOLE = "D2|" + A + "d2 cA G2||Bc|" + B + "A2 cA G4|]"


def fixed(music: str) -> tuple[str, list[str]]:
    text, names = fix_lead_sheet(Tune.parse(HEADER + music))
    return text.removeprefix(HEADER), names


def objection(music: str, key: str = "G") -> str | None:
    return unsound(Tune.parse(HEADER.replace("K:G", f"K:{key}") + music))


def test_a_double_bar_in_mid_bar_that_leaves_room_for_the_upbeat_is_a_repeat_and_the_last_part_has_one_too() -> None:
    assert fixed(WHOLE) == (
        "D2|" + A + "d2 cA G2:|Bc|" + B + "A2 cA G2:|",
        ["repeat sign for a double bar in mid-bar"],
    )


@pytest.mark.parametrize(
    "music",
    [
        "D|" + A + "d2 cA G2||Bc|" + B + "A2 cA G4|]",  # there is no room for an upbeat of one
        "D2|" + A[:-16] + "d2 cA G2||Bc|" + B + "A2 cA G4|]",  # a part of three bars
        A + "d2 cA G2||Bc|" + B + "A2 cA G4|]",  # no upbeat
    ],
)
def test_a_double_bar_without_the_signs_of_a_repeat_stays(music: str) -> None:
    assert fixed(music) == (music, [])


def test_a_last_note_that_was_lost_comes_from_the_end_of_the_part_before() -> None:
    text, names = fixed("D2|" + A + "G2 BA G2||Bc|" + B + "G2 B6|]")
    assert text.endswith(B + "G2 BA G2:|") is False  # two notes are lost: that is too many to be sure
    assert names == ["repeat sign for a double bar in mid-bar"]
    text, names = fixed("D2|" + A + "G2 B2 G2||Bc|" + B + "G2 B6|]")
    assert text == "D2|" + A + "G2 B2 G2:|Bc|" + B + "G2 B2 G2:|"
    assert names == ["last bar completed from an earlier one", "repeat sign for a double bar in mid-bar"]


def test_a_tune_that_ends_on_its_tonic_is_not_completed() -> None:
    assert fixed(A + "G2 BA G2 AB|" + B + "G2 BA G4|]")[1] == []


def test_rests_before_and_after_the_tune_go() -> None:
    text, names = fixed("z8|z4 z4|" + A + "d2 cA G4|z8|]")
    assert (text, names) == (A + "d2 cA G4|]", ["rests before the tune removed"])


def test_a_written_out_part_is_folded() -> None:
    text, names = fixed((A + "d2 cA G4|") * 2 + B + "A2 cA G4|]")
    assert text == "|:" + A + "d2 cA G4:|" + B + "A2 cA G4|]"
    assert names == ["written-out repeat folded"]


@pytest.mark.parametrize(
    ("music", "key", "reason"),
    [
        (WHOLE, "G", None),
        ("z4 z4|z2 z2 z4|" + A + "d2 cA G4|]", "G", "melody mostly missing"),
        ("G2 G2 G4|G2 AG G4|G2 G2 G4|G2 FG G4|]", "G", "melody mostly missing"),
        (A + "d2 cA||G2|" + B + "A2 cA G4|]", "G", "a bar is broken"),
        (A + "d2 cA G4|" + "_e2 =f2 _b2 _a2|g2 _ed c2 _B2|" * 4 + "c2 cA G4|]", "G", "key change not carried out"),
        ("D2|" + A + "d2 cA G2||Bc|" + B + "c2 B6|]", "G", "last bar not to be trusted"),
        (A + "d2 ^cA G4|]", "G", None),  # one strange note is colour
        ("A2 Bc d2 ^f2|^g2 a2 e4|d2 cB A2 ^G2|A4 A4|]", "Amin", None),  # melodic minor
    ],
)
def test_what_cannot_be_put_right_is_found_out(music: str, key: str, reason: str | None) -> None:
    assert objection(music, key) == reason


def test_lead_sheets_are_fixed_and_beamed_by_beats_and_other_sources_left_alone() -> None:
    music = "z8|GA Bc dB cA|" + A + "d2 cA G4|]"
    sheet, other = (
        clean(SourceTune(f"{name}/1", f"{name}/1", HEADER + music, name), Bounds())
        for name in ("melodyhub_leadsheets", "irishman_more")
    )
    assert isinstance(sheet, CleanTune)
    assert isinstance(other, CleanTune)
    assert (other.fixed, sheet.fixed) == ((), ("rests before the tune removed",))
    assert " z8 | GA Bc dB cA |" in other.text
    assert "\n GABc dBcA |" in sheet.text


def test_real_lead_sheets_are_whole_when_they_are_fixed(corpus_folder: Path) -> None:
    found = random.Random(1).sample(list(read_tunes(corpus_folder / "melodyhub_leadsheets.jsonl.gz")), 120)
    cleaned = [clean(tune, Bounds()) for tune in found]
    kept = [tune for tune in cleaned if isinstance(tune, CleanTune)]
    assert len(kept) > 80
    assert sum(bool(tune.fixed) for tune in kept) > 24
    for tune in kept:
        assert not {"short", "over"} & set(tune.bars)
        assert Tune.parse(tune.text).canonical() == tune.text
