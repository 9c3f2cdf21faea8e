"""Labels: the mode and the dance of a tune, by its settings in other books, or else by the tune itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.cleaning import relabelled
from tunesmith.corpus.dance_features import dance_features
from tunesmith.corpus.judges import load_judges, verdict
from tunesmith.corpus.outline import outline_of
from tunesmith.corpus.tonality import tonality
from tunesmith.corpus.votes import in_four, in_mode, mode_votes, rhythm_votes, winner
from tunesmith.notation import Key, Tune
from tunesmith.notation.key import MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from tunesmith.corpus.cleaning import CleanTune
    from tunesmith.notation.key import Mode

__all__ = ["Label", "LabelCounts", "counted", "features_of", "fits", "labels_of", "with_label"]

LabelSource: TypeAlias = Literal["own", "family", "classifier", "kept"]
"""A label of the source itself; of settings of the tune; of the tune's sound; or the source's, unproven."""

NAMED: dict[str, Mode] = {mode: mode for mode in MODES}
RULED_OUT = 0.02  # the chance below which the tune itself speaks against what its settings say

Features: TypeAlias = tuple["NDArray[np.float64]", "NDArray[np.float64] | None"]
"""The features for the judges: of the mode, and of the dance where the tune has a meter."""


@dataclass(frozen=True, slots=True)
class Label:
    """The key and the rhythm of a tune, and where each is from; a rhythm that is not known is `kept` as None."""

    key: str
    rhythm: str | None
    key_from: LabelSource
    rhythm_from: LabelSource


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """How many tunes have a mode or a rhythm from where, and which modes became which (`major to dorian`)."""

    modes: dict[str, int]
    rhythms: dict[str, int]
    changes: dict[str, int]


def features_of(text: str) -> Features:
    """The features for the judges."""
    outline = outline_of(Tune.parse(text))
    return tonality(outline), dance_features(outline) if outline.beats else None


def labels_of(
    tunes: Sequence[CleanTune],
    clans: Sequence[int],
    features: Callable[[Sequence[str]], Iterable[Features]],
) -> list[Label]:
    """The label of every tune; `clans` numbers the clan of each, `features` works out those of texts, in order.

    A mode is found anew where the source inferred it from the signature, a rhythm where the source names none; dances
    are judged by their features only in sources of nothing but dances.
    """
    keys = [Key.parse(tune.key) for tune in tunes]
    without_mode = [i for i, tune in enumerate(tunes) if mode_inferred(tune)]
    without_dance = [i for i, tune in enumerate(tunes) if tune.rhythm is None]
    judgeable = [i for i in without_dance if danced_to(tunes[i])]
    looked_at = sorted({*without_mode, *judgeable})
    seen = dict(zip(looked_at, features([tunes[i].text for i in looked_at]), strict=True))
    modes = _modes(tunes, clans, without_mode, seen)
    dances = _dances(tunes, clans, without_dance, {i: seen[i] for i in judgeable})
    labels = []
    for index, (tune, key) in enumerate(zip(tunes, keys, strict=True)):
        mode, key_from = modes.get(index, (key.mode, "own"))
        rhythm, rhythm_from = dances.get(index) or (tune.rhythm, "own")
        found = tune.key if mode == key.mode else str(key.relative(mode))
        labels.append(Label(found, rhythm, key_from, rhythm_from))
    return labels


def mode_inferred(tune: CleanTune) -> bool:
    """Whether the mode of a tune, which has notes, was inferred from a signature that is nothing else."""
    return record_of(tune.source).modes == "inferred" and len(tune.contour) > 0 and in_mode(Key.parse(tune.key))


def danced_to(tune: CleanTune) -> bool:
    """Whether a tune, which has notes, is for a dance that a judge can tell."""
    dances = record_of(tune.source).meter_is_dance and in_four(tune.meter)
    return dances and len(tune.contour) > 0


def _modes(
    tunes: Sequence[CleanTune], clans: Sequence[int], unlabelled: Sequence[int], seen: Mapping[int, Features]
) -> dict[int, tuple[Mode, LabelSource]]:
    """The mode of each of the tunes `unlabelled`, and where it is from."""
    if not unlabelled:
        return {}
    judge = load_judges()["mode"]
    votes = mode_votes(tunes, clans, unlabelled)
    chances = judge.chances(np.array([seen[index][0] for index in unlabelled]))
    found: dict[int, tuple[Mode, LabelSource]] = {}
    for index, row in zip(unlabelled, chances, strict=True):
        elected = winner(votes.get(index, {}))
        likely = dict(zip(judge.classes, row, strict=True))
        if elected and likely.get(elected, 0.0) >= RULED_OUT:
            found[index] = (NAMED[elected], "family")
        elif judged := verdict(judge, row):
            found[index] = (NAMED[judged], "classifier")
        else:
            found[index] = (Key.parse(tunes[index].key).mode, "kept")
    return found


def _dances(
    tunes: Sequence[CleanTune], clans: Sequence[int], unlabelled: Sequence[int], judgeable: Mapping[int, Features]
) -> dict[int, tuple[str | None, LabelSource]]:
    """The dance of each of the tunes `unlabelled`, and where it is from.

    Settings of one group in one meter are of one dance: their votes are counted together, and so is how they sound.
    """
    votes: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for index, of_tune in rhythm_votes(tunes, clans, unlabelled).items():
        for name, weight in of_tune.items():
            votes[tunes[index].group, tunes[index].meter][name] += weight
    judged = _judged(tunes, judgeable)
    found: dict[int, tuple[str | None, LabelSource]] = {}
    for index in unlabelled:
        tune = tunes[index].group, tunes[index].meter
        if dance := winner(votes.get(tune, {})):
            found[index] = (dance, "family")
        else:
            judged_as = judged.get(tune)
            found[index] = (judged_as, "classifier") if judged_as else (None, "kept")
    return found


def _judged(tunes: Sequence[CleanTune], judgeable: Mapping[int, Features]) -> dict[tuple[str, str], str | None]:
    """What the judges of dances say of each group of settings in one meter."""
    settings: dict[tuple[str, str], list[NDArray[np.float64]]] = defaultdict(list)
    for index, (_, features) in judgeable.items():
        if features is not None:
            settings[tunes[index].group, tunes[index].meter].append(features)
    judge = load_judges()["dance"]
    return {tune: verdict(judge, judge.chances(np.array(rows)).mean(axis=0)) for tune, rows in settings.items()}


def fits(tune: CleanTune, label: Label) -> bool:
    """Whether a tune has its label already."""
    return (tune.key, tune.rhythm) == (label.key, label.rhythm)


def with_label(labelled: tuple[CleanTune, Label]) -> CleanTune:
    """A tune with its label in its key line and control lines; the notes stay as they are."""
    tune, label = labelled
    return relabelled(tune, Key.parse(label.key), label.rhythm)


def counted(tunes: Sequence[CleanTune], labels: Sequence[Label]) -> LabelCounts:
    """Count the labels of `tunes`, which are as they were before."""
    changes = Counter(
        f"{Key.parse(tune.key).mode} to {Key.parse(label.key).mode}"
        for tune, label in zip(tunes, labels, strict=True)
        if tune.key != label.key
    )
    return LabelCounts(
        modes=dict(Counter(label.key_from for label in labels)),
        rhythms=dict(Counter(label.rhythm_from for label in labels)),
        changes=dict(changes.most_common()),
    )
