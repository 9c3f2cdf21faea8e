from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tunesmith.corpus import vocabulary as vocabulary_module
from tunesmith.corpus.vocabulary import BOS, EOS, PAD, SPECIALS, UNK, Vocabulary, counted
from tunesmith.errors import CorpusError


def test_specials_come_first_and_characters_follow_by_code_point() -> None:
    vocabulary = Vocabulary("ba|A")
    assert vocabulary.idx_to_char == (*SPECIALS, "A", "a", "b", "|")
    assert tuple(vocabulary.char_to_idx[name] for name in SPECIALS) == (PAD, BOS, EOS, UNK)
    assert vocabulary.idx_to_char[vocabulary.char_to_idx["b"]] == "b"
    assert len(vocabulary) == 8


def test_it_collects_the_characters_of_texts() -> None:
    assert Vocabulary.from_texts(["GAB", "BAG c"]).characters == " ABGc"


def test_unknown_characters_are_numbered_as_such_and_counted() -> None:
    vocabulary = Vocabulary("ABCé")
    assert vocabulary.encode("AZB𝄞\udc80").tolist() == [4, UNK, 5, UNK, UNK]
    assert vocabulary.unknown("AZB𝄞Z") == Counter({"Z": 2, "𝄞": 1})
    assert vocabulary.decode([BOS, 4, UNK, EOS]) == "<bos>A<unk><eos>"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_encode_then_decode_gives_the_text_back(text: str) -> None:
    vocabulary = Vocabulary.from_texts([text])
    numbers = vocabulary.encode(text)
    assert numbers.dtype == np.uint8
    assert numbers.shape == (len(text),)
    assert vocabulary.decode(numbers) == text
    assert Vocabulary.from_json(vocabulary.to_json()) == vocabulary


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[", "not JSON"),
        ('{"a": 1}', "not a list"),
        ('["<bos>", "<pad>", "<eos>", "<unk>"]', "begins with"),
        ('["<pad>", "<bos>", "<eos>", "<unk>", "ab"]', "not one character"),
        ('["<pad>", "<bos>", "<eos>", "<unk>", 7]', "not one character"),
        ('["<pad>", "<bos>", "<eos>", "<unk>", "b", "a"]', "not sorted"),
        ('["<pad>", "<bos>", "<eos>", "<unk>", "a", "a"]', "not sorted"),
    ],
)
def test_a_foreign_vocabulary_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(CorpusError, match=complaint):
        Vocabulary.from_json(text)


@given(st.lists(st.text(alphabet=st.characters(), max_size=20), max_size=20))
def test_characters_are_counted_over_all_texts(texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vocabulary_module, "TEXTS_AT_ONCE", 3)
        counts = counted(texts)
    assert counts == Counter("".join(texts))
    assert list(counts) == sorted(counts)
    assert all(type(count) is int for count in counts.values())


def test_a_vocabulary_fits_in_a_byte() -> None:
    assert len(Vocabulary("".join(map(chr, range(1000, 1252))))) == 256
    with pytest.raises(CorpusError, match="at most 252 characters, not 253"):
        Vocabulary("".join(map(chr, range(1000, 1253))))
