"""The index of known tunes: their fingerprints, and where each tune can be found, but not the tunes themselves.

A tune cannot be read back out of it: of every WINDOW runs of intervals one is kept, as a number of BITS bits.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tunesmith.analysis.fingerprints import BITS, GRAM, WINDOW
from tunesmith.analysis.known_tunes import Chance, KnownTune, Match
from tunesmith.errors import CorpusError
from tunesmith.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["STEP_BITS", "OriginIndex", "shipped_index"]

SHIPPED = Path(__file__).parents[1] / "models" / "origin.npz"
FORMAT = 1
STEP_BITS = 4  # for the notes, and again for the bars, from one entry of a tune to the next
MOST_BARS = 2**STEP_BITS - 1  # a longer rest than this between two notes is cut
ARRAYS = ("entries", "sizes", "families")


@dataclass(frozen=True)  # without slots: what follows from the entries is worked out once, when it is asked for
class OriginIndex:
    """The fingerprints of N tunes, E entries in all.

    - `entries`  uint32 (E,) tune by tune: the hash, then the notes and the bars since the entry before it
    - `sizes`    uint16 (N,) the entries of each tune
    - `families` uint32 (N,) the number of each tune's family
    """

    entries: NDArray[np.uint32]
    sizes: NDArray[np.uint16]
    families: NDArray[np.uint32]
    tunes: tuple[KnownTune, ...]
    chance: Chance

    @classmethod
    def of(
        cls,
        melodies: Sequence[tuple[Sequence[int], Sequence[int], Sequence[int]]],
        families: Sequence[int],
        tunes: Sequence[KnownTune],
        chance: Chance,
    ) -> OriginIndex:
        """Make an index of melodies, each given as the hashes, notes and bars of its kept fingerprints."""
        entries = [_packed(*melody) for melody in melodies]
        return cls(
            entries=np.concatenate([np.zeros(0, np.uint32), *entries]),
            sizes=np.array([len(of_tune) for of_tune in entries], dtype=np.uint16),
            families=np.asarray(families, dtype=np.uint32),
            tunes=tuple(tunes),
            chance=chance,
        )

    @classmethod
    def load(cls, path: Path) -> OriginIndex:
        """Read an index; CorpusError if the file is missing, damaged or of another format."""
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in ARRAYS}
                words = json.loads(file["words"].tobytes())
        except FileNotFoundError as error:
            raise CorpusError(f"{path}: there is no index of known tunes") from error
        except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise CorpusError(f"{path}: is not an index of known tunes: {error}") from error
        if words["format"] != [FORMAT, GRAM, WINDOW, BITS]:
            raise CorpusError(f"{path}: is an index of another version; build it again")
        sources = words["sources"]
        tunes = tuple(KnownTune(title, sources[source], link) for title, source, link in words["tunes"])
        return cls(**arrays, tunes=tunes, chance=Chance(**words["chance"]))

    def save(self, path: Path) -> None:
        """Write the index as one compressed file."""
        sources = sorted({tune.source for tune in self.tunes})
        words = {
            "format": [FORMAT, GRAM, WINDOW, BITS],
            "chance": asdict(self.chance),
            "sources": sources,
            "tunes": [(tune.title, sources.index(tune.source), tune.link) for tune in self.tunes],
        }
        text = np.frombuffer(json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode(), dtype=np.uint8)
        content = io.BytesIO()
        np.savez_compressed(content, words=text, **{name: getattr(self, name) for name in ARRAYS})
        write_atomically(path, content.getvalue())

    def __len__(self) -> int:
        """How many tunes there are."""
        return len(self.tunes)

    def tune(self, number: int) -> KnownTune:
        """One of the tunes."""
        return self.tunes[number]

    def family(self, number: int) -> int:
        """The number of its family."""
        return int(self.families[number])

    def find(self, hashes: Sequence[int]) -> list[Match]:
        """Every place in the index where one of `hashes` stands; `hashes[i]` belongs to note i of a melody."""
        asked = np.array(hashes, dtype=np.uint32)
        lows, highs = np.searchsorted(self._sorted, asked), np.searchsorted(self._sorted, asked, side="right")
        counts = highs - lows
        starts = np.repeat(lows - np.append(0, np.cumsum(counts)[:-1]), counts)
        entries = (self._keyed[starts + np.arange(counts.sum())] & np.uint64(2**32 - 1)).astype(np.int64)
        owners, steps = self._owners, self._steps
        leading = (entries == 0) | (owners[entries - 1] != owners[entries])
        following = np.minimum(entries + 1, len(owners) - 1)
        followed = (following != entries) & (owners[following] == owners[entries])
        places = np.repeat(np.arange(len(hashes)), counts)
        columns: tuple[NDArray[Any], ...] = (
            owners[entries],
            places - self._positions[entries],
            places,
            np.where(leading, steps[entries], steps[entries] - 1),
            np.where(followed, steps[following] - 1, WINDOW - 1),
            self._bars[entries],
        )
        return list(map(Match._make, zip(*(column.tolist() for column in columns), strict=True)))

    @cached_property
    def _keyed(self) -> NDArray[np.uint64]:
        """The hashes in order, each with the place of its entry: numbers sort much faster than places by numbers."""
        hashes = (self.entries >> np.uint32(2 * STEP_BITS)).astype(np.uint64)
        keys: NDArray[np.uint64] = hashes << np.uint64(32) | np.arange(len(hashes), dtype=np.uint64)
        return np.sort(keys)

    @cached_property
    def _sorted(self) -> NDArray[np.uint32]:
        return (self._keyed >> np.uint64(32)).astype(np.uint32)

    @cached_property
    def _owners(self) -> NDArray[np.uint32]:
        return np.repeat(np.arange(len(self.sizes), dtype=np.uint32), self.sizes)

    @cached_property
    def _steps(self) -> NDArray[np.int32]:
        return (self.entries >> np.uint32(STEP_BITS) & np.uint32(MOST_BARS)).astype(np.int32)

    @cached_property
    def _positions(self) -> NDArray[np.int64]:
        return self._summed(self._steps)

    @cached_property
    def _bars(self) -> NDArray[np.int64]:
        return self._summed((self.entries & np.uint32(MOST_BARS)).astype(np.int32))

    def _summed(self, steps: NDArray[np.int32]) -> NDArray[np.int64]:
        """Add up the steps within each tune; shape (E,)."""
        totals = np.cumsum(steps, dtype=np.int64)
        ends = np.cumsum(self.sizes.astype(np.int64))
        before = np.append(0, totals)[ends - self.sizes]
        result: NDArray[np.int64] = totals - np.repeat(before, self.sizes)
        return result


def _packed(hashes: Sequence[int], notes: Sequence[int], bars: Sequence[int]) -> NDArray[np.uint32]:
    """The entries of one tune, as many as there are hashes."""
    steps: Any = np.diff(np.array(notes, dtype=np.int64), prepend=0)
    rests: Any = np.clip(np.diff(np.array(bars, dtype=np.int64), prepend=0), 0, MOST_BARS)
    beside: NDArray[np.uint32] = (steps << STEP_BITS | rests).astype(np.uint32)
    return np.array(hashes, dtype=np.uint32) << np.uint32(2 * STEP_BITS) | beside


@lru_cache(maxsize=1)
def shipped_index() -> OriginIndex:
    """The index that ships with Tunesmith, read once."""
    return OriginIndex.load(SHIPPED)
