"""What settings of a tune in other books say of it: their tonic, moved by the distance of the two, and their dance."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from tunesmith.analysis.similarity import transpositions
from tunesmith.corpus.catalogue import record_of
from tunesmith.notation import Key
from tunesmith.notation.key import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tunesmith.corpus.cleaning import CleanTune
    from tunesmith.notation.key import Mode

__all__ = ["Votes", "in_four", "in_mode", "mode_votes", "rhythm_votes", "tonic_class", "winner"]

Votes = dict[str, float]
"""What is voted for, and with which weight: the share of the shorter melody that two settings have in common."""

AKIN = 0.5  # the least such share that has a vote
ELECTED = 0.75  # the least share of all votes that wins


def tonic_class(key: Key) -> int | None:
    """The pitch class of a key's tonic, None where it has no mode or signs of its own."""
    return 7 * (key.fifths - MODES[key.mode]) % 12 if in_mode(key) else None


def in_mode(key: Key) -> bool:
    """Whether a key is one of the seven modes and nothing else, so that another can have its signature."""
    return key.mode in MODES and not key.explicit


def in_four(meter: str) -> bool:
    """Whether a meter is 4/4 or 2/2, which books do not tell apart."""
    return meter in ("4/4", "2/2", "C", "C|")


def mode_votes(tunes: Sequence[CleanTune], clans: Sequence[int], targets: Sequence[int]) -> Mapping[int, Votes]:
    """For the indices `targets` of tunes, the votes of settings whose players named their mode.

    A vote for a tonic outside the tune's signature is for the mode "" and can only spoil an election.
    """
    keys = {index: Key.parse(tune.key) for index, tune in enumerate(tunes)}
    voters = [i for i, tune in enumerate(tunes) if record_of(tune.source).modes == "named" and in_mode(keys[i])]
    votes: dict[int, Votes] = defaultdict(lambda: defaultdict(float))
    for target, voter, distance, weight in _kin(tunes, clans, targets, voters):
        tonic = (tonic_class(keys[voter]) or 0) + distance
        votes[target][_mode_at(keys[target].fifths, tonic % 12)] += weight
    return votes


def rhythm_votes(tunes: Sequence[CleanTune], clans: Sequence[int], targets: Sequence[int]) -> Mapping[int, Votes]:
    """For the indices `targets` of tunes, the votes of settings in the same meter whose books name their dance."""
    voters = [i for i, tune in enumerate(tunes) if tune.rhythm and not record_of(tune.source).meter_is_dance]
    votes: dict[int, Votes] = defaultdict(lambda: defaultdict(float))
    for target, voter, _, weight in _kin(tunes, clans, targets, voters):
        one, other = tunes[target].meter, tunes[voter].meter
        if one == other or (in_four(one) and in_four(other)):
            votes[target][tunes[voter].rhythm or ""] += weight
    return votes


def winner(votes: Votes) -> str | None:
    """What at least ELECTED of the votes are for, None where they disagree or there are none."""
    if not votes:
        return None
    best = max(votes, key=votes.__getitem__)
    return best if best and votes[best] >= ELECTED * sum(votes.values()) else None


def _kin(
    tunes: Sequence[CleanTune], clans: Sequence[int], targets: Sequence[int], voters: Sequence[int]
) -> Iterator[tuple[int, int, int, float]]:
    """The pairs of a target and a voter of one clan that are akin, the distance in semitones, and how far they agree.

    Who asks for research alone has no vote on a tune for any use.
    """
    by_clan: dict[int, list[int]] = defaultdict(list)
    for voter in voters:
        by_clan[clans[voter]].append(voter)
    pairs = [
        (target, voter)
        for target in targets
        for voter in by_clan.get(clans[target], ())
        if target != voter and record_of(tunes[voter].source).terms in ("any", record_of(tunes[target].source).terms)
    ]
    distances, agreements = transpositions([tune.contour for tune in tunes], np.array(pairs, np.int64).reshape(-1, 2))
    for (target, voter), distance, agreement in zip(pairs, distances.tolist(), agreements.tolist(), strict=True):
        if agreement >= AKIN:
            yield target, voter, distance, agreement


def _mode_at(fifths: int, tonic: int) -> Mode | str:
    """The mode that has its tonic on a pitch class of a signature, "" where none has."""
    return next((mode for mode, place in MODES.items() if 7 * (fifths - place) % 12 == tonic), "")
