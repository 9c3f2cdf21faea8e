from __future__ import annotations

import json
import re
import tracemalloc
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.building import build
from tunesmith.corpus.packed import AT_ONCE, PackedCorpus, PackedTune, write_split
from tunesmith.corpus.vocabulary import Vocabulary
from tunesmith.errors import CorpusError

if TYPE_CHECKING:
    from pathlib import Path

    from tunesmith.corpus.building import BuildReport


def test_texts_variants_and_control_lines_come_back(packed: BuildReport) -> None:
    corpus = PackedCorpus.open(packed.folder, "train")
    decode = corpus.vocabulary.decode
    assert len(corpus) == packed.splits["train"]["variants"] > len(corpus.tunes)
    assert corpus.originals.tolist() == [int(np.flatnonzero(corpus.tune == t)[0]) for t in range(len(corpus.tunes))]
    own = corpus.originals[0]
    assert re.match(r"X:[1-9]\d*\nL:1/8\nM:4/4\nK:[GD]\n", decode(corpus.text(own)))
    assert re.match(r"X:0\nL:1/8\nM:4/4\nK:[GD]\n", decode(corpus.text(own + 1)))
    rhythm, form, chords = corpus.control_lines(own)
    assert decode(rhythm) == f"R:{corpus.tunes[0].rhythm}\n"
    assert decode(form).startswith("S:1\nB:")
    assert decode(chords) == "C:none\n"


def test_the_arrays_are_mapped_not_read(packed: BuildReport) -> None:
    corpus = PackedCorpus.open(packed.folder, "train")
    assert isinstance(corpus.tokens, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        corpus.tokens[0] = 0


def test_counting_characters_takes_no_memory_in_line_with_the_corpus(packed: BuildReport) -> None:
    corpus = PackedCorpus.open(packed.folder, "train")
    number = corpus.vocabulary.char_to_idx["G"]
    long = replace(corpus, tokens=np.full(4 * AT_ONCE + 5, number, np.uint8))
    tracemalloc.start()
    assert long.count("GA") == {"G": 4 * AT_ONCE + 5, "A": 0}
    assert tracemalloc.get_traced_memory()[1] < 2 * 8 * AT_ONCE
    tracemalloc.stop()
    assert corpus.count("") == {}


def test_a_split_may_be_empty(tmp_path: Path, packed: BuildReport) -> None:
    assert len(PackedCorpus.open(packed.folder, "test-irishman")) == 0
    write_split(tmp_path / "none", Vocabulary("ab"), [], [])


def test_each_control_line_is_kept_once(tmp_path: Path) -> None:
    tunes = [PackedTune(str(i), str(i), "0", "book", "G", "4/4", None, "A") for i in range(2)]
    variants = [[("a", ("R:a\n", "")), ("b", ("R:a\n", "S:b\n"))], [("ab", ("", "S:b\n"))]]
    write_split(tmp_path / "s", Vocabulary("RS:ab\n"), tunes, variants)
    names = ("offsets", "tune", "controls", "control_offsets")
    assert {name: np.load(tmp_path / "s" / f"{name}.npy").tolist() for name in names} == {
        "offsets": [0, 1, 2, 4],
        "tune": [0, 0, 1],
        "controls": [[1, 0], [1, 2], [0, 2]],
        "control_offsets": [0, 0, 4, 8],
    }


def test_the_control_lines_of_many_tunes_are_found(tmp_path: Path, packed: BuildReport) -> None:
    tunes = [PackedTune(str(i), str(i), "0", "book", "G", "4/4", None, "A") for i in range(300)]
    vocabulary = Vocabulary("CRS:abcdefghijklmnopqrstuvw0123456789\n")
    lines = [(f"R:{number}\n", "S:\n") for number in range(300)]
    variants = [[("a", (*own, "C:none\n")), ("b", (*own, "C:found\n"))] for own in lines]
    (tmp_path / "corpus").mkdir()
    write_split(tmp_path / "corpus" / "train", vocabulary, tunes, variants)
    record = json.loads((packed.folder / "corpus.json").read_text()) | {"vocabulary": list(vocabulary.idx_to_char)}
    (tmp_path / "corpus" / "corpus.json").write_text(json.dumps(record))
    corpus = PackedCorpus.open(tmp_path / "corpus", "train")
    found = [list(map(corpus.vocabulary.decode, corpus.control_lines(variant))) for variant in (2 * 299, 2 * 299 + 1)]
    assert found == [["R:299\n", "S:\n", "C:none\n"], ["R:299\n", "S:\n", "C:found\n"]]


def test_what_is_no_packed_corpus_is_refused(tmp_path: Path, packed: BuildReport) -> None:
    with pytest.raises(CorpusError, match="holds no packed corpus"):
        PackedCorpus.open(tmp_path, "train")
    with pytest.raises(CorpusError, match="has no split 'tset', but train"):
        PackedCorpus.open(packed.folder, "tset")
    (tmp_path / "corpus.json").write_text('{"format": 0}')
    with pytest.raises(CorpusError, match="is not a packed corpus of format 3"):
        PackedCorpus.open(tmp_path, "train")
    (tmp_path / "corpus.json").write_text("{")
    with pytest.raises(CorpusError, match="cannot be read"):
        PackedCorpus.open(tmp_path, "train")


@pytest.mark.parametrize("damage", ["cut", "short", "gone"])
def test_a_damaged_split_is_refused(tmp_path: Path, book: Path, damage: str) -> None:
    folder = build([book], tmp_path / "packed").folder
    tokens = folder / "train" / "tokens.npy"
    if damage == "cut":
        tokens.write_bytes(tokens.read_bytes()[:-50])
    elif damage == "short":
        np.save(tokens, np.load(tokens)[:-1])
    else:
        tokens.unlink()
    with pytest.raises(CorpusError, match="is damaged; build the corpus again"):
        PackedCorpus.open(folder, "train")


def test_a_corpus_can_have_the_numbers_of_another_vocabulary(packed: BuildReport) -> None:
    corpus = PackedCorpus.open(packed.folder, "train")
    same, other = (
        Vocabulary(corpus.vocabulary.characters + "é"),
        Vocabulary(corpus.vocabulary.characters.replace("G", "")),
    )
    assert corpus.numbered(corpus.vocabulary) is corpus
    text, lines = corpus.vocabulary.decode(corpus.text(3)), map(corpus.vocabulary.decode, corpus.control_lines(3))
    assert same.decode(corpus.numbered(same).text(3)) == text
    assert [same.decode(line) for line in corpus.numbered(same).control_lines(3)] == list(lines)
    assert other.decode(corpus.numbered(other).text(3)) == text.replace("G", "<unk>")
    texts = "".join(corpus.vocabulary.decode(corpus.text(variant)) for variant in range(len(corpus)))
    assert corpus.count("G|") == {"G": texts.count("G"), "|": texts.count("|")}
