from __future__ import annotations

from tunesmith.evaluation.form import form_figures
from tunesmith.notation import Tune

HEADER = "X:1\nL:1/8\nM:6/8\nK:D\n"
PART = "dfa afd | gfe fed | cea gec | dfa afa | bag fga | gfe dBA | GBd cde | fed"
TUNE = (
    f"{HEADER}A |: {PART} d2 A :| |: DFA BAF | EGB dBG | FAd cAF | GFE DCB, | A,CE GEC | DFB AGF | EAc edc | D3 D2 :|"
)


def test_a_sample_is_summed_up() -> None:
    found = form_figures([Tune.parse(TUNE), Tune.parse(f"{HEADER}dfa afd | e6 |]")])
    assert found.tunes == 2
    assert found.forms == {"AABB": 0.5, "A": 0.5}
    assert found.statistics["aabb"].value == 0.5
    assert found.statistics["aabb"].low == 0
