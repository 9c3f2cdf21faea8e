"""Real tunes: nearly all are read without loss, and all keep their music in the canonical spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.corpora import MUSIC21, SHARED, shared, some, texts_of
from tunesmith.notation import Chord, MultiBarRest, Note, Rest, Tune

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHARE_READ = 0.995
SHARE_UNCHANGED = 0.95


@pytest.fixture(params=[*SHARED, *MUSIC21])
def texts(request: pytest.FixtureRequest) -> list[str]:
    """The tunes of one corpus after another; of most of them 400, in which two may be read with a loss."""
    return some(texts_of(request.param, request), 400, seed=20211213)


def share(texts: list[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts)


def test_nearly_all_tunes_are_read_without_loss(texts: list[str]) -> None:
    assert share(texts, lambda text: not Tune.parse(text).losses) >= SHARE_READ


def sounds(tune: Tune) -> list[object]:
    """The notes, durations and fill of each bar."""
    timed = (Note, Chord, Rest, MultiBarRest)
    return [
        (bar.duration, bar.fill, bar.endings, [pitched(e) for e in bar.elements if isinstance(e, timed)])
        for bar in tune.bars
    ]


def pitched(element: Note | Chord | Rest | MultiBarRest) -> object:
    if isinstance(element, Chord):
        return [pitched(note) for note in element.notes]
    if isinstance(element, Note):
        return element.letter, element.octave, element.accidental, element.duration, element.tied
    return element.duration


def test_the_canonical_spelling_keeps_the_music(texts: list[str]) -> None:
    for text in some(texts, 60, seed=7):
        tune = Tune.parse(text)
        again = Tune.parse(tune.canonical())
        assert (sounds(again), again.form) == (sounds(tune), tune.form)
        assert again.canonical() == tune.canonical()


def test_the_sample_is_mostly_canonical(corpus_folder: Path) -> None:
    texts = some(shared(corpus_folder, "irishman_sample.json"), 300, seed=7)
    bodies = [text.strip().split("\n", 1)[1] for text in texts]
    spelt = [Tune.parse(text).canonical().split("\n", 1)[1] for text in texts]
    assert sum(map(str.__eq__, bodies, spelt)) / len(texts) >= SHARE_UNCHANGED
