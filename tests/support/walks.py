"""Walks through the grammar in compiled code, as adversaries would write: none may come to a dead end.

python tests/support/walks.py --count 10000      prints how many walks ended, and how many tunes are in order
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import numba
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.charts import chords_as_asked
from tests.support.endings import ends_as_asked
from tests.support.scribe import any_outline, charted
from tunesmith.grammar import CODES, state_size
from tunesmith.grammar.layout import TEXT, USED
from tunesmith.grammar.plans import build_plan
from tunesmith.inference import compiled
from tunesmith.notation.check import check

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes: TypeAlias = npt.NDArray[np.int64]
    Weights: TypeAlias = npt.NDArray[np.float64]

accepts, advance, begin, finished = compiled.accepts, compiled.advance, compiled.begin, compiled.finished
ADVERSARIES = FIRST, LAST, EVEN, ORDER, NEARLY_ORDER, LONGEST, UNEVEN, EARLY = range(8)
BAR_LINES = (0, 124, 58)
TO_BAR_LINES = (32, 49, 50, 58, 124)  # what leads to a bar line, and the numbers of endings
Function = TypeVar("Function")


def jitted(function: Function) -> Function:
    """Compile a function; numba's own types take the function for a signature."""
    return cast("Function", cast("Any", numba.njit)(function))


@jitted
def walk(state: Codes, plan: Codes, adversary: int, ranks: Codes, weights: Weights, seed: int) -> bool:
    """Write a whole tune; False if at some point nothing may follow."""
    np.random.seed(seed)
    begin(state, plan)
    codes = np.zeros(CODES, np.int64)
    while not finished(state):
        count = 0
        for code in range(CODES):
            if accepts(state, plan, code):
                codes[count] = code
                count += 1
        if count == 0:
            return False
        advance(state, plan, choose(codes[:count], adversary, ranks, weights))
    return True


@jitted
def choose(codes: Codes, adversary: int, ranks: Codes, weights: Weights) -> int:
    """Choose one of the codes that may follow."""
    if adversary == FIRST:
        return int(codes[0])
    if adversary == LAST:
        return int(codes[-1])
    if adversary == ORDER or (adversary == NEARLY_ORDER and np.random.random() < 0.8):
        return int(codes[np.argmin(ranks[codes])])
    if adversary == LONGEST:
        others = np.array([code for code in codes if code not in BAR_LINES])
        codes = others if len(others) else codes
    if adversary == EARLY and np.random.random() < 0.5:
        likely = np.array([code for code in codes if code in TO_BAR_LINES])
        codes = likely if len(likely) else codes
    if adversary == UNEVEN:
        sums = np.cumsum(weights[codes])
        return int(codes[min(np.searchsorted(sums, np.random.random() * sums[-1]), len(codes) - 1)])
    return int(codes[np.random.randint(len(codes))])


def main() -> None:
    """Walk, and end with 1 if a walk came to a dead end or a tune is not in order."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--charted", action="store_true", help="ask for chord symbols where the meter takes any")
    parser.add_argument("--out", type=Path, help="write the tunes here, for other judges")
    options = parser.parse_args()
    started, dead, long, faulty, astray, unlike, characters, texts = time.time(), 0, 0, 0, 0, 0, 0, []
    for seed in range(options.seed, options.seed + options.count):
        chance = random.Random(seed)
        outline = any_outline(chance)
        if options.charted:
            outline = charted(outline, chance)
        state = np.zeros(state_size(outline.limit), np.int64)
        ranks = np.array(chance.sample(range(CODES), CODES))
        weights = np.array([chance.random() ** 8 + 1e-12 for _ in range(CODES)])
        ended = walk(state, np.array(build_plan(outline)), chance.choice(ADVERSARIES), ranks, weights, seed)
        text = "".join(map(chr, state[TEXT : TEXT + state[USED]]))
        dead += not ended
        long += len(text) > outline.limit
        faulty += not check(text).ok
        astray += ended and not ends_as_asked(text, outline.ending)
        unlike += ended and not chords_as_asked(text, outline)
        characters += len(text)
        texts.append(text)
        if ended and not chords_as_asked(text, outline):
            print(f"seed {seed}: other chords than asked", outline, text)
        if not ended:
            print(f"seed {seed}: nothing may follow {text[-60:]!r}", outline)
    if options.out:
        options.out.write_text("\n\n".join(texts))
    print(f"{options.count} walks, {characters} characters, {time.time() - started:.0f} s: {dead} dead ends, "
          f"{long} too long, {faulty} tunes not in order, {astray} that end otherwise than asked, "
          f"{unlike} with other chords than asked")  # fmt: skip
    sys.exit(1 if dead or long or faulty or astray or unlike else 0)


if __name__ == "__main__":
    main()
