from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tunesmith.corpus.building import build
from tunesmith.corpus.packed import PackedCorpus, PackedTune, write_split
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
    rhythm, form = corpus.controls(0)
    assert decode(rhythm) == f"R:{corpus.tunes[0].rhythm}\n"
    assert decode(form).startswith("S:1\nB:")


def test_the_arrays_are_mapped_not_read(packed: BuildReport) -> None:
    corpus = PackedCorpus.open(packed.folder, "train")
    assert isinstance(corpus.tokens, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        corpus.tokens[0] = 0


def test_a_split_may_be_empty(tmp_path: Path, packed: BuildReport) -> None:
    assert len(PackedCorpus.open(packed.folder, "test-irishman")) == 0
    write_split(tmp_path / "none", Vocabulary("ab"), [], [], [])


def test_tunes_without_control_lines_are_told_apart(tmp_path: Path) -> None:
    tunes = [PackedTune(str(i), str(i), "0", "book", "G", "4/4", None, "A") for i in range(2)]
    write_split(tmp_path / "s", Vocabulary("RS:ab\n"), tunes, [["a", "b"], ["ab"]], [("R:a\n", ""), ("", "S:b\n")])
    arrays = {name: np.load(tmp_path / "s" / f"{name}.npy").tolist() for name in ("offsets", "tune", "control_offsets")}
    assert arrays == {"offsets": [0, 1, 2, 4], "tune": [0, 0, 1], "control_offsets": [0, 4, 4, 4, 8]}


def test_what_is_no_packed_corpus_is_refused(tmp_path: Path, packed: BuildReport) -> None:
    with pytest.raises(CorpusError, match="holds no packed corpus"):
        PackedCorpus.open(tmp_path, "train")
    with pytest.raises(CorpusError, match="has no split 'tset', but train"):
        PackedCorpus.open(packed.folder, "tset")
    (tmp_path / "corpus.json").write_text('{"format": 0}')
    with pytest.raises(CorpusError, match="is no packed corpus of format 1"):
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
