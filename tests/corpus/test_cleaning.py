from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus.cleaning import Bounds, CleanTune, Dropped, clean, relabelled
from tunesmith.corpus.sources import SourceTune, read_tunes
from tunesmith.errors import CorpusError
from tunesmith.notation import Key, Tune

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "X:7\nT:Peata an Mhaoir (reel)\nM:C\nL:1/8\nK:D\n"
MUSIC = "A2FA DAFA | BAFA B2AF | A2FA DAFA | BAFE E2D2 |"


def cleaned(abc: str, **bounds: Any) -> CleanTune | Dropped:
    return clean(SourceTune("book/1", "book/1", abc, "book"), Bounds(**bounds))


def text_of(abc: str) -> str:
    tune = cleaned(abc)
    assert isinstance(tune, CleanTune)
    return tune.text


def test_a_tune_comes_out_in_canonical_spelling_with_what_is_known_of_it() -> None:
    tune = cleaned(HEADER + MUSIC)
    assert isinstance(tune, CleanTune)
    assert tune.text == "X:7\nL:1/8\nM:4/4\nK:D\n A2 FA DAFA | BAFA B2 AF | A2 FA DAFA | BAFE E2 D2 |"
    assert (tune.key, tune.meter, tune.rhythm, tune.form) == ("D", "4/4", "reel", "A")
    assert (tune.controls.rhythm, tune.controls.form) == ("R:reel\n", "S:1\nB:4\n")
    assert tune.contour.shape == (32,)
    assert tune.fixed == tune.losses == ()


def test_of_several_voices_the_melody_is_learned_from() -> None:
    both = cleaned(f"{HEADER}V:low\n{'D,8 | ' * 4}\nV:top\n{MUSIC}")
    alone = cleaned(HEADER + MUSIC)
    assert isinstance(both, CleanTune)
    assert isinstance(alone, CleanTune)
    assert both.text == alone.text
    assert both.fixed == (*alone.fixed, "voice top taken for the melody")


@pytest.mark.parametrize(
    ("abc", "bounds", "reason"),
    [
        ("X:1\nT:Lost\nK:G\n", {}, "cannot be read"),
        (HEADER + "A2FA DAFA | BAFA B2AF |", {}, "too few bars"),
        (HEADER + '"D"z8 | "G"z8 | "A"z8 | "D"z8 |', {}, "no notes"),
        (HEADER + "A2F | BAF | ABc | BAG | AB |", {}, "bars mostly not full"),
        (HEADER + MUSIC, {"longest": 50}, "too long"),
        (HEADER + MUSIC, {"shortest": 500}, "too short"),
    ],
)
def test_a_tune_that_is_not_fit_to_learn_from_is_dropped_with_the_reason(
    abc: str, bounds: dict[str, float], reason: str
) -> None:
    dropped = cleaned(abc, **bounds)
    assert isinstance(dropped, Dropped)
    assert dropped.reason == reason


def test_fingerings_and_remarks_go_and_chord_symbols_and_annotations_stay() -> None:
    marked = MUSIC.replace("A2FA", '"4"A2"Am7/G"F"^Fine"A"_see the remark in the preface"', 1)
    tune = cleaned(HEADER + marked)
    assert isinstance(tune, CleanTune)
    assert '"Am7/G"' in tune.text
    assert '"^Fine"' in tune.text
    assert tune.text.count('"') == 4
    assert tune.fixed == ("fingering or remark removed",)


def test_a_text_decoded_twice_or_more_is_put_right() -> None:
    title = HEADER.replace("Mhaoir", "Mhaoír")
    damaged = title.encode().decode("latin-1").encode().decode("latin-1")
    tune = cleaned(damaged + MUSIC)
    assert isinstance(tune, CleanTune)
    assert tune.fixed == ("text decoded twice",)


def test_a_second_tune_in_the_same_text_is_cut_off() -> None:
    assert text_of(HEADER + MUSIC + "|X:121960\nL:1/8\nM:6/8\nK:G\nGAB c3|") == text_of(HEADER + MUSIC + "|")


