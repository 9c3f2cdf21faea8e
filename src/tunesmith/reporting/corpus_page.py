"""The statistics of a corpus as one page of HTML that needs nothing from anywhere else."""

from __future__ import annotations

from collections import Counter
from html import escape
from math import log
from typing import TYPE_CHECKING

from tunesmith.notation import Key
from tunesmith.reporting.corpus_charts import bars, columns, grid, ribbon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tunesmith.corpus.statistics import Statistics

__all__ = ["page"]

LONGEST_SHOWN = 1500  # characters: a few very long tunes would flatten the histogram
MODES = ("major", "mixolydian", "dorian", "minor", "lydian", "phrygian", "locrian")
TONICS = ("Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#", "C#")
VISIBLE = {" ": "space", "\n": "newline"}

JUDGED = (
    "Melodies alone, against the groups that a source has marked by hand: how many tunes with a companion were related "
    "to one, and how many of the related pairs are in one group. One tune under two numbers counts as an error here."
)
STYLE = """
:root { color-scheme: light dark; --paper: #fbfaf7; --card: #ffffff; --ink: #21211f; --soft: #6d6a63; --line: #e4e0d8;
  --main: #2f6f62; --rest: #b9c9c3; --mark: #b4572b; --s0: #2f6f62; --s1: #d9a441; --s2: #7fa99b; --s3: #b4572b;
  --s4: #8d6a9f; --s5: #9a958a; }
@media (prefers-color-scheme: dark) { :root { --paper: #171816; --card: #1f211e; --ink: #e9e6df; --soft: #a09c92;
  --line: #343731; --main: #6fb8a6; --rest: #41544e; --mark: #e08a5b; --s0: #6fb8a6; --s1: #e0b768; --s2: #45776b;
  --s3: #e08a5b; --s4: #b695c6; --s5: #77736a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 48px 28px 64px; }
h1 { font: 600 34px/1.2 Georgia, "Times New Roman", serif; margin: 0 0 6px; }
h2 { font: 600 19px/1.3 Georgia, "Times New Roman", serif; margin: 0 0 2px; }
p { margin: 0 0 14px; color: var(--soft); max-width: 78ch; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px; margin: 26px 0 18px; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px 16px; }
.tile b { display: block; font: 600 25px/1.2 Georgia, serif; font-variant-numeric: tabular-nums; }
.tile span { color: var(--soft); font-size: 13px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 22px 24px 24px;
  margin: 18px 0; overflow-x: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(420px, 1fr)); gap: 18px; margin: 18px 0; }
.pair section { margin: 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: 14px; }
th { text-align: right; font-weight: 500; color: var(--soft); border-bottom: 1px solid var(--line); padding: 5px 10px; }
td { text-align: right; padding: 6px 10px; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child, .words { text-align: left; }
th:first-child, td:first-child { padding-left: 0; }
.words { padding-left: 28px; }
tr:last-child td { border-bottom: 0; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 13px system-ui, sans-serif; fill: var(--ink); }
svg .share, svg .tick, svg .label, svg .note { fill: var(--soft); font-size: 12px; }
svg .tick, svg .label, svg .strong, svg .faint { text-anchor: middle; }
svg .strong { fill: var(--card); font-size: 12px; } svg .faint { font-size: 12px; }
svg .bar { fill: var(--main); } svg .rest { fill: var(--rest); }
svg .axis { stroke: var(--line); } svg .mark { stroke: var(--mark); stroke-dasharray: 3 3; }
svg .cell { fill: color-mix(in srgb, var(--main) calc(var(--strength) * 100%), var(--line) 40%); }
svg .slice { stroke: var(--card); } .s0 { fill: var(--s0); background: var(--s0); }
.s1 { fill: var(--s1); background: var(--s1); } .s2 { fill: var(--s2); background: var(--s2); }
.s3 { fill: var(--s3); background: var(--s3); } .s4 { fill: var(--s4); background: var(--s4); }
.s5 { fill: var(--s5); background: var(--s5); }
.legend { display: flex; flex-wrap: wrap; gap: 6px 20px; margin-top: 12px; font-size: 13px; }
.legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 7px; }
.letters { display: flex; flex-wrap: wrap; gap: 5px; }
.letters span { min-width: 40px; padding: 4px 6px; border-radius: 6px; text-align: center;
  border: 1px solid var(--line); background: color-mix(in srgb, var(--main) calc(var(--strength) * 55%), transparent); }
.letters b { display: block; font: 600 15px/1.2 ui-monospace, monospace; }
.letters small { color: var(--soft); font-size: 11px; }
"""


