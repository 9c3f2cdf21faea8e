"""Building a packed corpus: read, clean, find families, split, transpose, number, write; and doing so only once."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunesmith.corpus.catalogue import record_of
from tunesmith.corpus.cleaning import Bounds, CleanTune
from tunesmith.corpus.controls import CONTROL_LINES
from tunesmith.corpus.found_chords import chord_line, chosen, with_found_chords
from tunesmith.corpus.judges import WEIGHTS
from tunesmith.corpus.packed import FORMAT, RECORD, PackedTune, read_record, write_split
from tunesmith.corpus.preparing import PreparedTunes, prepare
from tunesmith.corpus.sources import SourceTune, read_all
from tunesmith.corpus.splits import HELD_OUT, SPLITS, Shares, split, split_by_file
from tunesmith.corpus.statistics import statistics_of, write_statistics
from tunesmith.corpus.variants import keys_in_use, variants
from tunesmith.corpus.vocabulary import Vocabulary, counted
from tunesmith.errors import CorpusError
from tunesmith.files import replaced_folder
from tunesmith.progress import Watch, unwatched
from tunesmith.workers.sharing import ALONE, Workers, mapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tunesmith.corpus.catalogue import Terms

__all__ = ["BuildReport", "Options", "build", "build_each"]

RESEARCH = "for research alone"
CHORDS = [line.name for line in CONTROL_LINES].index("chords")


@dataclass(frozen=True, slots=True)
class Options:
    """How a corpus is built: `transpositions` is the most other keys of a training tune, `count` makes a random subset.

    Of the training tunes without chords, the share `found_chords` has one variant more, with chords that were found.
    For `use` "any", tunes of sources that ask for research alone are not learned from; they still make families,
    splits, keys and vocabulary, so that a model that learned without them can go on with them.
    `shares` of the families are kept to judge by. With `by_file`, files called validation and test are these splits,
    whatever families they share with the others, so that figures can be compared with those of other people.
    `characters` are a vocabulary to keep to, instead of that of the corpus; others are numbered as `<unk>`.
    """

    seed: int = 0
    use: Terms = "research"
    bounds: Bounds = field(default_factory=Bounds)
    transpositions: int = 6
    found_chords: float = 0.25
    count: int | None = None
    shares: Shares = field(default_factory=Shares)
    by_file: bool = False
    characters: str | None = None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What went into a packed corpus and what became of it; `reused` if it was there already.

    `labels` says where modes and rhythms are from and which modes became which, as `LabelCounts` does. `chords` counts
    the tunes that are learned from by their own chords, and those that are read with found ones too. `held_out` counts
    settings of tunes that are kept to judge by, `left_out` tunes whose terms are too narrow for it, `shared` tunes to
    judge by whose family is learned from, and `unknown` characters that a given vocabulary does not have.
    """

    folder: Path
    sources: dict[str, dict[str, int]]
    fixed: dict[str, int]
    dropped: dict[str, int]
    labels: dict[str, dict[str, int]]
    chords: dict[str, int]
    families: int
    splits: dict[str, dict[str, int]]
    held_out: int
    left_out: int
    shared: int
    unknown: dict[str, int]
    keys: tuple[str, ...]
    vocabulary: tuple[str, ...]
    reused: bool


def build(
    sources: Sequence[str | Path],
    out: str | Path,
    options: Options | None = None,
    workers: Workers = ALONE,
    watch: Watch = unwatched,
) -> BuildReport:
    """Pack all tunes of `sources` into the folder `out`, unless it holds just that already; `watch` is told how far.

    The folder appears whole or not at all; an older packed corpus in its place is replaced, anything else there is an
    error. CorpusError also if a source cannot be read or if nothing is left to learn from.
    """
    [report] = build_each(sources, {Path(out): options or Options()}, workers, watch)
    return report


def build_each(
    sources: Sequence[str | Path], wanted: Mapping[Path, Options], workers: Workers = ALONE, watch: Watch = unwatched
) -> Iterator[BuildReport]:
    """Pack the same tunes into several folders, each with its own options, as `build` does.

    Corpora with the same bounds and count are cleaned and sorted into families once, and have one vocabulary.
    """
    read = read_all(sources, watch)
    ready: dict[tuple[Bounds, int | None, int], PreparedTunes] = {}
    for folder, options in wanted.items():
        found = _chosen(read, options)
        digest = _digest(found, options)
        if folder.exists():
            record = read_record(folder)  # raises if the folder holds anything else
            if record["digest"] == digest:
                yield _report(folder, record, reused=True)
                continue
        need = (options.bounds, options.count, options.seed if options.count else 0)
        if need not in ready:
            ready[need] = prepare(found, options.bounds, workers, watch)
        if not ready[need].tunes:
            raise CorpusError(f"{', '.join(map(str, sources))}: no tune is fit to learn from")
        yield _pack(folder, digest, found, ready[need], options, workers, watch)


def _pack(
    folder: Path,
    digest: str,
    found: Sequence[SourceTune],
    prepared: PreparedTunes,
    options: Options,
    workers: Workers,
    watch: Watch,
) -> BuildReport:
    """Write one packed corpus, or leave what was there."""
    with replaced_folder(folder) as fresh:
        record = {"format": FORMAT, "digest": digest, "options": asdict(options)}
        record |= _write(fresh, found, prepared, options, workers, watch)
        watch("counting", 0, None)
        write_statistics(fresh, statistics_of(prepared))
        (fresh / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=1), encoding="utf-8")
    return _report(folder, record, reused=False)