@pytest.mark.parametrize(
    ("found", "respelt"),
    [
        ("em", "Em"),
        ("f#m", "F#m"),
        ("em/G", "Em/G"),
        ("G (Em)", "G"),
        ("G(Em)", "G"),
        ("D/F# (A)", "D/F#"),
        ("(G5)", "(G5)"),
        ("Gmaj7", "Gmaj7"),
    ],
)
def test_chord_symbols_have_their_root_in_upper_case_and_offer_no_other(found: str, respelt: str) -> None:
    tune = cleaned(HEADER + f'"{found}"' + MUSIC)
    assert isinstance(tune, CleanTune)
    assert f'"{respelt}" A2' in tune.text
    assert tune.fixed == (("chord symbol respelt",) if found != respelt else ())


def test_words_that_only_look_like_a_minor_chord_are_no_chord() -> None:
    assert '"' not in text_of(HEADER + '"d major""march"' + MUSIC)


def test_a_tune_whose_key_is_not_understood_is_dropped() -> None:
    dropped = cleaned(HEADER.replace("K:D", "K:mx") + MUSIC)
    assert isinstance(dropped, Dropped)
    assert (dropped.reason, dropped.losses) == ("key not understood", ("bad-key",))


LENGTHS = st.sampled_from([("A3/2B/", 2), ("A/B3/2", 2), ("A2", 2), ("AB", 2), ("A3B", 4), ("A4", 4)])


@given(st.lists(LENGTHS, min_size=16, max_size=40))
def test_dotted_pairs_become_broken_rhythm_and_sound_as_before(figures: list[tuple[str, int]]) -> None:
    bars: list[list[str]] = [[]]
    filled = 0
    for figure, length in figures:
        if filled + length > 8:
            bars[-1] += ["A2"] * ((8 - filled) // 2)
            bars.append([])
            filled = 0
        bars[-1].append(figure)
        filled += length
    bars[-1] += ["A2"] * ((8 - filled) // 2)
    abc = f"X:1\nM:4/4\nL:1/8\nK:D\n{'|'.join(map(''.join, bars))}|]"
    tune = clean(SourceTune("session2021/1", "session2021/1", abc, "session2021"), Bounds(bars=1, shortest=1))
    assert isinstance(tune, CleanTune)
    before, after = (
        [(event.onset, event.duration, event.pitches) for event in Tune.parse(text).events()]
        for text in (abc, tune.text)
    )
    assert after == before
    assert "3/2" not in tune.text
    assert tune.text.count(">") == sum(figure == "A3/2B/" for figure, _ in figures)
    assert tune.text.count("<") == sum(figure == "A/B3/2" for figure, _ in figures)


def test_another_mode_and_rhythm_on_the_same_signature_change_the_labels_alone() -> None:
    tune = cleaned(HEADER.replace("K:D", "K:G").replace("R:", "") + MUSIC.replace("F", "f"))
    assert isinstance(tune, CleanTune)
    other = relabelled(tune, Key.parse("Emin"), "hornpipe")
    assert other.text == tune.text.replace("K:G\n", "K:Emin\n")
    assert (other.key, other.rhythm, other.controls.rhythm) == ("Emin", "hornpipe", "R:hornpipe\n")
    assert other.controls.form == tune.controls.form
    with pytest.raises(CorpusError, match=r"book/1: K:Amin has another signature than K:G"):
        relabelled(tune, Key.parse("Amin"), None)


def test_beams_are_kept_where_they_are_irishmans_and_made_elsewhere() -> None:
    music = "A2 FADA FA | BA FA B2 AF | A2 FADAFA | BAFE E2 D2 |"
    assert text_of(HEADER + music).endswith("K:D\n A2 FA DAFA | BAFA B2 AF | A2 FA DAFA | BAFE E2 D2 |")
    assert text_of("X:7\nL:1/8\nM:4/4\nK:D\n" + music).endswith("K:D\n " + music)


def test_most_real_tunes_are_kept_and_stay_what_they_are(corpus_folder: Path) -> None:
    found = list(read_tunes(corpus_folder / "irishman_sample.json"))[:200]
    kept = [tune for tune in (clean(one, Bounds()) for one in found) if isinstance(tune, CleanTune)]
    assert len(kept) > 180
    assert all(Tune.parse(tune.text).canonical() == tune.text for tune in kept)
