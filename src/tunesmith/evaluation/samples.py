"""Samples: the tunes that are judged, and those that they are judged against."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.statistics import part_length
from tunesmith.composing.plan import prepare
from tunesmith.corpus.cleaning import beams_of
from tunesmith.corpus.controls import label_in
from tunesmith.corpus.packed import RECORD, PackedCorpus
from tunesmith.corpus.sources import read_tunes
from tunesmith.errors import AbcError, RequestError
from tunesmith.notation import Tune

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tunesmith.composing import Composer, Request

__all__ = ["Sample", "composed_sample", "packed_sample", "read_sample", "request_like", "requests_like"]


@dataclass(frozen=True)  # without slots: the tunes are read once, when they are asked for
class Sample:
    """Some texts, each with its rhythm (None if unknown) and the name of its family.

    `name` says for people what they are.
    """

    name: str
    texts: tuple[str, ...]
    rhythms: tuple[str | None, ...]
    families: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def tunes(self) -> tuple[Tune, ...]:
        """The texts as tunes; those without music are left out."""
        return tuple(tune for text in self.texts if (tune := readable(text)) is not None)

    @cached_property
    def readable(self) -> tuple[str, ...]:
        """The texts with music in them."""
        return tuple(text for text in self.texts if readable(text) is not None)

    @cached_property
    def distinct(self) -> tuple[Tune, ...]:
        """One tune of every family, its first, so that settings of one tune do not count as many."""
        return self.of_families.tunes

    @cached_property
    def of_families(self) -> Sample:
        """The first tune of every family."""
        places = range(len(self))[::-1]
        return self.at(sorted({self.families[place]: place for place in places}.values()))

    def at(self, places: Sequence[int]) -> Sample:
        """The tunes at these places."""
        return Sample(
            self.name,
            tuple(self.texts[place] for place in places),
            tuple(self.rhythms[place] for place in places),
            tuple(self.families[place] for place in places),
        )


def readable(text: str) -> Tune | None:
    """A text as a tune, None if there is no music in it."""
    try:
        return Tune.parse(text)
    except AbcError:
        return None


def read_sample(source: str, *, canonical: bool = False) -> Sample:
    """Read tunes to judge: a file or folder of tunes, the name of a source, or a packed corpus.

    Of a packed corpus the split `test` is read, or the one that is named after a colon: `corpus:test-irishman`. It is
    in `canonical` spelling; other tunes are brought into it if asked for. CorpusError if there is no such thing.
    """
    folder, _, split = source.rpartition(":") if ":" in source else (source, "", "test")
    if (Path(folder) / RECORD).is_file():
        return packed_sample(PackedCorpus.open(folder, split), f"{Path(folder).name}:{split}")
    found = list(read_tunes(source))
    read = [(readable(tune.abc), tune.source) for tune in found]
    return Sample(
        name=Path(source).name,
        texts=tuple(
            respelled(one.abc, tune) if canonical else one.abc for one, (tune, _) in zip(found, read, strict=True)
        ),
        rhythms=tuple(None if tune is None else label_in(tune, name) for tune, name in read),
        families=tuple(tune.group for tune in found),
    )


def respelled(text: str, tune: Tune | None) -> str:
    """The melody of a tune in canonical spelling; a text without music stays as it is."""
    return text if tune is None else tune.alone().canonical(beams=beams_of(text))


def packed_sample(corpus: PackedCorpus, name: str) -> Sample:
    """The tunes of one split, in their own keys."""
    texts = tuple(corpus.vocabulary.decode(corpus.text(int(variant))) for variant in corpus.originals)
    rhythms = tuple(tune.rhythm for tune in corpus.tunes)
    return Sample(name, texts, rhythms, tuple(tune.family for tune in corpus.tunes))


def composed_sample(composer: Composer, request: Request, count: int, seed: int, like: Sample | None = None) -> Sample:
    """Compose tunes to judge; with `like`, each has the meter, key, rhythm and form of a random real one."""
    requests = requests_like(like, request, count, seed) if like else [request] * count
    seeds = range(seed, seed + count)
    jobs = [composer.jobs(asked, one) for asked, one in zip(requests, seeds, strict=True)]
    results = iter(composer.run([job for of_tune in jobs for job in of_tune]))
    texts = tuple(
        composer.composition(asked, one, list(islice(results, len(of_tune)))).text
        for asked, one, of_tune in zip(requests, seeds, jobs, strict=True)
    )
    return Sample("composed tunes", texts, tuple(asked.rhythm for asked in requests), tuple(map(str, seeds)))


def requests_like(real: Sample, request: Request, count: int, seed: int) -> list[Request]:
    """Requests for `count` tunes like random real ones that can be asked for; RequestError if there is none.

    Of each family one real tune counts, as where they are judged: well-known tunes have more settings, and other forms.
    """
    real = real.of_families
    shuffled = np.random.default_rng(seed).permutation(len(real))
    requests = list(islice((asked for place in shuffled if (asked := request_like(real, int(place), request))), count))
    if not requests:
        raise RequestError(f"{real.name}: has no tune that can be asked for")
    return list(islice(cycle(requests), count))


def request_like(real: Sample, place: int, request: Request) -> Request | None:
    """A request for the meter, key, rhythm and form of a real tune; for its bars where all parts have as many."""
    tune = readable(real.texts[place])
    if tune is None:
        return None
    sizes = {part_length(tune, part) for part in tune.form.parts}
    try:
        asked = replace(
            request,
            meter=str(tune.meter),
            key=str(tune.key),
            rhythm=real.rhythms[place],
            form=tune.form.letters,
            bars=sizes.pop() if len(sizes) == 1 else None,
        )
        prepare(asked)
    except RequestError:
        return None
    return asked