def _digest(found: Sequence[SourceTune], options: Options) -> str:
    """A hash of everything that the packed form depends on."""
    digest = hashlib.sha256(json.dumps([FORMAT, asdict(options)], sort_keys=True).encode())
    digest.update(WEIGHTS.read_bytes())
    for tune in found:
        digest.update("\0".join((tune.id, tune.group, tune.source, tune.abc, "")).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _chosen(found: Sequence[SourceTune], options: Options) -> Sequence[SourceTune]:
    """A random subset of `count` tunes, which the seed decides, in their order; all of them where there is no count."""
    if options.count is None or options.count >= len(found):
        return found
    digests = {tune.id: hashlib.sha256(f"{options.seed}\n{tune.id}".encode()).digest() for tune in found}
    kept = set(sorted(digests, key=digests.__getitem__)[: options.count])
    return [tune for tune in found if tune.id in kept]


def _write(
    folder: Path,
    found: Sequence[SourceTune],
    prepared: PreparedTunes,
    options: Options,
    workers: Workers,
    watch: Watch,
) -> dict[str, Any]:
    """Write every split; returns what to record."""
    tunes = prepared.tunes
    parts = _parts(found, prepared, options)
    keys = keys_in_use(tune.key for tune in tunes)
    training = [index for index, part in enumerate(parts) if part == "train"]
    texts = [[(tune.text, tune.controls)] for tune in tunes]
    learned_as = partial(_learned_as, keys=keys, options=options)
    others = mapped(learned_as, [tunes[i] for i in training], workers, watch, "transposing and finding chords")
    for index, more in zip(training, others, strict=True):
        texts[index] += more
    watch("writing", 0, None)
    used = counted(chain.from_iterable((text, *lines) for of_tune in texts for text, lines in of_tune))
    vocabulary = Vocabulary("".join(used) if options.characters is None else options.characters)
    sizes: dict[str, dict[str, int]] = {}
    for name in SPLITS:
        members = [index for index, part in enumerate(parts) if part == name]
        write_split(
            folder / name,
            vocabulary,
            [_packed(tunes[i], tunes[prepared.families[i]].id) for i in members],
            [texts[i] for i in members],
        )
        sizes[name] = {
            "tunes": len(members),
            "variants": sum(len(texts[i]) for i in members),
            "characters": sum(len(text) for i in members for text, _ in texts[i]),
            "families": len({prepared.families[i] for i in members}),
        }
    return {
        "sources": _by_source(found, prepared),
        "mended": dict(Counter(name for tune in tunes for name in tune.fixed)),
        "dropped": dict(Counter(tune.reason for tune in prepared.dropped)),
        "labels": asdict(prepared.labels),
        "chords": dict(
            Counter(kind for i in training for kind in dict.fromkeys(one[CHORDS][2:-1] for _, one in texts[i]))
        ),
        "controls": [line.name for line in CONTROL_LINES],
        "families": len(set(prepared.families)),
        "splits": sizes,
        "held_out": parts.count(HELD_OUT),
        "left_out": parts.count(RESEARCH),
        "shared": _shared(parts, prepared.families),
        "unknown": {one: number for one, number in used.most_common() if one not in vocabulary.char_to_idx},
        "keys": keys,
        "vocabulary": vocabulary.idx_to_char,
    }


def _learned_as(tune: CleanTune, keys: Sequence[str], options: Options) -> list[tuple[str, tuple[str, ...]]]:
    """A training tune in other keys and, if it is in the share, in one key with the chords found for it.

    Control lines stand with each.
    """
    others = variants(tune, keys, options.transpositions)
    texts = [(text, tune.controls) for text in others]
    bare = chosen(tune.id, [tune.text, *others], options.found_chords, options.seed)
    if bare is not None and len(harmonised := with_found_chords(bare)) <= options.bounds.longest:
        lines = list(tune.controls)
        lines[CHORDS] = chord_line("found")
        texts.append((harmonised, tuple(lines)))
    return texts


def _parts(found: Sequence[SourceTune], prepared: PreparedTunes, options: Options) -> list[str]:
    """The split of every tune; RESEARCH for one that would be learned from, were the model not for any use."""
    names, sources = [tune.id for tune in prepared.tunes], [tune.source for tune in prepared.tunes]
    if options.by_file:
        files = {tune.id: tune.file for tune in found}
        parts = split_by_file([files[name] for name in names])
    else:
        parts = split(names, sources, prepared.families, prepared.clans, options.seed, options.shares)
    limited = [options.use == "any" and record_of(source).terms != "any" for source in sources]
    return [RESEARCH if out and part == "train" else part for out, part in zip(limited, parts, strict=True)]


def _shared(parts: Sequence[str], families: Sequence[int]) -> int:
    """How many tunes to judge by are of a family that is learned from."""
    learned = {family for family, part in zip(families, parts, strict=True) if part == "train"}
    judged = (family for family, part in zip(families, parts, strict=True) if part in SPLITS[1:])
    return sum(family in learned for family in judged)


def _packed(tune: CleanTune, family: str) -> PackedTune:
    return PackedTune(tune.id, tune.group, family, tune.source, tune.key, tune.meter, tune.rhythm, tune.form)


def _by_source(found: Sequence[SourceTune], prepared: PreparedTunes) -> dict[str, dict[str, int]]:
    """How many tunes of every source were found and kept."""
    kept = Counter(tune.source for tune in prepared.tunes)
    return {name: {"found": count, "kept": kept[name]} for name, count in Counter(t.source for t in found).items()}


def _report(folder: Path, record: dict[str, Any], reused: bool) -> BuildReport:
    counts = ("held_out", "left_out", "shared", "unknown")
    names = ("sources", "dropped", "labels", "chords", "families", "splits", *counts)
    return BuildReport(
        folder=folder,
        **{name: record[name] for name in names},
        fixed=record["mended"],
        keys=tuple(record["keys"]),
        vocabulary=tuple(record["vocabulary"]),
        reused=reused,
    )
