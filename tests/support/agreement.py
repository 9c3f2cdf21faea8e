"""Why a tune and abc2midi differ, and how often: the table of agreement.

Where the two differ, the tune is rewritten so that abc2midi cannot misread it, and judged again. A difference counts as
explained only if the rewritten tune agrees; its explanation is the name of what had to be rewritten. First the fixes
below, which change signs that abc2midi reads otherwise; then the whole tune is written out bar by bar in the order that
we play, without a repeat sign: if only that agrees, then notes and durations are the same, the order of the bars is
not, and the explanation names the sign of repetition that the two take differently. Last, what the standard leaves in
doubt is taken out of the tune for both.

    python tests/support/agreement.py --count 500      prints the table for that many random tunes of every corpus
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.support.abc2midi import agree, corpora, heard, played
from tunesmith.errors import AbcError
from tunesmith.notation import BarLine, Comment, Ending, Field, InlineField, LineBreak, Tie, Tune
from tunesmith.notation.jumps import read_signs
from tunesmith.notation.repeats import closes, opens, sections, turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tunesmith.corpus.sources import SourceTune
    from tunesmith.notation import Bar, Element

STATEFUL = ("K", "L", "M")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the judge says of a tune: `explanation` is "" where both agree, None where nobody knows why they differ."""

    tune: SourceTune
    explanation: str | None


@dataclass(frozen=True, slots=True)
class Fix:
    """A sign that abc2midi reads otherwise, and how to write it so that it does not."""

    name: str
    rewrite: Callable[[str], str]


def judge(tune: SourceTune) -> Verdict:
    """Compare one tune with abc2midi."""
    try:
        ours = played(Tune.parse(tune.abc))
    except AbcError as error:
        return Verdict(tune, f"not read: {error.message}")
    theirs, said = heard(tune.abc)
    if agree(theirs, ours):
        return Verdict(tune, "")
    fixed, names = fixes(tune.abc)
    if names and agree(heard(fixed)[0], ours):
        return Verdict(tune, names)
    for text, marks in ((tune.abc, ""), (fixed, names)):
        reading = Tune.parse(text)
        if agree(heard(written_out(reading))[0], ours):
            return Verdict(tune, "; ".join(filter(None, [marks, repetition(reading)])) or None)
    for fix in DOUBTS:
        without = fix.rewrite(tune.abc)
        if without != tune.abc and agree(heard(without)[0], played(Tune.parse(without))):
            return Verdict(tune, fix.name)
    if "Cannot apply broken rhythm" in said:
        return Verdict(tune, "abc2midi refuses broken rhythm between notes of unequal length")
    return Verdict(tune, None)


def fixes(text: str) -> tuple[str, str]:
    """The text with every fix that changes it, and the names of these."""
    names = []
    for fix in FIXES:
        rewritten = fix.rewrite(text)
        if rewritten != text:
            names.append(fix.name)
        text = rewritten
    return text, "; ".join(names)


def substitution(pattern: str, new: str) -> Callable[[str], str]:
    """A fix that replaces a pattern in the lines after the key."""

    def rewrite(text: str) -> str:
        head, key, body = (*re.split(r"(^K:.*$)", text, maxsplit=1, flags=re.M), "", "")[:3]
        return head + key + re.sub(pattern, new, body, flags=re.M)

    return rewrite


def plain_keys(text: str) -> str:
    """The tune with nothing but the key in its `K:` fields."""
    return re.sub(r"^(K:[^(%\n]*\S)[ \t]*\(.*$", r"\1", text, flags=re.M)


def plain_quintuplets(text: str) -> str:
    """The tune with the time of its quintuplets written out, in triple time where abc2midi takes 3 instead of 2."""
    return re.sub(r"\(([579])(?!:|\d)", r"(\1:2", text) if re.search(r"^M:[ ]*3/4", text, re.M) else text


def plain_graces(text: str) -> str:
    """The tune without accidentals on its grace notes."""
    return re.sub(r"\{[^}]*\}", lambda group: re.sub(r"[\^_=]", "", group[0]), text)


FIXES = (
    Fix("words in the K: field", plain_keys),
    Fix("(5 in triple time", plain_quintuplets),
    Fix("`!` as a line break", substitution(r"![ \t]*$|^[ \t]*!|(?<=[|:])!", "")),
    Fix("`[|]` beside a bar line", substitution(r"\[\|\](?=[ \t\\]*\n?[|:])", "")),
    Fix("`|]:` or `||:` for `|:`", substitution(r"\|[\]|]:(?!\|)", "|:")),
    Fix("`:` at the start of a line for `|:`", substitution(r"^:(?=[ \t]*[A-Ga-gz(^_=])", "|:")),
    Fix("`=3D`, a natural sign that mail has mangled", substitution(r"=3D(?=[A-Ga-g])", "=")),
    Fix("`=` or `=20` at the end of a line that mail has broken", substitution(r"=(?:20)?[ \t]*$", r"\\")),
    Fix("`[` before words", substitution(r"\[(?=\")", "")),
    Fix("a blank before the number of an ending", substitution(r"(?<=\|)[ \t]+(?=[1-9][ \t])", "")),
    Fix("`||1` or `||[1`", substitution(r"\|\|(?=\[?[12])", "|")),
)


DOUBTS = (
    Fix("accidental on a grace note", plain_graces),
    Fix("broken rhythm into a bar line", substitution(r"[<>]+(?=[ \t]*[|:])", "")),
    Fix("words between a note and its length", substitution(r"(\"[^\"\n]*\")(?=\d)", "")),
)
"""What can be taken in two ways: agreement without it explains the difference."""