def page(statistics: Statistics, name: str) -> str:
    """Lay out the statistics of the corpus `name`."""
    parts = [
        f"<h1>{escape(name)}</h1>",
        "<p>What is in this corpus after cleaning: every tune in one spelling, copies set apart.</p>",
        _tiles(statistics),
        _sources(statistics),
        _lengths(statistics),
        f'<div class="pair">{_card("Meters", "", bars(statistics.meters, 9))}'
        f"{_card('Rhythms', 'As the source says; most say nothing.', bars(statistics.rhythms, 9))}</div>",
        _keys(statistics),
        f'<div class="pair">{_card("Forms", "One letter for each part as it is played.", bars(statistics.forms, 10))}'
        f"{_bars_a_tune(statistics)}</div>",
        _fills(statistics),
        _families(statistics),
        _vocabulary(statistics),
        _cleaning(statistics),
    ]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _card(title: str, words: str, *content: str) -> str:
    note = f"<p>{words}</p>" if words else "<p></p>"
    return f"<section><h2>{title}</h2>{note}{''.join(content)}</section>"


def _tiles(statistics: Statistics) -> str:
    kept = sum(source.kept for source in statistics.sources.values())
    characters = sum(source.characters for source in statistics.sources.values())
    tiles = [
        (f"{kept:,}", "tunes"),
        (f"{characters / 1e6:,.2f} M", "characters"),
        (f"{len(statistics.vocabulary)}", "different characters"),
        (f"{statistics.families:,}", "families"),
        (f"{statistics.lengths.median:,.0f}", "characters in the median tune"),
        (f"{statistics.lengths.under_600:.1%}", "of the tunes under 600 characters"),
    ]
    content = "".join(f'<div class="tile"><b>{value}</b><span>{name}</span></div>' for value, name in tiles)
    return f'<div class="tiles">{content}</div>'


def _sources(statistics: Statistics) -> str:
    rows = [
        (
            escape(name),
            source.terms,
            f"{source.found:,}",
            f"{source.read / source.found:.2%}",
            ", ".join(f"{escape(code)} {count}" for code, count in source.losses.items()) or "none",
            f"{source.kept:,}",
            f"{source.characters:,}",
            f"{source.families:,}",
        )
        for name, source in statistics.sources.items()
    ]
    head = ("source", "use", "found", "read without loss", "named losses", "kept", "characters", "families")
    words = "A loss is a place where the reader of ABC could not take the text at its word; each has a name."
    return _card("Sources", words, _table(head, rows))


def _lengths(statistics: Statistics) -> str:
    lengths = statistics.lengths
    shown = {length: count for length, count in statistics.histogram.items() if length < LONGEST_SHOWN}
    longer = sum(statistics.histogram.values()) - sum(shown.values())
    marks = [
        (lengths.median, f"median {lengths.median:,.0f}"),
        (lengths.mean, f"mean {lengths.mean:,.0f}"),
        (lengths.percentile_95, f"95% {lengths.percentile_95:,.0f}"),
        (600, "600"),
    ]
    words = (
        f"From {lengths.minimum:,} to {lengths.maximum:,} characters a tune, "
        f"{lengths.under_600:.1%} of the tunes under 600." + f" {longer:,} are longer than the picture." * (longer > 0)
    )
    visible = [mark for mark in sorted(marks) if min(shown) <= mark[0] <= max(shown) + 50]
    return _card("Lengths", words, columns(shown, 50, "characters in a tune", visible, wide=True))


