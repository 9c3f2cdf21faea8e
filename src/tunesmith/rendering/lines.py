"""Where a score's lines break: ABC text with four bars to the line, and the opening line alone.

A line of ABC is a line of music (section 6.1.1 of the ABC standard), and a tune whose lines were laid out for a reader
keeps them. Many texts are not laid out: they hold a part on one line, or break at so many characters. Those are set
anew, part by part, four bars to the line; a pickup bar does not count, and up to two bars left over (a second ending)
join the line before.
"""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from tunesmith.music.fields import letters as letters_of
from tunesmith.notation.as_drawn import as_drawn
from tunesmith.notation.directives import last_directive
from tunesmith.notation.elements import (
    Annotation,
    ChordSymbol,
    Comment,
    Ending,
    Field,
    InlineField,
    LineBreak,
    Overlay,
    Space,
    Unknown,
)
from tunesmith.notation.pitch import Interval
from tunesmith.notation.transposition import transposed
from tunesmith.notation.tune import Tune
from tunesmith.rendering.drawn import drawable, drawn, drawn_field, drawn_text
from tunesmith.rendering.source_lines import ends_line, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tunesmith.notation import Bar, Element

__all__ = ["opening_line", "score_text"]

BARS_TO_THE_LINE = 4
MOST_BARS = BARS_TO_THE_LINE + 2
INLINE = letters_of("inline")
NOTES = letters_of("source") | letters_of("defines")  # for the reader of the text
INCIPIT = frozenset("XTMLK")


def score_text(tune: Tune, usual: int = BARS_TO_THE_LINE) -> str:
    """The tune as the engraver gets it: one header, its `K:` last, and music broken into readable lines.

    Source lines that stay have at most half as many bars again as is `usual`.
    """
    tune = with_accidentals(as_drawn(tune))
    if laid_out(tune) or not can_be_set(tune):
        return header_text(tune) + written(tune, usual)
    return header_text(tune) + "".join(line_text(tune.bars, line) for line in lines(tune))


def with_accidentals(tune: Tune) -> Tune:
    """The tune with the accidentals before its notes that `%%writeout-accidentals` takes out of its signature."""
    asked = last_directive(tune.header, "writeout-accidentals")
    if asked not in ("added", "all"):
        return tune
    return Tune.parse(transposed(tune.header, tune.elements, tune.key, Interval(0, 0), asked))


def opening_line(tune: Tune) -> str:
    """The tune's incipit: its title and its first four bars, with the pickup if there is one."""
    tune = as_drawn(tune)
    first = next(iter(lines(tune)))
    end = first.start + BARS_TO_THE_LINE + (tune.bars[first.start].fill == "anacrusis")
    return header_text(tune, INCIPIT) + line_text(tune.bars, range(first.start, min(end, first.stop)))


def header_text(tune: Tune, letters: frozenset[str] | None = None) -> str:
    """The header's fields and directives, only those of these letters if given; `X:` and `K:` are always there."""
    fields = [field for field in tune.fields if letters is None or field.letter in letters]
    kept = [drawn_field(field) for field in fields if field.letter not in NOTES | {"X", "K"}]
    directives = [e.text for e in tune.header if isinstance(e, Comment) and e.directive and letters is None]
    return "\n".join(
        [f"X:{tune.reference or 1}", *directives, *filter(None, kept), f"K:{tune.value('K') or 'none'}", ""]
    )


def laid_out(tune: Tune) -> bool:
    """Whether the source's own lines suit a reader: whole bars, not too many, and a new line for each part."""
    firsts = {bar.index for bar in tune.bars if breaks(bar.elements)[0]} | {0, len(tune.bars)}
    starts = {part.first_bar for part in tune.form.parts}
    lengths = [after - before for before, after in pairwise(sorted(firsts))]
    return starts <= firsts and max(lengths) <= MOST_BARS and not any(breaks(bar.elements)[1] for bar in tune.bars)