def written_out(tune: Tune) -> str:
    """The tune's bars one after another as they are played, without repeats, endings or parts."""
    header = [element.text for element in tune.header if not (isinstance(element, Field) and element.letter == "P")]
    lines = [re.sub(r"\n+", "\n", "".join(header))]
    before, order = settings(tune), tune.play_order()
    running = before[0]
    for place, index in enumerate(order):
        changes = [f"[{letter}:{value}]" for letter, value in before[index].items() if running.get(letter) != value]
        back = place + 1 < len(order) and order[place + 1] <= index
        lines.append("".join(changes) + bar_text(tune.bars[index], back) + "|\n")
        running = before[index + 1]
    return "".join(lines)


def settings(tune: Tune) -> list[dict[str, str]]:
    """The key, unit and meter in force before each bar, and after the last; only those that a field has set."""
    current = {element.letter: element.value for element in tune.fields if element.letter in STATEFUL}
    current.setdefault("L", str(tune.unit))
    result = [current]
    for bar in tune.bars:
        current = current | {field.letter: field.value for field in fields(bar.elements)}
        result.append(current)
    return result


def fields(elements: Iterable[Element]) -> Iterator[Field | InlineField]:
    """The fields among these elements that bear on what follows."""
    return (e for e in elements if isinstance(e, Field | InlineField) and e.letter in STATEFUL)


def bar_text(bar: Bar, back: bool) -> str:
    """The notes of a bar on one line; a tie at its end goes where the order of playing goes back."""
    pieces = []
    for element in bar.elements:
        if isinstance(element, Field):
            pieces.append(f"[{element.letter}:{element.value}]" if element.letter in STATEFUL else "")
        elif isinstance(element, LineBreak):
            pieces.append(" ")
        elif not isinstance(element, Ending | Comment):
            pieces.append(element.text)
    text = "".join(pieces).strip()
    return text.rstrip("-) ") if back else text


def repetition(tune: Tune) -> str:
    """The signs of repetition in a tune that abc2midi does not take as the standard has them."""
    return "; ".join(name for name, present in REPETITIONS.items() if present(tune))


def from_double_bar(tune: Tune) -> bool:
    """A repeat that starts at a double bar, or after an ending, and has no `|:`."""
    return any(turns(section) > 1 and not opens(section[0]) and section[0].index for section in sections(tune.bars))


def last_ending_closed(tune: Tune) -> bool:
    """A `:|` or `::` after the last of several endings."""
    return any(ends_closed(section) for section in sections(tune.bars))


def ends_closed(section: Sequence[Bar]) -> bool:
    """Whether a section has endings, and a repeat sign after the last."""
    last = section[-1]
    return bool(closes(last)) and bool(last.endings) and max(last.endings) > 1


def ties_at_repeats(tune: Tune) -> bool:
    """A tie into an alternative ending or over a repeat sign."""
    pairs = [
        (before, after) for before, after in pairwise(tune.bars) if after.endings or closes(before) or opens(after)
    ]
    return any(isinstance(e, Tie) for before, after in pairs for e in [*before.elements[-3:], *after.elements[:5]])


def endings_alone(tune: Tune) -> bool:
    """Endings that follow a double bar, so that they have no common part."""
    return any(bool(section[0].endings) for section in sections(tune.bars))


def ending_unclosed(tune: Tune) -> bool:
    """Alternative endings with no `:|` between them."""
    return any(turns(section) > 1 and not any(map(closes, section)) for section in sections(tune.bars))


def opened_otherwise(tune: Tune) -> bool:
    """A start of a repeat that is not `|:` or `::`."""
    lines = (element for element in tune.elements if isinstance(element, BarLine) and element.opens)
    return any(not line.text.startswith(("|:", ":|", "::")) for line in lines)


def never_closed(tune: Tune) -> bool:
    """A `|:` that no `:|` closes before the next."""
    return any(opens(section[0]) and turns(section) == 1 for section in sections(tune.bars))


REPETITIONS: dict[str, Callable[[Tune], bool]] = {
    "repeat from a double bar": from_double_bar,
    "`:|` after the last ending": last_ending_closed,
    "tie into an ending or over a repeat": ties_at_repeats,
    "`|:` that is never closed": never_closed,
    "endings after a double bar": endings_alone,
    "endings with no `:|` between": ending_unclosed,
    "number of an ending at the start of a line": lambda tune: bool(re.search(r"^[ \t]*[1-9] ", tune.text, re.M)),
    "`|]:`, `||:` or `:` for `|:`": opened_otherwise,
    "da capo and dal segno, which abc2midi does not play": lambda tune: bool(read_signs(tune.bars).jumps),
    "parts called by P:": lambda tune: bool(tune.value("P")),
}


def table(count: int, seed: int) -> Iterator[str]:
    """The lines of the table: agreement and explanations, for so many random tunes of each corpus."""
    for name, tunes in corpora().items():
        chosen = random.Random(seed).sample(tunes, min(count, len(tunes)))
        verdicts = [judge(tune) for tune in chosen]
        reasons = Counter(verdict.explanation for verdict in verdicts)
        agreed, unexplained = reasons.pop("", 0), reasons.pop(None, 0)
        yield f"{name}: {agreed} of {len(chosen)} agree ({agreed / len(chosen):.1%}), {unexplained} unexplained"
        yield from (f"    {number:4}  {reason}" for reason, number in reasons.most_common())
        yield from (f"    unexplained: {verdict.tune.id}" for verdict in verdicts if verdict.explanation is None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Agreement with abc2midi on random tunes of every corpus.")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for line in table(options.count, options.seed):
        print(line)