def _keys(statistics: Statistics) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    other = 0
    for name, count in statistics.keys.items():
        key = Key.parse(name)
        if key.mode in MODES and key.tonic in TONICS:
            counts[key.mode, key.tonic] += count
        else:
            other += count
    rows = [mode for mode in MODES if any(counts[mode, tonic] for tonic in TONICS)]
    words = "Tonics along the circle of fifths; the stronger the colour, the more tunes."
    note = f" {other:,} tunes have no tonic or another one." if other else ""
    return _card("Keys", words + note, grid(counts, rows, TONICS) if counts else "")


def _bars_a_tune(statistics: Statistics) -> str:
    shown = {bars: count for bars, count in statistics.bars_a_tune.items() if bars <= 80}
    picture = columns(shown, 1, "bars in a tune", [(16.5, "16"), (32.5, "32")]) if shown else ""
    return _card("Bars in a tune", "As written, pick-up and endings included.", picture)


def _fills(statistics: Statistics) -> str:
    total = sum(statistics.bars.values())
    legend = "".join(
        f'<span><i class="s{index}"></i>{escape(name)} {count:,} ({count / total:.2%})</span>'
        for index, (name, count) in enumerate(statistics.bars.items())
    )
    words = "A short bar is no mistake where a part begins (anacrusis) or where it completes one (completion)."
    return _card("How full the bars are", words, ribbon(statistics.bars), f'<div class="legend">{legend}</div>')


def _families(statistics: Statistics) -> str:
    words = (
        f"All settings of one tune, in whatever key and source: {statistics.families:,} families, "
        f"{statistics.shared_families:,} of them in more than one source; "
        f"{statistics.duplicates:,} exact copies set apart."
    )
    sizes: Counter[str] = Counter()
    for size, count in statistics.family_sizes.items():
        sizes[_size_name(size)] += count
    judged = [
        (
            escape(name),
            f"{found.tunes:,}",
            f"{found.groups:,}",
            f"{found.pairs:,}",
            f"{found.found:.1%}",
            f"{found.right:.1%}",
        )
        for name, source in statistics.sources.items()
        if (found := source.agreement) is not None
    ]
    head = ("source", "tunes", "groups", "related pairs", "settings found", "in one group")
    pictures = [_card("Families", words, bars(sizes))]
    if judged:
        pictures.append(_card("Families, judged", JUDGED, _table(head, judged)))
    return f'<div class="pair">{"".join(pictures)}</div>'


def _size_name(size: int) -> str:
    if size <= 5:
        return "one tune" if size == 1 else f"{size} settings"
    return next(
        name
        for limit, name in ((10, "6 to 10"), (20, "11 to 20"), (50, "21 to 50"), (size, "over 50"))
        if size <= limit
    )


def _vocabulary(statistics: Statistics) -> str:
    strongest = log(1 + max(statistics.vocabulary.values()))
    letters = "".join(
        f'<span style="--strength:{log(1 + count) / strongest:.3f}"><b>{escape(VISIBLE.get(character, character))}</b>'
        f"<small>{count:,}</small></span>"
        for character, count in statistics.vocabulary.items()
    )
    return _card(
        "Vocabulary",
        "Every character of the cleaned tunes and how often it occurs.",
        f'<div class="letters">{letters}</div>',
    )


def _cleaning(statistics: Statistics) -> str:
    def rows(counts: Mapping[str, int]) -> Iterable[tuple[str, str]]:
        return [(escape(name), f"{count:,}") for name, count in counts.items()] or [("nothing", "0")]

    return (
        f'<div class="pair">{_card("Mended", "", _table(("what", "tunes"), rows(statistics.mended)))}'
        f"{_card('Dropped', '', _table(('why', 'tunes'), rows(statistics.dropped)))}</div>"
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    words = {index for index, name in enumerate(head) if name == "named losses"}

    def cells(tag: str, values: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{' class=words' if index in words else ''}>{value}</{tag}>" for index, value in enumerate(values)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    return f"<table><tr>{cells('th', head)}</tr>{body}</table>"