def breaks(elements: Sequence[Element]) -> tuple[bool, bool]:
    """Whether a line breaks before the first note or rest of a bar, and whether one does after it."""
    timed = next(index for index, element in enumerate(elements) if hasattr(element, "duration"))
    at = [i for i, element in enumerate(elements) if is_forced(element) or ends_line(elements[: i + 1])]
    return any(index < timed for index in at), any(index > timed for index in at)


def is_forced(element: Element) -> bool:
    """Whether an element makes a line of music end wherever it stands."""
    return isinstance(element, LineBreak) and element.forced


def written(tune: Tune, usual: int) -> str:
    """The music with the source's own lines; marks that only force a break, and lines without music, are left out."""
    end = next((problem.position.line for problem in tune.problems if problem.code == "text-after-tune"), None)
    read = tune.elements if end is None else [e for e in tune.elements if e.position.line < end]
    bars = [bar for voice in tune.voices for bar in voice.bars]
    text = drawn_text(fitted(unforced(read), bars, usual, usual * MOST_BARS // BARS_TO_THE_LINE))
    return "".join(f"{line}\n" for line in text.split("\n") if line.strip())


def unforced(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements, with marks that force a line break as plain ends of lines."""
    for element in elements:
        forced = isinstance(element, LineBreak) and not element.continued
        yield element.but(text="\n") if forced else element


def can_be_set(tune: Tune) -> bool:
    """Whether the music can be moved between lines: no words or second voices below it, no directives in it."""
    return len(tune.voices) == 1 and not any(
        isinstance(element, Overlay | Unknown)
        or (isinstance(element, Comment) and element.directive)
        or (isinstance(element, Field) and element.letter not in INLINE)
        for element in tune.elements
    )


def lines(tune: Tune) -> Iterable[range]:
    """The bars of each line, part by part."""
    for part in tune.form.parts:
        start, end = part.first_bar, part.last_bar + 1
        pickup = tune.bars[start].fill == "anacrusis"
        while end - start - pickup > MOST_BARS:
            yield range(start, start + BARS_TO_THE_LINE + pickup)
            start, pickup = start + BARS_TO_THE_LINE + pickup, False
        yield range(start, end)


def line_text(bars: Sequence[Bar], line: range) -> str:
    """One line of music; a repeat that opens before its first bar is its own, one after its last is the next line's.

    So are the words and chord symbols between the last note and the bar line, which name what comes next.
    """
    first, last = bars[line.start], bars[line.stop - 1]
    opening = first.opening.opens if first.opening else 0
    pieces = ["|" + ":" * opening] if opening else []
    pieces += [drawn(mark) for mark in labels(bars[line.start - 1]) if mark.text.strip()] if line.start else []
    for bar in bars[line.start : line.stop]:
        moved = labels(bar) if bar is last and line.stop < len(bars) else []
        pieces += [music(bar.elements[: len(bar.elements) - len(moved)]), bar.closing.text if bar.closing else ""]
    if last.closing and last.closing.opens:
        pieces[-1] = ":" * last.closing.closes + "|" if last.closing.closes else "||"
    return " ".join(pieces) + "\n"


def labels(bar: Bar) -> list[Element]:
    """The words and chord symbols with which a bar ends."""
    ending = takewhile(lambda element: isinstance(element, Annotation | ChordSymbol | Space), reversed(bar.elements))
    return list(ending)[::-1]


def music(elements: Iterable[Element]) -> str:
    """The text of a bar's elements on one line, its fields inside brackets."""
    return " ".join("".join(map(inline, drawable(elements))).split())


def inline(element: Element) -> str:
    """One element as it stands inside a line."""
    if isinstance(element, LineBreak | Comment):
        return " "
    if isinstance(element, Field):
        return f"[{element.letter}:{element.value}]" if element.letter in INLINE else ""
    if isinstance(element, InlineField) and element.letter == "V":
        return ""
    if isinstance(element, Ending):
        return f"[{','.join(map(str, element.numbers))} "
    return drawn(element)
