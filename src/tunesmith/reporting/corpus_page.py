"""The statistics of a corpus as one page of HTML that needs nothing from anywhere else."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING

from tunesmith.notation import Key
from tunesmith.reporting.corpus_charts import bars, columns, grid, ribbon
from tunesmith.reporting.templating import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tunesmith.corpus.statistics import Statistics

__all__ = ["page"]

LONGEST_SHOWN = 1500  # characters: a few very long tunes would flatten the histogram
MOST_BARS_SHOWN = 80
MODES = ("major", "mixolydian", "dorian", "minor", "lydian", "phrygian", "locrian")
TONICS = ("Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
VISIBLE = {" ": "space", "\n": "newline"}
SIZES = {1: "one tune", **{size: f"{size} settings" for size in range(2, 6)}, 10: "6 to 10", 20: "11 to 20"}
SIZES |= {50: "21 to 50"}
LARGER = "over 50"


def page(statistics: Statistics, name: str) -> str:
    """Lay out the statistics of the corpus `name`."""
    keys, keyless = counted_keys(statistics)
    lengths = {length: count for length, count in statistics.histogram.items() if length < LONGEST_SHOWN}
    return filled(
        "corpus.html.j2",
        name=name,
        statistics=statistics,
        shown=tiles(statistics),
        sources=sources(statistics),
        judged=judged(statistics),
        letters=letters(statistics),
        longer=sum(statistics.histogram.values()) - sum(lengths.values()),
        keyless=keyless,
        charts=charts(statistics, lengths, keys),
    )


def charts(statistics: Statistics, lengths: dict[int, int], keys: Counter[tuple[str, str]]) -> dict[str, str]:
    """Every chart of the page; an empty one where nothing is to be counted."""
    bars_shown = {number: count for number, count in statistics.bars_a_tune.items() if number <= MOST_BARS_SHOWN}
    modes = [mode for mode in MODES if any(keys[mode, tonic] for tonic in TONICS)]
    halves = [(16.5, "16"), (32.5, "32")]
    return {
        "lengths": columns(lengths, 50, "characters in a tune", marks(statistics, lengths), wide=True),
        "meters": bars(statistics.meters, "meters", 9),
        "rhythms": bars(statistics.rhythms, "rhythms", 9),
        "keys": grid(keys, modes, TONICS, "tunes by mode and tonic") if modes else "",
        "forms": bars(statistics.forms, "forms", 10),
        "bars_a_tune": columns(bars_shown, 1, "bars in a tune", halves) if bars_shown else "",
        "fills": ribbon(statistics.bars, "how full the bars are"),
        "families": bars(family_sizes(statistics), "tunes in a family"),
    }


def tiles(statistics: Statistics) -> list[tuple[str, str]]:
    """The figures that matter most."""
    found, lengths = statistics.sources.values(), statistics.lengths
    return [
        (f"{sum(source.kept for source in found):,}", "tunes"),
        (f"{sum(source.characters for source in found) / 1e6:,.2f} M", "characters"),
        (f"{len(statistics.vocabulary)}", "different characters"),
        (f"{statistics.families:,}", "families"),
        (f"{lengths.median:,.0f}", "characters in the median tune"),
        (f"{lengths.under_600:.1%}", "of the tunes under 600 characters"),
    ]


def sources(statistics: Statistics) -> Iterable[Sequence[str]]:
    """A row for each source."""
    return [
        (
            name,
            source.terms,
            f"{source.found:,}",
            f"{source.read / source.found:.2%}",
            ", ".join(f"{code} {count}" for code, count in source.losses.items()) or "none",
            f"{source.kept:,}",
            f"{source.characters:,}",
            f"{source.families:,}",
        )
        for name, source in statistics.sources.items()
    ]


def marks(statistics: Statistics, lengths: dict[int, int]) -> list[tuple[float, str]]:
    """What to name in the histogram of lengths, as far as it is in there."""
    found = statistics.lengths
    named = [
        (found.median, f"median {found.median:,.0f}"),
        (found.mean, f"mean {found.mean:,.0f}"),
        (found.percentile_95, f"95% {found.percentile_95:,.0f}"),
        (600.0, "600"),
    ]
    return [mark for mark in sorted(named) if min(lengths) <= mark[0] <= max(lengths) + 50]


def counted_keys(statistics: Statistics) -> tuple[Counter[tuple[str, str]], int]:
    """The tunes by mode and tonic, and how many have neither."""
    counts: Counter[tuple[str, str]] = Counter()
    other = 0
    for name, count in statistics.keys.items():
        key = Key.parse(name)
        if key.mode in MODES and key.tonic in TONICS:
            counts[key.mode, key.tonic] += count
        else:
            other += count
    return counts, other


def family_sizes(statistics: Statistics) -> Counter[str]:
    """Families by their size, the large ones in classes."""
    sizes: Counter[str] = Counter()
    for size, count in statistics.family_sizes.items():
        sizes[next((name for limit, name in SIZES.items() if size <= limit), LARGER)] += count
    return sizes


def judged(statistics: Statistics) -> Iterable[Sequence[str]]:
    """A row for each source that has marked the settings of a tune itself."""
    return [
        (
            name,
            f"{found.tunes:,}",
            f"{found.groups:,}",
            f"{found.pairs:,}",
            f"{found.found:.1%}",
            f"{found.right:.1%}",
        )
        for name, source in statistics.sources.items()
        if (found := source.agreement) is not None
    ]


def letters(statistics: Statistics) -> list[tuple[str, int, str]]:
    """Every character as people see it, its count, and how strong it is drawn, from 0 to 1."""
    strongest = log(1 + max(statistics.vocabulary.values()))
    return [
        (VISIBLE.get(character, character), count, f"{log(1 + count) / strongest:.3f}")
        for character, count in statistics.vocabulary.items()
    ]
