"""Which real tunes the grammar accepts, character for character in canonical spelling, and why not the others.

    python tests/support/acceptance.py --count 2000      prints the table, over so many random tunes of each corpus

A tune is refused for not being in order, or for what `tests.support.subset` says of it; each reason stands there with
the share of tunes that have it, and of those that have no other.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.abc2midi import corpora
from tests.support.parts import LEAST_BARS, MOST_BARS, MOST_PARTS, cut
from tests.support.scribe import Scribe
from tests.support.subset import departures
from tunesmith.errors import AbcError
from tunesmith.grammar.outlines import Outline, PartOutline
from tunesmith.notation import Tune, check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def canonical(text: str) -> str:
    """A tune in canonical spelling, as number 1; nothing if it has no music."""
    try:
        return re.sub(r"^X:.*", "X:1", Tune.parse(text).canonical())
    except AbcError:
        return ""


def accepted(text: str) -> bool:
    """Whether the grammar takes a tune to its end, to a plan with as many parts and little else settled."""
    return refused(text) is None


def refused(text: str) -> str | None:
    """What is left of a tune at the first character that the grammar refuses; None if it takes it all."""
    tune = Tune.parse(text)
    fields = dict(re.findall(r"^([LQMK]):(.*)$", text, re.MULTILINE)[:4])
    if not re.fullmatch(r"\d+/\d+", fields["M"]) or fields["K"] == "none":
        return text
    outline = Outline(
        units=[Fraction(fields["L"])],
        meters=[(tune.meter.beats, tune.meter.unit)],
        keys=[(fields["K"], [tune.key.signature[letter] for letter in "CDEFGAB"])],
        parts=[PartOutline(LEAST_BARS, MOST_BARS)] * MOST_PARTS,
        least_parts=min(len(list(cut(tune.bars, tune.meter.capacity))), MOST_PARTS),
        limit=2 * len(text) + 8000,
        tempo=fields.get("Q", ""),
        least_total=2,
        lowest=0,
        highest=127,
        courtesy=True,
    )
    try:
        scribe = Scribe(outline)
    except ValueError:  # bars too long for a plan
        return text
    left = scribe.write(text)
    return left if left else None if scribe.end() else ""


def table(texts: Sequence[str]) -> Iterator[str]:
    """The lines about one corpus: each reason with the share of tunes that have it, and of those that have it alone."""
    reasons: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    orderly = taken = wrong = 0
    for text in filter(None, map(canonical, texts)):
        ok, found, takes = check(text).ok, departures(text), accepted(text)
        orderly, taken, wrong = orderly + ok, taken + takes, wrong + (takes != (ok and not found))
        found += [] if ok else ["not in order"]
        reasons.update(found)
        alone.update(found if len(found) == 1 else [])
    total = len(texts)
    yield f"{total} tunes: {orderly / total:.1%} in order, {taken / total:.1%} accepted, {wrong} not as the subset says"
    for reason, number in reasons.most_common():
        yield f"{number / total:7.1%} {alone[reason] / total:7.1%}  {reason}"


def main() -> None:
    """Print the table of each corpus."""
    parser = argparse.ArgumentParser(description="The share of real tunes that the grammar accepts.")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name, tunes in corpora().items():
        chosen = random.Random(options.seed).sample(tunes, min(options.count, len(tunes)))
        print(name)
        for line in table([tune.abc for tune in chosen]):
            print("  " + line, flush=True)


if __name__ == "__main__":
    main()
