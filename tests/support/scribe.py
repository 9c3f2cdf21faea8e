"""A scribe that writes to a plan of the grammar one character at a time, with outlines and adversaries to try it."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tunesmith.grammar import CODES, END, advance, begin, finished, permitted, state_size
from tunesmith.grammar.charts import Chart, ChartBar, ChartChord
from tunesmith.grammar.headers import header_text
from tunesmith.grammar.layout import BAR_SHARES, TEXT, USED
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.grammar.plans import build_plan, least_length
from tunesmith.grammar.tables import STRUMMED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tunesmith.grammar import Plan

    Choice = Callable[[Sequence[int]], int]

SIX_PARTS = Outline(
    units=[Fraction(1, 8)],
    meters=[(4, 4)],
    keys=[("D", (1, 0, 0, 1, 0, 0, 0))],
    parts=[PartOutline()] * 6,
    least_parts=1,
    limit=600,
    tempo="",
)
"""One to six parts in D major, 4/4, eighths."""

KEYS = [("C", (0,) * 7), ("D", (1, 0, 0, 1, 0, 0, 0)), ("Bb", (0, 0, -1, 0, 0, 0, -1)), ("Edor", (1, 0, 0, 1, 0, 0, 0))]
METERS = [(2, 4), (3, 4), (4, 4), (2, 2), (6, 8), (9, 8), (12, 8), (3, 8), (3, 2), (6, 4), (5, 4)]
TWO_PICKUPS = [PartOutline(2, 2, True), PartOutline(2, 3)]
"""After a second ending, the pickup of the second part may differ from that of the first."""
UNITS = [Fraction(1, 8), Fraction(1, 16), Fraction(1, 4)]
CHORDS = (
    ChartChord("G", frozenset({7, 11, 2})),
    ChartChord("F#m7b5", frozenset({6, 9, 0, 4})),
    ChartChord("Eb/Bb", frozenset({3, 7, 10})),
    ChartChord("N.C.", frozenset(range(12))),
)
BAR_LINES = ("|12:", "|12: ")
"""What a walk likes that ends bars early, the second also where a space has to come first."""
PUSHES = (0, 0, 1, 2, 5, 20, 60, 150, 400, 1000)
"""How many characters more than the shortest tune needs an adversary may have."""


class Scribe:
    """Writes one tune; `header` is what stands before the music."""

    def __init__(self, outline: Outline) -> None:
        self.plan: Plan = build_plan(outline)
        self.state = [0] * state_size(outline.limit)
        begin(self.state, self.plan)
        self.header = header_text(outline)

    def write(self, text: str) -> str:
        """Write as much of the text as may be written and return what is left of it."""
        for place, character in enumerate(text):
            if not advance(self.state, self.plan, ord(character)):
                return text[place:]
        return ""

    def end(self) -> bool:
        """End the tune here, if it may."""
        return advance(self.state, self.plan, END)

    @property
    def text(self) -> str:
        """What is written."""
        return "".join(map(chr, self.state[TEXT : TEXT + self.state[USED]]))

    @property
    def ended(self) -> bool:
        """Whether the tune has ended."""
        return finished(self.state)

    def choices(self) -> str:
        """The characters that may follow, `$` for the end."""
        codes = [0] * CODES
        permitted(self.state, self.plan, codes)
        return "".join("$" if code == END else chr(code) for code in range(CODES) if codes[code])

    def walk(self, choose: Choice) -> str:
        """Let `choose` pick each character out of those permitted, to the end; the text so far if there are none."""
        codes = [0] * CODES
        while not self.ended and permitted(self.state, self.plan, codes):
            advance(self.state, self.plan, choose([code for code in range(CODES) if codes[code]]))
        return self.text

    def follow(self, orders: Iterator[Sequence[int]]) -> str:
        """Write the first character of each order that may follow, to the end; the text so far if none of them may."""
        while not self.ended and any(advance(self.state, self.plan, code) for code in next(orders)):
            pass
        return self.text


def any_outline(chance: random.Random) -> Outline:
    """Return an outline of any sort, with hardly more characters than it needs, or with many more."""
    parts = chance.choice(
        [
            [PartOutline(8, 32)],
            [PartOutline()] * 6,
            [PartOutline(4, 8, repeated=True)] * 2,
            [PartOutline(4, 4, repeated=True), PartOutline(4, 8)],
            [PartOutline(4, 17, phrase=4)] * 6,
            [PartOutline(4, 20, None, None, 4), PartOutline(6, 12, chance.choice((None, True)), None, 3)],
            [PartOutline(size := chance.choice((2, 4, 8)), size)] * chance.choice((4, 5)),
            [PartOutline(4, 8, chance.choice((None, True, False))), PartOutline(4, 4), PartOutline(4, 8, False, 0)],
            [
                PartOutline(4, 5, True), PartOutline(4, 4, True), PartOutline(4, 5, False, 0), PartOutline(8, 8, True),
                PartOutline(4, 4, chance.choice((True, False)), 1), PartOutline(4, 4, False, 0),
            ],
        ]
    )  # fmt: skip
    outline = Outline(
        units=[chance.choice(UNITS)],
        meters=[chance.choice(METERS)],
        keys=[chance.choice(KEYS)],
        parts=parts,
        least_parts=1 if len(parts) == 6 and parts[2].copy_of is None else len(parts),
        limit=0,
        tempo=chance.choice((None, "")),
        pickup=chance.choice((None, None, Fraction(0), Fraction(1, 8))),
        endings=chance.random() < 0.8,
        chords=chance.random() < 0.7,
        lowest=chance.choice((43, 55, 62)),
        highest=chance.choice((79, 83, 96)),
        share_outside=chance.choice((1.0, 1.0, 0.0, 0.05, 0.3)),
        courtesy=chance.random() < 0.2,
        ending=chance.choice(("any", "home", "open")),
    )
    return replace(outline, limit=least_length(outline) + chance.choice(PUSHES))


def any_short_outline(chance: random.Random) -> Outline:
    """Return an outline of a few bars, whose end is always near: of any form, with parts that come back."""
    free = chance.choice((None, True, False))
    parts = chance.choice(
        [
            [PartOutline(2, 2, free)],
            [PartOutline(2, 4, free)] * 2,
            [PartOutline(2, 2, True), PartOutline(2, 3, False)],
            TWO_PICKUPS,
            [PartOutline(4, 8, free, phrase=4)] * 2,
            [PartOutline(2, 4, free), PartOutline(2, 2), PartOutline(2, 4, False, 0)],
            [PartOutline(2, 3, True), PartOutline(3, 3, free), PartOutline(2, 3, chance.choice((True, False)), 0)],
        ]
    )
    outline = Outline(
        units=[chance.choice(UNITS)],
        meters=[chance.choice(METERS)],
        keys=[chance.choice(KEYS)],
        parts=parts,
        least_parts=chance.randint(1, len(parts)) if parts[-1].copy_of is None else len(parts),
        least_total=2,
        limit=0,
        tempo="",
        pickup=chance.choice((None, Fraction(0), Fraction(1, 8), Fraction(1, 4))),
        lowest=chance.choice((43, 59)),
        highest=chance.choice((75, 96)),
        share_outside=chance.choice((1.0, 1.0, 0.0, 0.3)),
        ending=chance.choice(("home", "open", "any")),
        last_shares=[chance.choice((0, 0, 18, 24, 36, 48, 63, BAR_SHARES))],
    )
    return replace(outline, limit=least_length(outline) + chance.choice(PUSHES))


def any_orders(chance: random.Random) -> Iterator[list[int]]:
    """Return orders of all characters, each drawn anew, that lean towards some characters and away from others."""
    yield from orders_liking(
        chance.choice(("", "(", "-", "(-", "(3", "~{", "<>", *BAR_LINES, "(-~{|", "/", "48")), chance
    )


def orders_liking(liked: str, chance: random.Random) -> Iterator[list[int]]:
    """Return orders of all characters, each drawn anew, in which these mostly come first."""
    weights = [(20.0 if chr(code) in liked else 1.0) * chance.random() ** 4 + 1e-9 for code in range(CODES)]
    while True:
        yield sorted(range(CODES), key=lambda code: chance.expovariate(weights[code]))


def charted(outline: Outline, chance: random.Random) -> Outline:
    """Return the outline with a chart of chords, or with a first chord symbol asked for, if its meter takes any."""
    [(beats, unit)] = outline.meters
    if (beats, unit) not in STRUMMED:
        return outline
    if chance.random() < 0.2:
        asked = replace(outline, pickup=outline.pickup or Fraction(0), symbols="first", limit=0)
        return replace(asked, limit=least_length(asked) + chance.choice(PUSHES))
    pulses = chance.choice([number for number in (1, 2, 3, 4) if fits(Fraction(beats, unit), number)])
    parts: list[tuple[ChartBar, ...]] = []
    for part in outline.parts:
        if part.copy_of is not None:
            parts.append(parts[part.copy_of])
            continue
        bars = [a_bar(pulses, chance, first=True), *(a_bar(pulses, chance) for _ in range(chance.choice((0, 1, 3))))]
        parts.append(tuple(bars[place % len(bars)] for place in range(part.most)))
    chart = Chart(CHORDS, tuple(parts), chance.choice((0.0, 0.3, 1.0)))
    room = Fraction(beats, unit) / pulses - Fraction(1, 4)
    outline = replace(outline, chart=chart, pickup=Fraction(1, 8) if room and chance.random() < 0.5 else Fraction(0))
    outline = replace(outline, limit=0)
    return replace(outline, limit=least_length(outline) + chance.choice(PUSHES))


def fits(bar: Fraction, pulses: int) -> bool:
    """Whether a bar has so many pulses of a quarter note or more, all of them whole eighths."""
    return pulses == 1 or (bar / pulses >= Fraction(1, 4) and (bar / pulses) % Fraction(1, 8) == 0)


def a_bar(pulses: int, chance: random.Random, *, first: bool = False) -> ChartBar:
    """Return a bar of a chart; the first of a part has its first symbol written."""
    bar = [(chance.randrange(len(CHORDS)), chance.random() < 0.6) for _ in range(pulses)]
    return tuple((chord, written or (first and place == 0)) for place, (chord, written) in enumerate(bar))


def any_adversary(chance: random.Random) -> Choice:
    """Return a way to choose that a composer would not: always the first or last code, a fixed order, the longest."""
    order = list(range(CODES))
    chance.shuffle(order)
    weights = [chance.random() ** 8 + 1e-9 for _ in range(CODES)]

    def longest(codes: Sequence[int]) -> int:
        return chance.choice([code for code in codes if code not in (END, ord("|"), ord(":"))] or codes)

    def by_order(codes: Sequence[int]) -> int:
        return min(codes, key=order.__getitem__)

    def nearly_by_order(codes: Sequence[int]) -> int:
        return by_order(codes) if chance.random() < 0.8 else chance.choice(codes)

    def uneven(codes: Sequence[int]) -> int:
        return chance.choices(codes, [weights[code] for code in codes])[0]

    def intricate(codes: Sequence[int]) -> int:
        return chance.choice([code for code in codes if chr(code) in "/34,'(|_^=[{\"~.!T"] or codes)

    return chance.choice((min, max, chance.choice, longest, by_order, nearly_by_order, uneven, intricate))
