"""Learn which parts real tunes have, how these end, and on how long a note: src/tunesmith/composing/forms.json.

    python scripts/forms.py CORPUS

CORPUS is a packed corpus; its training split is read, one tune of every family. Written is how many tunes have each
form that can be composed (`8r 8r`: two repeated parts of eight bars), by rhythm, by meter and of all, and how many
parts end in each way (as `tunesmith.model.goal_features` counts them), by mode and of all, given how the tune ends, and
how much of a full bar is left where the last notes begin of tunes that come to rest, by meter, and by rhythm and meter.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tunesmith.composing.forms import ALL, TABLE, WAYS, composable, resting, way_of
from tunesmith.corpus.packed import PackedCorpus
from tunesmith.grammar.layout import BAR_SHARES
from tunesmith.inference.encoder import InputEncoder
from tunesmith.model.config import NetworkConfig
from tunesmith.model.goal_features import FIELDS
from tunesmith.notation import Chord, Note, Rest, Tune
from tunesmith.notation.key import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tunesmith.corpus.packed import PackedTune

FEWEST_TUNES = 200
"""A rhythm, a meter or a mode that fewer tunes have is not told apart."""
FEWEST_LASTS = 50
"""A meter, or a rhythm in a meter, in which fewer tunes come to rest is not told apart."""
RAREST = 0.005
"""A form that a smaller share of the tunes has is left out."""
ONE_NOTE = (1, 3, 7)
"""What a note without a dot, with one and with two has in the smallest of its parts."""
CODES = range(1, 15)


def main() -> None:
    """Count, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    ends: defaultdict[str, defaultdict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    rests: defaultdict[str, defaultdict[str, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    for tune, text, parts in surveyed(PackedCorpus.open(parser.parse_args().corpus, "train")):
        shape = tuple((bars, said % 3 == 2) for bars, said, _ in parts)
        if composable(shape):
            for name in {tune.rhythm or ALL, tune.meter, ALL}:
                forms[name][" ".join(f"{bars}{'r' * repeated}" for bars, repeated in shape)] += 1
        *others, last = [end for *_, end in parts]
        if last and all(others):
            for mode in (Key.parse(tune.key).mode, ALL):
                ends[mode]["last"][last] += 1
                ends[mode][way_of(last)].update(others)
        if resting(last) and (share := last_share(Tune.parse(text))):
            for name in {f"{tune.rhythm or ''} {tune.meter}".strip(), tune.meter}:
                rests[name][way_of(last)][share] += 1
    TABLE.write_text(written(forms, ends, rests), encoding="utf-8")
    print(f"{forms[ALL].total()} tunes whose form can be composed, {ends[ALL]['last'].total()} whose ends are known")


def last_share(tune: Tune) -> int:
    """How much of a full bar is left where the last note of the tune begins, in parts of BAR_SHARES.

    A pickup makes the last bar shorter at its end, and the note too. It is 0 where that is no whole number, or the note
    is more than one with its dots.
    """
    *before, last = (element for element in tune.bars[-1].elements if isinstance(element, Note | Chord | Rest))
    if last.duration.numerator not in ONE_NOTE or not tune.meter.capacity:
        return 0
    shares = BAR_SHARES * (1 - sum(element.duration for element in before) / tune.meter.capacity)
    return int(shares) if shares.denominator == 1 and shares > 0 else 0


def surveyed(corpus: PackedCorpus) -> Iterator[tuple[PackedTune, str, list[list[int]]]]:
    """The first tune of each family, with its text, and its goals part by part."""
    config = NetworkConfig(len(corpus.vocabulary), 8, 8, 1, 0.0, False, (), features=("goals", "position"))
    encoder = InputEncoder(config, corpus.vocabulary.idx_to_char)
    seen: set[str] = set()
    for tune, variant in zip(corpus.tunes, corpus.originals, strict=True):
        numbers = corpus.text(int(variant))
        goals = encoder.goals(numbers).tolist() if tune.family not in seen else []
        seen.add(tune.family)
        if parts := [goals[at : at + FIELDS] for at in range(0, len(goals), FIELDS) if goals[at]]:
            yield tune, corpus.vocabulary.decode(numbers), parts


def written(
    forms: dict[str, Counter[str]],
    ends: dict[str, defaultdict[str, Counter[int]]],
    rests: dict[str, defaultdict[str, Counter[int]]],
) -> str:
    """The table as JSON, a line for each rhythm, meter and mode."""
    rows = {name: common(counted) for name, counted in sorted(forms.items()) if counted.total() >= FEWEST_TUNES}
    lasts = {
        name: {way: common(counted) for way, counted in sorted(found.items())}
        for name, found in sorted(rests.items())
        if sum(counted.total() for counted in found.values()) >= FEWEST_LASTS
    }
    counts = {
        mode: {way: [found[way][code] for code in CODES] for way in ("last", *WAYS)}
        for mode, found in sorted(ends.items())
        if found["last"].total() >= FEWEST_TUNES
    }
    lines = [
        f'"{name}": {{\n' + ",\n".join(f"{json.dumps(key)}: {json.dumps(row)}" for key, row in table.items()) + "\n}"
        for name, table in (("forms", rows), ("ends", counts), ("rests", lasts))
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def common(counted: Counter[Any]) -> dict[Any, int]:
    """Those that are not rare, the most frequent first."""
    return {one: count for one, count in counted.most_common() if count >= RAREST * counted.total()}


if __name__ == "__main__":
    main()
