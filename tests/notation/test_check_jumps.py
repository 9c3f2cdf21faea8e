from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.check_jumps import jumps


def codes(music: str) -> list[str]:
    return [finding.code for finding in jumps(Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:D\n{music}").bars)]


@pytest.mark.parametrize(
    "music",
    [
        "d4 | e4 |]",
        "!segno! d4 | e4 | f4 !D.S.! |]",
        "d4 | !fine! e4 | f4 !D.C.alfine! |]",
        "d4 | e4 | f4 !D.C.! |]",
    ],
)
def test_a_jump_that_finds_its_sign_is_in_order(music: str) -> None:
    assert codes(music) == []


@pytest.mark.parametrize(
    ("music", "found"),
    [
        ("d4 | e4 | f4 !D.S.! |]", "segno-missing"),
        ("d4 | e4 | f4 !D.C.alfine! |]", "fine-missing"),
        ("!segno! d4 | e4 | f4 !D.S.alcoda! | g4 |]", "coda-missing"),
    ],
)
def test_a_jump_without_its_sign_is_a_warning(music: str, found: str) -> None:
    assert codes(music) == [found]


@pytest.mark.parametrize("sign", ["segno", "fine", "coda"])
def test_a_sign_that_no_jump_leads_to_is_a_notice(sign: str) -> None:
    [finding] = jumps(Tune.parse(f"X:1\nM:4/4\nL:1/4\nK:D\nd4 | !{sign}! e4 | f4 |]").bars)
    assert (finding.code, finding.severity) == (f"{sign}-without-jump", "notice")
