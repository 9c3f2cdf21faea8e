from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from tunesmith.analysis.harmony import chord_changes, without_chords
from tunesmith.corpus.building import Options, build
from tunesmith.corpus.cleaning import Bounds, CleanTune, clean
from tunesmith.corpus.found_chords import chords_of, chosen, with_found_chords
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.corpus.pieces import rewrapped
from tunesmith.corpus.sources import read_tunes
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from pathlib import Path

JIG = "X:7\nL:1/8\nM:6/8\nK:G\n D | GBd gdB | AFD DFA | GBd edB | G3 G2 :|"


@pytest.mark.parametrize(
    ("quoted", "chords"),
    [('"G"', "written"), ('"Am7/G"', "written"), ('"^slowly"', "none"), ('"words"', "none"), ('"N.C."', "none")],
)
def test_a_tune_has_chords_if_some_quoted_text_names_one(quoted: str, chords: str) -> None:
    assert chords_of(JIG) == "none"
    assert chords_of(JIG.replace("| GBd", f"|{quoted} GBd")) == chords


def test_found_chords_are_written_in_canonical_spelling() -> None:
    harmonised = with_found_chords(JIG)
    assert harmonised == 'X:0\nL:1/8\nM:6/8\nK:G\n D |"G" GBd gdB |"D" AFD DFA |"G" GBd edB | G3 G2 :|'
    assert Tune.parse(harmonised).canonical(beams="source") == harmonised


@pytest.mark.parametrize("music", ['A"^slowly" B>c', "d>e {d}(3fga", "~A2 .B(c", "A<d [1 G8", "A4- A>B"])
def test_found_chords_stand_where_canonical_spelling_has_them(music: str) -> None:
    """In a broken rhythm, before ornaments, beside words and at endings."""
    text = Tune.parse(f"X:1\nL:1/8\nM:4/4\nK:D\n|: d4 {music} | e2 c>d A4 :| G4 B>e c4 | d8 |]").canonical()
    harmonised = with_found_chords(text)
    assert Tune.parse(harmonised).canonical() == harmonised
    assert rewrapped(without_chords(Tune.parse(harmonised))).split("\n")[1:] == text.split("\n")[1:]


def test_found_chords_change_no_note_and_no_beam_of_real_tunes(corpus_folder: Path) -> None:
    bare = [tune for tune in real(corpus_folder) if chords_of(tune) == "none"]
    assert len(bare) > 50
    for text in bare:
        harmonised = Tune.parse(with_found_chords(text))
        assert harmonised.canonical() == harmonised.text
        assert names_of(harmonised) == names_of(Tune.parse(text))
        assert rewrapped(without_chords(harmonised)).split("\n")[1:] == text.split("\n")[1:]


def real(corpus_folder: Path) -> list[str]:
    found = [
        tune for name in ("litten", "oldtime") for tune in islice(read_tunes(corpus_folder / f"{name}.jsonl.gz"), 60)
    ]
    return [tune.text for tune in (clean(one, Bounds()) for one in found) if isinstance(tune, CleanTune)]


def names_of(tune: Tune) -> list[list[str]]:
    return [[change.chord.text for change in bar if change.chord] for bar in chord_changes(tune)]


def test_a_share_of_the_tunes_without_chords_is_chosen_by_name_and_seed() -> None:
    names = [f"tune{number}" for number in range(400)]
    variants = [JIG, JIG.replace("K:G", "K:D"), JIG.replace("K:G", "K:A")]
    taken = {name: chosen(name, variants, 0.25, 0) for name in names}
    assert 70 < sum(text is not None for text in taken.values()) < 130
    assert {text for text in taken.values() if text} == set(variants)
    assert taken == {name: chosen(name, variants, 0.25, 0) for name in reversed(names)}
    assert taken != {name: chosen(name, variants, 0.25, 1) for name in names}
    assert chosen(names[0], variants, 1.0, 0) in variants
    assert chosen(names[0], variants, 0.0, 0) is None
    assert chosen(names[0], [with_found_chords(JIG)], 1.0, 0) is None


def kinds_of(corpus: PackedCorpus) -> list[str]:
    """What chords each variant has, by its control line."""
    return [corpus.vocabulary.decode(corpus.control_lines(variant)[2])[2:-1] for variant in range(len(corpus))]


def test_the_packed_corpus_has_them_last_and_its_control_line_says_so(tmp_path: Path, book: Path) -> None:
    report = build([book], tmp_path / "packed", Options(found_chords=0.5))
    corpus = PackedCorpus.open(report.folder, "train")
    kinds = kinds_of(corpus)
    decode = corpus.vocabulary.decode
    assert report.chords == {"none": len(corpus.tunes), "found": kinds.count("found")}
    assert list(report.chords) == ["none", "found"], "the order does not depend on how strings are hashed"
    assert 10 < kinds.count("found") < 45
    for variant, kind in enumerate(kinds):
        text = decode(corpus.text(variant))
        assert ('"' in text) == (kind == "found")
        if kind == "found":
            assert text.startswith("X:0\n")
            assert variant + 1 == len(corpus) or corpus.tune[variant + 1] != corpus.tune[variant]
    without = build([book], tmp_path / "without", Options(found_chords=0.0))
    assert without.chords == {"none": len(corpus.tunes)}


def test_only_tunes_that_are_learned_from_get_chords(tmp_path: Path, book: Path) -> None:
    report = build([book], tmp_path / "packed", Options(found_chords=1.0))
    for split in ("validation", "test"):
        assert set(kinds_of(PackedCorpus.open(report.folder, split))) == {"none"}
    assert report.splits["train"]["variants"] >= 2 * report.splits["train"]["tunes"]


def test_a_text_that_chords_make_too_long_is_left_out(tmp_path: Path, book: Path) -> None:
    longest = max(
        len(tune.text) for tune in (clean(found, Bounds()) for found in read_tunes(book)) if isinstance(tune, CleanTune)
    )
    report = build([book], tmp_path / "packed", Options(bounds=Bounds(longest=longest), found_chords=1.0))
    corpus = PackedCorpus.open(report.folder, "train")
    assert report.chords["none"] > 0
    assert report.chords.get("found", 0) < report.chords["none"]
    assert max(len(corpus.text(variant)) for variant in range(len(corpus))) <= longest + 5


def test_tunes_with_written_chords_are_counted_and_get_no_others(tmp_path: Path, book: Path) -> None:
    for path in sorted(book.glob("tune*.abc"))[::2]:
        header, _, music = path.read_text().partition("\nK:")
        path.write_text(f'{header}\nK:{music[0]}\n"{music[0]}"{music[2:]}')
    report = build([book], tmp_path / "packed", Options(found_chords=1.0, transpositions=0))
    train = PackedCorpus.open(report.folder, "train")
    assert report.chords["written"] > 20
    assert report.chords["written"] + report.chords["none"] == len(train.tunes)
    assert report.chords["found"] == report.chords["none"]
