"""How well modes and dances are judged, by families that the judge was not fitted to; and the fitting of what ships.

`python -m tunesmith.corpus.label_study CORPUS...` prints the figures of docs/corpus.md; `--fit` writes the judges anew.
Judges are fitted to labelled tunes for any use alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.cleaning import Bounds
from tunesmith.corpus.judges import OTHER, SURE, WEIGHTS, Subject, load_judges, save_judges, verdict
from tunesmith.corpus.labels import counted, features_of, labels_of
from tunesmith.corpus.preparing import sorted_out
from tunesmith.corpus.softmax import Softmax
from tunesmith.corpus.sources import read_tunes
from tunesmith.corpus.votes import in_four, in_mode, mode_votes, rhythm_votes, tonic_class, winner
from tunesmith.machine import usable_cores
from tunesmith.notation import Key
from tunesmith.workers.processes import Processes
from tunesmith.workers.sharing import mapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tunesmith.corpus.cleaning import CleanTune
    from tunesmith.corpus.labels import Features, Label
    from tunesmith.corpus.preparing import PreparedTunes
    from tunesmith.corpus.votes import Votes
    from tunesmith.workers.sharing import Workers

FOLDS: Final = 10
RIDGE: Final = 1.0
DANCES: Final = ("reel", "hornpipe")  # in four; books have too few others to be judged
SUBJECTS: Final[tuple[Subject, ...]] = ("mode", "dance")


@dataclass(frozen=True, slots=True)
class LabelledTunes:
    """Labelled tunes of one subject: features (n, size), names, clans (n,), and which of all tunes they are."""

    rows: NDArray[np.float64]
    names: NDArray[np.str_]
    clans: NDArray[np.int64]
    tunes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JudgedTunes:
    """What judges of other folds say of these tunes: the most likely class of each and its chance; shapes (n,)."""

    best: NDArray[np.str_]
    sure: NDArray[np.float64]


def lesson(
    subject: Subject, tunes: Sequence[CleanTune], clans: Sequence[int], seen: Mapping[int, Features]
) -> LabelledTunes:
    """The tunes that teach a subject, out of those whose features were `seen`."""
    rows, names, kept = [], [], []
    for index, (for_mode, for_dance) in seen.items():
        tune = tunes[index]
        if record_of(tune.source).terms != "any":
            continue
        if subject == "mode":
            name: str | None = Key.parse(tune.key).mode if record_of(tune.source).modes == "named" else None
            row = for_mode
        else:
            name = dance_taught(tune)
            row = for_dance if for_dance is not None else for_mode
        if name is not None:
            rows.append(row)
            names.append(name)
            kept.append(index)
    return LabelledTunes(np.array(rows), np.array(names), np.array([clans[i] for i in kept]), tuple(kept))


def dance_taught(tune: CleanTune) -> str | None:
    """The dance that a tune in four teaches, if its book names dances: one of DANCES, or OTHER."""
    if tune.rhythm is None or not in_four(tune.meter) or record_of(tune.source).meter_is_dance:
        return None
    return tune.rhythm if tune.rhythm in DANCES else OTHER


def judged_by_others(of: LabelledTunes) -> JudgedTunes:
    """Judge each tune by a classifier that was fitted to other clans."""
    folds = of.clans % FOLDS
    best = np.empty_like(of.names)
    sure = np.zeros(len(of.names))
    for fold in np.unique(folds):
        out = folds == fold
        classifier = Softmax.fit(of.rows[~out], of.names[~out], RIDGE)
        chances = classifier.chances(of.rows[out])
        best[out] = np.array(classifier.classes)[chances.argmax(axis=1)]
        sure[out] = chances.max(axis=1)
    return JudgedTunes(best, sure)


def table(of: LabelledTunes, judged: JudgedTunes) -> str:
    """The figures of a subject as Markdown: for every class how often it is named, believed, and right then."""
    spoken = (judged.sure >= SURE) & (judged.best != OTHER)
    right = of.names == judged.best
    classes = sorted(set(of.names.tolist()))
    lines = [
        f"{len(right):,} tunes; best guess right {right.mean():.1%}; speaks of {spoken.mean():.1%}, "
        f"right then {right[spoken].mean() if spoken.any() else 0:.1%}",
        f"| label | tunes | said | right where said | {' | '.join(classes)} |",
        "|" + "---|" * (4 + len(classes)),
    ]
    for name in classes:
        said = spoken & (judged.best == name)
        share = f"{right[said].mean():.1%}" if said.any() else ""
        confusion = [np.count_nonzero(spoken & (of.names == name) & (judged.best == other)) for other in classes]
        cells = [name, np.count_nonzero(of.names == name), np.count_nonzero(said), share, *confusion]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def votes_against(names: Sequence[str | None], votes: Mapping[int, Votes], of: Sequence[int]) -> str:
    """How often settings elect something for tunes that have a name of their own, and how often it is that."""
    pairs = [(names[i], winner(votes.get(i, {}))) for i in of]
    elected = [(own, found) for own, found in pairs if found]
    right = Counter(found for own, found in elected if own == found)
    each = ", ".join(f"{name} {right[name] / n:.1%} of {n}" for name, n in Counter(f for _, f in elected).most_common())
    share = right.total() / max(1, len(elected))
    return f"settings elect for {len(elected):,} of {len(pairs):,}, right {share:.1%} ({each})"


def at_home(tunes: Sequence[CleanTune], keys: Sequence[str]) -> float:
    """The share of tunes whose last note is the tonic of these keys."""
    ends = [int(tune.contour[-1]) % 12 == tonic_class(Key.parse(key)) for tune, key in zip(tunes, keys, strict=True)]
    return float(np.mean(ends))


def told_by_family(
    prepared: PreparedTunes, inferred: Sequence[int], seen: Mapping[int, Features], of: LabelledTunes
) -> str:
    """How the classifier, fitted without their clans, and the source's own labels agree with what settings elect."""
    tunes, clans = prepared.tunes, prepared.clans
    elected = {i: name for i, of_tune in mode_votes(tunes, clans, inferred).items() if (name := winner(of_tune))}
    own = hits = spoken = 0
    for fold in range(FOLDS):
        mine = [i for i in elected if clans[i] % FOLDS == fold]
        others = of.clans % FOLDS != fold
        classifier = Softmax.fit(of.rows[others], of.names[others].tolist(), RIDGE)
        for index, row in zip(mine, classifier.chances(np.array([seen[i][0] for i in mine])), strict=True):
            best = classifier.classes[int(row.argmax())]
            own += Key.parse(tunes[index].key).mode == elected[index]
            if row.max() >= SURE:
                spoken += 1
                hits += best == elected[index]
    return (
        f"{len(elected):,} tunes with inferred modes have one elected: the source agrees in {own / len(elected):.1%}, "
        f"the classifier speaks of {spoken / len(elected):.1%} and agrees in {hits / spoken:.1%}"
    )


