from __future__ import annotations

import pytest

from tunesmith.notation.blocks import block_lines


@pytest.mark.parametrize(
    ("lines", "inside"),
    [
        (["K:D", "%%begintext", "X:2", "%%endtext", "d2|]"], {1, 2, 3}),
        (["I:beginps", "dup", "I:endps"], {0, 1, 2}),
        (["%%begintext", "%%beginps", "%%endtext", "d2"], {0, 1, 2}),  # a block in a block is text
        (["%%begintext", "d2|]"], set()),  # it does not end
        (["%%begintext", "%%endps", "d2"], set()),  # nor does another's end end it
        (["% begintext", "%%endtext"], set()),
    ],
)
def test_the_lines_of_a_block_are_those_from_its_beginning_to_its_end(lines: list[str], inside: set[int]) -> None:
    assert block_lines(lines) == inside
