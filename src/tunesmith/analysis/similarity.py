"""Which melodies are settings of one tune, whatever their key: an index of intervals proposes, an alignment decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["related", "transpositions"]

GRAM = 8  # intervals in one entry of the index: about a bar
MOVES = 4  # of them at least that are not repeats of the same pitch
COMMON = 64  # an entry in more families than this is a stock phrase and proposes nothing
SHARED = 4  # entries that two melodies share before they are aligned
WINDOW = 64  # steps: eight bars of a reel, a whole part
LIKENESS = 0.75  # share of the steps of the best window that have the same pitch


def related(contours: Sequence[NDArray[np.int8]], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of melodies that share a part; shape (pairs, 2), the larger index first.

    `contours[i]` (steps,) are MIDI numbers on an even grid; `groups` (n,) numbers what is already known to belong
    together, so that pairs within a group are not looked at. Two melodies share a part if, shifted in time and pitch
    (octaves aside), at least LIKENESS of a window of WINDOW steps (or of the shorter melody) agree.
    """
    lengths = np.array([len(contour) for contour in contours], dtype=np.int64)
    ends = np.cumsum(lengths)
    pitches = np.concatenate([np.zeros(0, dtype=np.int8), *contours])
    hashes, owners = _grams(pitches, np.repeat(np.arange(len(contours)), lengths))
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    first = np.ones(len(hashes), dtype=np.bool_)  # one entry a melody
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    hashes, owners = hashes[first], owners[first]
    buckets = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])) if len(hashes) else np.zeros(0, np.int64)
    buckets = np.append(buckets, len(hashes)).astype(np.int64)
    found: NDArray[np.int64] = _scan(pitches, ends - lengths, ends, owners, buckets, groups.astype(np.int64))
    return found


def transpositions(
    contours: Sequence[NDArray[np.int8]], pairs: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How far the first melody of each pair lies above the second, and how much of them agrees; shapes (n,), (n,).

    `pairs` (n, 2) are indices of `contours`. The distance is in semitones from 0 to 11, octaves aside; the agreement is
    the share of the steps of the shorter melody that have the same pitch where the two lie best, 0 for a pair that
    shares too few entries of the index or no part.
    """
    lengths = np.array([len(contour) for contour in contours], dtype=np.int64)
    ends = np.cumsum(lengths)
    pitches = np.concatenate([np.zeros(0, dtype=np.int8), *contours])
    hashes, owners = _grams(pitches, np.repeat(np.arange(len(contours)), lengths))
    order = np.lexsort((hashes, owners))
    borders = np.searchsorted(owners[order], np.arange(len(contours) + 1))
    distances, agreements = _lay(pitches, ends - lengths, ends, hashes[order], borders, pairs.astype(np.int64))
    return distances, agreements


def _grams(pitches: NDArray[np.int8], owners: NDArray[np.int64]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Hash every run of GRAM intervals that moves and stays in one melody; shapes (entries,), (entries,)."""
    if len(pitches) <= GRAM:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    intervals = np.diff(pitches.astype(np.int64))
    runs = np.lib.stride_tricks.sliding_window_view(intervals, GRAM)
    whole = owners[GRAM:] == owners[:-GRAM]
    moving = np.count_nonzero(runs, axis=1) >= MOVES
    kept = whole & moving
    hashes = np.zeros(len(runs), dtype=np.uint64)
    for column in runs.T:
        hashes = hashes * np.uint64(0x9E3779B97F4A7C15) + (column + 128).astype(np.uint64)
    return hashes[kept], owners[: len(runs)][kept]


@numba.njit(cache=True)
def _scan(pitches: Any, starts: Any, ends: Any, owners: Any, buckets: Any, groups: Any) -> Any:
    """Align every melody with those before it that share enough entries; the pairs of those that share a part."""
    bucket_of, spread = _spread(owners, buckets, groups)
    by_owner = np.argsort(owners, kind="mergesort")
    counts = np.zeros(len(starts), dtype=np.int64)
    touched = np.empty(len(starts), dtype=np.int64)
    found = [(0, 0) for _ in range(0)]
    position = 0
    for melody in range(len(starts)):
        candidates = 0
        while position < len(by_owner) and owners[by_owner[position]] == melody:
            bucket = bucket_of[by_owner[position]]
            position += 1
            if spread[bucket] <= COMMON:
                earlier = owners[buckets[bucket] : buckets[bucket + 1]]
                candidates = _count(earlier, melody, counts, touched, candidates)
        for other in touched[:candidates]:
            if counts[other] >= SHARED and groups[melody] != groups[other]:
                mine, its = pitches[starts[melody] : ends[melody]], pitches[starts[other] : ends[other]]
                if _share_a_part(mine, its):
                    found.append((melody, other))
            counts[other] = 0
    pairs = np.empty((len(found), 2), dtype=np.int64)
    for index in range(len(found)):
        pairs[index, 0], pairs[index, 1] = found[index]
    return pairs


@numba.njit(cache=True)
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
    bucket_of = np.empty(len(owners), dtype=np.int64)
    spread = np.zeros(len(buckets) - 1, dtype=np.int64)
    for bucket in range(len(buckets) - 1):
        last = -1
        for entry in range(buckets[bucket], buckets[bucket + 1]):
            bucket_of[entry] = bucket
            if groups[owners[entry]] != last:  # the settings of a tune mostly stand together
                last = groups[owners[entry]]
                spread[bucket] += 1
    return bucket_of, spread


@numba.njit(cache=True)
def _share_a_part(first: Any, second: Any) -> Any:
    """Slide two melodies along each other: does some window agree well enough at one transposition?"""
    window = min(WINDOW, len(first), len(second))
    needed = int(np.ceil(LIKENESS * window))
    for shift in range(window - len(second), len(first) - window + 1):
        start, end = max(0, shift), min(len(first), len(second) + shift)
        intervals = np.zeros(12, dtype=np.int64)
        for step in range(start, end):
            intervals[(first[step] - second[step - shift]) % 12] += 1
        interval = np.argmax(intervals)
        if intervals[interval] < needed:
            continue
        agreed = 0
        for step in range(start, end):
            agreed += (first[step] - second[step - shift]) % 12 == interval
            if step - window >= start:
                agreed -= (first[step - window] - second[step - window - shift]) % 12 == interval
            if agreed >= needed:
                return True
    return False


@numba.njit(cache=True)
def _lay(pitches: Any, starts: Any, ends: Any, hashes: Any, borders: Any, pairs: Any) -> Any:
    """Lay every pair as it agrees best; how far apart they are then, and the share of the shorter that agrees."""
    distances = np.zeros(len(pairs), dtype=np.int64)
    agreements = np.zeros(len(pairs), dtype=np.float64)
    for index in range(len(pairs)):
        one, other = pairs[index]
        if _common(hashes[borders[one] : borders[one + 1]], hashes[borders[other] : borders[other + 1]]) < SHARED:
            continue
        first, second = pitches[starts[one] : ends[one]], pitches[starts[other] : ends[other]]
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
    for shift in range(window - len(second), len(first) - window + 1):
        intervals = np.zeros(12, dtype=np.int64)
        for step in range(max(0, shift), min(len(first), len(second) + shift)):
            intervals[(first[step] - second[step - shift]) % 12] += 1
        interval = np.argmax(intervals)
        if intervals[interval] > most:
            most, distance = intervals[interval], interval
    return most, distance