def main() -> None:
    """Print the figures, and with `--fit` write the judges."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="+", help="files, folders or archives of tunes, or irishman or music21")
    parser.add_argument("--fit", action="store_true", help="write the judges that ship")
    asked = parser.parse_args()
    workers = Processes(usable_cores())
    found = [tune for source in asked.corpus for tune in read_tunes(source)]
    report(sorted_out(found, Bounds(), workers), asked.fit, workers)


def report(prepared: PreparedTunes, anew: bool, workers: Workers) -> None:
    """Judge every subject, fit if asked to, and say what becomes of the tunes."""
    tunes, clans = prepared.tunes, prepared.clans
    keys = [Key.parse(tune.key) for tune in tunes]
    wanted = [
        index
        for index, tune in enumerate(tunes)
        if record_of(tune.source).modes != "unsure" and len(tune.contour) and in_mode(keys[index])
    ]
    texts = [tunes[i].text for i in wanted]
    seen = dict(zip(wanted, mapped(features_of, texts, workers), strict=True))
    lessons = {subject: lesson(subject, tunes, clans, seen) for subject in SUBJECTS}
    for subject, of in lessons.items():
        print(f"\n{subject}: {table(of, judged_by_others(of))}")
    if anew:
        fitted = {subject: Softmax.fit(of.rows, of.names.tolist(), RIDGE) for subject, of in lessons.items()}
        save_judges(fitted, WEIGHTS)
        load_judges.cache_clear()
    named = [i for i in wanted if record_of(tunes[i].source).modes == "named"]
    inferred = [i for i in wanted if record_of(tunes[i].source).modes == "inferred"]
    print(f"\nmodes: {votes_against([key.mode for key in keys], mode_votes(tunes, clans, named), named)}")
    print(told_by_family(prepared, inferred, seen, lessons["mode"]))
    danced = [i for i, tune in enumerate(tunes) if tune.rhythm and not record_of(tune.source).meter_is_dance]
    print(f"rhythms: {votes_against([t.rhythm for t in tunes], rhythm_votes(tunes, clans, danced), danced)}")
    wrong_labels(prepared, named, seen)
    after(prepared, labels_of(tunes, clans, lambda texts: mapped(features_of, texts, workers)))


def wrong_labels(prepared: PreparedTunes, named: Sequence[int], seen: Mapping[int, Features]) -> None:
    """Print for every source with named modes how often the judge is sure of another."""
    judge = load_judges()["mode"]
    counts: Counter[tuple[str, bool]] = Counter()
    for index in named:
        tune = prepared.tunes[index]
        said = verdict(judge, judge.chances(seen[index][0][None])[0])
        counts[tune.source, said not in (None, Key.parse(tune.key).mode)] += 1
    for source in sorted({source for source, _ in counts}):
        both = counts[source, True] + counts[source, False]
        print(f"{source}: the judge is sure of another mode in {counts[source, True] / both:.1%} of {both:,}")


def after(prepared: PreparedTunes, labels: Sequence[Label]) -> None:
    """Print what becomes of each source that gets labels anew."""
    sources = {tune.source for tune in prepared.tunes}
    for source in sorted(name for name in sources if record_of(name).modes == "inferred"):
        own = [(t, label) for t, label in zip(prepared.tunes, labels, strict=True) if t.source == source]
        tunes = [tune for tune, _ in own]
        print(f"\n{source}: {counted(tunes, [label for _, label in own])}")
        print(f"rhythms: {dict(Counter(label.rhythm for _, label in own).most_common())}")
        found_rhythms = Counter((label.rhythm, label.rhythm_from) for _, label in own if label.rhythm_from != "own")
        print(f"rhythms found: {dict(found_rhythms.most_common())}")
        before, now = at_home(tunes, [t.key for t in tunes]), at_home(tunes, [label.key for _, label in own])
        print(f"last note is the tonic: before {before:.1%}, after {now:.1%}")


if __name__ == "__main__":
    main()
