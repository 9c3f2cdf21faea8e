"""Real tunes: nearly all are read without loss, and all keep their music in the canonical spelling."""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tunesmith.notation import Chord, MultiBarRest, Note, Rest, Tune, split_tunebook

if TYPE_CHECKING:
    from collections.abc import Callable

SHARE_READ = 0.995
SHARE_UNCHANGED = 0.95
MUSIC21 = ["airdsAirs", "oneills1850", "ryansMammoth"]


def shared(folder: Path, name: str) -> list[str]:
    """The tunes of a corpus beside the checkout."""
    if name.endswith(".json"):
        return [tune["abc notation"] for tune in json.loads((folder / name).read_text())]
    with gzip.open(folder / name, "rt") as lines:
        return [json.loads(line)["abc"] for line in lines]


def installed(name: str) -> list[str]:
    """The tunes of a corpus in the music21 wheel, which is not imported for that."""
    spec = importlib.util.find_spec("music21")
    if spec is None or spec.origin is None:
        pytest.skip("music21 is not installed")
    files = sorted((Path(spec.origin).parent / "corpus" / name).glob("*.abc"))
    return [tune for file in files for tune in split_tunebook(file.read_bytes().decode("utf-8", "replace"))]


@pytest.fixture(
    params=["ceol_rince.jsonl.gz", "irish_abc.jsonl.gz", "irishman_sample.json", "session2021.jsonl.gz", *MUSIC21]
)
def texts(request: pytest.FixtureRequest) -> list[str]:
    """The tunes of one corpus after another; 2,000 of the largest."""
    name: str = request.param
    found = installed(name) if name in MUSIC21 else shared(request.getfixturevalue("corpus_folder"), name)
    return found if len(found) < 2100 else random.Random(20211213).sample(found, 2000)


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
    for text in random.Random(7).sample(texts, 150):
        tune = Tune.parse(text)
        again = Tune.parse(tune.canonical())
        assert (sounds(again), again.form) == (sounds(tune), tune.form)
        assert again.canonical() == tune.canonical()


def test_the_sample_is_mostly_canonical(corpus_folder: Path) -> None:
    texts = shared(corpus_folder, "irishman_sample.json")
    bodies = [text.strip().split("\n", 1)[1] for text in texts]
    spelt = [Tune.parse(text).canonical().split("\n", 1)[1] for text in texts]
    assert sum(map(str.__eq__, bodies, spelt)) / len(texts) >= SHARE_UNCHANGED
