from __future__ import annotations

from tunesmith.evaluation.novelty import novelty

KNOWN = (  # the first part of The Kesh, a tone higher than it is played
    "X:1\nL:1/8\nM:6/8\nK:A\n|: ABA ABc | BcB Bce | fee aee | fec ecB | ABA ABc | BcB Bce | fee aec | BAG A3 :|"
)
NEW = "X:1\nL:1/8\nM:4/4\nK:C\n c2 =B,2 g2 ^F2 | _E2 a2 D2 ^g2 | c'2 C2 ^f2 _B2 | e8 |]"


def test_copies_and_new_tunes_are_told_apart() -> None:
    found = novelty([NEW, KNOWN])
    assert found.tunes == 2
    assert found.similarities[0] == found.runs[0] == 0
    assert found.similarities[1] > 0.9
    assert (found.above_chance.value, found.copied.value) == (0.5, 0.5)
    assert [copy.tune for copy in found.longest] == [2]
    assert "The Kesh" in found.longest[0].words
    assert found.longest[0].link
