"""Which melodies are settings of one tune, whatever their key: an index of intervals proposes, an alignment decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numba
import numpy as np

from tunesmith.machine import usable_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["related", "transpositions"]

GRAM = 8  # intervals in one entry of the index: about a bar
MOVES = 4  # of them at least that are not repeats of the same pitch
COMMON = 64  # an entry in more families than this is a stock phrase and proposes nothing
SHARED = 4  # entries that two melodies share before they are aligned
WINDOW = 64  # steps: eight bars of a reel, a whole part
OCTAVE = 12
AT_ONCE = 256  # melodies that a thread looks at in turn
LIKENESS = 0.75  # share of the steps of the best window that have the same pitch


def related(contours: Sequence[NDArray[np.int8]], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of melodies that share a part; shape (pairs, 2), the larger index first.

    `contours[i]` (steps,) are MIDI numbers on an even grid; `groups` (n,) numbers what is already known to belong
    together, so that pairs within a group are not looked at. Two melodies share a part if, shifted in time and pitch
    (octaves aside), at least LIKENESS of a window of WINDOW steps (or of the shorter melody) agree.
    """
    pitches, starts, ends = _joined(contours)
    owners, buckets = _shared(*_grams(pitches, starts, ends))
    groups = groups.astype(np.int64)
    bucket_of, spread = _spread(owners, buckets, groups)
    by_owner = np.argsort(owners, kind="stable")
    borders = np.searchsorted(owners[by_owner], np.arange(len(contours) + 1))
    classes = pitches % OCTAVE

    def scanned(begin: int) -> NDArray[np.int64]:
        end = min(begin + AT_ONCE, len(contours))
        own = borders[begin : end + 1]
        entries = bucket_of[by_owner[own[0] : own[-1]]]
        pairs: NDArray[np.int64] = _scan(
            begin, end, classes, starts, ends, owners, buckets, groups, entries, spread, own - own[0]
        )
        return pairs

    with ThreadPoolExecutor(usable_cores()) as threads:
        found = list(threads.map(scanned, range(0, len(contours), AT_ONCE)))
    return np.concatenate([np.zeros((0, 2), np.int64), *found])


def transpositions(
    contours: Sequence[NDArray[np.int8]], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How far the first melody of each pair lies above the second, and how much of them agrees; shapes (n,), (n,).

    `pairs` (n, 2) are indices of `contours`. The distance is in semitones from 0 to 11, octaves aside; the agreement is
    the share of the steps of the shorter melody that have the same pitch where the two lie best, 0 for a pair that
    shares too few entries of the index or no part.
    """
    asked, places = np.unique(pairs, return_inverse=True)
    pitches, starts, ends = _joined([contours[index] for index in asked])
    hashes, owners = _grams(pitches, starts, ends)
    order = np.lexsort((hashes, owners))
    borders = np.searchsorted(owners[order], np.arange(len(asked) + 1))
    numbers = places.reshape(-1, 2).astype(np.int64)
    distances, agreements = _lay(pitches % OCTAVE, starts, ends, hashes[order], borders, numbers)
    return distances, agreements


def _joined(contours: Sequence[NDArray[np.int8]]) -> tuple[NDArray[np.int8], NDArray[np.int64], NDArray[np.int64]]:
    """All melodies one after the other, and where each starts and ends; shapes (steps,), (n,), (n,)."""
    lengths = np.array([len(contour) for contour in contours], dtype=np.int64)
    ends = np.cumsum(lengths)
    return np.concatenate([np.zeros(0, dtype=np.int8), *contours]), ends - lengths, ends


def _shared(hashes: NDArray[np.uint64], owners: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The owners of each entry that several melodies share, entry after entry, and where each entry begins.

    Shapes (owners,), (entries + 1,). The owners come in order, and in order they stay.
    """
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    first = np.ones(len(hashes), dtype=np.bool_)  # one entry a melody
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    hashes, owners = hashes[first], owners[first]
    as_next = np.append(hashes[1:] == hashes[:-1], False)[: len(hashes)]
    shared = as_next | np.roll(as_next, 1)
    hashes, owners = hashes[shared], owners[shared]
    begins = np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]
    return owners, np.append(np.flatnonzero(begins), len(hashes))


@numba.njit(cache=True)
def _grams(pitches: Any, starts: Any, ends: Any) -> Any:
    """Hash every run of GRAM intervals that moves and stays in one melody; shapes (entries,), (entries,)."""
    hashes = np.empty(len(pitches), dtype=np.uint64)
    owners = np.empty(len(pitches), dtype=np.int32)
    count = 0
    for melody in range(len(starts)):
        for step in range(starts[melody], ends[melody] - GRAM):
            entry, moves = np.uint64(0), 0
            for place in range(step, step + GRAM):
                interval = np.int64(pitches[place + 1]) - np.int64(pitches[place])
                moves += interval != 0
                entry = entry * np.uint64(0x9E3779B97F4A7C15) + np.uint64(interval + 128)
            if moves >= MOVES:
                hashes[count], owners[count] = entry, melody
                count += 1
    return hashes[:count].copy(), owners[:count].copy()


