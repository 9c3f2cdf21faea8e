from __future__ import annotations

import pytest

from tunesmith.notation import Tune
from tunesmith.notation.directives import directive_of, last_directive


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("%%MIDI program 40", ("MIDI", "program 40")),
        ("%%  propagate-accidentals  not ", ("propagate-accidentals", "not")),
        ("%%landscape", ("landscape", "")),
        ("I:linebreak $", ("linebreak", "$")),
        ("% a remark", None),
        ("%%", None),
        ("N:note", None),
    ],
)
def test_a_directive_has_a_name_and_a_value(line: str, found: tuple[str, str] | None) -> None:
    directives = [directive_of(element) for element in Tune.parse(f"X:1\nK:D\n{line}\nd2|]").elements]
    assert [directive for directive in directives if directive] == ([found] if found else [])


def test_the_last_directive_of_a_name_counts() -> None:
    tune = Tune.parse("X:1\nK:D\n%%MIDI program 1\n[I:MIDI program 2] d2 %%MIDI program 9\n%%scale 0.7\n|]")
    assert last_directive(tune.elements, "MIDI", "other") == "program 2"
    assert last_directive(tune.elements, "other") is None
