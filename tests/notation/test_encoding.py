from __future__ import annotations

import pytest

from tunesmith.errors import AbcError
from tunesmith.notation.encoding import decoded

TEXT = "X:1\nT:Port na bPúcaí\nK:D\nd\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_encoding_that_abc_is_written_in(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


def test_what_is_no_text_says_where() -> None:
    with pytest.raises(AbcError, match="line 2, column 3: a NUL character"):
        decoded(b"X:1\nT:\0")
