"""The tables of a plan: spellings as trees of characters, and the fewest characters that fill a room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tunesmith.grammar.layout import (
    DYNAMIC,
    NEVER,
    ROOMS,
    STEP_CHILD,
    STEP_CODE,
    STEP_COLUMNS,
    STEP_SIBLING,
    STEP_TICKS,
    WORD_CHILD,
    WORD_CODE,
    WORD_COLUMNS,
    WORD_SIBLING,
    WORD_VALUE,
)  # fmt: skip
from tunesmith.music.notes import LETTERS

__all__ = [
    "LENGTHS", "TICKS_PER_UNIT", "Tree", "closings", "dynamics", "exact_closings", "fillings",
    "length_table", "symbols", "ticks_of", "word_table", "words",
]  # fmt: skip

TICKS_PER_UNIT = 4
LENGTHS = {
    "": 4, "/4": 1, "/": 2, "3/4": 3, "3/2": 6, "2": 8, "3": 12, "4": 16, "6": 24, "7": 28, "8": 32, "12": 48,
    "16": 64, "24": 96,
}  # fmt: skip
"""The lengths that are composed, in ticks: what one note head with at most two dots can show."""

QUALITIES = ("", "m", "7", "m7", "maj7", "6", "m6", "9", "dim", "aug", "sus4")
ROOTS = tuple(letter + accidental for letter in sorted(LETTERS) for accidental in ("", "b", "#"))
DYNAMICS = ("f", "ff", "mf", "mp", "p", "pp")
"""The decorations between exclamation marks that are composed: the others that are common change a note's length."""


@dataclass(slots=True)
class Tree:
    """Words as a tree of characters; `value` is what the characters up to here settle, 0 for nothing."""

    children: dict[str, Tree] = field(default_factory=dict)
    value: int = 0

    def add(self, word: str, value: int = 0) -> Tree:
        """Add a word whose last character settles `value`; return the node after it."""
        node = self
        for character in word:
            node = node.children.setdefault(character, Tree())
        node.value = value
        return node

    def hang(self, *trees: Tree) -> None:
        """Let every word of other trees follow here; the branches are shared, and no two begin with the same letter."""
        for tree in trees:
            self.children |= tree.children


def dynamics() -> Tree:
    """Return the marks of loudness up to the exclamation mark that closes them."""
    tree = Tree()
    for name in DYNAMICS:
        tree.add(name + "!", DYNAMIC)
    return tree


def words(spellings: Iterable[str], end: str, *after: Tree) -> Tree:
    """Return these words, each followed by `end` and then by what the trees `after` hold."""
    tree = Tree()
    for spelling in spellings:
        tree.add(spelling + end).hang(*after)
    return tree


def symbols() -> Tree:
    """Return the chord symbols, such as `Bb`, `F#m7` or `G/B`, with the quotation mark that closes them."""
    closed = words([""], '"')
    bass = Tree()
    for root in ROOTS:
        bass.add("/" + root).hang(closed)
    qualities = Tree()
    for quality in QUALITIES:
        qualities.add(quality).hang(closed, bass)
    tree = Tree()
    for root in ROOTS:
        tree.add(root).hang(qualities)
    return tree


def word_table(trees: Iterable[Tree]) -> tuple[list[int], list[int]]:
    """Return the trees as one table of WORD_COLUMNS, and the first node of each; equal branches share their rows."""
    rows: list[list[int]] = []
    known: dict[object, int] = {}

    def place(tree: Tree) -> int:
        shape = _shape(tree, shapes)
        if shape in known:
            return known[shape]
        first = -1
        for character, child in reversed(tree.children.items()):
            below = place(child) if child.children else -1
            row = [0] * WORD_COLUMNS
            row[WORD_CODE], row[WORD_SIBLING] = ord(character), first
            row[WORD_CHILD], row[WORD_VALUE] = below, child.value
            rows.append(row)
            first = len(rows) - 1
        known[shape] = first
        return first

    shapes: dict[int, object] = {}
    roots = [place(tree) for tree in trees]
    return [number for row in rows for number in row], roots


