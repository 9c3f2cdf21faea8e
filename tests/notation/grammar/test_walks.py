"""However the characters are chosen, a walk ends in a tune in order and within its length."""

from __future__ import annotations

import json
import random
import re
from fractions import Fraction

import pytest

from support.scribe import Scribe, any_adversary, any_outline
from tunesmith.notation import Tune
from tunesmith.notation.check import check
from tunesmith.notation.grammar.plans import Outline, PartOutline


@pytest.mark.parametrize("seed", range(60))
def test_every_walk_ends_in_a_tune_in_order(seed):
    chance = random.Random(seed)
    outline = any_outline(chance)
    scribe = Scribe(outline)
    text = scribe.walk(any_adversary(chance))
    assert scribe.ended, f"nothing may follow {text[-40:]!r}"
    assert len(text) <= outline.limit
    assert check(text).findings == ()
    assert {bar.fill for bar in Tune.parse(text).bars} <= {"full", "anacrusis", "completion"}


def test_real_tunes_are_accepted_to_the_character(corpus_folder):
    tunes = json.loads((corpus_folder / "irishman_sample.json").read_text())
    texts = [re.sub(r"^X:.*", "X:1", tune["abc notation"]) for tune in tunes]
    accepted = [text for text in texts if written_whole(text)]
    assert len(accepted) > 0.38 * len(texts)
    assert [text for text in accepted if not check(text).ok] == []


def written_whole(text: str) -> bool:
    """Whether a tune without unusual meter or key may be written as it is."""
    fields = dict(re.findall(r"^([LQMK]):(.*)$", text, re.MULTILINE)[:4])
    tune = Tune.parse(text)
    if tune.meter.free or fields["K"] == "none" or tune.meter.capacity > 2:
        return False
    outline = Outline(
        units=[Fraction(fields["L"])],
        meters=[(tune.meter.beats, tune.meter.unit)],
        keys=[(fields["K"], [tune.key.signature[letter] for letter in "CDEFGAB"])],
        parts=[PartOutline(2, 64)] * 12,
        least_parts=1,
        limit=2000,
        tempo=fields.get("Q", ""),
        least_total=4,
        courtesy=True,
    )
    scribe = Scribe(outline)
    return scribe.write(text) == "" and scribe.end()