@numba.njit(cache=True, nogil=True)
def _scan(
    begin: Any, end: Any, classes: Any, starts: Any, ends: Any, owners: Any, buckets: Any, groups: Any,
    entries: Any, spread: Any, borders: Any,
) -> Any:  # fmt: skip
    """Align every melody from `begin` to `end` with those before it that share enough entries.

    `entries` are the buckets of these melodies, those of each within its `borders`. The pairs that share a part.
    """
    counts = np.zeros(end, dtype=np.int32)
    touched = np.empty(end, dtype=np.int64)
    found = [(0, 0) for _ in range(0)]
    for melody in range(begin, end):
        candidates = 0
        for bucket in entries[borders[melody - begin] : borders[melody - begin + 1]]:
            if spread[bucket] <= COMMON:
                earlier = owners[buckets[bucket] : buckets[bucket + 1]]
                candidates = _count(earlier, melody, counts, touched, candidates)
        for other in touched[:candidates]:
            if counts[other] >= SHARED and groups[melody] != groups[other]:
                mine, its = classes[starts[melody] : ends[melody]], classes[starts[other] : ends[other]]
                if _share_a_part(mine, its):
                    found.append((melody, other))
            counts[other] = 0
    pairs = np.empty((len(found), 2), dtype=np.int64)
    for index in range(len(found)):
        pairs[index, 0], pairs[index, 1] = found[index]
    return pairs


@numba.njit(cache=True, nogil=True)
def _count(owners: Any, melody: Any, counts: Any, touched: Any, candidates: Any) -> Any:
    """Count one more shared entry for every owner before `melody`; returns how many candidates there are now."""
    for other in owners:
        if other >= melody:
            break
        if counts[other] == 0:
            touched[candidates] = other
            candidates += 1
        counts[other] += 1
    return candidates


@numba.njit(cache=True)
def _spread(owners: Any, buckets: Any, groups: Any) -> Any:
    """Which bucket every entry is in, and how many groups every bucket reaches; shapes (entries,), (buckets,)."""
    bucket_of = np.empty(len(owners), dtype=np.int32)
    spread = np.zeros(len(buckets) - 1, dtype=np.int64)
    for bucket in range(len(buckets) - 1):
        last = -1
        for entry in range(buckets[bucket], buckets[bucket + 1]):
            bucket_of[entry] = bucket
            if groups[owners[entry]] != last:  # the settings of a tune mostly stand together
                last = groups[owners[entry]]
                spread[bucket] += 1
    return bucket_of, spread


@numba.njit(cache=True, nogil=True)
def _share_a_part(first: Any, second: Any) -> Any:
    """Slide two melodies along each other: does some window agree well enough at one transposition?"""
    window = min(WINDOW, len(first), len(second))
    needed = int(np.ceil(LIKENESS * window))
    intervals = np.zeros(OCTAVE, dtype=np.int64)
    for shift in range(window - len(second), len(first) - window + 1):
        start, end = max(0, shift), min(len(first), len(second) + shift)
        intervals[:] = 0
        for step in range(start, end):
            intervals[_apart(first[step], second[step - shift])] += 1
        interval = np.argmax(intervals)
        if intervals[interval] < needed:
            continue
        agreed = 0
        for step in range(start, end):
            agreed += _apart(first[step], second[step - shift]) == interval
            if step - window >= start:
                agreed -= _apart(first[step - window], second[step - window - shift]) == interval
            if agreed >= needed:
                return True
    return False


@numba.njit(cache=True, nogil=True)
def _apart(first: Any, second: Any) -> Any:
    """How many semitones the first of two pitch classes is above the second: a division would take far longer."""
    distance = np.int64(first) - np.int64(second)
    return distance + OCTAVE if distance < 0 else distance


@numba.njit(cache=True)
def _lay(classes: Any, starts: Any, ends: Any, hashes: Any, borders: Any, pairs: Any) -> Any:
    """Lay every pair as it agrees best; how far apart they are then, and the share of the shorter that agrees."""
    distances = np.zeros(len(pairs), dtype=np.int64)
    agreements = np.zeros(len(pairs), dtype=np.float64)
    for index in range(len(pairs)):
        one, other = pairs[index]
        if _common(hashes[borders[one] : borders[one + 1]], hashes[borders[other] : borders[other + 1]]) < SHARED:
            continue
        first, second = classes[starts[one] : ends[one]], classes[starts[other] : ends[other]]
        agreed, distance = _best(first, second)
        if agreed >= LIKENESS * min(WINDOW, len(first), len(second)):
            distances[index] = distance
            agreements[index] = agreed / min(len(first), len(second))
    return distances, agreements


@numba.njit(cache=True)
def _common(first: Any, second: Any) -> Any:
    """How many different entries two sorted lists share."""
    count = i = j = 0
    while i < len(first) and j < len(second):
        if first[i] == second[j]:
            count += 1
            entry = first[i]
            while i < len(first) and first[i] == entry:
                i += 1
        elif first[i] < second[j]:
            i += 1
        else:
            j += 1
    return count


@numba.njit(cache=True)
def _best(first: Any, second: Any) -> Any:
    """The most steps that agree at one shift and one interval, and that interval."""
    window = min(WINDOW, len(first), len(second))
    most: Any = 0
    distance: Any = 0
    intervals = np.zeros(OCTAVE, dtype=np.int64)
    for shift in range(window - len(second), len(first) - window + 1):
        intervals[:] = 0
        for step in range(max(0, shift), min(len(first), len(second) + shift)):
            intervals[_apart(first[step], second[step - shift])] += 1
        interval = np.argmax(intervals)
        if intervals[interval] > most:
            most, distance = intervals[interval], interval
    return most, distance