def _shape(tree: Tree, known: dict[int, object]) -> object:
    """Return a value that is equal for trees with equal words and values."""
    if id(tree) not in known:
        parts = ((key, child.value, _shape(child, known)) for key, child in tree.children.items())
        known[id(tree)] = frozenset(parts)
    return known[id(tree)]


def length_table() -> list[int]:
    """Return the spellings of lengths as a tree of STEP_COLUMNS; row 0 is the bare letter."""
    rows = [[0, -1, -1, LENGTHS[""]]]
    place = {"": 0}
    for word in sorted(_prefixes(LENGTHS), key=len):
        parent = rows[place[word[:-1]]]
        row = [0] * STEP_COLUMNS
        row[STEP_CODE], row[STEP_SIBLING] = ord(word[-1]), parent[STEP_CHILD]
        row[STEP_CHILD], row[STEP_TICKS] = -1, LENGTHS.get(word, 0)
        rows.append(row)
        place[word] = parent[STEP_CHILD] = len(rows) - 1
    return [number for row in rows for number in row]


def _prefixes(words: Iterable[str]) -> set[str]:
    return {word[:end] for word in words for end in range(1, len(word) + 1)}


def _endings(lengths: Sequence[int], step: int) -> dict[int, int]:
    """Return the characters that each length still takes from this step on."""
    row = lengths[step * STEP_COLUMNS : (step + 1) * STEP_COLUMNS]
    endings = {row[STEP_TICKS]: 0} if row[STEP_TICKS] else {}
    child = row[STEP_CHILD]
    while child >= 0:
        for ticks, characters in _endings(lengths, child).items():
            endings[ticks] = min(endings.get(ticks, NEVER), characters + 1)
        child = lengths[child * STEP_COLUMNS + STEP_SIBLING]
    return endings


STRUMMED = frozenset({(2, 4), (3, 4), (4, 4), (6, 4), (2, 2), (3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8)})
"""The meters in which programs can play chord symbols; in others they warn."""


def fillings(letter: int) -> list[int]:
    """Return the fewest characters that fill 0 to ROOMS - 1 ticks with notes of `letter` characters and a space."""
    fill = [0] + [NEVER] * (ROOMS - 1)
    for room in range(1, ROOMS):
        fill[room] = min(
            1 + letter + len(word) + fill[room - ticks] for word, ticks in LENGTHS.items() if ticks <= room
        )
    return fill


def closings(lengths: Sequence[int], fill: Sequence[int], below: int) -> list[int]:
    """Return, by step and room, the fewest characters that end a note shorter than `below` ticks and fill the rest."""
    table: list[int] = []
    for step in range(len(lengths) // STEP_COLUMNS):
        endings = [(ticks, more) for ticks, more in _endings(lengths, step).items() if ticks < below]
        for room in range(ROOMS):
            costs = (more + fill[room - ticks] for ticks, more in endings if ticks <= room)
            table.append(min(costs, default=NEVER))
    return table


def exact_closings(lengths: Sequence[int]) -> list[int]:
    """Return, by step and ticks, the characters that make a length just so many ticks."""
    table = [NEVER] * (len(lengths) // STEP_COLUMNS * ROOMS)
    for step in range(len(lengths) // STEP_COLUMNS):
        for ticks, more in _endings(lengths, step).items():
            table[step * ROOMS + ticks] = more
    return table


def ticks_of(duration: Fraction, unit: Fraction) -> int:
    """Return a duration in ticks of the unit note length.

    Raises:
        ValueError: it is no whole number of ticks.
    """
    ticks = duration / unit * TICKS_PER_UNIT
    if ticks.denominator != 1:
        raise ValueError(f"{duration} of a whole note is no multiple of a quarter of {unit}")
    return int(ticks)
